/** Every value that a scenario expects is read once more by its own path, leaf by leaf: ids in it count exactly. */
import { normalizeKey } from '../../core/ids.ts';
import type { Plain } from '../../core/plain.ts';
import { isWholeKey, type Mismatch } from './compare.ts';
import { valueOf, type Target } from './play.ts';
import type { Scenario } from './scenario.ts';
import { differences, isPlainMap, same } from './values.ts';

/** Keys that stand in a path as they are, and that are no function of a message. */
const READABLE = /^[\w.-]+$/;
const FUNCTIONS = new Set(['keys', 'set', 'remove', 'id', 'get', 'device', 'path', 'method', 'commit', 'committed', 'verify', 'index', 'info', 'priv', 'commitments', 'ao-types', 'body', 'status', 'serialize', 'deserialize']);

/**
 * Reads at the end of a run what the entries of `expect` state: of a whole key each leaf that it changed, of any other path
 * its value.
 */
export async function deepReads(scenario: Scenario, target: Target): Promise<Mismatch[]> {
  const found: Mismatch[] = [];
  const before = new Map<string, Map<string, Plain>>();
  for (const entry of scenario.expect ?? []) {
    const { process, slot, path, value } = entry;
    const at = `/${process}~process@1.0/compute&slot=${slot}`;
    const differ = (below: string, expected: Plain, actual: Plain | undefined): void => {
      found.push({ process, slot, path: below, expected, actual });
    };
    if (!isWholeKey(entry)) {
      const { status, body } = await target.get(`${at}${path}/serialize~json@1.0`);
      const actual = status === 200 ? valueOf(body) : undefined;
      for (const { path: below, expected, actual: got } of differences(value, actual))
        if (expected !== undefined || got !== undefined) differ(path + below, expected ?? null, got);
      continue;
    }
    const leaves = leavesOf(value, path);
    const known = before.get(process + path);
    before.set(process + path, leaves);
    for (const [leaf, expected] of leaves) {
      if (known?.has(leaf) && same(known.get(leaf), expected)) continue;
      const answer = await target.get(at + leaf);
      if (!isAnswer(expected, answer)) differ(leaf, expected, answer.status === 200 ? answer.body : undefined);
    }
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
  if (typeof expected === 'number' && !Number.isSafeInteger(expected)) return same(expected, Number(body));
  return body === String(expected) || (typeof expected === 'number' && same(expected, Number(body)));
}
