/** The test of every browser spec: a server of its own, and a failure on any console error or page error. */
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import type { Pocketbeam } from '../../src/client/index.ts';
import { startStaticServer, type StaticServer } from './static-server.ts';

declare global {
  interface Window {
    pocketbeam?: Pocketbeam;
  }
}

interface Fixtures {
  server: StaticServer;
  /** Matches the console errors that the test brings about on purpose. */
  expectedErrors: RegExp | undefined;
  /** The playground, ready. */
  playground: Page;
}

export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await startStaticServer();
    await use(server);
    await server.kill();
  },
  expectedErrors: [undefined, { option: true }],
  context: async ({ context, expectedErrors }, use) => {
    const errors: string[] = [];
    const note = (text: string): void => {
      if (!expectedErrors?.test(text)) errors.push(text);
    };
    context.on('console', (message) => {
      if (message.type() === 'error') note(`${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => note(String(error.error())));
    await use(context);
    expect(errors, 'console errors and page errors').toEqual([]);
  },
  playground: async ({ context, server }, use) => {
    await use(await openPlayground(context, server.url));
  },
});

export { expect };

/** Chromium reports every answer from 400 on as a console error. */
export const HTTP_ERRORS = /^Failed to load resource/;

/** The same, and Playwright's own scripts being refused in an answer that somebody navigated to: its sandbox at work. */
export const HTTP_AND_SANDBOX = /^Failed to load resource|^Blocked script execution in .* sandboxed/;

/** Opens the playground and waits until it is ready. */
export async function openPlayground(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await ready(page);
  return page;
}

export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => window.pocketbeam !== undefined);
}

export interface Answer {
  status: number;
  body: string;
  headers: Record<string, string>;
}

/** `fetch` in the page, as any script of it would. */
export function fetchIn(page: Page, path: string, init: RequestInit = {}): Promise<Answer> {
  return page.evaluate(
    async ([url, options]) => {
      const response = await fetch(url, options);
      return {
        status: response.status,
        body: await response.text(),
        headers: Object.fromEntries(response.headers),
      };
    },
    [path, init] as const,
  );
}

/** Calls of the local API in the page. */
export const beam = {
  spawn: (page: Page, source: string, more: object = {}): Promise<string> =>
    page.evaluate(([options]) => window.pocketbeam!.spawn(options), [{ source, ...more }] as const),
  message: (page: Page, process: string, action: string, tags: Record<string, string> = {}) =>
    page.evaluate(([options]) => window.pocketbeam!.message(options), [
      { process, tags: { Action: action, ...tags } },
    ] as const),
  result: (page: Page, process: string, slot: number) =>
    page.evaluate(([options]) => window.pocketbeam!.result(options), [{ process, slot }] as const),
};

/** Where a process' state is read. */
export const at = (process: string, path: string): string => `/${process}~process@1.0/${path}`;
