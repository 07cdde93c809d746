import { createCipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { printed, spawned } from './testing.ts';

const process = spawned("crypto = require('.crypto')");
const value = (code: string): string => {
  const result = process.eval(code);
  if (result.error) throw new Error(result.error.message);
  return printed(result);
};
const failure = (code: string): string | undefined => process.eval(code).error?.message;

const TEXT = 'the quick brown fox: \u0007 twice around';
const LUA = '"the quick brown fox: \\7 twice around"';

describe('crypto digests (§4)', () => {
  it.each([
    ['md5', 'md5'],
    ['sha1', 'sha1'],
    ['sha2_256', 'sha256'],
    ['sha2_512', 'sha512'],
    ['sha3_256', 'sha3-256'],
    ['sha3_512', 'sha3-512'],
    ['blake2b', 'blake2b512'],
  ])('%s', (name, inNode) => {
    expect(value(`crypto.digest.${name}(${LUA}).asHex()`)).toBe(createHash(inNode).update(TEXT).digest('hex'));
  });

  it('[§4/0f] md2, md4, keccak256, keccak512', () => {
    expect(value("crypto.digest.md2('abc').asHex()")).toBe('da853b0d3f88d99b30283a69e6ded6bb');
    expect(value("crypto.digest.md4('abc').asHex()")).toBe('a448017aaf21d8525fc10ae87aa6729d');
    expect(value("crypto.digest.keccak256('').asHex()")).toBe(
      'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    );
    expect(value("crypto.digest.keccak512('').asHex()")).toMatch(/^0eab42de4c3ceb9235fc91acffe746b2/);
  });

  it('as hexadecimal text, bytes and a string', () => {
    expect(
      value("(function() local d = crypto.digest.md5('x') return #d.asString() .. ' ' .. #d.asBytes() end)()"),
    ).toBe('16 16');
    expect(
      value("crypto.utils.hex.stringToHex(crypto.digest.md5('x').asString()) == crypto.digest.md5('x').asHex()"),
    ).toBe('true');
    expect(failure('crypto.digest.md5(5)')).toContain('crypto.digest.md5: string expected, got number');
  });
});

describe('crypto ciphers (§4)', () => {
  const key = '0123456789abcdef';
  const iv = 'fedcba9876543210';

  it.each(['CBC', 'CFB', 'OFB', 'CTR', 'ECB'])('[§4/0g] AES in %s', (mode) => {
    const cipher = createCipheriv(`aes-128-${mode.toLowerCase()}`, key, mode === 'ECB' ? null : iv);
    const expected = Buffer.concat([cipher.update(TEXT), cipher.final()]).toString('hex');
    const options = `{ iv = '${iv}', mode = '${mode}', keyLength = 128 }`;
    expect(value(`crypto.cipher.aes.encrypt(${LUA}, '${key}', ${options}).asHex()`)).toBe(expected);
    expect(value(`crypto.cipher.aes.decrypt('${expected}', '${key}', ${options}).asString()`)).toBe(TEXT);
  });

  it('AES by default in CBC, with bytes or hexadecimal text to decrypt, and says what is wrong', () => {
    const round = (form: string): string =>
      value(
        `crypto.cipher.aes.decrypt(crypto.cipher.aes.encrypt(${LUA}, ('k'):rep(32)).${form}(), ('k'):rep(32)).asString()`,
      );
    expect([round('asHex'), round('asString')]).toEqual([TEXT, TEXT]);
    expect(failure("crypto.cipher.aes.encrypt('x', 'short')")).toContain('16 or 24 or 32 bytes expected, got 5');
    expect(failure(`crypto.cipher.aes.encrypt('x', '${key}', { keyLength = 256 })`)).toContain('keyLength says 256');
    expect(failure(`crypto.cipher.aes.encrypt('x', '${key}', { mode = 'XYZ' })`)).toContain('AES has no mode XYZ');
    expect(failure(`crypto.cipher.aes.decrypt('00', '${key}')`)).toContain('does not decrypt');
  });

  it('[§4/0h] morus, norx and issac undo themselves and tell forgeries', () => {
    expect(
      value(`(function()
        local c = crypto.cipher
        local morus = c.morus.encrypt(('k'):rep(16), ('i'):rep(16), ${LUA}, 'extra').asString()
        local norx = c.norx.encrypt(('k'):rep(32), ('n'):rep(32), ${LUA}, 'head', 'tail').asString()
        local issac = c.issac.encrypt(${LUA}, 'key').asString()
        return table.concat({
          c.morus.decrypt(('k'):rep(16), ('i'):rep(16), morus, 5).asString(),
          c.norx.decrypt(('k'):rep(32), ('n'):rep(32), norx, 'head', 'tail').asString(),
          c.issac.decrypt(issac, 'key').asString(),
          tostring(c.norx.decrypt(('k'):rep(32), ('n'):rep(32), norx, 'head', 'other')),
          select(2, c.morus.decrypt(('k'):rep(16), ('x'):rep(16), morus, 5)),
          tostring(issac ~= ${LUA}),
        }, '|')
      end)()`),
    ).toBe([TEXT, TEXT, TEXT, 'nil', 'authentication failed', 'true'].join('|'));
  });
});

describe('crypto of large texts', () => {
  it('[§4/0o] takes megabytes to digest and hundreds of kilobytes to seal', () => {
    expect(value("#crypto.digest.sha2_256(('x'):rep(2000000)).asString()")).toBe('32');
    for (const [name, key, iv, extra] of [
      ['morus', 16, 16, ', 0'],
      ['norx', 32, 32, ''],
    ] as const)
      expect(
        value(`(function()
          local c, key, iv, text = crypto.cipher.${name}, ('k'):rep(${key}), ('i'):rep(${iv}), ('t'):rep(200000)
          return c.decrypt(key, iv, c.encrypt(key, iv, text).asString()${extra}).asString() == text
        end)()`),
      ).toBe('true');
  });
});

describe('crypto codes, keys, random numbers (§4)', () => {
  it('[§4/0i] HMAC', () => {
    for (const [name, inNode] of [['sha1'], ['sha256'], ['sha512'], ['md5'], ['sha3_256', 'sha3-256']] as const)
      expect(value(`crypto.mac.createHmac(${LUA}, 'secret', '${name}').asHex()`)).toBe(
        createHmac(inNode ?? name, 'secret')
          .update(TEXT)
          .digest('hex'),
      );
    expect(value(`crypto.mac.createHmac('a', 'b').asHex()`)).toBe(createHmac('sha1', 'b').update('a').digest('hex'));
    expect(failure("crypto.mac.createHmac('a', 'b', 'whirl')")).toContain('there is no digest whirl');
  });

  it('[§4/0j] PBKDF2, charged by its iterations', () => {
    expect(value("crypto.kdf.pbkdf2('password', 'salt', 20, 40, 'sha256').asHex()")).toBe(
      pbkdf2Sync('password', 'salt', 20, 40, 'sha256').toString('hex'),
    );
    const endless = process.eval("crypto.kdf.pbkdf2('password', 'salt', 100000000, 16)");
    expect(endless.error?.code).toBe('gas-exhausted');
    expect(failure("crypto.kdf.pbkdf2('p', 's', 0, 16)")).toContain('at least one iteration');
  });

  it('[§4/0k] random: of a seed the same, else the next', () => {
    const drawn = value("crypto.random(1, 1000, 'seed')");
    expect(value("crypto.random(1, 1000, 'seed')")).toBe(drawn);
    expect(Number(drawn)).toBeGreaterThan(0);
    expect(value('crypto.random() ~= crypto.random()')).toBe('true');
    expect(value('math.type(crypto.random(5, 5))')).toBe('integer');
  });
});

describe('crypto utils (§4)', () => {
  it.each([
    ["crypto.utils.hex.hexToString('616F')", 'ao'],
    ["crypto.utils.hex.stringToHex('a\\0z')", '61007a'],
    ["crypto.utils.array.toHex(crypto.utils.array.fromString('ao'))", '616f'],
    ['crypto.utils.array.toString(crypto.utils.array.concat({ 97 }, { 111 }))', 'ao'],
    ['crypto.utils.array.toHex(crypto.utils.array.XOR({ 1, 2, 3 }, { 255, 2 }))', 'fe00'],
    ['crypto.utils.array.toHex(crypto.utils.array.slice({ 1, 2, 3, 4 }, 2, 3))', '0203'],
    ['crypto.utils.array.toHex(crypto.utils.array.truncate({ 1, 2, 3 }, 1))', '01'],
    ['crypto.utils.array.toHex(crypto.utils.array.permute({ 7, 8, 9 }, { 3, 1, 2 }))', '090708'],
    ['crypto.utils.array.toHex(crypto.utils.array.substitute({ 0, 1 }, { [0] = 5, 6 }))', '0506'],
    ["crypto.utils.stream.toHex(crypto.utils.stream.fromString('ao'))", '616f'],
    ["crypto.utils.stream.toString(crypto.utils.stream.fromHex('616f'))", 'ao'],
    ['#crypto.utils.stream.toArray(crypto.utils.stream.fromArray({ 1, 2 }))', '2'],
    ['crypto.utils.bit.bxor(5, 1)', '4'],
    [
      '(function() local q = crypto.utils.queue() q.push(1) q.push(2) return q.pop() .. q.size() .. q.pop() .. tostring(q.pop()) end)()',
      '112nil',
    ],
  ])('[§4/0m] %s', (code, expected) => expect(value(code)).toBe(expected));

  it('[§4/0l] refuses what is no hexadecimal text', () => {
    expect(failure("crypto.utils.hex.hexToString('abc')")).toContain('pairs of hexadecimal digits');
  });
});

describe('crypto modules (§4)', () => {
  it.each([
    ["require('.crypto.init')", 'crypto'],
    ["require('.crypto.digest')", 'crypto.digest'],
    ["require('.crypto.digest.sha2_256')", 'crypto.digest.sha2_256'],
    ["require('.crypto.digest.sha3').keccak256", 'crypto.digest.keccak256'],
    ["require('.crypto.cipher.aes')", 'crypto.cipher.aes'],
    ["require('.crypto.mac')", 'crypto.mac'],
    ["require('.crypto.mac.hmac')", 'crypto.mac'],
    ["require('.crypto.kdf.pbkdf2')", 'crypto.kdf.pbkdf2'],
    ["require('.crypto.utils.hex')", 'crypto.utils.hex'],
    ["require('.crypto.util.stream')", 'crypto.utils.stream'],
    ["require('.crypto.random')", 'crypto.random'],
  ])('[§4/0n] %s', (name, whole) => expect(value(`${name} == ${whole} and ${name} ~= nil`)).toBe('true'));
});
