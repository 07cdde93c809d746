import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { createStackNode, RUNNER } from '../support/stack-node.ts';
const SKIP = new Set(['access-control-allow-methods','access-control-allow-origin','content-digest','content-length','date','server','etag','cache-control','x-content-type-options','content-security-policy','pocketbeam-slot','slot-header','vary','signature','signature-input']);
const shows = (h: Headers): string => [...h].filter(([k]) => !SKIP.has(k) && !(k === 'status')).map(([k, v]) => `${k}: ${v.slice(0,200)}`).join(' | ');
const KEYS = ['set','get','info','test','committers','ao-types','device','private','private-x','priv-y','now','slot','inline-body-key','commitments','signature','etag','host','date','server','connection','cookie','set-cookie','cache-control','content-encoding','content-digest','content-disposition','accept','with,comma','with=eq','with(paren','with+plus','with%25','with%','UPPER','under_score','with~tilde',"with'q",'with*star','with\\nnl','with|bar','1','0','01','-1','results','outbox','process','at-slot','target','type','count','B'.repeat(42),'C'.repeat(32),'Dd'.repeat(21)+'e','trailing ',' leading','a//b','/a','a/','~x','x~y@1.0','ao-ids','ao-result','ao-body-key','snapshot','initialized','a/b/c','A/B','reference','.','..','x-y','keep-alive','upgrade','te','trailer','proxy-authenticate','www-authenticate','age','expires','link','vary','allow','access-control-allow-headers','access-control-expose-headers','content-location','content-language','refresh','patch','push','json','message','dev'];
it.each([true, false])('keys strict=%s', { timeout: 300000 }, async (strict) => {
  const out: string[] = [];
  const node = await createStackNode({ strict, onDemand: true } as never);
  for (const key of KEYS) {
    const p = await node.spawn(RUNNER, { marker: key.replace(/[^\w-]/g, '.') });
    await node.send(p, { run: `return { p1 = { method = "PATCH", cache = { ["${key}"] = "V", other = "o" } } }` });
    out.push(`--- ${key}`);
    const k = encodeURIComponent(key.replace('\\n', '\n'));
    for (const path of [`now/cache/${k}`, `compute/cache/${encodeURIComponent(key.toUpperCase())}`, 'now/cache', 'now/cache/serialize~json@1.0', 'now/cache/other']) {
      try {
        const r = await node.fetch(`/${p}~process@1.0/${path}`);
        out.push(`   ${path.slice(0,40).padEnd(36)} ${r.status} ${shows(r.headers)} || ${JSON.stringify((await r.text()).slice(0, 160))}`);
      } catch (e) { out.push(`   ${path} THREW ${String(e)}`); }
    }
  }
  writeFileSync(`/tmp/sweep/keys-${strict}.txt`, out.join('\n'));
  await node.close();
});
