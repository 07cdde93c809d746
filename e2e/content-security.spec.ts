/** A page whose security policy forbids making JavaScript from text: Lua is interpreted, and everything works. */
import type { AppServer } from './support/app-server.ts';
import { openHost, start, type Files } from './support/host-app.ts';
import { test } from './support/host-test.ts';
import { at, beam, expect, fetchIn } from './support/test.ts';

const POLICY = "default-src 'self'; script-src 'self'; worker-src 'self'; img-src data:";

/** Hot enough to be compiled where that is allowed. */
const PROGRAM = `
local function square(n) return n * n end
Handlers.add('Sum', 'Sum', function()
  local sum = 0
  for i = 1, 20000 do sum = sum + square(i) end
  Send({ device = 'patch@1.0', cache = { sum = sum } })
end)`;

/** In front of each script: tells the server of every function that is made from text, or that may not be. */
const WITNESS = `globalThis.Function = new Proxy(Function, { construct(target, args) {
  if (args.length === 0) return Reflect.construct(target, args);
  let made;
  try { made = Reflect.construct(target, args); } finally { void fetch(made ? '/made' : '/refused'); }
  return made;
} });
`;

/** Serves the app with these headers on everything, workers included, and with {@link WITNESS} in its scripts. */
function serve(app: AppServer, files: Files, headers: Record<string, string>): void {
  for (const [name, body] of files)
    app.at(`/${name}`, { headers, body: name.endsWith('.js') ? WITNESS + String(body) : body });
  app.at('/', { headers: { ...headers, 'content-type': 'text/html' }, body: files.get('index.html') ?? '' });
  for (const path of ['/made', '/refused']) app.at(path, { body: '' });
}

const CASES = {
  'without a policy Lua becomes JavaScript': [{}, 'made', 'refused'],
  "without 'unsafe-eval' Lua is interpreted": [{ 'content-security-policy': POLICY }, 'refused', 'made'],
} as const;

for (const [name, [headers, told, untold]] of Object.entries(CASES))
  test(name, async ({ app, files, context }) => {
    serve(app, files, headers);
    const page = await openHost(context, `${app.origin}/`);
    expect(await start(page)).toBe('ok');
    const process = await beam.spawn(page, PROGRAM);
    await beam.message(page, process, 'Sum');
    const { error } = await beam.result(page, process, 1);
    expect(error).toBeUndefined();
    expect(await fetchIn(page, at(process, 'compute/cache/sum'))).toMatchObject({ status: 200, body: '2666866670000' });
    await expect.poll(() => app.log).toContain(`GET /${told}`);
    expect(app.log).not.toContain(`GET /${untold}`);
  });
