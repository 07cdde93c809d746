/** The rows of the table of permitted differences that are a matter of computing, in both modes (differences.md). */
import { afterEach, describe, expect, it } from 'vitest';
import { createStackNode, RUNNER, type StackNode } from '../../e2e/support/stack-node.ts';

let node: StackNode;
afterEach(() => node.close());

/** A process that has run `run` in slot 1. */
async function ran(strict: boolean, run: string, keys = {}): Promise<string> {
  node = await createStackNode({ strict, onDemand: true });
  const process = await node.spawn(RUNNER, keys);
  await node.send(process, { run });
  return `/${process}~process@1.0`;
}

const diagnostics = async (path: string): Promise<string | null> =>
  (await node.fetch(path)).headers.get('pocketbeam-diagnostic');

const patch = (cache: string): string => `return { p1 = { device = 'patch@1.0', cache = ${cache} } }`;

describe.each([
  ['large-integer', patch('{ total = 1000000000000000 }'), 'cache/total', '1000000000000000'],
  ['list-outbox', "return { { device = 'patch@1.0', cache = { first = 'x' } } }", 'cache/first', 'x'],
  ['list-outbox', 'return {}', 'count', '2'],
  ['failed-slot', "error('no more')", 'at-slot', '1'],
  ['reserved-key', patch("{ priv = 'secret', open = 'o' }"), 'cache/open', 'o'],
  ['reserved-key', patch("{ ['ao-types'] = 'x', open = 'o' }"), 'cache/open', 'o'],
  ['reserved-key', patch("{ inner = { device = 'no-such@1.0' }, open = 'o' }"), 'cache/open', 'o'],
])('%s: %s', (code, run, path, value) => {
  it('works by default, and says so', async () => {
    const process = await ran(false, run);
    expect(await node.text(`${process}/now/${path}`)).toBe(value);
    expect(await diagnostics(`${process}/compute/${path}`)).toContain(code);
    await node.send(process.slice(1, 44), { run: patch("{ later = 'yes' }") });
    expect(await node.text(`${process}/now/cache/later`)).toBe('yes');
  });
  it('stops the process for good in strict, and what was computed before stays readable', async () => {
    const process = await ran(true, run);
    expect(await node.text(`${process}/compute&slot=0/count`)).toBe('1');
    expect(await node.gist(`${process}/now/${path}`)).toBe('500 slot-failed');
    expect(await node.gist(`${process}/compute&slot=1/${path}`)).toBe('500 slot-failed');
    await node.send(process.slice(1, 44), { run: patch("{ later = 'yes' }") });
    expect(await node.gist(`${process}/now/cache/later`)).toBe('500 slot-failed');
    expect(await node.text(`${process}/compute/count`)).toBe('1');
  });
});

describe('patches', () => {
  const two = `return { b2 = { method = 'PATCH', cache = { v = 'b2' } }, a1 = { method = 'PATCH', cache = { v = 'a1' } } }`;
  it('apply in outbox order, in strict in the binary order of their keys', async () => {
    let process = await ran(false, two);
    expect(await node.text(`${process}/now/cache/v`)).toBe('a1');
    expect(await diagnostics(`${process}/compute/cache/v`)).toBe('patch-order');
    await node.close();
    process = await ran(true, two);
    expect(await node.text(`${process}/now/cache/v`)).toBe('b2');
    expect(await diagnostics(`${process}/compute/cache/v`)).toBeNull();
  });
  it('are no matter of order when they meet nowhere', async () => {
    const process = await ran(false, two.replace("v = 'b2'", "w = 'b2'"));
    expect(await node.json(`${process}/now/cache`)).toEqual({ v: 'a1', w: 'b2' });
    expect(await diagnostics(`${process}/compute/cache/v`)).toBeNull();
  });

  const enveloped =
    "return { p = { device = 'patch@1.0', action = 'Paint', ['scheduler-device'] = 'x', cache = { v = 1 } } }";
  it('keep their envelope to themselves, in strict it lands in the state', async () => {
    let process = await ran(false, enveloped);
    expect(await node.gist(`${process}/now/action`)).toBe('404 null');
    expect(await diagnostics(`${process}/compute/cache/v`)).toBeNull();
    await node.close();
    process = await ran(true, enveloped);
    expect(await node.text(`${process}/now/action`)).toBe('Paint');
  });
  it('say so when a node would overwrite a key by their envelope', async () => {
    const process = await ran(false, "return { p = { device = 'patch@1.0', target = 'T', cache = { v = 1 } } }", {
      target: 'mine',
    });
    expect(await node.text(`${process}/now/target`)).toBe('mine');
    expect(await diagnostics(`${process}/compute/cache/v`)).toBe('patch-envelope');
  });

  it('with spellings that collide keep the lower-case one and say so', async () => {
    const process = await ran(false, patch("{ Title = 'A', title = 'B' }"));
    expect(await node.text(`${process}/now/cache/title`)).toBe('B');
    expect(await diagnostics(`${process}/compute/cache/title`)).toBe('case-collision');
  });
  it('under a name that a function shadows are warned about', async () => {
    const process = await ran(false, patch("{ keys = 'A', fine = 'B' }"));
    expect(await node.text(`${process}/now/cache/KEYS`)).toBe('A');
    expect(await diagnostics(`${process}/compute/cache/fine`)).toBe('reserved-key');
  });
  it.each([true, false])(
    'under a name that begins with priv are dropped, as on a node (strict: %s)',
    async (strict) => {
      const process = await ran(strict, patch("{ ['private-note'] = 'A', privy = 'B', open = 'C' }"));
      expect(await node.json(`${process}/now/cache`)).toEqual({ open: 'C' });
      for (const key of ['private-note', 'PRIVY', 'privy/x'])
        expect(await node.gist(`${process}/compute/cache/${key}`)).toBe('404 null');
      expect(await diagnostics(`${process}/compute/cache/open`)).toBe('reserved-key');
    },
  );
  it('are found where patch-from says, in any case', async () => {
    const process = await ran(true, patch('{ v = 1 }'), { 'patch-from': '/Results/OUTBOX' });
    expect(await node.text(`${process}/now/cache/v`)).toBe('1');
  });
  it('with a slash in a key do not displace what is there, and are shown as spelled to who computes them', async () => {
    const process = await ran(false, patch("{ box = { lid = 'old' } }"));
    expect(await node.json(`${process}/now/cache`)).toEqual({ box: { lid: 'old' } });
    await node.send(process.slice(1, 44), { run: patch("{ ['box/lid'] = 'new', ['box/key'] = 'k' }") });
    expect(await node.json(`${process}/now/cache`)).toEqual({ box: { lid: 'old' }, 'box/lid': 'new', 'box/key': 'k' });
    expect(await node.json(`${process}/now/cache`)).toEqual({ box: { lid: 'old', key: 'k' } });
  });
  it.each([
    [true, '404 null'],
    [false, '200 null'],
  ])('with a slash in a key are found by its parts once they are stored (strict: %s)', async (strict, first) => {
    const process = await ran(strict, patch("{ ['tin/lid'] = 'blue', open = 'o' }"));
    expect(await node.gist(`${process}/now/cache/tin%2Flid`)).toBe(first);
    expect(await node.text(`${process}/compute/cache/TIN/lid`)).toBe('blue');
  });
  it('of another execution device stop the process in strict only', async () => {
    const run = "return { p = { device = 'patch@1.0', ['execution-device'] = 'flat@1.0', cache = { v = 1 } } }";
    let process = await ran(false, run);
    expect(await node.text(`${process}/now/cache/v`)).toBe('1');
    await node.close();
    process = await ran(true, run);
    expect(await node.gist(`${process}/now/cache/v`)).toBe('500 slot-failed');
  });
});

describe('reading', () => {
  it('takes short forms of a slot by default', async () => {
    const process = await ran(false, patch("{ v = 'one' }"));
    await node.send(process.slice(1, 44), { run: patch("{ v = 'two' }") });
    expect(await node.text(`${process}/now/cache/v`)).toBe('two');
    expect(await node.text(`${process}/compute=1/cache/v`)).toBe('one');
    expect(await node.text(`${process}/compute/1/cache/v`)).toBe('one');
    expect(await node.text(`${process}/results=1/output/data`)).toBe('ran');
    expect(await node.text(`${process}/cache/v`)).toBe('two');
    expect(await diagnostics(`${process}/cache/v`)).toBe('implicit-compute');
    expect(await node.gist(`${process}/compute=x/cache/v`)).toBe('400 bad-slot');
    expect(await node.gist(`${process}/compute/7/cache/v`)).toBe('400 bad-slot');
  });
  it('finds none of them in strict', async () => {
    const process = await ran(true, patch("{ v = 'one' }"));
    expect(await node.text(`${process}/now/cache/v`)).toBe('one');
    for (const path of ['compute=1/cache/v', 'compute/1/cache/v', 'results=1/output/data', 'cache/v'])
      expect(await node.gist(`${process}/${path}`)).toBe('404 null');
    expect(await node.gist(`${process}/compute&slot=7/cache/v`)).toBe('500 bad-slot');
    expect(await node.gist(`${process}/compute&slot=-1/cache/v`)).toBe('500 bad-slot');
  });
  it('of a whole stored process as JSON fails in strict only', async () => {
    let process = await ran(true, patch('{ v = 1 }'));
    expect(await node.gist(`${process}/now/serialize~json@1.0`)).toBe('200 null');
    expect(await node.gist(`${process}/now/serialize~json@1.0`)).toBe('500 not-utf8');
    await node.close();
    process = await ran(false, patch('{ v = 1 }'));
    await node.text(`${process}/now`);
    expect(await node.json(`${process}/now`)).toMatchObject({ cache: { v: 1 }, 'at-slot': 1, count: 2 });
  });
  it('shows in strict the last slot that was asked for, not those computed on the way', async () => {
    const process = await ran(true, patch("{ v = 'one' }"));
    await node.send(process.slice(1, 44), { run: "error('stop')" });
    expect(await node.gist(`${process}/now/count`)).toBe('500 slot-failed');
    expect(await node.gist(`${process}/compute/count`)).toBe('500 slot-failed');
    expect(await node.text(`${process}/compute&slot=1/count`)).toBe('2');
    expect(await node.text(`${process}/compute/count`)).toBe('2');
  });
});

describe('a spawn', () => {
  it('fixes strict for the process, whatever the instance does later', async () => {
    node = await createStackNode({ strict: true, onDemand: true });
    const process = await node.spawn(RUNNER);
    expect(await node.gist(`/${process}~process@1.0/now/count`)).toBe('200 null');
  });
  it('with an unknown module runs the built-in aos by default and nothing in strict', async () => {
    const module = 'aMoDuLeThatNobodyHas-0123456789-abcdefghijk';
    const source = "Send({ device = 'patch@1.0', cache = { up = 'yes' } })";
    node = await createStackNode();
    const [usual, own, strict] = [
      await node.api.spawn({ source, module }),
      await node.api.spawn({ source }),
      await node.api.spawn({ source, module, strict: true }).catch((error: unknown) => error),
    ];
    expect(await node.text(`/${usual}~process@1.0/now/cache/up`)).toBe('yes');
    expect(await diagnostics(`/${usual}~process@1.0/compute/cache/up`)).toBe('module-substituted');
    expect(await diagnostics(`/${own}~process@1.0/compute/cache/up`)).toBeNull();
    expect(strict).toMatchObject({ code: 'slot-failed', message: expect.stringContaining(module) });
    expect((await node.api.result({ process: String(usual), slot: 0 })).diagnostics).toEqual(['module-substituted']);
  });
});
