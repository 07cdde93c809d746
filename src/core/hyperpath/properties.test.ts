import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PocketbeamError } from '../errors.ts';
import { normalizeKey } from '../ids.ts';
import { Atom, Float, type Value } from '../value.ts';
import { parseHyperPath } from './parse.ts';
import { printHyperPath } from './print.ts';
import type { HyperPath, Parameter, Parameters, Segment } from './types.ts';

/** Bytes, but for what splits a path: escapes are decoded before. */
const bytes = (without: RegExp, minLength = 0): fc.Arbitrary<string> =>
  fc
    .string({
      unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
      minLength,
      maxLength: 12,
    })
    .map((text) => text.replace(without, 'x'));
const key = bytes(/[/~&()]/g, 1);
const name = bytes(/[/&()=+]/g)
  .map(normalizeKey)
  .filter((text) => !/^\d{1,3}\../s.test(text));
const text = bytes(/[/&()]/g);

const number: fc.Arbitrary<Value> = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Number.isInteger(n) ? new Float(n) : n)),
);
const item: fc.Arbitrary<Value> = fc.oneof(number, text);
const mapKey = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/);
const value: fc.Arbitrary<Value> = fc.oneof(
  text,
  item,
  fc.boolean(),
  text.filter((one) => one !== 'true' && one !== 'false').map((one) => new Atom(one)),
  fc.array(item, { maxLength: 4 }),
  fc.dictionary(mapKey, fc.oneof(item, fc.constant(true)), { maxKeys: 3 }).map((one) => new Map(Object.entries(one))),
);

const { segments } = fc.letrec<{ segments: Segment[]; parameters: Parameters; segment: Segment }>((tie) => ({
  parameters: fc
    .array(
      fc.tuple(
        name,
        fc.oneof<fc.Arbitrary<Parameter>[]>(
          { maxDepth: 2 },
          value.map((one) => ({ value: one })),
          tie('segments').map((path) => ({ path })),
        ),
      ),
      { maxLength: 2 },
    )
    .map((entries) => new Map(entries)),
  segment: fc
    .tuple(fc.oneof({ maxDepth: 2 }, key, fc.constant(''), tie('segments')), fc.option(key), tie('parameters'))
    .map(([head, device, parameters]): Segment => ({
      key: typeof head === 'string' ? head : '',
      ...(typeof head === 'string' ? {} : { path: head }),
      ...(device === null ? {} : { device }),
      parameters,
    }))
    .filter((one) => one.key !== '' || one.path !== undefined || one.device !== undefined),
  segments: fc.array(tie('segment'), { maxLength: 3 }),
}));
const parameters = fc
  .array(
    fc.tuple(
      name,
      value.map((one): Parameter => ({ value: one })),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((entries) => new Map(entries.map(([one, parameter]) => [one === '' ? 'x' : one, parameter])));
const path: fc.Arbitrary<HyperPath> = fc.record({
  segments,
  query: parameters,
  scopes: fc.array(fc.tuple(fc.nat({ max: 999 }), parameters), { maxLength: 2 }).map((entries) => new Map(entries)),
});

it('reads what it prints', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(path, (one) => {
      expect(parseHyperPath(printHyperPath(one))).toEqual(one);
    }),
    { numRuns: 300 },
  );
});

it('throws nothing but typed errors, and reads what it prints of what it read', { timeout: 30_000 }, () => {
  const piece = fc.constantFrom(
    ...[
      '/',
      '~',
      '&',
      '=',
      '+',
      '(',
      ')',
      '?',
      '%2F',
      '%28',
      '%',
      '.',
      '..',
      'a',
      'B',
      '1',
      '1.',
      '2.x',
      '"',
      '\\',
      ',',
    ],
    ...['integer', 'float', 'list', 'map', 'atom', ' ', '\t', 'é', '0'],
  );
  const any = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(any, (written) => {
      let read: HyperPath;
      try {
        read = parseHyperPath(written);
      } catch (error) {
        expect(error).toBeInstanceOf(PocketbeamError);
        return;
      }
      try {
        expect(parseHyperPath(printHyperPath(read))).toEqual(read);
      } catch (error) {
        if (!(error instanceof PocketbeamError)) throw error;
        throw new Error(`${JSON.stringify(written)}: ${error.message}`, { cause: error });
      }
    }),
    { numRuns: 1500 },
  );
});
