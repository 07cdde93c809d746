/** Apps that bring a part themselves: the Service Worker of their own, or how the worker is made. */
import { fileURLToPath } from 'node:url';
import { bundleScript } from './support/bundle-script.ts';
import { openHost, start } from './support/host-app.ts';
import { test } from './support/host-test.ts';
import { COUNTER } from './support/programs.ts';
import { at, beam, expect, fetchIn } from './support/test.ts';

const OWN = fileURLToPath(new URL('pages/own-service-worker.ts', import.meta.url));

test('the Service Worker of an app answers HyperPATHs beside its own requests', async ({ app, context }) => {
  app.at('/own-sw.js', { body: await bundleScript(OWN) });
  const page = await openHost(context, `${app.origin}/`);
  expect(await start(page, { serviceWorker: '/own-sw.js' })).toBe('ok');
  const process = await beam.spawn(page, COUNTER);
  expect((await fetchIn(page, at(process, 'now/cache/count'))).body).toBe('0');
  expect((await fetchIn(page, '/greeting')).body).toBe('from the app');
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toBe(`${app.origin}/own-sw.js`);
  await app.kill();
  expect((await fetchIn(page, at(process, 'compute/cache/count'))).body).toBe('0');
});

test('an app makes the worker itself', async ({ app, context, files }) => {
  const script = [...files.keys()].find((name) => /coordinator-worker-[^/]+\.js$/.test(name)) ?? '';
  const page = await openHost(context, `${app.origin}/`);
  const made = await page.evaluate(async (url) => {
    const names: string[] = [];
    window.pocketbeam = await window.createPocketbeam!({
      worker() {
        names.push('mine');
        return new Worker(url, { type: 'module' });
      },
    });
    return names;
  }, `/${script}`);
  expect(made).toEqual(['mine']);
  const process = await beam.spawn(page, COUNTER);
  expect((await fetchIn(page, at(process, 'now/cache/count'))).body).toBe('0');
});
