import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { createStackNode, RUNNER } from '../support/stack-node.ts';
const SKIP = new Set(['access-control-allow-methods','access-control-allow-origin','access-control-expose-headers','content-length','date','server','etag','cache-control','x-content-type-options','content-security-policy','vary','signature','signature-input','status']);
const shows = (h: Headers): string => [...h].filter(([k]) => !SKIP.has(k) && !k.startsWith('pocketbeam-s')).map(([k, v]) => `${k}: ${v.slice(0,160)}`).join(' | ');
const V: Record<string,string> = { f:'false', nul:'nil', big:'999999999999999', big2:'-999999999999999', over:'1000000000000000', max:'math.maxinteger', negz:'-0.0', inf:'1/0', nan:'0/0', tiny:'5e-324', third:'1/3', e15:'1e15', e16:'1e16',e22:'1e22', e300:'1.7976931348623157e308', small:'1e-7', f123:'123456.789', emptytab:'{}', strarr:'{"a","b"}', map:'{a=1,b="x",deep={er={still="yes"}}}', arrofmaps:'{{a=1},{b=2}}', mixed:'{1,"two",3.5,true}', mixedmap:'{1,{a=2},"x"}', mapfirst:'{{a=2},1,"x"}', nestedempty:'{{},{}}', listinmap:'{l={1,{2,{3}}}}', multi:'"l1\\nl2"', bin:'"\\0\\1\\255"', bin2:'"\\200\\201"', tab:'"a\\tb"', sp:'"  lead trail  "', onespace:'" "', q:"'\"'", listq:'{"a\\"b","c\\\\d",""}', emptyinmap:'{e="",m={},n=1}', boolmap:'{t=true,f=false}', fn:'print', deeparr:'{{{1}}}', strnum:'{["1"]="a",["2"]="b"}', strnum0:'{["0"]="a",["1"]="b"}', holes:'{1,nil,3}', floatkeys:'{[1.5]="x"}', negkeys:'{[-1]="x"}', boolkeys:'{[true]="x"}', long4096:'string.rep("z",4096)', long4097:'string.rep("z",4097)', maplong:'{a=string.rep("z",4097),b=1}', mapbody:'{body="B",x=1}', mapdata:'{data="D",x=1}', nestbody:'{n={body="B"}}', nestbody2:'{n={body="B",y=1}}', deepbody:'{n={body={z=1}}}', listofemptystr:'{""}', listbool:'{true,false}', datamap:'{data={z=1},x="y"}', bodymap:'{body={z=1},x="y"}', bodydata:'{body="B",data="D"}' };
it.each([true, false])('types strict=%s', { timeout: 300000 }, async (strict) => {
  const out: string[] = [];
  const node = await createStackNode({ strict, onDemand: true } as never);
  for (const [name, lua] of Object.entries(V)) {
    const p = await node.spawn(RUNNER, { marker: name });
    await node.send(p, { run: `return { p1 = { method = "PATCH", cache = { ["t-x"] = ${lua}, o = "o" } } }` });
    out.push(`--- ${name} = ${lua}`);
    for (const path of ['now/cache/t-x', 'now/cache/t-x/serialize~json@1.0', 'now/cache', 'compute/cache/serialize~json@1.0', 'compute&slot=1/cache/t-x', 'now/cache/t-x/1','now/cache/t-x/keys']) {
      try {
        const r = await node.fetch(`/${p}~process@1.0/${path}`);
        const b = Buffer.from(await r.arrayBuffer()).toString('latin1');
        out.push(`   ${path.slice(0,40).padEnd(36)} ${r.status} ${shows(r.headers)} || ${JSON.stringify(b.slice(0, 330))}`);
      } catch (e) { out.push(`   ${path} THREW ${String(e)}`); }
    }
  }
  writeFileSync(`/tmp/sweep/types-${strict}.txt`, out.join('\n'));
  await node.close();
});
