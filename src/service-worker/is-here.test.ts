import { expect, it } from 'vitest';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { isHere } from './is-here.ts';

const STORED = 'Stored-here-under-this-id-of-a-unit-test-01';
const OTHER = 'Stored-elsewhere-if-at-all-not-in-this-test';

it('a path is about its first id, else its target', async () => {
  const store = createStore(new MemoryKeyValue());
  await store.putMessage(STORED, new Map([['a', 'b']]));
  const cases: [string, boolean][] = [
    [`/${STORED}`, true],
    [`/${STORED}~process@1.0/now?target=${OTHER}`, true],
    [`//${OTHER}/a`, false],
    [`/${OTHER}~process@1.0/compute&slot=1/cache`, false],
    [`/~scheduler@1.0/schedule?target=${OTHER}`, false],
    [`/~scheduler@1.0/slot&target=${STORED}/current`, true],
    [`/~message@1.0&word=${OTHER}/word`, true],
    // One character more is no id.
    [`/~scheduler@1.0/slot?target=${OTHER}x`, true],
  ];
  for (const [path, expected] of cases) expect([path, await isHere(path, store)]).toEqual([path, expected]);
});
