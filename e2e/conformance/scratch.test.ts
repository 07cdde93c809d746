import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { Atom, binary, type Value } from '../../src/core/value.ts';
import { unsignedId } from '../../src/codecs/message-id.ts';
const conv = (v: any): Value => typeof v === 'string' ? binary(v) : v === null ? new Atom('null') : Array.isArray(v) ? v.map(conv) : typeof v === 'object' ? ('#bin' in v ? Buffer.from(v['#bin'], 'base64').toString('latin1') : new Map(Object.entries(v).map(([k, x]) => [binary(k), conv(x)]))) : v;
it('x', async () => {
  const seen = new Set();
  const d = JSON.parse(readFileSync('e2e/fixtures/conformance/02-codecs-and-encoding.json', 'utf8'));
  for (const c of d.cases) {
    if (!c.setup?.stored || seen.has(c.setup.id)) continue;
    seen.add(c.setup.id);
    const id = await unsignedId(conv(c.setup.stored) as any);
    console.log(id === c.setup.id ? 'ok ' : 'BAD', c.name, id, c.setup.id);
  }
  const s = JSON.parse(readFileSync('e2e/fixtures/conformance/07-process-endpoints-and-dynamic-reads.json', 'utf8')).sessions[0].steps.filter((x: any) => x.store);
  for (const x of s) console.log(x.store.id, x.store.signed, await unsignedId(conv(x.store.message) as any), JSON.stringify(x.store.message).slice(0,100));
});
