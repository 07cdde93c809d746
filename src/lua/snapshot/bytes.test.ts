import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../core/value.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { checksum } from './checksum.ts';

const byteString = fc.uint8Array({ maxLength: 3000 }).map((bytes) => String.fromCharCode(...bytes));

describe('bytes of a snapshot', () => {
  it('come back as they were written', () => {
    const count = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 127, 128, 2 ** 31, 2 ** 32, 2 ** 53 - 1));
    const one = fc.tuple(count, fc.double(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), byteString);
    fc.assert(
      fc.property(fc.array(one, { maxLength: 20 }), (all) => {
        const writer = new ByteWriter();
        for (const [number, float, integer, text] of all) {
          writer.count(number);
          writer.float(float);
          writer.integer(integer);
          writer.text(text);
        }
        const reader = new ByteReader(writer.written());
        for (const expected of all)
          expect([reader.count(), reader.float(), reader.integer(), reader.text()]).toEqual(expected);
        expect(reader.left).toBe(0);
        expect(() => reader.byte()).toThrow('it breaks off');
      }),
    );
  });

  it('are refused when a number has no end or is too large', () => {
    const endless = new ByteReader(new Uint8Array(20).fill(0xff));
    expect(() => endless.count()).toThrow('too many digits');
    const large = new ByteReader(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f));
    expect(() => large.count()).toThrow('too large');
  });

  it('have the checksum that everybody knows', () => {
    expect(checksum(bytesOf('123456789'))).toBe(0xcbf43926);
    expect(checksum(bytesOf('6789'), checksum(bytesOf('12345')))).toBe(0xcbf43926);
  });

  it('are no text beyond bytes', () => {
    expect(() => new ByteWriter().text('\u0100')).toThrow('no byte');
  });
});
