/** The package as others install it: packed, unpacked into projects of its own, built there, and read offline. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { freePort } from './support/free-port.ts';
import { startStaticServer } from './support/static-server.ts';
import { test } from './support/pack-test.ts';
import { documentedPages, programsOf } from './support/samples.ts';
import { expect } from './support/test.ts';

const VITE = 'node_modules/vite/bin/vite.js';
const VERSIONS = [
  ['vite', './'],
  ['vite-7', '/sub/'],
  ['vite-6', 'absolute'],
] as const;

/** Options of a server, and what it says when it listens. */
const on = (port: number): string[] => ['--port', String(port), '--strictPort', '--host', '127.0.0.1'];
const LISTENS = /127\.0\.0\.1/;

/** Opens an app that says which path it reads. */
async function open(context: BrowserContext, url: string): Promise<{ page: Page; read: () => Promise<string> }> {
  const page = await context.newPage();
  await page.goto(url);
  await expect(page.locator('body[data-read]')).toBeAttached();
  const path = (await page.locator('body').getAttribute('data-read')) ?? '';
  return { page, read: () => page.evaluate(async (at) => (await fetch(at)).text(), path) };
}

/** Vite's server does not take a HyperPATH for a route of the app. */
async function expectUnanswered(context: BrowserContext, url: string): Promise<void> {
  const answer = await context.request.get(`${url}~meta@1.0/info`);
  expect([answer.status(), answer.headers()['pocketbeam-code']]).toEqual([503, 'not-answered']);
}

/** What a project that was built into `dist` reads when neither network nor server are left. */
async function readOffline(context: BrowserContext, folder: string, base: string): Promise<string> {
  const server = await startStaticServer(base, [folder]);
  const { read } = await open(context, server.url);
  await context.setOffline(true);
  await server.kill();
  return read();
}

for (const [version, base] of VERSIONS)
  test(`${version}: an app below ${base} is built, previewed and reads offline`, async ({ context, workshop }) => {
    const project = await workshop.project('vanilla', { vite: version });
    const port = await freePort();
    const below = base === './' ? '/' : '/sub/';
    const options = ['--base', base === 'absolute' ? `http://127.0.0.1:${port}/sub/` : base, '--logLevel', 'info'];
    await project.node(VITE, ['build', ...options]);
    expect(await readdir(`${project.folder}public`)).toEqual(['kept.txt']);
    const child = await project.start(VITE, ['preview', ...options, ...on(port)], LISTENS);
    const url = `http://127.0.0.1:${port}${below}`;
    await expectUnanswered(context, url);
    const { read } = await open(context, url);
    await context.setOffline(true);
    child.kill('SIGKILL');
    expect(await read()).toBe('2');
  });

for (const [version, base] of VERSIONS)
  test(`${version}: in development a changed Lua file runs in the process that is there`, async ({
    context,
    workshop,
  }) => {
    const project = await workshop.project('vanilla', { vite: version });
    const port = await freePort();
    const below = base === './' ? '/' : '/sub/';
    const given = base === 'absolute' ? `http://127.0.0.1:${port}/sub/` : below;
    const child = await project.start(VITE, ['--base', given, ...on(port)], LISTENS);
    // The first of the parts that the worker loads later.
    const later = context.waitForEvent('requestfinished', (request) => request.url().includes('/chunks/archives-'));
    try {
      const url = `http://127.0.0.1:${port}${below}`;
      await expectUnanswered(context, url);
      const { page, read } = await open(context, url);
      expect(await read()).toBe('2');
      await later;
      await page.evaluate(() => (document.title = 'not loaded anew'));
      const source = `${project.folder}counter.lua`;
      await writeFile(source, "Send({ device = 'patch@1.0', cache = { count = Count * 100 } })");
      await expect.poll(read).toBe('200');
      await writeFile(source, "Send({ device = 'patch@1.0', cache = { count = Count * 1000 } })");
      await expect.poll(read).toBe('2000');
      expect(await page.title()).toBe('not loaded anew');
      expect(await readdir(`${project.folder}public`)).toEqual(['kept.txt']);
    } finally {
      child.kill('SIGKILL');
    }
  });

test('React: a component shows what slots change', async ({ context, workshop }) => {
  const project = await workshop.project('react');
  await project.node(VITE, ['build', '--logLevel', 'error']);
  const server = await startStaticServer('/', [`${project.folder}dist/`]);
  const { page, read } = await open(context, server.url);
  await expect(page.locator('output')).toHaveText('ready 0');
  await context.setOffline(true);
  await server.kill();
  await page.getByRole('button').click();
  await expect(page.locator('output')).toHaveText('ready 5');
  expect(await read()).toBe('5');
});

test('no bundler: init copies what a page needs', async ({ context, workshop }) => {
  const project = await workshop.project('static');
  const said = await project.node('node_modules/pocketbeam/dist/node/cli.js', ['init', '.']);
  expect(said).toContain("import { createPocketbeam } from './pocketbeam/index.js'");
  expect(await readOffline(context, project.folder, '/')).toBe('2');
});

test('Node: the emulator and the pure part', async ({ workshop }) => {
  const project = await workshop.project('node');
  expect(await project.node('main.mjs')).toBe('2 /~meta@1.0/info?a=1\n');
});

test('Playwright: each test has an emulator of its own, and the samples of the guide pass', async ({ workshop }) => {
  const project = await workshop.project('tests');
  const guide = documentedPages().find(({ file }) => file.endsWith('testing-a-dapp.md'));
  const samples = guide?.samples.filter(({ kind }) => kind === 'playwright') ?? [];
  await mkdir(`${project.folder}guide`);
  for (const [index, { code }] of samples.entries())
    await writeFile(`${project.folder}guide/${index}.spec.ts`, code.replaceAll("'counter.lua'", "'guide/counter.lua'"));
  for (const [name, source] of guide ? programsOf(guide) : [])
    await writeFile(`${project.folder}guide/${name}`, source);
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: '' };
  expect(await project.node('node_modules/@playwright/test/cli.js', ['test'], env)).toContain('10 passed');
});

test('npm: nothing of the package asks to be run when it is installed', async ({ workshop }) => {
  const project = await workshop.project('node');
  const manifest = await readFile(`${project.folder}node_modules/pocketbeam/package.json`, 'utf8');
  expect(Object.keys(JSON.parse(manifest) as object)).toEqual(expect.arrayContaining(['name', 'exports', 'bin']));
  expect(manifest).not.toMatch(/"(?:scripts|devDependencies)"/);
});

test('TypeScript: all entries are typed for who installs them', async ({ workshop }) => {
  const project = await workshop.project('vanilla');
  const types = `${project.folder}node_modules/pocketbeam/dist/types/`;
  const files = (await readdir(types, { recursive: true })).filter((file) => file.endsWith('.d.ts'));
  const texts = await Promise.all(files.map((file) => readFile(types + file, 'utf8')));
  // Generic since TypeScript 5.7; this installs only the newest.
  expect(texts.filter((text) => text.includes('Uint8Array<'))).toEqual([]);
  await project.node('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json']);
});
