import { expect, it } from 'vitest';
import { createTestNode } from '../../e2e/support/test-node.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { createNodePocketbeam } from '../integrations/node/node-pocketbeam.ts';

const node = createTestNode();

it('info is a map that clients read by key', async () => {
  expect(await node.json('/~meta@1.0/info')).toEqual({
    address: expect.stringMatching(/^[\w-]{43}$/) as string,
    node: 'Pocketbeam',
    version: packageJson.version,
    strict: false,
  });
  expect(await node.text('//~meta@1.0/info/address')).toMatch(/^[\w-]{43}$/);
  expect(await createTestNode({ strict: true }).json('/~meta@1.0/info')).toMatchObject({ strict: true });
  const unknown = await node.fetch('/~meta@1.0/info/absent-key');
  expect([unknown.status, await unknown.text()]).toEqual([404, '"not_found"']);
});
it('build names the program', async () => {
  expect(await node.json('/~meta@1.0/build')).toEqual({ node: 'Pocketbeam', version: packageJson.version });
  expect(await node.text('/~meta@1.0/build/node')).toBe('Pocketbeam');
});
it('is not configured by POST', async () => {
  expect(await node.failure('/~meta@1.0/info', { method: 'POST', body: 'port: 1' })).toBe('501 not-implemented');
});
it('gives the address that processes of the local API have as their scheduler', async () => {
  const { api, handle, close } = await createNodePocketbeam();
  const process = await api.spawn({ source: '' });
  const read = async (path: string): Promise<string | undefined> =>
    (await handle(new Request(`http://node.test/${path}`)))?.text();
  expect(await read(`${process}/scheduler`)).toBe(await read('~meta@1.0/info/address'));
  await close();
});
