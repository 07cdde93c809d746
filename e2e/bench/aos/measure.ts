/** Measures both programs in both ways, in turns; started by main.mjs. */
import type { AosEnv, AosMessage } from '../../../src/core/ports/engine.ts';
import { createLuaEngine } from '../../../src/lua/engine.ts';
import { isList } from '../../../src/core/value.ts';
import { messageTable } from '../../../src/lua/aos/message-tables.ts';
import { fromLua } from '../../../src/lua/border.ts';
import { createMachine, loadWriter } from '../../../src/lua/machine.ts';
import { median, ratioOf } from '../statistics.mjs';
import bareSource from './bare.lua?raw';
import counter from './programs/counter.lua?raw';
import token from './programs/token.lua?raw';

/** Beyond this many times a loop over bare handlers that never leaves Lua the bench fails. */
const LIMIT = 6;

const [count = 20_000, rounds = 15] = process.argv.slice(2).map(Number);
const pad = (id: string): string => id.padEnd(43, '_');
const ID = pad('PROCESS');
const OWNER = pad('OWNER');

const tags = (all: Record<string, string>): { name: string; value: string }[] =>
  Object.entries(all).map(([name, value]) => ({ name, value }));

const env: AosEnv = {
  Process: { Id: ID, Owner: OWNER, Tags: tags({ 'Data-Protocol': 'ao', Type: 'Process', 'On-Boot': 'Data' }) },
  Module: { Id: pad('MODULE'), Tags: [] },
};

interface Program {
  name: string;
  source: string;
  action: string;
}

interface Sender {
  from: string;
  recipient: string;
}

const sender = (i: number): Sender => ({
  from: `holder-${(i % 1000) + 1}`,
  recipient: `holder-${((i * 7) % 1000) + 1}`,
});

/** One way of running a program: handles these messages. */
type Way = (messages: readonly AosMessage[]) => Promise<unknown>;

/** The message number `i` of a program, as the network gives it. */
function messageOf(i: number, action: string): AosMessage {
  const { from, recipient } = sender(i);
  const Tags = tags({
    ...{ Action: action, Recipient: recipient, Quantity: '3' },
    ...{ 'Data-Protocol': 'ao', Variant: 'ao.TN.1', Type: 'Message' },
  });
  return {
    ...{ Id: pad(`MSG-${i}`), Owner: from, From: from, Target: ID, Data: '', Tags, Nonce: i, Epoch: 0 },
    ...{ Timestamp: 1719240000000 + i, 'Block-Height': 1500000, Anchor: String(i), Module: pad('MODULE') },
  };
}

/** As a process runs: in a transaction, results taken out of Lua. */
async function aos({ source, action }: Program): Promise<Way> {
  const engine = createLuaEngine();
  let slot = 0;
  const spawn = { ...messageOf(0, action), Id: ID, Owner: OWNER, From: OWNER, Data: source, Tags: env.Process.Tags };
  const boot = await engine.run(ID, slot, spawn, env);
  if (boot.error) throw new Error(boot.error.message);
  return async (messages) => {
    for (const message of messages) {
      const result = await engine.run(ID, ++slot, message, env);
      if (result.error || result.messages.length === 0) throw new Error(result.error?.message ?? 'nothing was sent');
    }
  };
}

/**
 * The same in a bare list of handlers. `called`: the same message in the same way into Lua, and what is sent out of it.
 * Else a loop inside of Lua over tables with only what the program reads.
 */
function bare({ source, action }: Program, called: boolean): Way {
  const machine = createMachine();
  const [handle, loop] = machine.call(machine.load(bareSource, '@bare.lua'));
  machine.call(machine.load(source, '@program.lua'));
  if (!called) return ({ length }) => Promise.resolve(machine.call(loop, [length, 'holder-', action, 'holder-']));
  return async (messages) => {
    for (const message of messages) {
      const [outbox] = machine.call(handle, [messageTable(message, env, machine.runtime).table]);
      if (!isList(await Promise.resolve(fromLua(outbox, { floats: 'json' })))) throw new Error('nothing was sent');
    }
  };
}

const programs: Program[] = [
  { name: 'counter', source: counter, action: 'Inc' },
  { name: 'token, 1,000 balances, two notices and a patch', source: token, action: 'Transfer' },
];

await loadWriter();
console.log(`| µs per message | aos | bare, called | × | bare, a Lua loop | × |\n|---|---|---|---|---|---|`);
let worst = 0;
for (const program of programs) {
  // Made beforehand: that is the work of who sends them.
  const messages = Array.from({ length: count }, (_, i) => messageOf(i + 1, program.action));
  const ways = [await aos(program), bare(program, true), bare(program, false)];
  const times: [number][][] = ways.map(() => []);
  for (const way of ways) await way(messages);
  for (let round = 0; round < rounds; round++)
    for (const [i, way] of ways.entries()) {
      // Processor time: others at work on the machine do not count.
      const start = process.cpuUsage();
      await way(messages);
      const { user, system } = process.cpuUsage(start);
      times[i]?.push([(user + system) / count]);
    }
  const [whole = [], called = [], looped = []] = times;
  const [ofCalled, ofLooped] = [ratioOf(whole, called), ratioOf(whole, looped)];
  worst = Math.max(worst, ofLooped.value);
  const cells = [median(whole.flat()), median(called.flat()), ofCalled.value, median(looped.flat()), ofLooped.value];
  const band = `(${ofLooped.low.toFixed(1)}–${ofLooped.high.toFixed(1)})`;
  console.log(`| ${program.name} | ${cells.map((n) => n.toFixed(1)).join(' | ')} ${band} |`);
}
console.log(
  `\nMedians of ${rounds} rounds of ${count} messages, after one of warm-up, processor time. Limit: ${LIMIT} × a Lua loop.`,
);
if (!(worst <= LIMIT)) process.exitCode = 1;
