/** Prints what it reads of a process, and what the pure part makes of a path. */
import { readFile } from 'node:fs/promises';
import { parseHyperPath, printHyperPath } from 'pocketbeam/core';
import { createNodePocketbeam } from 'pocketbeam/node';

const { api, close } = await createNodePocketbeam();
const process = await api.spawn({ source: await readFile('counter.lua', 'utf8') });
await api.message({ process, tags: { Action: 'Add', By: '2' } });
const count = await api.read(`/${process}~process@1.0/now/cache/count`);
console.log(`${count} ${printHyperPath(parseHyperPath('/~meta@1.0/info?a=1'))}`);
await close();
