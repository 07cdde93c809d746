import { expect, it } from 'vitest';
import { createNodePocketbeam } from '../integrations/node/node-pocketbeam.ts';

const beam = await createNodePocketbeam();
const fetched = async (
  path: string,
  init?: RequestInit,
): Promise<{ status: number; code: string | null; text: string }> => {
  const response = await beam.handle(new Request(`http://node.test${path}`, init));
  if (!response) throw new Error(`${path} is not ours`);
  const { status, headers } = response;
  return { status, code: headers.get('pocketbeam-code'), text: await response.text() };
};
const COUNTER = `Count = 0
  Handlers.add('Add', 'Add', function (msg)
    Count = Count + tonumber(msg.Quantity)
    Send({ device = 'patch@1.0', cache = { count = Count } })
    msg.reply({ Data = tostring(Count), From = msg.From })
  end)`;
const pid = await beam.api.spawn({ source: COUNTER, authority: 'authority-of-the-orchard' });
const at = (path: string, process = pid): string => `/${process}~process@1.0/${path}`;
const add = (quantity: number): Promise<unknown> =>
  beam.api.message({ process: pid, tags: { Action: 'Add', Quantity: String(quantity) } });

it('tries a message after all that is pending, and keeps nothing', async () => {
  await add(2);
  const tried = await fetched(at('as=execution/compute&Action=Add&Quantity=5/outbox/2/data'));
  expect(tried).toMatchObject({ status: 200, text: '7' });
  expect((await fetched(at('now/cache/count'))).text).toBe('2');
  expect((await fetched(at('slot/current'))).text).toBe('1');
  await add(1);
  expect((await fetched(at('now/cache/count'))).text).toBe('3');
});

it('is also under the name of the execution device', async () => {
  const path = `/${pid}~genesis-wasm@1.0/compute&Action=Add&Quantity=5/outbox/2/data`;
  expect(await fetched(path)).toMatchObject({ status: 200, text: '8' });
});

it('comes from nobody when nobody signed it, and headers of the request are no tags', async () => {
  const headers = { 'user-agent': 'pear', accept: '*/*' };
  const { text } = await fetched(at('as=execution/compute&Action=Eval&Data=return 1/data'), { headers });
  expect(text).toContain('New Message From');
  expect(text).not.toContain('pear');
});

it('says what it cannot try', async () => {
  const own = await beam.api.spawn({ module: { source: 'function compute(base) base.results = {} return base end' } });
  expect(await fetched(at('as=execution/compute&Action=Add', own))).toMatchObject({ status: 501, code: 'no-dry-run' });
  const nobody = at('as=execution/compute', 'no-process-of-this-orchard'.padEnd(43, 'n'));
  expect(await fetched(nobody)).toMatchObject({ status: 404, code: 'unknown-process' });
  expect(await fetched('/~genesis-wasm@1.0/compute')).toMatchObject({ status: 400, code: 'no-process' });
  expect(await fetched(at('as=execution/compute&Action=Add&Text=a&b'))).toMatchObject({ code: 'broken-tag' });
  expect(await fetched(at('as=execution/compute&Action=a/b'))).toMatchObject({ code: 'broken-tag' });
});

it('leaves a key `as` of the process alone', async () => {
  expect((await fetched(at('as=else'))).status).toBe(404);
});

it('results of a slot are found by its number and by the id of its message', async () => {
  const { id, slot } = await beam.api.message({ process: pid, tags: { Action: 'Add', Quantity: '1' } });
  for (const of of [slot, id]) {
    const { text } = await fetched(at(`compute/results=${of}`), { headers: { accept: 'application/json' } });
    expect(JSON.parse(text)).toMatchObject({ raw: { Messages: [{}, { Data: '4' }], Output: { print: true } } });
    expect((await fetched(at(`compute/results=${of}/outbox/2/data`))).text).toBe('4');
  }
  expect(await fetched(at('compute/results=99'))).toMatchObject({ status: 400, code: 'bad-slot' });
  expect(await fetched(at('compute/results=pear'))).toMatchObject({
    status: 400,
    code: 'bad-slot',
  });
  expect(await fetched(at(`compute/results=${'no-message'.padEnd(43, 'm')}`))).toMatchObject({
    code: 'unknown-message',
  });
  // The state itself is read as before.
  expect((await fetched(at('compute/results/outbox/2/data'))).text).toBe('4');
});
