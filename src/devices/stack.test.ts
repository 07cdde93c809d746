import { afterEach, describe, expect, it } from 'vitest';
import { createStackNode, RUNNER, type StackNode } from '../../e2e/support/stack-node.ts';

let node: StackNode;
afterEach(() => node.close());

/** The path of a process with this stack. */
async function process(stack: string[], keys = {}, code = RUNNER): Promise<string> {
  node = await createStackNode({ onDemand: true });
  return `/${await node.spawn(code, { 'device-stack': stack, ...keys })}~process@1.0`;
}
const send = (path: string, tags: Record<string, string>): Promise<Response> => node.send(path.slice(1, 44), tags);

const PATCH = "local base = ... return { p = { method = 'PATCH', cache = { hits = base.count or 0 } } }";

describe('stack@1.0', () => {
  it('runs its devices in order: patch@1.0 sees what lua@5.3a left', async () => {
    const path = await process(['lua@5.3a', 'patch@1.0']);
    await send(path, { run: PATCH });
    expect(await node.text(`${path}/now/cache/hits`)).toBe('1');
    expect(await node.json(`${path}/now/results/outbox`)).toEqual({});
  });
  it('in the other order sees the outbox of the slot before', async () => {
    const path = await process(['patch@1.0', 'lua@5.3a']);
    await send(path, { run: PATCH });
    expect(await node.gist(`${path}/now/cache/hits`)).toBe('404 null');
    await send(path, { run: 'return nil' });
    // The outbox belongs to its slot.
    expect(await node.gist(`${path}/now/cache/hits`)).toBe('404 null');
  });
  it('takes its devices from a numbered map too', async () => {
    const path = await process([], {
      'device-stack': new Map([
        ['2', 'patch@1.0'],
        ['1', 'lua@5.3a'],
      ]),
    });
    await send(path, { run: PATCH });
    expect(await node.text(`${path}/now/cache/hits`)).toBe('1');
  });
  it('skips a message that dedup@1.0 has seen, and what stands behind it', async () => {
    const path = await process(['dedup@1.0', 'lua@5.3a', 'patch@1.0']);
    await send(path, { run: PATCH, nonce: 'a' });
    await send(path, { run: PATCH, nonce: 'a' });
    await send(path, { run: PATCH, nonce: 'b' });
    expect(await node.text(`${path}/compute&slot=1/count`)).toBe('2');
    expect(await node.text(`${path}/compute&slot=2/count`)).toBe('2');
    expect(await node.text(`${path}/now/count`)).toBe('3');
  });
  it('runs aos in place of WASM on the first of two passes', async () => {
    const stack = ['wasi@1.0', 'json-iface@1.0', 'wasm-64@1.0', 'patch@1.0', 'multipass@1.0'];
    const path = await process(stack, { passes: 2 });
    await send(path, { action: 'Eval', data: 'return 1' });
    expect(await node.text(`${path}/now/results/output/data`)).toContain('New Message');
    expect(await node.text(`${path}/now/at-slot`)).toBe('1');
  });
  it('records what cannot be done, and goes on', async () => {
    let path = await process(['lua@5.3a', 'multipass@1.0'], { passes: 3 });
    expect(await node.text(`${path}/now/results/error`)).toContain('first pass');
    await node.close();
    path = await process(['lua@5.3a', 'volume@1.0']);
    expect(await node.text(`${path}/now/results/error`)).toContain('volume@1.0 cannot stand in a stack');
    await node.close();
    path = await process(['multipass@1.0'], { passes: 65 });
    expect(await node.text(`${path}/now/results/error`)).toContain('more than 64 passes');
  });
  it('leaves the keys in the state that a node leaves', async () => {
    const path = await process(['lua@5.3a']);
    await node.text(`${path}/now/count`);
    const keys = Object.values((await node.json(`${path}/now/keys`)) as Record<string, string>);
    expect(keys).toEqual(expect.arrayContaining(['initialized', 'input-prefix', 'previous-device', 'snapshot']));
    expect(keys).not.toContain('pass');
  });
});

describe('patch@1.0', () => {
  it('takes patches from and to where the process says', async () => {
    const path = await process(['lua@5.3a', 'patch@1.0'], {
      'patch-from': 'base:/results/outbox',
      'patch-to': '/shown/here',
    });
    await send(path, { run: PATCH });
    expect(await node.text(`${path}/now/shown/here/cache/hits`)).toBe('1');
  });
  it('takes patches that the message itself brings', async () => {
    const path = await process(['patch@1.0'], { 'patch-from': 'req:/body/outbox' });
    const answer = await node.send(path.slice(1, 44), {});
    expect(answer.status).toBe(200);
    await node.post(
      path.slice(1, 44),
      new Map([
        [
          'outbox',
          new Map([
            [
              '1',
              new Map([
                ['method', 'PATCH'],
                ['note', 'direct'],
              ]),
            ],
          ]),
        ],
      ]),
    );
    expect(await node.text(`${path}/now/note`)).toBe('direct');
  });
  const message = (more: string): string => `/~message@1.0&kept=1${more}`;
  it('works on any message', async () => {
    node = await createStackNode();
    const box = message(
      '&box=(/~json@1.0&text={"p":{"method":"PATCH","won":"yes"},"q":{"target":"t"}}/deserialize&target=text)',
    );
    expect(await node.text(`${box}/set/patches~patch@1.0&patch-from=box/won`)).toBe('yes');
    expect(await node.text(`${box}/set/compute~patch@1.0&patch-from=box&patch-to=in/in/won`)).toBe('yes');
    expect(await node.gist(`${box}/set/patches~patch@1.0&patch-from=box/box/p`)).toBe('404 null');
    expect(await node.text(`${box}/set/patches~patch@1.0&patch-from=box/box/q/target`)).toBe('t');
    expect(await node.text(`${box}/set/all~patch@1.0&patch-from=box&patch-to=moved/moved/q/target`)).toBe('t');
    expect(await node.gist(`${box}/set/all~patch@1.0&patch-from=box&patch-to=moved/box`)).toBe('404 null');
    expect(await node.text(`${message('')}/all~patch@1.0&patch-from=nowhere/kept`)).toBe('1');
  });
});
