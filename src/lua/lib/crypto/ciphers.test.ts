import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { Isaac } from './isaac.ts';
import { md2 } from './md2.ts';
import { md4 } from './md4.ts';
import { morusDecrypt, morusEncrypt } from './morus.ts';
import { norxDecrypt, norxEncrypt } from './norx.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const count = (length: number, start = 0, step = 1): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (start + i * step) & 255);

describe('md2 and md4', () => {
  // RFC 1319 A.5 and RFC 1320 A.5
  it.each([
    ['', '8350e5a3e24c153df2275c9f80692773', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', '32ec01ec4a6dac72c0ab96fb34c0b5d1', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'da853b0d3f88d99b30283a69e6ded6bb', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'ab4f496bfb2a530b219ff33031fe06b0', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', '4e8ddff3650292ab5a4108c3aa47940b', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    [
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
      'da33def2a42df13975352846c30338cd',
      '043f8582f241db351ce627e153e7f0e4',
    ],
    ['1234567890'.repeat(8), 'd5976f79d83d3a0dc9806c3c66f3efd8', 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ])('%j', (text, first, second) => {
    expect(bytesToHex(md2(ascii(text)))).toBe(first);
    expect(bytesToHex(md4(ascii(text)))).toBe(second);
  });
});

describe('MORUS-1280', () => {
  const none = new Uint8Array(0);
  const zero = new Uint8Array(16);
  const text = count(73, 0, 7);
  const data = count(39, 0, 5);
  // Vectors of the reference implementation.
  it.each([
    [zero, zero, none, none, '5bd2cba68ea7e72f6b3d0c155f39f962'],
    [zero, zero, count(1, 1), none, 'baec1942a315a84695432a1255e6197878'],
    [zero, zero, none, count(1, 1), '01590caa148b848d7614315685377a0d42'],
    [
      ...[count(16), count(16, 0, 3), new Uint8Array(16).fill(1), new Uint8Array(16).fill(1)],
      '01010101010101010101010101010101b64ee39fc045475e97b41bd08277b4cbe989740eb075f75bd57a43a250f53765',
    ],
    [
      ...[count(16), count(16, 0, 3), text, data],
      bytesToHex(data) +
        '0861b4924850e8a945e60ec08a1b04f3c77dd2b05ccb05c05c567be8cdfd458228a390c4117b66d71fade7f89902e4d5' +
        '00389a275cb0ce5685f3a21beb6d6519f465b96f1eaf9eeea25e43f30fa0adb318083a795fc23df52c',
    ],
    [
      ...[count(32), count(16, 0, 3), text, data],
      bytesToHex(data) +
        '3e440c73993c55074d4749d6cd8ceddebb95ea8d2387062237349123c75959bfa3ff44b18395a0bfc834d5f2de24845b' +
        'ffdba576afab00e798ad5a166689288373f84ead85eb77aa2df3166bbf6f94a1932b4b2471e8437206',
    ],
  ] as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, string][])('%#', (key, iv, plain, extra, expected) => {
    const sealed = morusEncrypt(key, iv, plain, extra);
    expect(bytesToHex(sealed)).toBe(expected);
    expect(morusDecrypt(key, iv, sealed, extra.length)).toEqual(plain);
    sealed[sealed.length - 1]! ^= 1;
    expect(morusDecrypt(key, iv, sealed, extra.length)).toBeUndefined();
  });
});

describe('NORX64-4-1', () => {
  it('gives the tag of the specification', () => {
    const [key, nonce, text] = [count(32), count(32, 32), count(128)];
    const sealed = norxEncrypt(key, nonce, text, text, text);
    expect(bytesToHex(sealed.slice(-32))).toBe('d1f2fa3305a32376e23a61d1c989303fbfbd935aa55b17e4e7254733c473408e');
    expect(norxDecrypt(key, nonce, sealed, text, text)).toEqual(text);
    expect(norxDecrypt(key, nonce, sealed, text, text.slice(1))).toBeUndefined();
  });
  it.each([0, 1, 95, 96, 97, 192])('takes texts of %i bytes', (length) => {
    const [key, nonce, text, none] = [count(32, 9), count(32), count(length, 3), new Uint8Array(0)];
    const sealed = norxEncrypt(key, nonce, text, none, none);
    expect(sealed).toHaveLength(length + 32);
    expect(norxDecrypt(key, nonce, sealed, none, none)).toEqual(text);
    expect(norxDecrypt(key, nonce, count(31), none, none)).toBeUndefined();
  });
});

describe('ISAAC', () => {
  it('gives the published numbers of a seed of zeros', () => {
    const isaac = new Isaac([]);
    const words = Array.from({ length: 512 }, () => isaac.next().toString(16).padStart(8, '0'));
    // Published are the second 256, in the order of the results, which are taken from the end.
    expect(words.slice(256).reverse().slice(0, 8).join(' ')).toBe(
      'f650e4c8 e448e96d 98db2fb4 f5fad54f 433f1afb edec154a d8370487 46ca4f9a',
    );
  });
});
