/** Archives with a good checksum whose content is a lie: they come from a stranger. */
import { describe, expect, it } from 'vitest';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { PID } from '../store/testing.ts';
import { createArchives } from './archives.ts';
import { seal, unseal } from './container.ts';
import { contentOf, fillWithAll } from './testing.ts';

type Json = Record<string, unknown>;

async function linesOf(): Promise<Json[]> {
  const kv = new MemoryKeyValue();
  await fillWithAll(createStore(kv));
  const lines: Json[] = [];
  for await (const line of unseal(await createArchives(kv).export())) lines.push(JSON.parse(line) as Json);
  return lines;
}

async function* each(lines: Iterable<string>): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}

const sealed = (lines: readonly (Json | string)[]): Promise<Uint8Array<ArrayBuffer>> =>
  seal(each(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))));

/** @returns the error; that nothing was written is checked. */
async function refusal(archive: Uint8Array<ArrayBuffer>): Promise<{ code: string; message: string }> {
  const kv = new MemoryKeyValue();
  const error: unknown = await createArchives(kv)
    .import(archive)
    .catch((thrown: unknown) => thrown);
  expect((await contentOf(kv)).size).toBe(0);
  return error as { code: string; message: string };
}

const at = (lines: Json[], kind: string, n = 0): Json => lines.filter((line) => kind in line)[n]![kind] as Json;

describe('an archive that lies', () => {
  it('is taken when it does not', async () => {
    const kv = new MemoryKeyValue();
    expect(await createArchives(kv).import(await sealed(await linesOf()))).toMatchObject({ replaced: [] });
  });

  const lies: Record<string, (lines: Json[]) => (Json | string)[] | undefined> = {
    'a slot is missing': (lines) => lines.filter((line) => (line.slot as Json | undefined)?.slot !== 0),
    'a slot comes twice': (lines) => lines.flatMap((line) => ('slot' in line ? [line, line] : [line])),
    'slots are out of order': (lines) => void (at(lines, 'slot', 1).slot = 7),
    'a slot is negative': (lines) => void (at(lines, 'slot').slot = -1),
    'a slot is a text': (lines) => void (at(lines, 'slot').slot = '0'),
    'an anchor comes twice': (lines) => void (at(lines, 'slot', 1).anchor = at(lines, 'slot').anchor),
    'the hash-chain is another': (lines) => void (at(lines, 'slot', 1).chain = 'x'.repeat(43)),
    'a message has another id than in the hash-chain': (lines) => void (at(lines, 'slot', 1).id = 'other'),
    'slot 0 is another process': (lines) => void (at(lines, 'process').process = 'x'.repeat(43)),
    'all its past is pruned': (lines) => void (at(lines, 'process').kept = 2),
    'a process has no id': (lines) => void (at(lines, 'process').process = 'head'),
    'a process comes twice': (lines) => [...lines.slice(0, -1), ...lines.slice(0, -1), { end: 2 }],
    'a process is empty': (lines) => [lines[0]!, { end: 1 }],
    'a result comes first': (lines) => [lines[0]!, lines[2]!, ...lines.slice(1)],
    'a result comes twice': (lines) => lines.flatMap((line) => ('result' in line ? [line, line] : [line])),
    'a result is missing in the middle': (lines) => lines.filter((line, i) => !('result' in line) || i > 2),
    'a result has no results': (lines) => void delete (at(lines, 'result').record as Json).results,
    'results are no message': (lines) => void ((at(lines, 'result').record as Json).results = ['list']),
    'a key is not known': (lines) => void (at(lines, 'slot').wallet = {}),
    'a key is __proto__': (lines) =>
      lines.map((line) => JSON.stringify(line).replace('{"slot":{', '{"slot":{"__proto__":{"polluted":1},')),
    'the root is changed': (lines) => void (at(lines, 'result').steps = [{ path: [], value: 1 }]),
    'a state changes below what is not there': (lines) =>
      void (at(lines, 'result').steps = [{ path: ['a', 'b'], value: 1 }]),
    'a state changes below a text': (lines) =>
      void (at(lines, 'result').steps = [
        { path: ['a'], value: 'x' },
        { path: ['a', 'b'], value: 1 },
      ]),
    'a state loses what it has not': (lines) => void (at(lines, 'result').steps = [{ path: ['a'] }]),
    'a state keeps an emptied map': (lines) =>
      void (at(lines, 'result').steps = [{ path: ['a'], value: ['map', 'b', 1] }, { path: ['a', 'b'] }]),
    'a key is spelled as none is kept': (lines) => void (at(lines, 'result').steps = [{ path: ['Cache'], value: 1 }]),
    'a key has a slash': (lines) => void (at(lines, 'result').steps = [{ path: ['a/b'], value: 1 }]),
    'a key is private': (lines) => void (at(lines, 'result').steps = [{ path: ['private'], value: 1 }]),
    'a key is long': (lines) => void (at(lines, 'result').steps = [{ path: ['a'.repeat(2000)], value: 1 }]),
    'a value is deep': (lines) => {
      const value = Array.from({ length: 70 }).reduce<unknown>((inner) => ['map', 'k', inner], 1);
      at(lines, 'result').steps = [{ path: ['a'], value }];
    },
    'a line nests without end': (lines) => [lines[0]!, '['.repeat(100_000) + ']'.repeat(100_000), { end: 1 }],
    'text hides how a line nests': (lines) => [
      lines[0]!,
      `{"slot":"\\"${'['.repeat(9)}"${'['.repeat(500)}`,
      { end: 1 },
    ],
    'a line is no JSON': (lines) => [lines[0]!, '{', { end: 1 }],
    'a line is empty': (lines) => [lines[0]!, '', ...lines.slice(1)],
    'a line is null': (lines) => ['null', ...lines],
    'a line is of two kinds': (lines) => [{ ...lines[0]!, ...lines[1]! }, ...lines.slice(1)],
    'it begins with a slot': (lines) => lines.slice(1),
    'it ends early': (lines) => lines.slice(0, -1),
    'it goes on after its end': (lines) => [...lines, lines[0]!],
    'it has fewer processes than it says': (lines) => [...lines.slice(0, -1), { end: 2 }],
    'a commitment is signed badly': (lines) => {
      const commitment = ['map', 'alg', 'rsa-pss-sha512', 'signature', '"', 'signature-input', 'x'];
      at(lines, 'slot', 1).message = ['map', 'commitments', ['map', 'id', commitment]];
    },
    'it is no text': () => ['\ud800'],
  };

  it.each(Object.keys(lies))('is refused: %s', async (name) => {
    const lines = await linesOf();
    const archive = await sealed(lies[name]!(lines) ?? lines);
    expect(await refusal(archive)).toMatchObject({ code: 'bad-archive' });
    expect({}).not.toHaveProperty('polluted');
  });

  it('is refused when its last line is cut off, or it is not packed', async () => {
    const archive = await sealed([{ end: 0 }]);
    const repacked = async (content: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
      return new Uint8Array([...archive.slice(0, 8), ...hash, ...content]);
    };
    const pack = async (text: string): Promise<Uint8Array<ArrayBuffer>> =>
      new Uint8Array(
        await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
      );
    expect((await refusal(await repacked(await pack('{"end":0}')))).message).toContain('cut off');
    expect((await refusal(await repacked(new Uint8Array([1, 2, 3])))).message).toContain('cannot be unpacked');
    expect((await refusal(await repacked((await pack('{"end":0}\n')).slice(0, -4)))).message).toContain('be unpacked');
    expect((await refusal(archive.slice(0, 6))).message).toContain('does not begin as one');
  });

  it('may not be longer than can be read, packed or not', async () => {
    const limit = 64 * 1024;
    const small = new MemoryKeyValue();
    await fillWithAll(createStore(small));
    const archive = await createArchives(small, limit).export();
    const bomb = await sealed([' '.repeat(limit), ...(await linesOf())]);
    expect(bomb.length).toBeLessThan(limit / 10);
    const archives = createArchives(new MemoryKeyValue(), limit);
    await expect(archives.import(bomb)).rejects.toMatchObject({ code: 'archive-too-large', status: 413 });
    await expect(archives.import(new Uint8Array(limit + 1))).rejects.toMatchObject({ code: 'archive-too-large' });
    await expect(createArchives(small, 1024).export()).rejects.toMatchObject({ code: 'archive-too-large' });
    expect(await archives.import(archive)).toMatchObject({ processes: [{ process: PID }] });
  });
});
