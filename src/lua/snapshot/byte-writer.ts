/** Bytes that grow: unsigned integers as little-endian base 128, floats as IEEE 754 doubles, byte strings. */
export class ByteWriter {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private at = 0;

  /** A number 0–255. */
  byte(value: number): void {
    if (this.at === this.bytes.length) this.grow(1);
    this.bytes[this.at++] = value;
  }

  /** An integer from 0 to 2^53 − 1. */
  count(value: number): void {
    let rest = value;
    if (this.at + 8 > this.bytes.length) this.grow(8);
    while (rest > 0x7f) {
      this.bytes[this.at++] = (rest & 0x7f) | 0x80;
      rest = rest > 0x7fffffff ? Math.floor(rest / 128) : rest >>> 7;
    }
    this.bytes[this.at++] = rest;
  }

  float(value: number): void {
    if (this.at + 8 > this.bytes.length) this.grow(8);
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  /** A signed 64-bit integer. */
  integer(value: bigint): void {
    if (this.at + 8 > this.bytes.length) this.grow(8);
    this.view.setBigInt64(this.at, value, true);
    this.at += 8;
  }

  /** A byte string with its length in front. */
  text(value: string): void {
    const { length } = value;
    this.count(length);
    if (this.at + length > this.bytes.length) this.grow(length);
    const { bytes, at } = this;
    let wide = 0;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      wide |= code;
      bytes[at + i] = code;
    }
    if (wide > 255) throw new Error('A Lua string holds a character that is no byte');
    this.at += length;
  }

  append(bytes: Uint8Array): void {
    if (this.at + bytes.length > this.bytes.length) this.grow(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** What was written so far; valid until more is written. */
  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.at);
  }

  private grow(by: number): void {
    const bytes = new Uint8Array(Math.max(this.bytes.length * 2, this.at + by));
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}
