/** What the runtime asks of the environment of a message (spec/aos.md §1 step 1), found out once while it stays the same. */
import { isTruthy } from '../lib/arguments.ts';
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { keys } from './fields.ts';
import { Unchanged } from './unchanged.ts';

export interface EnvFacts {
  readonly process: LuaValue;
  readonly id: LuaValue;
  /** Whether files or texts come with it. */
  readonly brings: boolean;
  /** What the tags of the process say: how many they are, the first `Module`, every `Authority`. */
  readonly tags: number;
  readonly module: LuaValue;
  readonly authorities: readonly string[];
}

const inEnv = keys('Process', 'Files', 'Drive');
const inProcess = keys('Id', 'TagArray', 'Tags');

const known = new Unchanged<EnvFacts>();

/** What an environment says, with metamethods. @throws LuaError where it is none */
export function factsOf(rt: Runtime, env: LuaValue): EnvFacts {
  const before = env instanceof LuaTable ? known.of(env) : undefined;
  if (before !== undefined) return before;
  const process = inEnv.Process.of(rt, env);
  const tags = inProcess.TagArray.truthyOf(rt, process) ?? inProcess.Tags.of(rt, process);
  if (!(tags instanceof LuaTable)) throw rt.error('Process.Tags: table expected');
  const tables = tags.array.filter((tag) => tag instanceof LuaTable);
  const valuesOf = (name: string): LuaValue[] =>
    tables.filter((tag) => tag.getString('name') === name).map((tag) => tag.getString('value'));
  const found = {
    process,
    id: inProcess.Id.of(rt, process),
    brings: isTruthy(inEnv.Files.of(rt, env)) || isTruthy(inEnv.Drive.of(rt, env)),
    tags: tags.array.length,
    module: valuesOf('Module').find((value) => value !== undefined),
    authorities: valuesOf('Authority').flatMap((value) =>
      typeof value === 'string' ? value.split(',').filter((authority) => authority !== '') : [],
    ),
  };
  if (env instanceof LuaTable && process instanceof LuaTable && !env.metatable && !process.metatable)
    known.keep(env, [process, tags, ...tables], found);
  return found;
}
