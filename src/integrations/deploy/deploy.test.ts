/** Publishing through the unmodified aoconnect, with a Pocketbeam behind HTTP in place of the node. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import * as aoconnect from '@permaweb/aoconnect';
import { connect as connect85, createSigner as createSigner85 } from 'aoconnect-0-0-85';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startClientNode, type ClientNode } from '../../../e2e/clients/client-node.ts';
import { TEST_KEY } from '../../../e2e/support/sign.ts';
import { createTestWallet } from '../wallet/test-wallet.ts';
import type { Aoconnect } from './aoconnect.ts';
import { deploy, type DeployOptions } from './deploy.ts';

const MODULE = 'a-module-of-some-vineyard-'.padEnd(43, 'v');
const AUTHORITY = 'an-authority-of-some-vineyard-'.padEnd(43, 'v');
const SOURCE = `Grapes = 12
Send({ device = 'patch@1.0', cache = { grapes = Grapes, name = Name, owner = Owner } })`;

let node: ClientNode;
beforeAll(async () => {
  node = await startClientNode();
});
afterAll(() => node.close());
const installed = (): DeployOptions => ({
  ...{ source: SOURCE, module: MODULE, node: node.url, wallet: TEST_KEY, aoconnect },
});
const read = async (url: string): Promise<string> => (await fetch(url)).text();

/** What a page loads. */
async function browserBuild(): Promise<Aoconnect> {
  // It asks for the language as it starts.
  vi.stubGlobal('navigator', { language: 'en' });
  const file = createRequire(import.meta.url).resolve('@permaweb/aoconnect/browser');
  return (await import(pathToFileURL(file).href)) as Aoconnect;
}

describe.each([
  ['aoconnect', aoconnect],
  ['aoconnect in a page', browserBuild],
  ['no package', undefined],
])('deploy through %s', (_what, aoconnect) => {
  const given = (): DeployOptions => ({ ...installed(), aoconnect });

  it('gives a process that runs, read where it says', async () => {
    const taken: string[] = [];
    const options = { ...given(), name: 'vineyard', authority: AUTHORITY, onTaken: (id: string) => taken.push(id) };
    const { process, url, error } = await deploy(options);
    expect([error, taken]).toEqual([undefined, [process]]);
    expect(url).toBe(`${node.url}/${process}~process@1.0/compute/cache`);
    expect(await read(`${url}/grapes`)).toBe('12');
    expect(await read(`${url}/name`)).toBe('vineyard');
    expect(await read(`${url}/owner`)).toMatch(/^[\w-]{43}$/);
    expect(await read(`${node.url}/${process}/module`)).toBe(MODULE);
    expect(await read(`${node.url}/${process}/authority`)).toBe(AUTHORITY);
  });

  it('takes tags and a scheduler', async () => {
    const scheduler = 'a-scheduler-of-some-vineyard-'.padEnd(43, 'v');
    const tags = [{ name: 'Region', value: 'Hills & Vales' }];
    const { process } = await deploy({ ...given(), node: `${node.url}/`, scheduler, tags });
    expect(await read(`${node.url}/${process}/scheduler`)).toBe(scheduler);
    expect(await read(`${node.url}/${process}/region`)).toBe('Hills & Vales');
  });

  it('tells what the program ended with', async () => {
    const { process, error } = await deploy({ ...given(), source: 'error("no rain")' });
    expect(process).toMatch(/^[\w-]{43}$/);
    expect(error).toContain('no rain');
  });

  it('fails when the node does not take it', async () => {
    const strict = await startClientNode({ strict: true });
    await expect(deploy({ ...given(), node: strict.url })).rejects.toMatchObject({ code: 'deploy-failed' });
    await strict.close();
    await expect(deploy({ ...given(), node: strict.url })).rejects.toMatchObject({ code: 'deploy-failed' });
  });
});

describe.each([
  ['aoconnect', browserBuild],
  ['no package', undefined],
])('deploy in a page through %s', (_what, aoconnect) => {
  const given = (more: Partial<DeployOptions>): DeployOptions => ({ ...installed(), aoconnect, ...more });

  it('lets a wallet of a page sign', async () => {
    const wallet = await createTestWallet(TEST_KEY);
    const { process } = await deploy(given({ wallet, tags: [{ name: 'Region', value: 'Täler' }] }));
    expect(await read(`${node.url}/${process}/region`)).toBe('Täler');
    expect(await read(`${node.url}/${process}~process@1.0/compute/cache/owner`)).toBe(await wallet.getActiveAddress());
  });

  it('says in words what is wrong with wallet and node', async () => {
    await expect(deploy(given({ wallet: { kty: 'RSA' } }))).rejects.toMatchObject({ code: 'bad-wallet' });
    const tags = [{ name: 'Region', value: 'x'.repeat(4000) }];
    await expect(deploy(given({ tags }))).rejects.toMatchObject({ code: 'bad-data-item' });
    for (const method of ['connect', 'signDataItem']) {
      const refuse = (): Promise<never> => Promise.reject(new Error('declined'));
      const wallet = Object.freeze({ ...(await createTestWallet(TEST_KEY)), [method]: refuse });
      await expect(deploy(given({ wallet }))).rejects.toMatchObject({
        code: 'not-signed',
        message: expect.stringContaining('declined') as string,
      });
    }
    const gone = await startClientNode();
    await gone.close();
    const refusal = {
      code: 'deploy-failed',
      message: expect.stringContaining(`${gone.url} cannot be reached`) as string,
    };
    await expect(deploy(given({ node: gone.url }))).rejects.toMatchObject(refusal);
  });
});

it('does not load aoconnect before all that can be checked is right', async () => {
  const load = vi.fn(browserBuild);
  await expect(deploy({ ...installed(), module: 'short', aoconnect: load })).rejects.toThrow('short');
  expect(load).not.toHaveBeenCalled();
});

describe('bad-deploy', () => {
  beforeEach(() => {
    expect.hasAssertions();
  });
  it.each<[string, Partial<DeployOptions>, RegExp]>([
    ['no program', { source: ' \n' }, /no program/],
    ['no module', { module: undefined }, /Module tag/],
    ['a short authority', { authority: 'me' }, /authority "me"/],
    ['no address', { node: 'node.example' }, /no address of a node/],
    ['an address with a path', { node: 'http://127.0.0.1:1/hb' }, /no address of a node/],
    ['a wallet that is none', { wallet: {} }, /wallet|sign/i],
    ['an old aoconnect', { aoconnect: { connect: connect85, createSigner: createSigner85 } }, /newer/],
  ])('%s', async (_what, more, words) => {
    await expect(deploy({ ...installed(), ...more })).rejects.toMatchObject({
      code: expect.stringMatching(/^(bad-deploy|deploy-failed)$/) as string,
      message: expect.stringMatching(words) as string,
    });
  });
});
