import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHeaders } from './headers.ts';
import { curlCode, fetchCode, LOCAL_NODE, shellWord, type RequestText } from './request-code.ts';

const path = '/~meta@1.0/info';
const plain: RequestText = { method: 'GET', path, headers: '', body: '' };

/** What a shell gives to the command: by `sh` itself, with a function in place of curl. */
function argumentsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

test('a read is short', () => {
  expect(curlCode(plain, LOCAL_NODE)).toBe(`curl ${LOCAL_NODE}${path}`);
  expect(fetchCode(plain, '/app/')).toBe(`await fetch("/app${path}")`);
});

test('method, headers and body', () => {
  const request = { method: 'POST', path, headers: 'Accept: application/json\nx-empty:', body: '@it\'s "so"\n$HOME' };
  expect(argumentsOf(curlCode(request, LOCAL_NODE))).toEqual([
    ...['-X', 'POST', '-H', 'Accept: application/json', '-H', 'x-empty;', '--data-raw', '@it\'s "so"\n$HOME'],
    LOCAL_NODE + path,
  ]);
  expect(fetchCode(request, '/')).toContain('"method": "POST"');
  expect(argumentsOf(curlCode({ ...plain, method: 'HEAD', body: 'not sent' }, LOCAL_NODE))).toEqual([
    '--head',
    LOCAL_NODE + path,
  ]);
  expect(argumentsOf(curlCode({ ...plain, path: '/~meta@1.0/a[1]' }, LOCAL_NODE))[0]).toBe('--globoff');
});

test('a shell gives to curl exactly what was typed', () => {
  const hostile = fc.string({ unit: fc.constantFrom(...'ab \'"\\$`!*?~#&|;<>()[]{}\n\t=%-@é€😀') });
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1 }), (words) => {
      const command = `curl ${words.map(shellWord).join(' ')}`;
      expect(argumentsOf(command)).toEqual(words);
    }),
    { numRuns: 50 },
  );
});

test('a copied fetch makes the same request', async () => {
  const request = { method: 'PUT', path, headers: 'x-a: "1"\nx-a: \\2', body: '</script>\u2028`${x}`' };
  const sent: unknown[][] = [];
  const run = new Function('fetch', `return (async () => { ${fetchCode(request, '/')} })()`) as (
    stand: (...given: unknown[]) => void,
  ) => Promise<void>;
  await run((...given) => void sent.push(given));
  const headers = readHeaders(request.headers).map(({ name, value }) => [name, value]);
  expect(sent).toEqual([[path, { method: 'PUT', headers, body: request.body }]]);
});
