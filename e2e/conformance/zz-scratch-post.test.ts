import { createNodePocketbeam } from '../../src/integrations/node/node-pocketbeam.ts';
import { it } from 'vitest'; it('x', async () => {
const beam = await createNodePocketbeam();
const process = await beam.api.spawn({ source: 'x=1' } as never);
const r = await beam.handle(new Request('http://localhost/' + process + '~process@1.0/schedule', { method: 'POST', headers: { action: 'Eval' }, body: 'Count = 9' }));
console.log('R', r!.status, (await r!.text()).slice(0, 300));
}, 100000);
