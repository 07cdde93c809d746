import { expect, it } from 'vitest';
import { showVariable } from './variable-fields.ts';

it('writes something else to every field, and leaves all as it was', () => {
  const fields = { count: 0, size: 7, isOpen: true, name: 'x', list: [1], none: undefined };
  const written: Record<string, unknown[]> = {};
  const target = new Proxy(
    { ...fields },
    {
      set(object, name, value) {
        (written[String(name)] ??= []).push(value);
        return Reflect.set(object, name, value);
      },
    },
  );
  showVariable(target);
  expect(target).toEqual(fields);
  for (const [name, value] of Object.entries(fields)) {
    const [other, last] = written[name] ?? [];
    expect([other === value, last]).toEqual([false, value]);
    if (typeof value === 'number') expect(Number.isInteger(other)).toBe(true);
  }
});
