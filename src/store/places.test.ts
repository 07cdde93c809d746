import { expect, it } from 'vitest';
import type { Assignment } from '../core/ports/store.ts';
import { MemoryKeyValue } from './memory.ts';
import { createStore } from './process-store.ts';

const message = (id: string): Omit<Assignment, 'slot'> => ({
  ...{ id, anchor: id, message: new Map([['data', id]]), timestamp: 1, height: 1, claims: {} },
});

it('finds the slot of a message in each process that it was given to', async () => {
  const store = createStore(new MemoryKeyValue());
  for (const process of ['first', 'second']) await store.create(process, process, message(process));
  await store.append('first', message('pear'));
  await store.append('first', message('plum'));
  await store.append('second', message('plum'));
  expect(await store.slotOf('first', 'first')).toBe(0);
  expect(await store.slotOf('first', 'pear')).toBe(1);
  expect(await store.slotOf('first', 'plum')).toBe(2);
  expect(await store.slotOf('second', 'plum')).toBe(1);
  expect(await store.slotOf('second', 'pear')).toBeUndefined();
  expect(await store.slotOf('first', 'grape')).toBeUndefined();
  expect(await store.slotOf('third', 'pear')).toBeUndefined();
});
