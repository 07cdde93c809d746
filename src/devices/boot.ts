/** What aos is given with slot 0 beside the message: the process' own files, and the transaction that `On-Boot` names. */
import { isId } from '../core/ids.ts';
import type { AosEnv, LuaResolved } from '../core/ports/engine.ts';
import type { Assignment, Store } from '../core/ports/store.ts';
import { isMap } from '../core/value.ts';

/**
 * The environment of slot 0 (spec/aos.md §1.1).
 * @param resolved what was found when the slot was first run, so that a replay finds the same; what is found now is added.
 * @throws what the store throws where it cannot be known whether there is such a transaction.
 */
export async function withBoot(
  env: AosEnv,
  { message }: Assignment,
  store: Store,
  resolved: LuaResolved[],
): Promise<AosEnv> {
  const files = message.get('files');
  const own = isMap(files) ? { ...env, Files: files } : env;
  const named = env.Process.Tags.find(({ name }) => name.toLowerCase() === 'on-boot')?.value;
  if (typeof named !== 'string' || !isId(named)) return own;
  const [known] = resolved;
  const { value } = known ?? (await lookUp(named, store));
  if (!known) resolved.push({ status: value === undefined ? 'not_found' : 'ok', value });
  return typeof value === 'string' ? { ...own, Drive: new Map([[named, value]]) } : own;
}

async function lookUp(id: string, store: Store): Promise<Pick<LuaResolved, 'value'>> {
  const message = await store.message(id);
  return { value: message?.get('data') ?? message?.get('body') };
}
