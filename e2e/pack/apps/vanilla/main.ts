import { createPocketbeam } from 'pocketbeam';
import source from './counter.lua';

const pocketbeam = await createPocketbeam<{ count: number; names: Record<string, string> }>();
const process = await pocketbeam.spawn({ source });
const { slot } = await pocketbeam.message({ process, tags: { Action: 'Add', By: '2' } });
await pocketbeam.result({ process, slot });
const count: number | undefined = await pocketbeam.read(`/${process}~process@1.0/now/cache/count`);
const first: string | undefined = await pocketbeam.read(`/${process}~process@1.0/now/cache/names/first`);
console.assert(count === 2 && first === 'Ada');

/** What the page of the test reads. */
document.body.dataset.read = new URL(`${process}~process@1.0/now/cache/count`, document.baseURI).pathname;
pocketbeam.on('change', () => document.querySelector('output')?.append('*'));
