import { beforeEach, describe, expect, it } from 'vitest';
import { AT, BAKERY, NOWHERE, post, stock, ways } from '../../e2e/support/bakery.ts';
import { createWallet } from '../../e2e/support/sign.ts';
import { createTestNode, map, type TestNode } from '../../e2e/support/test-node.ts';

let node: TestNode;
beforeEach(async () => {
  node = createTestNode();
  await stock(node, BAKERY, 4);
});

const gist = ({ status, headers }: Response): [number, ...(string | null)[]] => [
  status,
  headers.get('process'),
  headers.get('slot'),
  headers.get('pocketbeam-code'),
];

describe('slots', () => {
  it.each(ways('slot'))('%s', async (path) => {
    const [before, query] = path.split('?');
    expect(await node.json(path.includes('?') ? path.replace('?', '&') : path)).toEqual({
      process: BAKERY,
      current: 4,
    });
    expect(await node.text(query === undefined ? `${path}/current` : `${before}/current?${query}`)).toBe('4');
  });
  it('status lists the processes', async () => {
    expect(await createTestNode().json('/~scheduler@1.0/status')).toEqual({ processes: [] });
    expect(await node.json('/~scheduler@1.0/status')).toEqual({ processes: [BAKERY] });
  });
});

describe('what cannot be asked', () => {
  it.each(['schedule', 'slot', 'slot/current', 'schedule/continues'])('%s of what is not here', async (key) => {
    const [name = '', ...rest] = key.split('/');
    const target = (id: string): string => ['/~scheduler@1.0', `${name}&target=${id}`, ...rest].join('/');
    expect(await node.failure(target(NOWHERE))).toBe('404 unknown-process');
    expect(await node.failure(`/${NOWHERE}~process@1.0/${key}`)).toBe('404 unknown-process');
    expect((await node.fetch(target(NOWHERE))).headers.get('unavailable')).toBe(NOWHERE);
    expect(await node.failure(target('the%0Abakery%C3%A9'))).toBe('400 bad-target');
    expect(await node.failure(`/~scheduler@1.0/${key}`)).toBe('400 missing-parameter');
    expect(await node.failure(`/~process@1.0/${key}`)).toBe('400 no-process');
  });
  it.each(['location', 'register'])('%s is not here', async (name) => {
    expect(await node.failure(`/~scheduler@1.0/${name}`)).toBe('501 not-implemented');
  });
});

describe('scheduling', () => {
  it('goes to the target of the message, then to that of the path', async () => {
    await stock(node, NOWHERE, 0);
    const order = map({ loaf: 'spelt' });
    const toOther = map({ loaf: 'spelt', target: NOWHERE });
    for (const path of [`${AT}/schedule`, `/${BAKERY}~scheduler@1.0/schedule`])
      expect(gist(await post(node, path, toOther))[1]).toBe(NOWHERE);
    expect(gist(await post(node, '/~scheduler@1.0/schedule', toOther))).toEqual([200, NOWHERE, '3', null]);
    for (const [i, path] of ways('schedule').entries())
      expect(gist(await post(node, path, order))).toEqual([200, BAKERY, String(5 + i), null]);
    // The process in the path need not be here when the message has a target of its own.
    expect(gist(await post(node, `/${'gone'.padEnd(43, '-')}~process@1.0/schedule`, toOther))[2]).toBe('4');
  });
  it('refuses what has no place to go', async () => {
    const foreign = map({ loaf: 'spelt', target: NOWHERE });
    for (const path of ['/~scheduler@1.0/schedule', `${AT}/push`, '/~push@1.0/push'])
      expect(gist(await post(node, path, foreign))).toEqual([404, null, null, 'unknown-process']);
    expect(gist(await post(node, `${AT}/schedule`, map({ target: 'the\tbaker' })))[3]).toBe('unknown-process');
    expect(gist(await post(node, '/~scheduler@1.0/schedule', map({ loaf: 'x' })))[3]).toBe('nothing-to-schedule');
    expect(await node.text(`${AT}/slot/current`)).toBe('4');
  });
  it('gives what came to a process here and is for one that is not here a slot of that', async () => {
    const foreign = map({ loaf: 'spelt', target: 'far'.padEnd(43, '-') });
    for (const slot of ['0', '1'])
      expect(gist(await post(node, `${AT}/schedule`, foreign))).toEqual([200, foreign.get('target'), slot, null]);
    expect(await node.failure(`/${String(foreign.get('target'))}~process@1.0/slot/current`)).toBe(
      '404 unknown-process',
    );
  });
  it('takes the message under body, and an unsigned one without one', async () => {
    const wrapped = map({ target: NOWHERE, body: map({ loaf: 'oat', target: BAKERY }) });
    expect(gist(await post(node, '/~scheduler@1.0/schedule', wrapped))).toEqual([200, BAKERY, '5', null]);
    expect(await node.text(`${AT}/schedule/assignments/5/body/loaf`)).toBe('oat');
    expect(await node.failure(`${AT}/schedule`, { method: 'POST', body: 'two rolls' })).toBe('400 unsigned-body');
    const strict = createTestNode({ strict: true });
    expect(await strict.failure(`${AT}/schedule`, { method: 'POST', body: 'two rolls' })).toBe('500 unsigned-body');
  });
  it('gives every message a slot, also the same one and an anchor that was there before', async () => {
    const wallet = await createWallet();
    const { id, init } = await wallet.sign(map({ target: BAKERY, anchor: 'the same', loaf: 'one' }));
    const slots = [init, init, (await wallet.sign(map({ target: BAKERY, anchor: 'the same', loaf: 'two' }))).init];
    for (const [i, one] of slots.entries())
      expect(gist(await node.fetch('/~scheduler@1.0/schedule', one))).toEqual([200, BAKERY, String(5 + i), null]);
    const ids = await Promise.all([5, 6, 7].map(async (slot) => (await node.store.assignment(BAKERY, slot))?.id));
    expect([ids[0], ids[1], ids[2] === id]).toEqual([id, id, false]);
  });
  it('refuses what was changed after it was signed', async () => {
    const { init } = await (await createWallet()).sign(map({ target: BAKERY, loaf: 'rye' }));
    const changed = { ...init, headers: { ...init.headers, loaf: 'cake' } };
    for (const path of ['/~scheduler@1.0/schedule', `${AT}/schedule`, `${AT}/push`]) {
      const response = await node.fetch(path, changed);
      expect([response.status, await response.text()]).toEqual([400, 'Message is not valid.']);
      expect(response.headers.get('reason')).toBe('Given message does not correctly validate.');
    }
    expect(await node.text(`${AT}/slot/current`)).toBe('4');
  });
});

describe('starting a process', () => {
  const definition = map({ type: 'Process', device: 'process@1.0', 'execution-device': 'lua@5.3a', name: 'mill' });

  it('may be repeated, which gives the slot 0 that there is', async () => {
    const { id, init } = await (await createWallet()).sign(definition);
    const first = await node.fetch('/~scheduler@1.0/schedule', init);
    expect(gist(first)).toEqual([200, id, '0', null]);
    await post(node, `/${id}~process@1.0/schedule`, map({ grain: 'wheat' }));
    for (const path of ['/~scheduler@1.0/schedule', `${AT}/schedule`, '/~process@1.0/push']) {
      const again = await node.fetch(path, init);
      if (path.endsWith('push')) expect(again.headers.get('pocketbeam-code')).toBe('no-engine');
      else expect([...again.headers]).toEqual([...first.headers]);
    }
    expect(await node.text(`/${id}~process@1.0/slot/current`)).toBe('1');
    expect((await node.store.head(id))?.name).toBe('mill');
  });
  it('does not replace what the local API keeps under its id', async () => {
    const { id, init } = await (await createWallet()).sign(definition);
    await stock(node, id, 0);
    expect(gist(await node.fetch('/~scheduler@1.0/schedule', init))).toEqual([409, null, null, 'process-exists']);
  });
  it('unsigned has the id of its keys', async () => {
    const [, first] = gist(await post(node, '/~scheduler@1.0/schedule', definition));
    const [, other] = gist(await post(node, '/~scheduler@1.0/schedule', map({ type: 'process', name: 'mill' })));
    const [, again] = gist(await post(node, '/~scheduler@1.0/schedule', definition));
    expect(first).toMatch(/^[\w-]{43}$/);
    expect([again === first, other === first]).toEqual([true, false]);
  });
  it('asks for no keys: what a process lacks shows when it is computed', async () => {
    const [status, process, slot] = gist(await post(node, '/~scheduler@1.0/schedule', map({ type: 'Process' })));
    expect([status, slot]).toEqual([200, '0']);
    expect(await node.text(`/${process}~process@1.0/type`)).toBe('Process');
  });
});
