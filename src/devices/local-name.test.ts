import { beforeEach, describe, expect, it } from 'vitest';
import { createTestNode, type TestNode } from '../../e2e/support/test-node.ts';

const ID = 'NameTest-0123456789012345678901234567890_ab';
const POST = { method: 'POST' };

let node: TestNode;
beforeEach(() => {
  node = createTestNode();
});

describe('local-name@1.0', () => {
  it('gives what was registered, whatever the case', async () => {
    const answer = await node.fetch(`/~local-name@1.0/register&key=Orchard&value=${ID}`, POST);
    expect([answer.status, answer.headers.get('key'), answer.headers.get('value')]).toEqual([200, 'Orchard', ID]);
    expect(await node.text('/~local-name@1.0/lookup&key=orchard')).toBe(ID);
    expect(await node.text('/~local-name@1.0/ORCHARD')).toBe(ID);
    await node.fetch('/~local-name@1.0/register', { ...POST, headers: { key: 'orchard', value: 'moved' } });
    expect(await node.text('/~local-name@1.0/orchard')).toBe('moved');
    await node.fetch('/~local-name@1.0/register&key=count&value+integer=3', POST);
    expect((await node.fetch('/~local-name@1.0/count')).headers.get('ao-types')).toContain('body="integer"');
  });
  it('answers unknown names as the node does', async () => {
    for (const path of ['meadow', 'lookup&key=meadow', 'host']) {
      const response = await node.fetch(`/~local-name@1.0/${path}`);
      expect([path, response.status, await response.text()]).toEqual([path, 404, '"not_found"']);
    }
  });
  it('registers by POST only, and with key and value', async () => {
    const get = await node.fetch(`/~local-name@1.0/register&key=a&value=${ID}`);
    expect([get.status, get.headers.get('pocketbeam-code'), get.headers.get('allow')]).toEqual([
      ...[405, 'needs-post', 'POST'],
    ]);
    expect(await node.failure('/~local-name@1.0/register&key=a', POST)).toBe('400 missing-parameter');
    expect(await node.failure('/~local-name@1.0/register&value=a', POST)).toBe('400 missing-parameter');
    expect(await node.failure('/~local-name@1.0/lookup')).toBe('400 missing-parameter');
    expect((await node.fetch('/~local-name@1.0/a')).status).toBe(404);
  });
  it('keeps many registrations at once', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `name-${i}`);
    await Promise.all(names.map((name) => node.fetch(`/~local-name@1.0/register&key=${name}&value=${name}`, POST)));
    for (const name of names) expect(await node.text(`/~local-name@1.0/${name}`)).toBe(name);
  });
});
