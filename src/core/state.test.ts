import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges, dig, mergeInto, noChange, replaceWith, snapshot, undoOf } from './state.ts';
import { equal, type MapValue, type Value } from './value.ts';

const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));

function merged(...patches: MapValue[]): MapValue {
  const state: MapValue = new Map();
  for (const patch of patches) mergeInto(state, patch, noChange());
  return state;
}

describe('merge', () => {
  it('merges maps deeply and replaces scalars and lists', () => {
    const state = merged(
      map({ balances: map({ a: 1, b: 2 }), list: [1, 2, 3], name: 'x' }),
      map({ balances: map({ b: 3, c: 4 }), list: [9], name: map({ deep: 1 }) }),
    );
    expect(state).toEqual(map({ balances: map({ a: 1, b: 3, c: 4 }), list: [9], name: map({ deep: 1 }) }));
  });
  it('clears a map by an empty list', () => {
    expect(merged(map({ a: map({ b: 1 }) }), map({ a: [] }))).toEqual(map({ a: [] }));
  });
  it('keeps lower-case keys, ids as they are, and lets the lower-case spelling win', () => {
    const id = 'Abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
    expect(merged(map({ MyKey: 1, [id]: 2 }))).toEqual(map({ mykey: 1, [id]: 2 }));
    expect(merged(map({ mykey: 1, MyKey: 2 }))).toEqual(map({ mykey: 1 }));
  });
  it('leaves out what begins with priv, at every level, and says so', () => {
    const [state, merge]: [MapValue, ReturnType<typeof noChange>] = [new Map(), noChange()];
    mergeInto(state, map({ 'Private-note': 1, price: 2, priv: 3, in: map({ privy: 4, open: 5 }) }), merge);
    expect([state, merge.drops]).toEqual([map({ price: 2, priv: 3, in: map({ open: 5 }) }), true]);
    replaceWith(state, map({ price: 2, privilege: 6 }), merge);
    expect([state, mergeInto(state, map({ a: 1 }), noChange())]).toEqual([map({ price: 2, a: 1 }), undefined]);
  });
  it('nests keys with a slash', () => {
    const id = 'Abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
    expect(merged(map({ 'a/b': 1 }))).toEqual(map({ a: map({ b: 1 }) }));
    expect(merged(map({ [`X/${id}`]: 1 }))).toEqual(map({ x: map({ [id]: 1 }) }));
  });
  it('lets what is there win over a key with a slash, and says how that was spelled', () => {
    const state = merged(map({ a: map({ b: 0, m: map({ x: 1 }) }), s: 'text' }));
    const merge = noChange();
    mergeInto(state, map({ 'A/b': 1, 'a/c': 2, 's/t': 3, 'a/m': map({ y: 2 }) }), merge);
    expect(state).toEqual(map({ a: map({ b: 0, c: 2, m: map({ x: 1, y: 2 }) }), s: 'text' }));
    expect(merge.literal.map(({ path, value }) => [path, value])).toContainEqual([['a/b'], 1]);
  });
  it('notices spellings that collide', () => {
    const merge = noChange();
    mergeInto(new Map(), map({ ok: 1, Fine: 2 }), merge);
    expect(merge.collides).toBe(false);
    mergeInto(new Map(), map({ deep: map({ Key: 1, KEY: 2 }) }), merge);
    expect(merge.collides).toBe(true);
  });
  it('reports only what changed', () => {
    const state = merged(map({ balances: map({ a: 1, b: 2 }) }));
    const merge = noChange();
    mergeInto(state, map({ balances: map({ a: 1, b: 5 }) }), merge);
    expect(merge.changes).toEqual([{ path: ['balances', 'b'], value: 5, replaces: true }]);
    expect(merge.undo).toEqual([{ path: ['balances', 'b'], value: 2, replaces: true }]);
  });
  it('refuses an oversized key', () => {
    expect(() => merged(map({ ['k'.repeat(2000)]: 1 }))).toThrow(/2000 bytes/);
  });

  const key = fc.constantFrom('a', 'b', 'c', 'B', '__proto__');
  const tree = fc.letrec<{ value: Value; map: MapValue }>((tie) => ({
    value: fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant<Value>([]), tie('map')),
    map: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
  })).map;

  it('changes lead from the old state to the new, and undo leads back', () => {
    fc.assert(
      fc.property(tree, tree, (first, second) => {
        const state = merged(first);
        const before = snapshot(state) as MapValue;
        const merge = noChange();
        mergeInto(state, second, merge);
        const forward = applyChanges(snapshot(before) as MapValue, merge.changes);
        expect(equal(forward, state)).toBe(true);
        expect(equal(applyChanges(forward, undoOf(merge)), before)).toBe(true);
      }),
    );
  });
});

describe('replaceWith', () => {
  const key = fc.constantFrom('a', 'b', 'c');
  const tree = fc.letrec<{ value: Value; map: MapValue }>((tie) => ({
    value: fc.oneof(fc.integer(), fc.constant<Value>([]), tie('map')),
    map: fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
  })).map;
  it('leads to the wanted state, and undo leads back', () => {
    fc.assert(
      fc.property(tree, tree, (first, wanted) => {
        const state = snapshot(first) as MapValue;
        const merge = noChange();
        replaceWith(state, wanted, merge);
        expect(equal(state, wanted)).toBe(true);
        const forward = applyChanges(snapshot(first) as MapValue, merge.changes);
        expect(equal(forward, wanted)).toBe(true);
        expect(equal(applyChanges(forward, undoOf(merge)), first)).toBe(true);
      }),
    );
  });
});

describe('dig', () => {
  it('follows maps and lists, lists from 1', () => {
    const value = map({ a: [map({ b: 7 })] });
    expect(dig(value, ['a', '1', 'b'])).toBe(7);
    expect(dig(value, ['a', '0'])).toBeUndefined();
    expect(dig(value, ['a', '2', 'b'])).toBeUndefined();
  });
});
