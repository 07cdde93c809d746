import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from './base64url.ts';
import { isShareLink, readShareLink, shareLink, type Shared } from './share-link.ts';

const orchard: Shared = {
  title: 'Orchard',
  files: [
    { path: 'main.lua', text: "Apples = 3\nprint('äpples ' .. Apples)" },
    { path: 'lib/press.lua', text: 'return {}' },
  ],
  messages: [{ tags: [{ name: 'Action', value: 'Pick' }], data: 'ripe & red' }],
};

const packed = async (text: string): Promise<string> => {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return `#share=${toBase64Url(new Uint8Array(await new Response(stream).arrayBuffer()))}`;
};
const withJson = (change: object): Promise<string> => packed(JSON.stringify({ v: 1, ...orchard, ...change }));

describe('a share link', () => {
  it('gives back what it was made of, and is safe in a URL', async () => {
    const hash = await shareLink(orchard);
    expect(hash).toMatch(/^#share=[\w-]+$/);
    expect(isShareLink(hash)).toBe(true);
    expect(new URL(`http://a.example/${hash}`).hash).toBe(hash);
    expect(await readShareLink(hash)).toEqual(orchard);
  });

  it('does so for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), async (text, data) => {
        const shared = { ...orchard, files: [{ path: 'main.lua', text }], messages: [{ tags: [], data }] };
        expect(await readShareLink(await shareLink(shared))).toEqual(shared);
      }),
      { numRuns: 30 },
    );
  });

  it('of too much is refused', async () => {
    // Random letters hardly compress.
    const text = fc.sample(fc.string({ minLength: 150_000, maxLength: 150_000, size: 'max' }), 1)[0] ?? '';
    const large = { ...orchard, files: [{ path: 'main.lua', text }] };
    await expect(shareLink(large)).rejects.toMatchObject({ code: 'share-too-large', message: /\d{6} characters/ });
    const long = { ...orchard, files: [{ path: 'main.lua', text: ' '.repeat(1_000_001) }] };
    await expect(shareLink(long)).rejects.toMatchObject({ code: 'share-too-large' });
    const messages = Array.from({ length: 51 }, () => ({ tags: [], data: '' }));
    await expect(shareLink({ ...orchard, messages })).rejects.toMatchObject({ code: 'share-too-large' });
  });
});

describe('bad-share-link', () => {
  it('is every link that lacks its end, or has a letter changed', async () => {
    const hash = await shareLink(orchard);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: '#share='.length, max: hash.length - 3 }), fc.boolean(), async (at, cut) => {
        const letter = hash[at] === 'A' ? 'B' : 'A';
        const damaged = cut ? hash.slice(0, at) : hash.slice(0, at) + letter + hash.slice(at + 1);
        // Flags and time in the header of gzip mean nothing.
        const read = await readShareLink(damaged).catch((error: unknown) => error);
        if (read instanceof Error) expect(read).toMatchObject({ code: 'bad-share-link' });
        else expect(read).toEqual(orchard);
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, () => Promise<string> | string]>([
    ['nothing', () => '#share='],
    ['no base64', () => '#share=%3Cscript%3E'],
    ['no gzip', () => '#share=aGVsbG8'],
    ['no JSON', () => packed('print(1)')],
    ['null', () => packed('null')],
    ['a list', () => packed('[1]')],
    ['no files', () => withJson({ files: [] })],
    ['another first file', () => withJson({ files: [{ path: 'a.lua', text: '' }] })],
    ['a path that require cannot find', () => withJson({ files: [orchard.files[0], { path: '../x.lua', text: '' }] })],
    ['a text that is none', () => withJson({ files: [{ path: 'main.lua', text: 7 }] })],
    ['a tag that is none', () => withJson({ messages: [{ tags: [{ name: 'Action' }], data: '' }] })],
    ['messages that are none', () => withJson({ messages: 'all' })],
    ['a hundred messages', () => withJson({ messages: Array.from({ length: 100 }, () => orchard.messages[0]) })],
    ['what unpacks to megabytes', () => packed(' '.repeat(2_000_000))],
    ['a link without end', () => `#share=${'A'.repeat(200_000)}`],
  ])('%s', async (_what, hash) => {
    await expect(readShareLink(await hash())).rejects.toMatchObject({ code: 'bad-share-link' });
  });

  it('says when it is of a newer page', async () => {
    await expect(readShareLink(await withJson({ v: 2 }))).rejects.toThrow(/newer version/);
  });
});
