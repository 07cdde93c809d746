/** What a spawn says about its program, as keys of the process message (design §6). */
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { binary, type MapValue, type Value } from '../core/value.ts';
import { AOS_MODULE } from '../devices/genesis-wasm.ts';
import type { LuaSource, SpawnOptions } from './api.ts';

export interface Program {
  /** The devices that run it. */
  execution: [string, Value][];
  /** Where the source of the program lies. */
  keys: [string, Value][];
  /** The module id that the messages of the process claim; undefined for modules of the user's own. */
  module: string | undefined;
}

type ProgramOptions = Pick<SpawnOptions, 'source' | 'files' | 'module'>;

/** @throws PocketbeamError `bad-source`, `bad-files` */
export function programOf(options: ProgramOptions): Program {
  const { source, files, module = AOS_MODULE } = options;
  if (typeof module !== 'string') return ownModules(module, source, files);
  // An id alone is the program: a Lua module that is stored under it.
  if (source === undefined && files === undefined && options.module !== undefined && isId(module))
    return stackOf([['module', module]]);
  if (typeof source !== 'string')
    throw new PocketbeamError('bad-source', `The source of a process is Lua text, not ${show(source)}.`, {
      next: 'Pass the program itself: spawn({ source: `…` }), or the text of a file you have read.',
      status: 400,
    });
  return {
    execution: [['execution-device', 'genesis-wasm@1.0']],
    keys: [...(files === undefined ? [] : [['files', filesOf(files)] as [string, Value]]), ['data', binary(source)]],
    module,
  };
}

/** A process that `lua@5.3a` runs: `compute(base, req, opts)` of its modules, then its patches. */
function ownModules(module: LuaSource | readonly LuaSource[], source: unknown, files: unknown): Program {
  if (files !== undefined)
    throw new PocketbeamError('bad-files', 'Files go with a source that aos runs.', {
      next: 'Several Lua modules of your own are a list: spawn({ module: [{ name, source }, …] }), run in this order.',
      status: 400,
    });
  const all = (Array.isArray(module) ? module : [module]) as readonly unknown[];
  const modules = all.map(moduleMessage);
  const [first] = modules;
  if (first === undefined || (source !== undefined && typeof source !== 'string'))
    throw new PocketbeamError('bad-source', 'A Lua module of your own is { source, name? }, or a list of these.', {
      status: 400,
    });
  return stackOf([
    ['module', modules.length === 1 ? first : modules],
    ...(source === undefined ? [] : [['data', binary(source)] as [string, Value]]),
  ]);
}

const stackOf = (keys: [string, Value][]): Program => ({
  execution: [
    ['execution-device', 'stack@1.0'],
    ['device-stack', ['lua@5.3a', 'patch@1.0']],
    ['patch-from', '/results/outbox'],
  ],
  keys,
  module: undefined,
});

/** As `lua@5.3a` takes a module that is no id (spec/aos.md §6). */
function moduleMessage(module: unknown): MapValue {
  const { source, name } = (module ?? {}) as { source?: unknown; name?: unknown };
  if (typeof source !== 'string' || (name !== undefined && typeof name !== 'string'))
    throw new PocketbeamError('bad-source', `A Lua module is { source, name? } with texts, not ${show(module)}.`, {
      status: 400,
    });
  return new Map([
    ['content-type', 'application/lua'],
    ...(name === undefined ? [] : [['name', binary(name)] as const]),
    ['body', binary(source)],
  ]);
}

/** Lua text by the name that `require` gives it: `lib/utils.lua` is `lib.utils`. */
function filesOf(files: unknown): MapValue {
  if (typeof files !== 'object' || files === null || Array.isArray(files))
    throw new PocketbeamError('bad-files', `Files are an object { 'name.lua': text }, not ${show(files)}.`, {
      status: 400,
    });
  const map: MapValue = new Map();
  for (const [file, text] of Object.entries(files)) {
    const name = moduleName(file);
    if (typeof text !== 'string' || name === '' || map.has(binary(name)))
      throw new PocketbeamError(
        'bad-files',
        `The file ${show(file)} has no text, no name, or the name of another one.`,
        {
          cause:
            'A file has the name that require() gives it: lib/utils.lua and lib/utils/init.lua are both lib.utils.',
          status: 400,
        },
      );
    map.set(binary(name), binary(text));
  }
  return map;
}

const moduleName = (file: string): string =>
  file
    .replaceAll('\\', '/')
    .replace(/^(\.?\/)+/, '')
    .replace(/\.lua$/, '')
    .replace(/\/init$/, '')
    .replaceAll('/', '.');
