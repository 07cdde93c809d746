import { readFileSync } from 'node:fs';
import { createMachine } from '../machine.ts';
let buffer = '';
const m = createMachine({ print: (t) => { buffer += t + '\n'; } });
const src = readFileSync(process.argv[2]!, 'latin1');
try { m.call(m.load(src, '@' + process.argv[2]!.split('/').pop()), [], { gas: Infinity }); } catch (e: any) { buffer += 'ERR ' + e.message + '\n'; }
process.stdout.write(Buffer.from(buffer, 'latin1'));
