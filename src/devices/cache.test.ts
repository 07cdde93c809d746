import { beforeEach, describe, expect, it } from 'vitest';
import { createWallet } from '../../e2e/support/sign.ts';
import { createTestNode, map, type TestNode } from '../../e2e/support/test-node.ts';
import { encodeHttp } from '../codecs/httpsig.ts';
import { unsignedId } from '../codecs/message-id.ts';
import type { Message } from '../core/value.ts';

const WRITE = '/~cache@1.0/write';

let node: TestNode;
beforeEach(() => {
  node = createTestNode();
});

async function post(message: Message): Promise<RequestInit> {
  const { headers, body } = await encodeHttp(message);
  return { method: 'POST', headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body }) };
}
const write = async (init: RequestInit): Promise<string> => {
  const response = await node.fetch(WRITE, init);
  expect(response.status).toBe(200);
  return response.headers.get('path') ?? '';
};

describe('read and list', () => {
  it('give what an id names, and the keys of it', async () => {
    const id = await unsignedId(map({ river: 'long', deep: map({ n: 1 }), list: ['a', 'b'] }));
    await node.store.putMessage(id, map({ river: 'long', deep: map({ n: 1 }), list: ['a', 'b'] }));
    expect(await node.text(`/~cache@1.0/read&target=${id}/deep/n`)).toBe('1');
    expect(await node.text(`/~lookup@1.0/read?target=${id}/river`)).toBe('long');
    expect(await node.json(`/~cache@1.0/list&target=${id}`)).toEqual({ '1': 'deep', '2': 'list', '3': 'river' });
    expect(await node.json('/~cache@1.0/list', { headers: { target: `${id}/list` } })).toEqual({ '1': '1', '2': '2' });
    expect((await node.fetch(`/~cache@1.0/list?target=${id}/river`)).status).toBe(404);
    for (const call of ['cache@1.0/read', 'cache@1.0/list', 'lookup@1.0/read'])
      expect(await node.failure(`/~${call}&target=river`)).toBe('400 bad-target');
  });
});

describe('write', () => {
  it('stores an unsigned message under the id it computes', async () => {
    const message = map({ river: 'wide', n: 3, inner: map({ text: 'one\ntwo' }) });
    const bare = map({ ...Object.fromEntries(message) });
    const id = await write(await post(message));
    const kept = await node.store.message(id);
    expect(kept?.get('inner')).toEqual(bare.get('inner'));
    expect(kept?.has('commitments')).toBe(false);
    expect(id).toBe(await unsignedId(kept!));
    expect(await node.text(`/${id}/river`)).toBe('wide');
    expect(await node.text(`/${id}/id`)).toBe(id);
    expect(await node.text(`/~cache@1.0/read&target=${id}/inner/text`)).toBe('one\ntwo');
    expect(await write(await post(message))).toBe(id);
  });
  it('stores the map that comes as its body, alone', async () => {
    const inner = map({ river: 'cold', n: 4 });
    const id = await write(await post(map({ type: 'single', body: inner })));
    expect(id).toBe(await unsignedId(inner));
    expect(await node.store.message(id)).toEqual(inner);
  });
  it('stores a signed message under its signed id, and refuses a changed one', async () => {
    const wallet = await createWallet();
    const signed = await wallet.sign(map({ river: 'old', n: 5 }));
    expect(await write(signed.init)).toBe(signed.id);
    expect(await node.text(`/${signed.id}/verify`)).toBe('true');
    expect(await node.json(`/${signed.id}/committers`)).toEqual({ '1': wallet.address });
    const changed = { ...signed.init, headers: { ...signed.init.headers, river: 'new' } };
    expect(await node.failure(WRITE, changed)).toBe('400 invalid-message');
    expect(await node.text(`/${signed.id}/river`)).toBe('old');
  });
  it('checks the signatures of a map that comes as its body', async () => {
    const wallet = await createWallet();
    const { id, init } = await wallet.sign(map({ river: 'far' }));
    await write(init);
    const kept = (await node.store.message(id))!;
    const other = createTestNode();
    const nested = async (river: string): Promise<RequestInit> =>
      post(map({ body: new Map([...kept, ['river', river]]) }));
    expect((await other.fetch(WRITE, await nested('far'))).headers.get('path')).toBe(id);
    expect(await other.failure(WRITE, await nested('near'))).toBe('400 invalid-message');
    expect(await other.text(`/${id}/river`)).toBe('far');
  });
  it('takes no id from anyone, and no GET', async () => {
    const claimed = 'ClaimedTest-0123456789012345678901234567_ab';
    const init = { method: 'POST', headers: { id: claimed, path: claimed, river: 'mine' } };
    expect(await write(init)).not.toBe(claimed);
    expect(await node.store.message(claimed)).toBeUndefined();
    const get = await node.fetch(WRITE, { headers: { river: 'mine' } });
    expect([get.status, get.headers.get('pocketbeam-code')]).toEqual([405, 'needs-post']);
  });
  it('does not hide a process behind its definition', async () => {
    const wallet = await createWallet();
    const definition = map({ device: 'process@1.0', type: 'Process', river: 'home' });
    const { id, init } = await wallet.sign(definition);
    expect((await node.fetch('/~scheduler@1.0/schedule', init)).headers.get('process')).toBe(id);
    expect(await write(init)).toBe(id);
    expect(await node.text(`/${id}/slot/current`)).toBe('0');
    expect(await node.text(`/${id}/river`)).toBe('home');
  });
});
