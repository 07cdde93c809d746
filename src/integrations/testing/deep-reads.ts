/** Every value that a scenario expects is read once more by its own path, leaf by leaf: ids in it count exactly. */
import { normalizeKey } from '../../core/ids.ts';
import type { Plain } from '../../core/plain.ts';
import { isWholeKey, type Mismatch } from './compare.ts';
import { valueOf, type Target } from './play.ts';
import { withIds } from './modules.ts';
import type { ExpectedValue, Scenario } from './scenario.ts';
import { isPlainMap, same } from './values.ts';

/** Keys that stand in a path as they are, and that are no function of a message. */
const READABLE = /^[\w.-]+$/;
const FUNCTIONS = new Set([
  'keys',
  'set',
  'remove',
  'id',
  'get',
  'device',
  'path',
  'method',
  'commit',
  'committed',
  'verify',
  'index',
  'info',
  'priv',
  'commitments',
  'ao-types',
  'body',
  'status',
  'serialize',
  'deserialize',
]);

/** The path of a slot's state. */
const stateAt = ({ process, slot }: ExpectedValue): string => `/${process}~process@1.0/compute&slot=${slot}`;

/** Reads what the entries state of single paths: the entries with the values that are there now, `null` for none. */
export async function readPaths(
  { expect = [] }: Scenario,
  modules: ReadonlyMap<string, string>,
  target: Target,
): Promise<ExpectedValue[]> {
  const values: ExpectedValue[] = [];
  for (const entry of expect) {
    if (isWholeKey(entry)) continue;
    const { status, body } = await target.fetch(`${stateAt(entry)}${withIds(entry.path, modules)}/serialize~json@1.0`);
    values.push({ ...entry, value: status === 200 ? valueOf(body) : null });
  }
  return values;
}

/** Reads that are under way at once: each waits for digests that are made beside. */
const AT_ONCE = 16;

/** Reads of each whole key that an entry states the leaves that it changed. */
export async function readLeaves({ expect = [] }: Scenario, target: Target): Promise<Mismatch[]> {
  const reads: { entry: ExpectedValue; path: string; expected: Plain }[] = [];
  const before = new Map<string, Map<string, Plain>>();
  for (const entry of expect.filter(isWholeKey)) {
    const id = entry.process + entry.path;
    const [known, leaves] = [before.get(id), leavesOf(entry.value, entry.path)];
    before.set(id, leaves);
    for (const [path, expected] of leaves)
      if (!known?.has(path) || !same(known.get(path), expected)) reads.push({ entry, path, expected });
  }
  const found: Mismatch[] = [];
  for (let i = 0; i < reads.length; i += AT_ONCE) {
    const some = reads.slice(i, i + AT_ONCE);
    const answers = await Promise.all(some.map(({ entry, path }) => target.fetch(stateAt(entry) + path)));
    some.forEach(({ entry: { process, slot }, path, expected }, k) => {
      const { status, body } = answers[k] ?? { status: 404, body: '' };
      if (!isAnswer(expected, { status, body }))
        found.push({ process, slot, path, expected, actual: status === 200 ? body : undefined });
    });
  }
  return found;
}

/** The leaves of a value by their paths; what no path leads to is left out. */
function leavesOf(value: Plain, path: string, leaves = new Map<string, Plain>()): Map<string, Plain> {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value)) {
      const name = Array.isArray(value) ? String(Number(key) + 1) : key;
      if (READABLE.test(name) && !FUNCTIONS.has(normalizeKey(name))) leavesOf(item, `${path}/${name}`, leaves);
    }
  } else if (value !== null) leaves.set(path, value);
  return leaves;
}

function isAnswer(expected: Plain, { status, body }: { status: number; body: string }): boolean {
  if (status !== 200) return false;
  if (Array.isArray(expected) || isPlainMap(expected)) return body === '';
  if (typeof expected === 'number' && !Number.isSafeInteger(expected))
    return body !== '' && same(expected, Number(body));
  return body === String(expected) || (typeof expected === 'number' && body !== '' && same(expected, Number(body)));
}
