/** Data items where there are only the devices of the Service Worker. */
import { expect, it } from 'vitest';
import { signedItem } from '../../e2e/support/sign.ts';
import { encodeItem } from '../codecs/ans104.ts';
import { encodeTags } from '../codecs/avro-tags.ts';
import { PocketbeamError } from '../core/errors.ts';
import { bytesOf } from '../core/value.ts';
import { handlerOf, type PassedOn } from '../http/handler.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { storedResolver } from './stored.ts';

const nobody = (): Promise<never> =>
  Promise.reject(new PocketbeamError('no-engine', 'nobody computes', { status: 503 }));
const tags = [{ name: 'Type', value: 'Process' }];
const headers = { 'content-type': 'application/ans104' };

function handlerWith(elsewhere?: (passed: PassedOn) => Promise<Response>) {
  const store = createStore(new MemoryKeyValue());
  const handle = handlerOf({
    ...{ resolver: storedResolver, store, computer: { compute: nobody, read: nobody }, mode: 'page' },
    ...(elsewhere ? { elsewhere } : {}),
  });
  return async (path: string, init?: RequestInit): Promise<Response> => {
    const response = await handle(new Request(`http://page.test${path}`, init));
    if (!response) throw new Error(`${path} is not ours`);
    return response;
  };
}

it('those of Arweave are scheduled with nobody there, and refused when they were tampered with', async () => {
  const post = handlerWith();
  const { id, init, bytes } = await signedItem({ tags, data: 'x = 1' });
  expect((await post('/~scheduler@1.0/schedule', init)).headers.get('process')).toBe(id);
  const bad = await post('/~scheduler@1.0/schedule', { ...init, body: bytesOf(bytes.replace('x = 1', 'x = 2')) });
  expect([bad.status, await bad.text()]).toEqual([400, 'Message is not valid.']);
});

it('what there is no room for is passed on whole, or answered with 503', async () => {
  const passed: string[] = [];
  const some = handlerWith(({ request, body }) => {
    passed.push(`${new URL(request.url).pathname} ${body}`);
    return Promise.resolve(new Response('by a page'));
  });
  const alone = handlerWith();
  const { init, id } = await signedItem({ tags, data: 'x = 1' });
  for (const ask of [some, alone]) await ask('/~scheduler@1.0/schedule', init);
  const body = '{"a":"b"}';
  const json = { method: 'POST', headers: { 'codec-device': 'json@1.0' }, body };
  const cases: [string, RequestInit?][] = [
    ['/~scheduler@1.0/schedule', json],
    ['/~scheduler@1.0/schedule', { ...json, headers: { 'codec-device': 'flat@1.0' } }],
    [`/${id}~process@1.0/schedule`, { headers: { accept: 'application/aos-2' } }],
    ['/~message@1.0&a=1/set&b=2/b'],
    ['/~message@1.0&a=1/get&key=a'],
    ['/~message@1.0&a=1/remove&item=a'],
    ['/~json@1.0/deserialize', { method: 'POST', body }],
    ['/~cache@1.0/write', { method: 'POST', headers: { a: 'b' } }],
  ];
  for (const [path, request] of cases) {
    expect(await (await some(path, request)).text(), path).toBe('by a page');
    expect(passed.pop()).toBe(`${path} ${request?.body === undefined ? '' : body}`);
    const { status, headers } = await alone(path, request);
    expect([status, headers.get('pocketbeam-code')], path).toEqual([503, 'no-engine']);
  }
  expect(passed).toEqual([]);
});

it('those of Ethereum, and what needs the key of the node, are passed on whole, or answered with 503', async () => {
  const item = {
    ...{ alg: 'secp256k1-ethereum', owner: 'o'.repeat(65), signature: 's'.repeat(65), target: '', anchor: '' },
    ...{ tags, rawTags: encodeTags(tags), data: 'x = 1' },
  };
  const bytes = encodeItem(item);
  const init = { method: 'POST', headers, body: bytesOf(bytes) };
  const passed: string[] = [];
  const post = handlerWith(({ body }) => Promise.resolve(new Response(`${passed.push(body)}`)));
  expect(await (await post('/~scheduler@1.0/schedule', init)).text()).toBe('1');
  expect(passed).toEqual([bytes]);
  expect(await (await post('/~message@1.0&a=1/commit&type=signed')).text()).toBe('2');
  const alone = handlerWith();
  for (const answer of [await alone('/~scheduler@1.0/schedule', init), await alone('/~message@1.0&a=1/commit')])
    expect([answer.status, answer.headers.get('pocketbeam-code')]).toEqual([503, 'no-engine']);
});
