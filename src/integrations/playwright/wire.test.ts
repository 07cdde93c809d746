import { expect, it } from 'vitest';
import { pack, unpack } from './wire.ts';

it('carries what calls of the library take and give', () => {
  const value = { list: [1, undefined, 'x'], none: null, big: 2n ** 70n, bytes: new Uint8Array([0, 255]), $: 'mine' };
  expect(unpack(pack(value))).toEqual(value);
});
