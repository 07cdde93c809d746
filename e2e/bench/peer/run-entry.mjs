/**
 * One program in the peer, in a process of its own, started with `--experimental-wasm-memory64`:
 * `node run-entry.mjs <folder of the loader> <module.wasm> <source.lua> <action> <messages> <rounds>`. It takes and gives the
 * whole memory with every message, as it is meant to be used. Prints messages a second of each round as JSON.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [loader = '', wasm = '', source = '', action = '', messages, rounds] = process.argv.slice(2);
const load = createRequire(import.meta.url)(loader);

/** @param {string} text */
const pad = (text) => text.padEnd(43, '_');
/** @param {Record<string, string>} all */
const tags = (all) => Object.entries(all).map(([name, value]) => ({ name, value }));

const env = {
  Process: { Id: pad('PROCESS'), Owner: pad('OWNER'), Tags: tags({ 'Data-Protocol': 'ao', Type: 'Process' }) },
  Module: { Id: pad('MODULE'), Tags: [] },
};
const handle = await load(readFileSync(wasm), {
  format: 'wasm64-unknown-emscripten-draft_2024_02_15',
  ...{ inputEncoding: 'JSON-1', outputEncoding: 'JSON-1', extensions: [] },
  ...{ memoryLimit: '17179869184', computeLimit: '9000000000000' },
});

let memory = null;
let sent = 0;

/** @param {object} message @returns {Promise<number>} how many messages it sent */
async function run(message) {
  const common = { Target: env.Process.Id, Module: env.Module.Id, 'Block-Height': '1', Cron: false };
  const given = { ...common, Id: pad(`MSG-${sent}`), Timestamp: 1_700_000_000_000 + sent++, ...message };
  const result = await handle(memory, given, env);
  if (result.Error) throw new Error(JSON.stringify(result.Error));
  memory = result.Memory;
  return result.Messages.length;
}

const owner = { From: env.Process.Owner, Owner: env.Process.Owner };
await run({ ...owner, Id: env.Process.Id, Tags: env.Process.Tags, Data: '' });
await run({ ...owner, Tags: tags({ Action: 'Eval' }), Data: readFileSync(source, 'utf8') });

const rates = [];
for (let round = 0; round <= Number(rounds); round++) {
  const began = performance.now();
  for (let i = 0; i < Number(messages); i++) {
    const from = `holder-${(sent % 1000) + 1}`;
    const sending = { Action: action, Recipient: `holder-${((sent * 7) % 1000) + 1}`, Quantity: '3' };
    const Tags = tags({ ...sending, 'Data-Protocol': 'ao', Type: 'Message', Variant: 'ao.TN.1' });
    if ((await run({ From: from, Owner: from, Tags, Data: '' })) === 0) throw new Error('Nothing was sent.');
  }
  // The first round warms up.
  if (round > 0) rates.push(Number(messages) / ((performance.now() - began) / 1000));
}
console.log(JSON.stringify(rates));
