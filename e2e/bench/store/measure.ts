/** Takes all times of the bench in turns, in one browser; started by main.mjs. */
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { startAppServer } from '../../support/app-server.ts';
import { bundleScript } from '../../support/bundle-script.ts';
import { buildHost, openHost, start } from '../../support/host-app.ts';
import { COUNTER } from '../../support/programs.ts';
import { startStaticServer } from '../../support/static-server.ts';
import { at, beam, openPlayground } from '../../support/test.ts';

export interface Options {
  /** Folder of the built playground, ending in `/`. */
  site: string;
  executablePath: string;
  /** Of the large cache. */
  keys: number;
  /** Of the long histories. */
  slots: number;
  /** How often it is each kind's turn. */
  rounds: number;
}

/** The median of one kind of request, against that of another. */
export interface Row {
  what: string;
  ms: number;
  /** Absent for an absolute budget, in ms. */
  ratio?: number;
  against?: string;
  budget: number;
  within: boolean;
}

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const pid = (name: string): string => name.padEnd(43, '-');

const [SMALL, LONG, LARGE, TABLE] = [pid('small'), pid('long'), pid('large'), pid('table')];
const TABLE_KEYS = 10_000;
/** Requests of one kind in a row, before it is another's turn. */
const IN_A_ROW = 10;

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN;

/** One kind of request: in which page, and the path of each. */
interface Kind {
  page: Page;
  path: () => string;
}

export async function measure({ site, executablePath, keys, slots, rounds }: Options): Promise<Row[]> {
  const server = await startStaticServer('/', [site, file('site/')]);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
  try {
    const context = await browser.newContext();
    const page = await openPlayground(context, server.url);
    const constant = await openConstant(context, `${server.url}constant/index.html`);
    await fill(page, keys, slots);

    const table = at(TABLE, 'compute/cache/serialize~json@1.0');
    await copyAnswer(page, at(SMALL, 'compute/cache/k1'), constant, '/constant/leaf');
    await copyAnswer(page, table, constant, '/constant/table');

    const random = (below: number): number => Math.floor(Math.random() * below);
    const key = (count: number): string => `cache/k${random(count)}`;
    const now = (process: string, rest: () => string): Kind => ({ page, path: () => at(process, `compute/${rest()}`) });
    const past = (process: string, rest: () => string): Kind => {
      return { page, path: () => at(process, `compute&slot=${random(slots - 1)}/${rest()}`) };
    };
    const any = `any of ${slots} slots`;
    const kinds: Record<string, Kind> = {
      'constant key': { page: constant, path: () => '/constant/leaf' },
      'key of 10': now(SMALL, () => key(10)),
      [`key of ${keys}`]: now(LARGE, () => key(keys)),
      [`key of 10, ${any}`]: past(LONG, () => key(10)),
      [`key of ${keys}, ${any}`]: past(LARGE, () => key(keys)),
      'map of 10': now(SMALL, () => 'cache'),
      [`map of 10, ${any}`]: past(LONG, () => 'cache'),
      'constant map of 10,000': { page: constant, path: () => '/constant/table' },
      'map of 10,000 as JSON': { page, path: () => table },
    };
    const times = await inTurns(kinds, rounds);
    const p50 = (what: string): number => median(times.get(what) ?? []);
    const compare = (what: string, against: string, budget: number): Row => {
      const ratio = p50(what) / p50(against);
      return { what, ms: p50(what), ratio, against, budget, within: ratio <= budget };
    };
    const sent = await sendAndRead(browser, rounds * IN_A_ROW);
    return [
      compare('key of 10', 'constant key', 1.3),
      compare(`key of ${keys}`, 'key of 10', 1.5),
      compare(`key of 10, ${any}`, 'key of 10', 5),
      compare(`key of ${keys}, ${any}`, 'key of 10', 5),
      compare(`map of 10, ${any}`, 'map of 10', 5),
      compare('map of 10,000 as JSON', 'constant map of 10,000', 2),
      { what: 'sent, computed, committed, read', ms: sent, budget: 10, within: sent <= 10 },
    ];
  } finally {
    await browser.close();
    await server.kill();
  }
}

/** A page under the Service Worker that answers constants. */
async function openConstant(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'controlled' in window);
  return page;
}

async function fill(page: Page, keys: number, slots: number): Promise<void> {
  await page.addScriptTag({ content: await bundleScript(file('filler.ts')) });
  for (const filling of [
    { process: SMALL, keys: 10, slots: 1 },
    { process: TABLE, keys: TABLE_KEYS, slots: 1 },
    { process: LONG, keys: 10, slots },
    { process: LARGE, keys, slots },
  ]) {
    const perSlot = await page.evaluate((given) => window.fill!(given), filling);
    if (filling.slots > 1)
      console.log(`filled: ${filling.keys} keys, ${filling.slots} slots (${perSlot.toFixed(2)} ms per slot)`);
  }
}

/** Has the constant Service Worker answer what Pocketbeam does, to the byte. */
async function copyAnswer(from: Page, path: string, to: Page, as: string): Promise<void> {
  const answer = await from.evaluate(async (url) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
    return { body: await response.text(), headers: [...response.headers] };
  }, path);
  await to.evaluate(
    (told) =>
      new Promise<void>((kept) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => kept();
        navigator.serviceWorker.controller?.postMessage(told, [port2]);
      }),
    { ...answer, path: as },
  );
}

/** ms of each request, by its kind. */
async function inTurns(kinds: Record<string, Kind>, rounds: number): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>();
  // The first round warms up.
  for (let round = 0; round <= rounds; round++)
    for (const [name, { page, path }] of Object.entries(kinds)) {
      const taken = await page.evaluate(fetchAll, Array.from({ length: IN_A_ROW }, path));
      if (round > 0) times.set(name, [...(times.get(name) ?? []), ...taken]);
    }
  return times;
}

/** In a page. @returns ms until each is read */
async function fetchAll(urls: string[]): Promise<number[]> {
  const all: number[] = [];
  for (const url of urls) {
    const began = performance.now();
    const response = await fetch(url);
    await response.text();
    all.push(performance.now() - began);
    if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  }
  return all;
}

/**
 * ms from the call of `message` until a `fetch` has read what it changed, of a small program. In an app that does nothing
 * else: the playground reads states of its own with every slot.
 */
async function sendAndRead(browser: Browser, times: number): Promise<number> {
  const app = await startAppServer();
  const context = await browser.newContext();
  try {
    app.mount('/', await buildHost());
    const page = await openHost(context, `${app.origin}/`);
    const started = await start(page);
    if (started !== 'ok') throw new Error(started.message);
    return median(await sendAndReadIn(page, times));
  } finally {
    await context.close();
    await app.kill();
  }
}

async function sendAndReadIn(page: Page, times: number): Promise<number[]> {
  const process = await beam.spawn(page, COUNTER);
  return page.evaluate(
    async ([pid, url, count]) => {
      const all: number[] = [];
      for (let sent = 1; sent <= count; sent++) {
        const began = performance.now();
        await window.pocketbeam!.message({ process: pid, tags: { Action: 'Increment' } });
        const read = await (await fetch(url)).text();
        all.push(performance.now() - began);
        if (read !== String(sent)) throw new Error(`${read} was read after ${sent} messages`);
      }
      return all;
    },
    [process, at(process, 'now/cache/count'), times] as const,
  );
}
