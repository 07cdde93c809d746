import { expect, it } from 'vitest';
import { createTestNode, map } from '../../e2e/support/test-node.ts';

const ID = 'NameTest-0123456789012345678901234567890_xy';

it('name@1.0 leads on to the message that a name stands for', async () => {
  const node = createTestNode();
  await node.store.putMessage(ID, map({ apple: 'red' }));
  await node.fetch(`/~local-name@1.0/register&key=garden&value=${ID}`, { method: 'POST' });
  await node.fetch('/~local-name@1.0/register&key=motto&value=grow', { method: 'POST' });
  expect(await node.text('/~name@1.0/garden/apple')).toBe('red');
  for (const load of ['load=false', 'load+atom=false']) expect(await node.text(`/~name@1.0/garden&${load}`)).toBe(ID);
  expect(await node.text('/~name@1.0/motto')).toBe('grow');
  const unknown = await node.fetch('/~name@1.0/meadow');
  expect([unknown.status, await unknown.text()]).toEqual([404, '"not_found"']);
  expect(await createTestNode({ strict: true }).failure('/~name@1.0/meadow')).toBe('500 node-defect');
});
