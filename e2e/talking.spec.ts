/** Processes that talk to each other in a browser: what arrives stands in the caches, read by `fetch`. */
import { readFileSync } from 'node:fs';
import { openHost, start } from './support/host-app.ts';
import { test } from './support/host-test.ts';
import { at, beam, expect, fetchIn, HTTP_ERRORS } from './support/test.ts';

// Until something has arrived, there is nothing to read.
test.use({ expectedErrors: HTTP_ERRORS });

const TOKEN = readFileSync(new URL('../src/examples/token.lua', import.meta.url), 'utf8');

/** Writes the notices of tokens into its cache. */
const PURSE = `
local function note(key) return function(msg)
  Send({ device = 'patch@1.0', cache = { [key] = { quantity = msg.Quantity, from = msg.From, sender = msg.Sender, recipient = msg.Recipient } } })
end end
Handlers.add('Credit-Notice', 'Credit-Notice', note('credit'))
Handlers.add('Debit-Notice', 'Debit-Notice', note('debit'))
Handlers.add('Pay', 'Pay', function(msg)
  Send({ Target = msg.Token, Action = 'Transfer', Recipient = msg.To, Quantity = msg.Quantity })
end)`;

/** Asks another one and waits for its answers in one handler, for so many rounds. */
const ASKING = `
Handlers.add('Serve', 'Serve', function(msg)
  local balls = {}
  for round = 1, tonumber(msg.Rounds) do
    local back = Send({ Target = msg.Partner, Action = 'Ping', Ball = tostring(round) }).receive()
    balls[round] = back.Action .. ' ' .. back.Ball
    Send({ device = 'patch@1.0', cache = { balls = balls, last = back.From } })
  end
end)
Handlers.add('Ping', 'Ping', function(msg)
  Seen = (Seen or 0) + 1
  Send({ device = 'patch@1.0', cache = { seen = Seen } })
  msg.reply({ Action = 'Pong', Ball = msg.Ball .. '!' })
end)`;

test('credit and debit notices of a token arrive', async ({ app, context }) => {
  const page = await openHost(context, `${app.origin}/`);
  expect(await start(page)).toBe('ok');
  const [payer, payee] = [await beam.spawn(page, PURSE), await beam.spawn(page, PURSE)];
  const token = await beam.spawn(page, `Balances = { ['${payer}'] = 50 }\n${TOKEN}`);
  await beam.message(page, payer, 'Pay', { Token: token, To: payee, Quantity: '8' });
  const read = async (process: string, key: string): Promise<string> =>
    (await fetchIn(page, at(process, `now/cache/${key}`))).body;
  await expect.poll(() => read(payee, 'credit/quantity')).toBe('8');
  expect(await read(payee, 'credit/from')).toBe(token);
  expect(await read(payee, 'credit/sender')).toBe(payer);
  await expect.poll(() => read(payer, 'debit/quantity')).toBe('8');
  expect(await read(payer, 'debit/recipient')).toBe(payee);
  expect([await read(token, `balances/${payer}`), await read(token, `balances/${payee}`)]).toEqual(['42', '8']);
});

test('two play ping-pong, one of them by receive', async ({ app, context }) => {
  const page = await openHost(context, `${app.origin}/`);
  expect(await start(page)).toBe('ok');
  const [one, other] = [await beam.spawn(page, ASKING), await beam.spawn(page, ASKING)];
  await beam.message(page, one, 'Serve', { Partner: other, Rounds: '3' });
  const balls = async (): Promise<string> => (await fetchIn(page, at(one, 'now/cache/balls/3'))).body;
  await expect.poll(balls).toBe('Pong 3!');
  expect((await fetchIn(page, at(one, 'compute/cache/balls/1'))).body).toBe('Pong 1!');
  expect((await fetchIn(page, at(one, 'compute/cache/last'))).body).toBe(other);
  expect((await fetchIn(page, at(other, 'now/cache/seen'))).body).toBe('3');
});
