/** The Service Worker takes what is posted: a message gets its slot with or without a page, and whoever leads computes it. */
import type { Page } from '@playwright/test';
import { binary, type Message } from '../src/core/value.ts';
import type { StaticServer } from './support/static-server.ts';
import { COUNTER } from './support/programs.ts';
import { createWallet, signedItem } from './support/sign.ts';
import { stopServiceWorkers } from './support/stop-workers.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS, openPlayground, test, type Answer } from './support/test.ts';

const post = (page: Page, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  fetchIn(page, path, { method: 'POST', headers });

const read = async (page: Page, pid: string, path: string): Promise<string> =>
  (await fetchIn(page, at(pid, path))).body;

const map = (entries: Record<string, string>): Message =>
  new Map(Object.entries(entries).map(([key, value]) => [key, binary(value)]));

/** Ends the workers of `page`, and the page: what is left is a tab that knows nothing of Pocketbeam. */
async function leaveNobody(page: Page, { url }: StaticServer): Promise<Page> {
  const plain = await page.context().newPage();
  await plain.goto(`${url}plain.html`);
  await page.evaluate(() => window.pocketbeam!.stop());
  await page.close();
  return plain;
}

test('an unsigned message takes a slot and is computed', async ({ playground: page }) => {
  const pid = await beam.spawn(page, COUNTER);
  const answer = await post(page, at(pid, 'schedule'), { action: 'Increment', by: '5' });
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({ process: pid, slot: '1', 'access-control-allow-origin': '*' });
  expect(answer.headers['ao-types']).toContain('slot="integer"');
  expect(await read(page, pid, 'slot/current')).toBe('1');
  expect(await read(page, pid, 'now/cache/count')).toBe('5');
  expect(await read(page, pid, 'schedule/assignments/1/body/action')).toBe('Increment');
  // Nobody asks for the next one by `now`: the leader was told.
  const second = await post(page, '/~scheduler@1.0/schedule', { target: pid, action: 'Increment' });
  expect(second.headers).toMatchObject({ process: pid, slot: '2' });
  await expect.poll(() => read(page, pid, 'compute/cache/count')).toBe('6');
});

test('every kind of body arrives whole', async ({ playground: page }) => {
  const pid = await beam.spawn(
    page,
    `Handlers.add('Keep', 'Keep', function(msg)
      Send({ device = 'patch@1.0', cache = { note = msg.Note, data = msg.Data } })
    end)`,
  );
  const kept = async (key: string): Promise<string> => read(page, pid, `now/cache/${key}`);
  const path = at(pid, 'schedule');
  await fetchIn(page, path, { method: 'POST', headers: { action: 'Keep', 'inline-body-key': 'data' }, body: 'wörds' });
  expect(await kept('data')).toBe('wörds');
  await page.evaluate(async (url) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ action: 'Keep', note: 'of a form', data: 'x'.repeat(1_000_000) }))
      form.set(name, value);
    await fetch(url, { method: 'POST', body: form });
  }, path);
  expect(await kept('note')).toBe('of a form');
  expect(await kept('data')).toBe('x'.repeat(1_000_000));
  await page.evaluate(async (url) => {
    const pieces = ['in ', 'many ', 'pieces'].map((text) => new TextEncoder().encode(text));
    const stream = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const piece = pieces.shift();
        if (piece) controller.enqueue(piece);
        else controller.close();
      },
    });
    const headers = { action: 'Keep', 'inline-body-key': 'data' };
    await fetch(url, { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit);
  }, path);
  expect(await kept('data')).toBe('in many pieces');
});

test('a beacon of a page that goes away arrives', async ({ playground: page, context, server }) => {
  const pid = await beam.spawn(page, COUNTER);
  const leaving = await context.newPage();
  await leaving.goto(`${server.url}plain.html`);
  const accepted = await leaving.evaluate(
    (url) => {
      const form = (by: string): FormData => {
        const data = new FormData();
        data.set('action', 'Increment');
        data.set('by', by);
        return data;
      };
      addEventListener('pagehide', () => {
        navigator.sendBeacon(url, form('10'));
      });
      // At pagehide Chromium loses one of two keepalive requests now and then, when the machine is busy.
      void fetch(url, { method: 'POST', headers: { action: 'Increment', by: '100' }, keepalive: true });
      return navigator.sendBeacon(url, form('1'));
    },
    at(pid, 'schedule'),
  );
  expect(accepted).toBe(true);
  await expect.poll(() => read(page, pid, 'now/cache/count')).toBe('101');
  await leaving.goto('about:blank');
  await expect.poll(() => read(page, pid, 'now/cache/count')).toBe('111');
});

test('tasks of cron@1.0 run in the worker of a page, whoever leads', async ({ playground: page, context, server }) => {
  const pid = await beam.spawn(page, COUNTER);
  const every = `/~cron@1.0/every?interval=200-milliseconds&cron-path=${at(pid, 'push')}`;
  const { body: task } = await fetchIn(page, every);
  expect(task).toMatch(/^[\w-]{43}$/);
  const slot = async (on: Page): Promise<number> => Number(await read(on, pid, 'slot/current'));
  await expect.poll(() => slot(page)).toBeGreaterThan(2);
  const next = await openPlayground(context, server.url);
  await page.close();
  const before = await slot(next);
  await expect.poll(() => slot(next)).toBeGreaterThan(before + 2);
  expect((await fetchIn(next, `/~cron@1.0/stop?task=${task}`)).body).toBe(task);
  // What was under way still comes to its end.
  let stopped = -1;
  const settled = async (): Promise<boolean> => {
    const last = stopped;
    stopped = await slot(next);
    return stopped === last;
  };
  await expect.poll(settled, { intervals: [1000] }).toBe(true);
  await next.waitForTimeout(1000);
  expect(await slot(next)).toBe(stopped);
});

test.describe('where errors are meant', () => {
  test.use({ expectedErrors: HTTP_ERRORS });

  test('every method is answered here, and only on paths of ours', async ({ playground: page, server }) => {
    const pid = await beam.spawn(page, COUNTER);
    const outside = await post(page, '/no/such/file');
    expect(outside).toMatchObject({ status: 404, body: 'no such file' });
    await server.kill();
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'])
      expect(await fetchIn(page, at(pid, 'compute/cache/count'), { method }), method).toMatchObject({
        status: 200,
        body: '0',
      });
    const options = await fetchIn(page, at(pid, 'schedule'), { method: 'OPTIONS' });
    expect(options).toMatchObject({ status: 204, body: '' });
    expect(options.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' });
    expect(await read(page, pid, 'slot/current')).toBe('0');
  });

  test('with nobody there a message waits, and is computed when a page opens', async ({
    playground: page,
    context,
    server,
  }) => {
    const pid = await beam.spawn(page, COUNTER);
    const plain = await leaveNobody(page, server);
    for (const slot of ['1', '2', '3']) {
      await stopServiceWorkers(plain);
      expect(await post(plain, at(pid, 'schedule'), { action: 'Increment' })).toMatchObject({
        status: 200,
        headers: { process: pid, slot },
      });
    }
    expect(await read(plain, pid, 'slot/current')).toBe('3');
    expect(await read(plain, pid, 'compute/cache/count')).toBe('0');
    const pending = await fetchIn(plain, at(pid, 'now/cache/count'));
    expect(pending).toMatchObject({ status: 503, headers: { 'pocketbeam-code': 'no-engine' } });
    await openPlayground(context, server.url);
    await expect.poll(() => read(plain, pid, 'compute/cache/count')).toBe('3');
  });

  test('what it has no devices for, an open page answers, and nobody without one', async ({
    playground: page,
    server,
  }) => {
    const program = encodeURIComponent('function f(base, req) return { said = req.word } end');
    const read = `/~lua@5.3a&module=${program}/f&word=moin/said`;
    expect(await fetchIn(page, read)).toMatchObject({ status: 200, body: 'moin' });
    const flat = { method: 'POST', body: 'way/down: deep\n' };
    expect(await fetchIn(page, '/~flat@1.0/deserialize/way/down', flat)).toMatchObject({ status: 200, body: 'deep' });
    expect(await fetchIn(page, '/~multipass@1.0&word=%C3%BC/word')).toMatchObject({ status: 200, body: 'ü' });
    const unknown = await fetchIn(page, '/~nobody@1.0&x=1/y');
    expect(unknown).toMatchObject({ status: 500, headers: { 'pocketbeam-code': 'unknown-device' } });
    const plain = await leaveNobody(page, server);
    const alone = await fetchIn(plain, read);
    expect(alone).toMatchObject({ status: 503, headers: { 'pocketbeam-code': 'no-engine', 'retry-after': '1' } });
    expect(await fetchIn(plain, '/~message@1.0&word=moin/word')).toMatchObject({ status: 200, body: 'moin' });
  });

  test('a signed message comes from who signed it; one that was changed is refused', async ({ playground: page }) => {
    const wallet = await createWallet();
    const definition = map({
      ...{ device: 'process@1.0', 'execution-device': 'genesis-wasm@1.0', 'scheduler-device': 'scheduler@1.0' },
      ...{ type: 'Process', 'data-protocol': 'ao', variant: 'ao.N.1', 'on-boot': 'Data', data: COUNTER },
    });
    const { id: pid, init } = await wallet.sign(definition);
    const spawned = await fetchIn(page, '/~scheduler@1.0/schedule', init);
    expect(spawned).toMatchObject({ status: 200, headers: { process: pid, slot: '0' } });
    expect(await read(page, pid, 'now/cache/count')).toBe('0');

    const words = { note: 'schön', price: '5 €', face: '😀' };
    const increment = map({ target: pid, action: 'Increment', by: '7', ...words });
    const signed = (await wallet.sign(increment)).init;
    const changed = { ...signed, headers: { ...signed.headers, by: '8' } };
    expect(await fetchIn(page, at(pid, 'schedule'), changed)).toMatchObject({
      ...{ status: 400, body: 'Message is not valid.' },
    });
    expect(await read(page, pid, 'slot/current')).toBe('0');
    expect(await fetchIn(page, at(pid, 'schedule'), signed)).toMatchObject({ status: 200, headers: { slot: '1' } });
    expect(await read(page, pid, 'now/cache/count')).toBe('7');
    for (const [name, word] of Object.entries(words))
      expect(await read(page, pid, `schedule/assignments/1/body/${name}`)).toBe(word);

    // Only the owner may: unsigned is nobody, and so is not the owner, whatever it claims.
    await post(page, at(pid, 'schedule'), { action: 'Reset' });
    for (const name of ['from', 'owner', 'from-process'])
      await post(page, at(pid, 'schedule'), { action: 'Reset', [name]: wallet.address });
    expect(await read(page, pid, 'now/cache/count')).toBe('7');
    const reset = await wallet.sign(map({ target: pid, action: 'Reset' }));
    await fetchIn(page, at(pid, 'schedule'), reset.init);
    expect(await read(page, pid, 'now/cache/count')).toBe('0');
  });

  test('a data item does as well, with nobody there; the key of this browser signs', async ({
    playground: page,
    server,
  }) => {
    const tags = (entries: Record<string, string>) => Object.entries(entries).map(([name, value]) => ({ name, value }));
    const { id: pid, init } = await signedItem({
      tags: tags({
        ...{ device: 'process@1.0', 'execution-device': 'genesis-wasm@1.0', 'scheduler-device': 'scheduler@1.0' },
        ...{ Type: 'Process', 'Data-Protocol': 'ao', Variant: 'ao.N.1', 'On-Boot': 'Data' },
      }),
      data: COUNTER,
    });
    const sign = '/~message@1.0&a=1/commit&type=signed/committers/1';
    const { body: address } = await fetchIn(page, sign);
    expect(address).toMatch(/^[\w-]{43}$/);
    expect(await fetchIn(page, '/~meta@1.0/info/address')).toMatchObject({ body: address });

    const plain = await leaveNobody(page, server);
    expect(await fetchIn(plain, '/~scheduler@1.0/schedule', init)).toMatchObject({
      headers: { process: pid, slot: '0' },
    });
    const item = await signedItem({ target: pid, tags: tags({ Action: 'Increment', By: '3' }), data: 'schön' });
    const changed = {
      ...item.init,
      body: item.init.body.map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte)),
    };
    expect(await fetchIn(plain, at(pid, 'schedule'), changed)).toMatchObject({
      status: 400,
      body: 'Message is not valid.',
    });
    expect(await fetchIn(plain, at(pid, 'schedule'), item.init)).toMatchObject({ status: 200, headers: { slot: '1' } });
    expect(await read(plain, pid, 'schedule/assignments/1/body/by')).toBe('3');
    const again = await openPlayground(plain.context(), server.url);
    expect(await read(again, pid, 'now/cache/count')).toBe('3');
    expect(await fetchIn(again, sign)).toMatchObject({ body: address });
  });
});

test('two tabs posting at once take gapless slots, over restarts of the Service Worker', async ({
  playground: page,
  context,
  server,
}) => {
  const pid = await beam.spawn(page, COUNTER);
  const plain = await context.newPage();
  await plain.goto(`${server.url}plain.html`);
  const postTwenty = (tab: Page): Promise<number[]> =>
    tab.evaluate(
      (url) =>
        Promise.all(
          Array.from({ length: 20 }, async () => {
            const response = await fetch(url, { method: 'POST', headers: { action: 'Increment' } });
            return Number(response.headers.get('slot'));
          }),
        ),
      at(pid, 'schedule'),
    );
  const slots: number[] = [];
  for (let round = 0; round < 3; round++) {
    slots.push(...(await Promise.all([postTwenty(page), postTwenty(plain)])).flat());
    await stopServiceWorkers(page);
  }
  expect(slots.sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  expect(await read(plain, pid, 'slot/current')).toBe('120');
  expect(await read(plain, pid, 'now/cache/count')).toBe('120');
});
