/** What a program may lead to by what it patches and what it asks. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStackNode, RUNNER, type StackNode } from '../../e2e/support/stack-node.ts';

let node: StackNode;
beforeEach(async () => {
  node = await createStackNode({ onDemand: true });
});
afterEach(() => node.close());

describe('a patch', () => {
  it.each(['relay@1.0', 'stack@1.0', 'nobody@1.0'])('may nest a message of the device %s', async (device) => {
    const process = await node.spawn(RUNNER);
    await node.send(process, { run: `return { p = { method = 'PATCH', kept = { one = { device = '${device}' } } } }` });
    await node.send(process, {});
    expect(await node.text(`/${process}~process@1.0/now/count`)).toBe('3');
    expect(await node.text(`/${process}~process@1.0/now/kept/one/device`)).toBe(device);
  });
});

/** The function `f` asks for the path of the tag `path`. */
const ASKS = `function f(base, req) local status, found = ao.resolve({ path = req.ask }) return { status_ = status, found = found } end`;

describe('a path that a program asks for', () => {
  it.each(['push&times=1', 'push&slot=0'])('cannot take a slot: %s', async (what) => {
    const process = await node.spawn(RUNNER);
    const module = encodeURIComponent(ASKS);
    await node.text(`/~lua@5.3a&module=${module}/f/found?ask=${encodeURIComponent(`/${process}~process@1.0/${what}`)}`);
    expect(await node.text(`/${process}~process@1.0/slot/current`)).toBe('0');
  });
  it('cannot start a task of the clock', async () => {
    const module = encodeURIComponent(ASKS);
    const found = await node.text(
      `/~lua@5.3a&module=${module}/f/found?ask=${encodeURIComponent('/~cron@1.0/once?cron-path=/x')}`,
    );
    expect(found).toContain('may change nothing');
  });
});
