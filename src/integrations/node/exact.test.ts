/** 12-decimal amounts, integers beyond 2^53 and millisecond timestamps are exact from Lua to the answer. */
import { expect, it } from 'vitest';
import { EXACT, published, READ, SPAWNED, TRANSFER, TRANSFERRED } from '../../../e2e/support/exact.ts';
import { createNodePocketbeam } from './node-pocketbeam.ts';

it('numbers are exact in Node, over the handler and the local API', async () => {
  const { api, handle, close } = await createNodePocketbeam();
  const process = await api.spawn({ source: EXACT });
  const body = async (path: string): Promise<string> => {
    const response = await handle(new Request(`http://localhost/${process}~process@1.0/${path}`));
    expect(response?.status, path).toBe(200);
    return (response as Response).text();
  };
  const check = async (at: string, expected: Record<string, string>): Promise<void> => {
    const seen: Record<string, string> = {};
    for (const key of Object.keys(expected)) seen[key] = await body(`${at}/cache/${key}`);
    expect(seen).toEqual(expected);
  };
  await check('now', published(SPAWNED.ann, SPAWNED.bob, 1719240000123));
  const { slot } = await api.message({ process, tags: TRANSFER, timestamp: 1719999999999 });
  expect((await api.result({ process, slot })).error).toBeUndefined();
  await check('now', published(TRANSFERRED.ann, TRANSFERRED.bob, 1719999999999));
  await check('compute&slot=0', published(SPAWNED.ann, SPAWNED.bob, 1719240000123));
  for (const [key, value] of Object.entries(READ))
    expect(await api.read(`/${process}~process@1.0/now/cache/${key}`), key).toBe(value);
  expect(await api.read(`/${process}~process@1.0/now/cache/ann`)).toBe(Number(TRANSFERRED.ann));
  const json = await body('now/cache/serialize~json@1.0');
  expect(json).toContain('"odd":9007199254740993');
  expect(json).toContain('"most":9223372036854775807');
  await close();
});
