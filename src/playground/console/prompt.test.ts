import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNodePocketbeam, type NodePocketbeam } from '../../integrations/node/node-pocketbeam.ts';
import source from './prompt.lua?raw';

const BREAD = `
Loaves = Loaves or 0
Handlers.add('Bake', { Action = 'Bake' }, function(msg)
  Loaves = Loaves + 1
  Send({ Target = ao.id, device = 'patch@1.0', cache = { loaves = Loaves } })
  msg.reply({ Action = 'Baked', Data = 'one loaf' })
end)`;

let node: NodePocketbeam;
let prompt: string;
const errors: unknown[] = [];
beforeEach(async () => {
  node = await createNodePocketbeam({ onError: (error) => errors.push(error) });
  prompt = await node.api.spawn({ source, name: 'prompt' });
  const bread = await node.api.data.put(BREAD, { contentType: 'application/lua' });
  await type(`MyModule, MyModuleName = '${bread}', 'bread'`);
});
afterEach(async () => {
  await node.close();
  expect(errors.splice(0)).toEqual([]);
});

async function type(code: string): Promise<string> {
  const { output, error } = await node.api.eval({ process: prompt, code });
  expect(error).toBeUndefined();
  return output.data;
}

test('a global that spawn() is assigned to becomes the id of the process, and messages reach it', async () => {
  expect(await type('Oven = spawn(MyModule)')).toBe('');
  const oven = await type('Oven');
  expect((await node.api.list()).find(({ process }) => process === oven)?.name).toBe('bread');
  await type('Send({ Target = Oven, Action = "Bake" })');
  await expect.poll(() => node.api.read(`/${oven}~process@1.0/now/cache/loaves`)).toBe(1);
  await expect.poll(() => type('Inbox[#Inbox].Data')).toBe('one loaf');
});

test('two that are asked for at once are told apart, by name and in the log', async () => {
  await type('A, B = spawn(MyModule), spawn(MyModule, { Name = "other" })');
  const [a, b] = [await type('A'), await type('B')];
  const names = new Map((await node.api.list()).map(({ process, name }) => [process, name]));
  expect([names.get(a), names.get(b)]).toEqual(['bread', 'other']);
});

test('until the process is there, what spawn() gave says so', async () => {
  expect(await type('spawn(MyModule)')).toBe('spawning …');
});

test('spawn() of nothing says what it takes', async () => {
  const { error } = await node.api.eval({ process: prompt, code: 'spawn()' });
  expect(error?.message).toContain('give the id of a module, such as MyModule');
});
