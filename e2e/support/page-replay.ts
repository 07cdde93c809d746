/** Recorded requests through the Service Worker of a page, and through the same handler in Node. */
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { runnerImport } from 'vite';
import type * as NodeModule from '../../src/integrations/node/node-pocketbeam.ts';
import type { Answer } from '../conformance/compare.ts';
import { bundleScript } from './bundle-script.ts';
import type { HeaderList, ReplayRequest } from './page-replay-types.ts';
import { settle } from './settle.ts';

/** A Pocketbeam that requests are sent to, one after the other. */
export interface Replayed {
  store(json: string): Promise<void>;
  /** @returns the headers that were sent, and the answer if there is one to be seen. */
  send(request: ReplayRequest): Promise<{ sent: HeaderList; answer?: Answer }>;
  /** Waits until all that is scheduled is computed. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** @param page that is ready; its Pocketbeam forgets all it has. */
export async function replayInPage(page: Page): Promise<Replayed> {
  if (!(await page.evaluate(() => window.replay)))
    await page.addScriptTag({ content: await (script ??= bundleScript(file('page-script.ts'))) });
  const replayed: Replayed = {
    store: (json) => page.evaluate((given) => window.replay!.store(given), json),
    async send(request) {
      const { sent, answer } = await page.evaluate((given) => window.replay!.send(given), request);
      if (!answer) return { sent };
      return { sent, answer: { ...answer, headers: new Headers(answer.headers) } };
    },
    settle: () => page.evaluate(() => window.replay!.settle()),
    close: () => Promise.resolve(),
  };
  await replayed.settle();
  await page.evaluate(() => window.pocketbeam!.reset());
  return replayed;
}

let script: Promise<string> | undefined;

/** The headers that the browser adds to a `fetch`: an inline message has all headers of its request as keys. */
export async function addedHeaders(page: Page): Promise<HeaderList> {
  const keys = await page.evaluate(async () => {
    const response = await fetch('/~message@1.0&probe=x/serialize~json@1.0');
    return (await response.json()) as Record<string, string>;
  });
  return Object.entries(keys).filter(([key]) => !['probe', 'device', 'method'].includes(key));
}

let nodeModule: ReturnType<typeof runnerImport<typeof NodeModule>> | undefined;

/** A new one each time. Its sources import Lua files as Vite does, so Vite loads them. */
export async function replayInNode(): Promise<Replayed> {
  nodeModule ??= runnerImport(file('../../src/integrations/node/node-pocketbeam.ts'), {
    ...{ configFile: false, logLevel: 'warn' },
  });
  const { api, handle, close } = await (await nodeModule).module.createNodePocketbeam({ fixtures: true });
  const send = async ({ method, path, headers, body }: ReplayRequest): Promise<Answer> => {
    const bytes = body === undefined ? {} : { body: Buffer.from(body, 'latin1') };
    const response = await handle(new Request(`http://127.0.0.1:8734${path}`, { method, headers, ...bytes }));
    if (!response) throw new Error(`${path} is not ours`);
    const { status, headers: answered } = response;
    return { status, headers: answered, body: Buffer.from(await response.arrayBuffer()).toString('latin1') };
  };
  return {
    async store(json) {
      const body = Buffer.from(json).toString('latin1');
      const { status } = await send({ method: 'POST', path: STORE, headers: [], body });
      if (status !== 204) throw new Error(`The message was not stored: ${json}`);
    },
    send: async (request) => ({ sent: request.headers, answer: await send(request) }),
    settle: () => settle(api),
    close,
  };
}

/** See src/integrations/node/fixtures.ts. */
const STORE = '/~pocketbeam@1.0/store';
