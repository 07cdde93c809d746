/** Reads what byte-writer.ts wrote. Nothing is trusted: every read is checked against the end. */
import { binaryOf } from '../../core/value.ts';
import { badSnapshot } from './bad-snapshot.ts';

export class ByteReader {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes that are not read yet. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw badSnapshot('it breaks off');
    return this.bytes[this.at++] as number;
  }

  /** An integer from 0 to 2^53 − 1. */
  count(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) break;
      if (unit > 2 ** 42) throw badSnapshot('a number has too many digits');
    }
    if (!Number.isSafeInteger(value)) throw badSnapshot('a number is too large');
    return value;
  }

  /** A number of things that follow, each of which takes at least `each` bytes: no more than there can be. */
  length(each = 1): number {
    const length = this.count();
    if (length * each > this.left) throw badSnapshot('it breaks off');
    return length;
  }

  /** An integer below `end`. */
  below(end: number, what: string): number {
    const value = this.count();
    if (value >= end) throw badSnapshot(`it names ${what} ${value} of ${end}`);
    return value;
  }

  /** 0 or 1. */
  flag(): boolean {
    return this.below(2, 'flag') === 1;
  }

  float(): number {
    return this.view.getFloat64(this.skip(8), true);
  }

  integer(): bigint {
    return this.view.getBigInt64(this.skip(8), true);
  }

  text(): string {
    const length = this.length();
    const from = this.skip(length);
    return binaryOf(this.bytes.subarray(from, from + length));
  }

  private skip(count: number): number {
    if (count > this.left) throw badSnapshot('it breaks off');
    this.at += count;
    return this.at - count;
  }
}
