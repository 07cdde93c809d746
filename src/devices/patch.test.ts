import { describe, expect, it } from 'vitest';
import type { MapValue, Value } from '../core/value.ts';
import { takePatches } from './patch.ts';

const sensibly = () => ({ strict: false, state: new Map(), diagnostics: new Set<string>() });
const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));

describe('patch@1.0', () => {
  it('takes patches by device or method, and leaves the rest under its number', () => {
    const notice = map({ target: 'x', action: 'Notice' });
    const { patches, outbox } = takePatches(
      map({
        '1': map({ device: 'patch@1.0', cache: map({ a: 1 }) }),
        '2': notice,
        '3': map({ method: 'PATCH', cache: map({ b: 2 }) }),
        '4': map({ device: 'other@1.0', method: 'patch' }),
      }),
      sensibly(),
    );
    expect(patches).toEqual([map({ cache: map({ a: 1 }) }), map({ cache: map({ b: 2 }) })]);
    expect([...outbox.keys()]).toEqual(['2', '4']);
    expect(outbox.get('2')).toBe(notice);
  });
  it('keeps the envelope out of the state, unless it is a map', () => {
    const { patches } = takePatches(
      map({
        '1': map({ device: 'patch@1.0', target: 'x', action: 'A', reference: '1', title: 't', tags: map({ a: 1 }) }),
      }),
      sensibly(),
    );
    expect(patches).toEqual([map({ title: 't', tags: map({ a: 1 }) })]);
  });
});
