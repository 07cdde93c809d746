/** The browser build of aoconnect, as it comes from npm, through the Service Worker, signing by a wallet object. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type * as Aoconnect from '@permaweb/aoconnect';
import type {} from './clients/page-clients.ts';
import { COUNTER, MODULE, SCHEDULER, tag } from './clients/program.ts';
import { bundleScript } from './support/bundle-script.ts';
import { TEST_KEY } from './support/sign.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS, test } from './support/test.ts';

declare global {
  interface Window {
    aoconnect?: typeof Aoconnect;
    arweaveWallet?: object;
  }
}

const require = createRequire(import.meta.url);
const clientSource = (name: string): string => readFileSync(require.resolve(`${name}/browser`), 'utf8');
const WALLET = fileURLToPath(new URL('./clients/page-clients.ts', import.meta.url));
let script: Promise<string> | undefined;

/** The page with aoconnect, and with a wallet as an extension brings it. */
async function withClient(page: Page, name = '@permaweb/aoconnect'): Promise<Page> {
  await page.addScriptTag({ content: await (script ??= bundleScript(WALLET)) });
  await page.evaluate(
    async ([code, key]) => {
      const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
      // Bundlers of apps define it; 0.0.85 reads it.
      Object.assign(window, { process: { env: {} } });
      window.aoconnect = (await import(url)) as typeof Aoconnect;
      window.arweaveWallet = await window.createTestWallet!(key);
    },
    [clientSource(name), TEST_KEY] as const,
  );
  return page;
}

/** Calls a client of the page. @param mode its options follow. */
function call(page: Page, mode: 'legacy' | 'mainnet', verb: string, options: object): Promise<unknown> {
  return page.evaluate(
    async ([mode, verb, options]) => {
      const { connect, createSigner } = window.aoconnect!;
      const base = `${location.origin}/~legacynet@1.0/`;
      const signer = createSigner(window.arweaveWallet) as () => unknown;
      const client = (mode === 'legacy'
        ? connect({ MODE: 'legacy', MU_URL: `${base}mu`, CU_URL: `${base}cu`, GATEWAY_URL: base })
        : connect({ MODE: 'mainnet', URL: location.origin, signer })) as unknown as Record<
        string,
        (options: object) => Promise<unknown>
      >;
      const answer = await client[verb]!(mode === 'legacy' ? { ...options, signer } : options);
      return answer instanceof Response ? { status: answer.status, body: await answer.text() } : answer;
    },
    [mode, verb, options] as const,
  );
}

const spawning = { module: MODULE, scheduler: SCHEDULER, tags: [tag('On-Boot', 'Data')], data: COUNTER };
const adding = { tags: [tag('Action', 'Add'), tag('Quantity', '4')] };
const counting = { tags: [tag('Action', 'Count')] };

test('in legacy mode', async ({ playground }) => {
  const page = await withClient(playground);
  const process = String(await call(page, 'legacy', 'spawn', spawning));
  const message = await call(page, 'legacy', 'message', { process, ...adding });
  expect(await call(page, 'legacy', 'result', { process, message })).toMatchObject({ Messages: [{}, { Data: '4' }] });
  expect(await call(page, 'legacy', 'dryrun', { process, ...counting })).toMatchObject({ Messages: [{ Data: '4' }] });
  expect(await call(page, 'legacy', 'results', { process, sort: 'DESC', limit: 1 })).toMatchObject({
    edges: [{ node: { Messages: [{}, { Data: '4' }] } }],
  });
  expect(await call(page, 'legacy', 'assign', { process, message })).toBe(message);
  expect(await call(page, 'legacy', 'monitor', { process })).toMatch(/^[\w-]{43}$/);
  expect(await call(page, 'legacy', 'unmonitor', { process })).toMatch(/^[\w-]{43}$/);
  // The same process by its HyperPATH.
  expect((await fetchIn(page, at(process, 'now/cache/count'))).body).toBe('8');
});

test('in mainnet mode', async ({ playground }) => {
  const page = await withClient(playground);
  const process = String(await call(page, 'mainnet', 'spawn', spawning));
  const slot = await call(page, 'mainnet', 'message', { process, ...adding });
  expect(slot).toBe(1);
  expect(await call(page, 'mainnet', 'result', { process, message: slot })).toMatchObject({
    Messages: [{}, { Data: '4' }],
  });
  expect(await call(page, 'mainnet', 'dryrun', { process, ...counting })).toMatchObject({ Messages: [{ Data: '4' }] });
  expect(await call(page, 'mainnet', 'results', { process })).toMatchObject({
    edges: [{ cursor: '1', node: { Messages: [{}, { Data: '4' }] } }],
  });
  const path = at(process, 'now/cache/count');
  // Its browser build cannot sign HTTP messages by a wallet: it throws before it sends anything.
  await expect(call(page, 'mainnet', 'request', { path, method: 'GET' })).rejects.toThrow(
    'Unknown encoding: base64url',
  );
  const signed = { path, method: 'POST', 'signing-format': 'ans104' };
  expect(await call(page, 'mainnet', 'request', signed)).toEqual({ status: 200, body: '4' });
  expect((await fetchIn(page, path)).body).toBe('4');
});

test('the request of 0.0.85, signed by the wallet', async ({ playground }) => {
  const page = await withClient(playground, 'aoconnect-0-0-85');
  const process = await beam.spawn(page, COUNTER);
  const schedule = { path: at(process, 'schedule'), method: 'POST', target: process, Action: 'Add', data: 'hello' };
  expect(await call(page, 'mainnet', 'request', schedule)).toMatchObject({ slot: '1' });
  expect(await call(page, 'mainnet', 'request', { path: at(process, 'now/cache/count'), method: 'GET' })).toMatchObject(
    { body: '1' },
  );
});

test.describe('what is broken', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('is answered in words through the Service Worker too', async ({ playground: page }) => {
    const post = (path: string, body: string, type: string) =>
      fetchIn(page, path, { method: 'POST', headers: { 'content-type': type, accept: 'application/json' }, body });
    const item = await post('/~legacynet@1.0/mu', 'no item', 'application/octet-stream');
    expect([item.status, JSON.parse(item.body)]).toMatchObject([
      400,
      { code: 'bad-data-item', error: expect.stringMatching(/no data item/) as unknown },
    ]);
    const query = await post('/~legacynet@1.0/graphql', '{"query":"{ blocks }"}', 'application/json');
    expect([query.status, JSON.parse(query.body)]).toMatchObject([
      400,
      { errors: [{ message: expect.stringMatching(/not known here/) as unknown }] },
    ]);
    const unsigned = await post('/~scheduler@1.0/schedule', '[object Object]', 'application/ans104');
    expect([unsigned.status, JSON.parse(unsigned.body)]).toMatchObject([400, { code: 'broken-request' }]);
  });
});
