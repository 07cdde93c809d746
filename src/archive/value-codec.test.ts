import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Atom, equal, Float, isMap, type Value } from '../core/value.ts';
import { anyValue } from './testing.ts';
import { message, value } from './value-codec.ts';

const through = (one: Value): Value => value.read(JSON.parse(JSON.stringify(value.write(one))), 'here');

/** In the order of the keys too. */
const texts = (one: Value): unknown =>
  isMap(one)
    ? [...one].map(([key, item]) => [key, texts(item)])
    : Array.isArray(one)
      ? one.map(texts)
      : one instanceof Float
        ? `float ${Object.is(one.n, -0) ? '-0' : one.n}`
        : one instanceof Atom
          ? `atom ${one.name}`
          : `${typeof one} ${String(one)}`;

describe('values in an archive', () => {
  it('keep their kind, whatever it is', () => {
    fc.assert(
      fc.property(anyValue, (one) => {
        expect(texts(through(one))).toEqual(texts(one));
        expect(equal(through(one), one)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [null],
    [{}],
    [{ '0': 'list' }],
    [[]],
    [['nope', '1']],
    [['integer', 1]],
    [['integer', '1x']],
    [['integer', '9'.repeat(2000)]],
    [['integer', '1', '2']],
    [['float', '0x10']],
    [['float', ' ']],
    [['float', '1e999999999999x']],
    [['atom']],
    [['map', 'key']],
    [['map', 1, 1]],
    [['map', 'twice', 1, 'twice', 2]],
    [['list', null]],
    [2 ** 60],
  ])('refuses %j', (json) => {
    expect(() => value.read(json, 'here')).toThrow(expect.objectContaining({ code: 'bad-archive' }));
  });

  it('is refused as a message when it is none', () => {
    expect(() => message.read('text', 'line 3.message')).toThrow(/line 3\.message is no message/);
  });

  it('cannot reach a prototype', () => {
    const read = value.read(JSON.parse('["map", "__proto__", ["map", "polluted", 1]]'), 'here');
    expect(read).toEqual(new Map([['__proto__', new Map([['polluted', 1]])]]));
    expect({}).not.toHaveProperty('polluted');
  });
});
