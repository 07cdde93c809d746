import { expect, it } from 'vitest';
import { Elsewhere } from '../core/elsewhere.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { openStore } from './open-store.ts';

const PID = 'Process-of-a-unit-test-of-the-open-store-01';
const assignment = {
  ...{ id: PID, message: new Map([['type', 'Process']]), timestamp: 1, height: 0, anchor: PID, claims: {} },
};

it('reads and takes messages as the whole store does, and writes nothing else', async () => {
  const kv = new MemoryKeyValue();
  const [open, whole] = [openStore(kv), createStore(kv)];
  await open.create(PID, 'p', assignment);
  expect(await open.append(PID, { ...assignment, id: 'm', anchor: 'a' })).toMatchObject({ slot: 1, known: false });
  expect(await open.head(PID)).toEqual(await whole.head(PID));
  expect(await open.assignment(PID, 1)).toEqual(await whole.assignment(PID, 1));
  expect(await open.message('m')).toEqual(assignment.message);
  expect(await open.read(PID, ['cache'])).toEqual(await whole.read(PID, ['cache']));
  for (const write of [() => open.putMessage('x', new Map()), () => open.wallet(), () => open.clear()])
    expect(write).toThrow(Elsewhere);
});
