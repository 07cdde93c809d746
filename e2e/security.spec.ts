/** Values come from programs that anybody wrote: none of them runs, or does anything else, on the origin of the app. */
import type { BrowserContext, Page } from '@playwright/test';
import type { AppServer } from './support/app-server.ts';
import { openHost, start } from './support/host-app.ts';
import { test } from './support/host-test.ts';
import { COUNTER } from './support/programs.ts';
import { startServe } from './support/serve.ts';
import { stopServiceWorkers } from './support/stop-workers.ts';
import { at, beam, expect, fetchIn, type Answer } from './support/test.ts';

/** What a browser says when it refuses: answers from 400 on, scripts in a sandbox, types that do not fit. */
const REFUSALS =
  /^Failed to load resource|^A bad HTTP response code|^Blocked script execution|^Refused to|MIME type|Content Security Policy|^Failed to load module/;
test.use({ expectedErrors: REFUSALS });

const NOBODY = 'Nobody-is-here-under-this-id-of-a-test-0123';

/** Tells on itself wherever it runs: in what the app stores, in its windows, and at its server. */
const RUN = `try { localStorage.setItem('ran', '1') } catch {} try { top.ran = 1; self.ran = 1 } catch {} fetch('/ran')`;
const HTML = `<title>hostile</title><script>${RUN}</script><img src=x onerror="${RUN}"><meta http-equiv="refresh" content="0;url=/ran"><form id=f action=/ran></form>`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN.replaceAll('"', "'")}"><script>${RUN}</script></svg>`;

const lua = (value: string): string => `[==[${value}]==]`;
const page = (type: string, body: string, more = ''): string =>
  `{ ['content-type'] = '${type}', body = ${lua(body)}${more} }`;

const HOSTILE = `Send({ device = 'patch@1.0', cache = {
  html = ${page('text/html', HTML)},
  svg = ${page('image/svg+xml', SVG)},
  xhtml = ${page('application/xhtml+xml', `<html xmlns="http://www.w3.org/1999/xhtml"><script>${RUN}</script></html>`)},
  script = ${page('text/javascript', RUN)},
  style = ${page('text/css', 'body { background: url(/ran) red !important }')},
  json = ${page('application/json', '{"a":"<script>"}')},
  leaf = ${lua(HTML)},
  map = { [ [==["><img src=x onerror=top.ran=1>]==] ] = ${lua(HTML)}, name = 'x' },
  refresh = ${page('text/html', 'x', `, refresh = '0;url=/ran', link = '</ran>; rel=preload; as=script'`)},
  frames = ${page('text/html', 'x', `, ['content-security-policy'] = "default-src *; script-src * 'unsafe-inline'", ['x-content-type-options'] = 'none'`)},
  cookies = ${page('text/html', 'x', `, ['set-cookie'] = 'ran=1; path=/', ['clear-site-data'] = '"*"', ['service-worker-allowed'] = '/'`)},
  away = { status = 302, location = 'https://evil.test/ran', body = 'moved' },
  cross = { body = 'x', ['access-control-allow-origin'] = 'https://evil.test', ['access-control-allow-credentials'] = 'true',
    ['cross-origin-opener-policy'] = 'unsafe-none', ['cross-origin-resource-policy'] = 'cross-origin' },
} })`;

interface Stage {
  host: Page;
  pid: string;
  /** The path of a hostile value. */
  value: (name: string) => string;
}

async function stage(context: BrowserContext, app: AppServer): Promise<Stage> {
  app.at('/ran', { body: RUN });
  const host = await openHost(context, `${app.origin}/`);
  expect(await start(host)).toBe('ok');
  await host.evaluate(() => localStorage.setItem('kept', 'yes'));
  const pid = await beam.spawn(host, HOSTILE);
  expect((await beam.result(host, pid, 0)).error).toBeUndefined();
  return { host, pid, value: (name) => at(pid, `compute/cache/${name}`) };
}

/** Nothing of it has run, and what the app has is still there. */
async function expectNothing({ host }: Stage, app: AppServer): Promise<void> {
  await host.waitForTimeout(200);
  expect(await host.evaluate(() => ({ ...localStorage }))).toEqual({ kept: 'yes' });
  expect(await host.evaluate(() => ['ran' in window, document.cookie])).toEqual([false, '']);
  expect(app.log.filter((line) => line.includes('/ran'))).toEqual([]);
}

test('opened as documents', async ({ app, context }) => {
  const on = await stage(context, app);
  for (const name of ['html', 'svg', 'xhtml', 'leaf', 'map', 'refresh', 'frames', 'cookies', 'script', 'cross']) {
    const tab = await context.newPage();
    const response = await tab.goto(app.origin + on.value(name));
    expect(response?.fromServiceWorker(), name).toBe(true);
    expect(response?.headers()['content-security-policy'], name).toBe(
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    );
    await tab.waitForTimeout(150);
    expect(tab.url(), name).toBe(app.origin + on.value(name));
    await tab.close();
  }
  // A redirect leads nowhere: the answer is shown as it is.
  const tab = await context.newPage();
  await tab.goto(app.origin + on.value('away'));
  expect(tab.url()).toBe(app.origin + on.value('away'));
  await tab.close();
  await expectNothing(on, app);
});

test('put into a page as frames, objects and pictures', async ({ app, context }) => {
  const on = await stage(context, app);
  const paths = ['html', 'svg', 'xhtml', 'leaf', 'map', 'refresh', 'cookies'].map(on.value);
  const reached = await on.host.evaluate(async (urls) => {
    const reached: string[] = [];
    for (const [tag, key] of [
      ['iframe', 'src'],
      ['object', 'data'],
      ['embed', 'src'],
      ['img', 'src'],
    ] as const)
      for (const url of urls) {
        const element = document.createElement(tag);
        const settled = new Promise((resolve) => {
          element.onload = element.onerror = resolve;
          setTimeout(resolve, 500);
        });
        element.setAttribute(key, url);
        document.body.append(element);
        await settled;
        // Ours could be reached into.
        if ('contentDocument' in element && element.contentDocument?.URL === location.origin + url)
          reached.push(`${tag} ${url}`);
      }
    return reached;
  }, paths);
  expect(reached).toEqual([]);
  await expectNothing(on, app);
});

test('beside a picture nothing is loaded that a value names', async ({ app, context }) => {
  const on = await stage(context, app);
  const linkOf = async (type: string, ask: (url: string) => void): Promise<string | undefined> => {
    const answered = on.host.waitForResponse((response) => response.request().resourceType() === type);
    await on.host.evaluate(ask, on.value('refresh'));
    return (await answered).headers().link;
  };
  expect(await linkOf('image', (url) => void (new Image().src = url))).toBeUndefined();
  expect(await linkOf('fetch', (url) => void fetch(url)), 'data for who fetches it').toContain('</ran>');
  await expectNothing(on, app);
});

test('included as code: refused with a code, whatever the content type', async ({ app, context }) => {
  const on = await stage(context, app);
  const outcomes = await on.host.evaluate(
    async ([script, style]) => {
      const outcomes: Record<string, string> = {};
      const add = (tag: 'script' | 'link', attributes: Record<string, string>): Promise<string> =>
        new Promise((resolve) => {
          const element = document.createElement(tag);
          element.onload = () => resolve('loaded');
          element.onerror = () => resolve('refused');
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
          document.head.append(element);
        });
      const worker = (make: () => Worker | SharedWorker): Promise<string> =>
        new Promise((resolve) => {
          const made = make();
          ('onerror' in made ? made : (made as SharedWorker)).onerror = () => resolve('refused');
          setTimeout(() => resolve('silent'), 1000);
        });
      outcomes.script = await add('script', { src: script });
      outcomes.module = await add('script', { src: script, type: 'module' });
      outcomes.cors = await add('script', { src: script, crossorigin: 'anonymous' });
      outcomes.import = await import(script).then(
        () => 'loaded',
        () => 'refused',
      );
      outcomes.preload = await add('link', { rel: 'modulepreload', href: script });
      outcomes.style = await add('link', { rel: 'stylesheet', href: style });
      outcomes.worker = await worker(() => new Worker(script));
      outcomes.moduleWorker = await worker(() => new Worker(script, { type: 'module' }));
      outcomes.shared = await worker(() => new SharedWorker(script));
      const inside = `try { importScripts(${JSON.stringify(location.origin + script)}); postMessage('loaded') } catch { postMessage('refused') }`;
      outcomes.importScripts = await new Promise<string>((resolve) => {
        const outer = new Worker(URL.createObjectURL(new Blob([inside])));
        outer.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
      });
      const audio = new OfflineAudioContext(1, 1, 44_100);
      outcomes.worklet = await audio.audioWorklet.addModule(script).then(
        () => 'loaded',
        () => 'refused',
      );
      outcomes.serviceWorker = await navigator.serviceWorker.register(script).then(
        () => 'loaded',
        () => 'refused',
      );
      return outcomes;
    },
    [on.value('script'), on.value('style')] as const,
  );
  expect(new Set(Object.values(outcomes)), JSON.stringify(outcomes)).toEqual(new Set(['refused']));
  // What it is asked as decides: the app itself may fetch it, and gets its type.
  const fetched = await fetchIn(on.host, on.value('script'));
  expect(fetched).toMatchObject({ status: 200, body: RUN, headers: { 'content-type': 'text/javascript' } });
  const refusal = context.waitForEvent('response', (response) => response.status() === 403);
  await on.host.evaluate(
    (src) => document.head.append(Object.assign(document.createElement('script'), { src })),
    on.value('script'),
  );
  expect((await refusal).headers()).toMatchObject({
    'pocketbeam-code': 'executable-value',
    'x-content-type-options': 'nosniff',
  });
  await expectNothing(on, app);
});

test('by headers: cookies, redirects and stored data are as they were', async ({ app, context }) => {
  const on = await stage(context, app);
  const { host, value } = on;
  const away = await fetchIn(host, value('away'));
  expect(away.status).toBe(302);
  expect([away.headers.location, away.headers['pocketbeam-diagnostic']]).toEqual([undefined, 'unsafe-header']);
  expect(away.body).toContain('https://evil.test/ran');
  const cookies = await fetchIn(host, value('cookies'));
  for (const name of ['set-cookie', 'clear-site-data', 'service-worker-allowed'])
    expect([name, cookies.headers[name], cookies.body.includes(name)]).toEqual([name, undefined, true]);
  await expectNothing(on, app);

  const node = await startServe(HOSTILE);
  const headers = async (name: string): Promise<Headers> =>
    (await fetch(`${node.url}${at(node.pid, `now/cache/${name}`)}`, { redirect: 'manual' })).headers;
  const served = await headers('cookies');
  for (const name of ['set-cookie', 'clear-site-data', 'service-worker-allowed']) expect(served.get(name)).toBeNull();
  expect(served.get('content-security-policy')).toMatch(/^sandbox/);
  // On a node's own origin a redirect is one, as on a real node.
  expect((await headers('away')).get('location')).toBe('https://evil.test/ran');
  await node.stop();
});

test('every answer stands under the sandbox, errors too', async ({ app, context }) => {
  const on = await stage(context, app);
  const { host, pid, value } = on;
  const read = (path: string, init: RequestInit = {}): Promise<Answer> => fetchIn(host, path, init);
  const { headers } = await read(value('leaf'));
  const answers: [number, Promise<Answer>][] = [
    [200, read(value('leaf'))],
    [200, read(value('map'))],
    [200, read(value('leaf'), { headers: { accept: 'application/json' } })],
    [200, read(value('leaf'), { method: 'HEAD' })],
    [304, read(value('leaf'), { headers: { 'if-none-match': headers.etag ?? '' } })],
    [204, read(value('leaf'), { method: 'OPTIONS' })],
    [404, read(value('nothing'))],
    [404, read(at(NOBODY, 'now'))],
    [400, read(at(pid, 'compute&slot=99'))],
    [400, read(`${value('leaf')}/%zz`)],
    [500, read('/~nobody@1.0&a=1/b')],
    [200, read('/~lua@5.3a&module=function f() return "1" end/f')],
    [200, read(at(pid, 'schedule'))],
  ];
  for (const [status, answered] of answers) {
    const answer = await answered;
    expect(answer.status, answer.body).toBe(status);
    expect(answer.headers, String(status)).toMatchObject({
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
      'x-content-type-options': 'nosniff',
    });
  }
  await host.evaluate(() => window.pocketbeam!.stop());
  const nobody = await read('/~lua@5.3a&module=function f() return "1" end/f');
  expect([nobody.status, nobody.headers['x-content-type-options']]).toEqual([503, 'nosniff']);
});

test('a form of another site takes no slot; a request claims nothing', async ({ app, context }) => {
  const on = await stage(context, app);
  const { host } = on;
  const pid = await beam.spawn(host, COUNTER);
  // Another site: the same server under another name.
  const action = app.origin + at(pid, 'schedule');
  app.at('/evil.html', {
    body: `<form method=post action="${action}" enctype=multipart/form-data><input name=action value=Increment></form><script>document.forms[0].submit()</script>`,
  });
  const evil = await context.newPage();
  await evil.goto(`${app.origin.replace('127.0.0.1', 'localhost')}/evil.html`);
  await expect(evil.locator('body')).toContainText('A form of another site');
  expect((await fetchIn(host, at(pid, 'slot/current'))).body).toBe('0');

  const owner =
    (await host.evaluate(
      (process) => window.pocketbeam!.read(`/${process}~process@1.0/schedule/assignments/0/body/commitments`),
      pid,
    )) ?? {};
  const claims = {
    from: NOBODY,
    owner: NOBODY,
    id: NOBODY,
    timestamp: '1',
    height: '1',
    cron: 'true',
    slot: '7',
    anchor: 'x'.repeat(43),
    ...(owner as Record<string, string>),
  };
  const taken = await fetchIn(host, at(pid, 'schedule'), { method: 'POST', headers: { ...claims, action: 'Reset' } });
  expect(taken.headers.slot).toBe('1');
  await fetchIn(host, at(pid, 'schedule'), { method: 'POST', headers: { action: 'Increment' } });
  expect((await fetchIn(host, at(pid, 'now/cache/count'))).body).toBe('1');
  await stopServiceWorkers(host);
  expect((await fetchIn(host, at(pid, 'now/cache/count'))).body).toBe('1');
});
