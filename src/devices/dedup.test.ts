import { describe, expect, it } from 'vitest';
import { createTestNode, map } from '../../e2e/support/test-node.ts';
import { unsignedId } from '../codecs/message-id.ts';
import { dedup } from './dedup.ts';

const assignment = (slot: number, text: string) => map({ slot, body: map({ action: text, target: 'p' }) });

describe('dedup', () => {
  it('lets a message through once, whatever slot it comes in', async () => {
    const first = await dedup(map({ count: 1 }), assignment(1, 'pay'));
    expect(first.status).toBe('ok');
    expect(first.message).toEqual(map({ count: 1, dedup: [await unsignedId(map({ action: 'pay', target: 'p' }))] }));
    const other = await dedup(first.message, assignment(2, 'ask'));
    expect([other.status, (other.message.get('dedup') as unknown[]).length]).toEqual(['ok', 2]);
    const again = await dedup(other.message, assignment(3, 'pay'));
    expect(again).toEqual({ status: 'skip', message: other.message });
  });
  it('takes the request itself, or the key that dedup-subject names', async () => {
    const { message } = await dedup(map({ 'dedup-subject': 'request' }), assignment(1, 'pay'));
    expect((await dedup(message, assignment(2, 'pay'))).status).toBe('ok');
    expect((await dedup(message, assignment(1, 'pay'))).status).toBe('skip');
    const byAction = await dedup(map({ 'dedup-subject': 'body/action' }), assignment(1, 'pay'));
    const longer = assignment(2, 'pay').set('body', map({ action: 'pay', note: 'other' }));
    expect((await dedup(byAction.message, longer)).status).toBe('skip');
    const asked = await dedup(map({}), map({ 'dedup-subject': 'nonce', nonce: 7, at: 1 }));
    expect((await dedup(asked.message, map({ 'dedup-subject': 'nonce', nonce: 7, at: 2 }))).status).toBe('skip');
  });
  it('reads a list that was numbered on its way', async () => {
    const { message } = await dedup(map({}), assignment(1, 'pay'));
    const [id = ''] = message.get('dedup') as string[];
    expect((await dedup(map({ dedup: map({ '1': id }) }), assignment(4, 'pay'))).status).toBe('skip');
  });
  it('does not take a further pass for a repetition', async () => {
    const { message } = await dedup(map({ pass: 1 }), assignment(1, 'pay'));
    expect((await dedup(new Map([...message, ['pass', 2]]), assignment(1, 'pay'))).status).toBe('ok');
  });
});

it('dedup@1.0 answers the message it leaves', async () => {
  const node = createTestNode();
  const post = (body: string) => ({ method: 'POST', headers: { nonce: body } });
  const compute = '/~dedup@1.0&dedup-subject=nonce';
  const id = await node.text(`${compute}/compute/dedup/1`, post('n1'));
  expect(id).toMatch(/^[\w-]{43}$/);
  const seen = `${compute}&dedup+list="${id}"/compute/dedup`;
  expect(await node.json(seen, post('n1'))).toEqual({ '1': id });
  expect(Object.keys((await node.json(seen, post('n2'))) as object)).toEqual(['1', '2']);
  expect((await node.fetch('/~message@1.0&x=1/x/compute~dedup@1.0')).status).toBe(404);
});
