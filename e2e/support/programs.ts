/** Programs that several specs run: those of the playground's menu, and an example of the fixtures. */
import { readFileSync } from 'node:fs';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

export const COUNTER = read('../../src/examples/counter.lua');
export const HELLO = read('../fixtures/examples/hello.lua');
