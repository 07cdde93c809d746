import { beforeEach, expect, it } from 'vitest';
import { createTestNode, map, type TestNode } from '../../e2e/support/test-node.ts';
import { binary, Float } from '../core/value.ts';

const ID = 'JsonDeviceTest-012345678901234567890123456_';
const post = (body: string): RequestInit => ({ method: 'POST', body });

let node: TestNode;
beforeEach(async () => {
  node = createTestNode();
  await node.store.putMessage(
    ID,
    map({ pear: 2, half: new Float(2), on: true, list: [1, 'b'], in: map({ a: binary('é') }) }),
  );
});

it('serialize writes any value with its content type', async () => {
  const response = await node.fetch(`/${ID}/serialize~json@1.0`);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect((await response.text()).startsWith('{"device":"json@1.0","half":2.0,')).toBe(true);
  expect(await node.text(`/${ID}/pear/serialize~json@1.0`)).toBe('{"ao-result":"body","body":2,"device":"json@1.0"}');
  expect((await node.fetch(`/${ID}/nowhere/serialize~json@1.0`)).status).toBe(404);
});
it('to writes the value as it is', async () => {
  expect(await node.text(`/${ID}/list/to~json@1.0`)).toBe('[1,"b"]');
  expect(await node.text(`/${ID}/half/to~json@1.0`)).toBe('2.0');
  expect((await node.fetch(`/${ID}/nowhere/to~json@1.0`)).status).toBe(404);
});
it('deserialize and from read the body, or the key named as target', async () => {
  for (const read of ['deserialize', 'from']) {
    expect(await node.text(`/~json@1.0/${read}/plum/2`, post('{"plum":["p","q"]}'))).toBe('q');
    expect(await node.text(`/~json@1.0&text={"fig":7}/${read}&target=text/fig`)).toBe('7');
    expect(await node.failure(`/~json@1.0/${read}`, post('{"plum":'))).toBe('400 bad-json');
    expect(await node.failure(`/~json@1.0/${read}&target=absent`)).toBe('400 nothing-to-decode');
  }
});
it('content_type names the media type', async () => {
  expect(await node.text('/~json@1.0/content_type')).toBe('application/json');
});
