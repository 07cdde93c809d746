/** Plays a scenario on a Pocketbeam: spawns, sends, pushes, and looks at every slot. */
import { PocketbeamError, toPocketbeamError } from '../../core/errors.ts';
import type { Plain } from '../../core/plain.ts';
import type { LocalApi, SlotResult } from '../../emulator/api.ts';
import { errorText } from './errors.ts';
import { HYPER_RUNTIME, hyperModules } from './hyper.ts';
import { parseJson } from './json-text.ts';
import type { Scenario, Sources } from './scenario.ts';
import { sentBy, type Sent } from './sent.ts';
import { isPlainMap, type PlainMap } from './values.ts';

/** What a scenario needs of a Pocketbeam: three calls of its local API, and answers to requests. */
export interface Target extends Pick<LocalApi, 'spawn' | 'message' | 'result'> {
  /** @param path a HyperPATH. @param init by default a GET. */
  fetch(path: string, init?: PlainRequest): Promise<{ status: number; body: string }>;
}

/** Plain data, so that it can be handed into a page. */
export interface PlainRequest {
  method: string;
  headers: Record<string, string>;
  body: string;
}

/** What one slot gave. */
export interface Delivery {
  process: string;
  slot: number;
  /** Everything below `/cache`, as read over HyperPATH at this slot. */
  cache: PlainMap;
  outbox: Sent[];
  /** What the program printed. */
  output: string;
  /** Text of the error, positions left out. */
  error: string | undefined;
}

const padded = (text: string): string => text.padEnd(43, '_');
/** Who vouches for messages between processes. */
const AUTHORITY = padded('AUTHORITY-mu');
const MODULE = padded('MODULE-aos');

/** More messages than this come of programs that answer each other for ever. */
const MOST_DELIVERIES = 10_000;

/**
 * Plays all steps.
 * @param sources the Lua files that the scenario names.
 * @returns every slot, in the order of delivery.
 * @throws PocketbeamError `endless-scenario`
 */
export async function play(scenario: Scenario, sources: Sources, target: Target): Promise<Delivery[]> {
  const { dialect, strict = false } = scenario;
  const clock = { ...scenario.start };
  const known = new Set(scenario.processes.map(({ id }) => id));
  const deliveries: Delivery[] = [];
  const queue: { from: string; to: string; sent: Sent }[] = [];
  let count = 0;

  const look = async (process: string, slot: number): Promise<void> => {
    const result = await resultOf(target, process, slot);
    const outbox = sentBy(result, dialect);
    deliveries.push({
      process,
      slot,
      cache: await cacheAt(target, process, slot),
      outbox,
      output: result.output.data,
      error: errorText(result, dialect),
    });
    for (const sent of outbox)
      if (known.has(sent.listed.target)) queue.push({ from: process, to: sent.listed.target, sent });
  };

  /** @param options all but what every message has. */
  const deliver = async (
    process: string,
    identity: { from: string; owner: string },
    options: { tags: { name: string; value: string }[]; data: string; cron?: boolean },
  ): Promise<void> => {
    if (++count > MOST_DELIVERIES)
      throw new PocketbeamError('endless-scenario', `More than ${MOST_DELIVERIES} messages were sent.`, {
        cause: 'Processes of the scenario answer each other without end.',
        next: 'Let one of them stop answering.',
      });
    const id = padded(`MSG-${count}`);
    const { slot } = await target.message({ ...options, ...identity, ...clock, process, id, push: false });
    await look(process, slot);
  };

  const drain = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { from, to, sent } = next;
      // With an underscore, which aos turns into a dash: nodes keep a from-process of the message to themselves.
      const name = dialect === 'aos2' ? 'From_Process' : 'from-process';
      const tags = [...sent.pushed.tags, { name, value: from }];
      await deliver(to, { from, owner: AUTHORITY }, { tags, data: sent.pushed.data });
    }
  };

  for (const { id, name, owner, source, files, module = HYPER_RUNTIME } of scenario.processes) {
    count++;
    const spawned = target.spawn({
      ...{ id, name, owner, authority: AUTHORITY, strict, push: false, ...clock, source: textOf(sources, source) },
      ...(files ? { files: Object.fromEntries(files.map((file) => [file, textOf(sources, file)])) } : {}),
      // In strict mode no other module than the built-in one is believed.
      ...(dialect === 'aos2' && !strict ? { module: MODULE } : {}),
      ...(dialect === 'hyper' ? { module: hyperModules(module, (file) => textOf(sources, file)) } : {}),
    });
    // Such a process exists; its slots tell why they fail.
    await spawned.catch((error: unknown) => {
      if (toPocketbeamError(error).code !== 'slot-failed') throw error;
    });
    await look(id, 0);
  }
  await drain();
  for (const { to, from, tags, data = '', timestamp, height, cron } of scenario.steps) {
    if (timestamp !== undefined) clock.timestamp = timestamp;
    if (height !== undefined) clock.height = height;
    const list = Object.entries(tags).map(([name, value]) => ({ name, value }));
    const variant = dialect === 'aos2' ? [{ name: 'Variant', value: 'ao.TN.1' }] : [];
    await deliver(to, { from, owner: from }, { tags: [...variant, ...list], data, ...(cron ? { cron } : {}) });
    await drain();
  }
  return deliveries;
}

function textOf(sources: Sources, name: string): string {
  const text = sources.get(name);
  if (text === undefined) throw new PocketbeamError('unreadable-file', `The source ${name} was not given.`);
  return text;
}

/** In strict mode a slot that a real node gets stuck at has no result; why is its error. */
async function resultOf(target: Target, process: string, slot: number): Promise<SlotResult> {
  try {
    return await target.result({ process, slot });
  } catch (thrown) {
    const { code, message } = toPocketbeamError(thrown);
    const output = { data: '', prompt: '' };
    return { slot, output, messages: [], spawns: [], assignments: [], error: { code, message } };
  }
}

/** Everything below `/cache`: empty where nothing was patched yet. */
async function cacheAt(target: Target, process: string, slot: number): Promise<PlainMap> {
  const { status, body } = await target.fetch(`/${process}~process@1.0/compute&slot=${slot}/cache/serialize~json@1.0`);
  if (status !== 200) return {};
  const cache = parseJson(body);
  if (!isPlainMap(cache)) return {};
  const { device: _, ...keys } = cache;
  return keys;
}

/** The value in a JSON answer: of a leaf its body, of a list its numbered items, of a map its keys. */
export function valueOf(json: string): Plain {
  const answer = parseJson(json);
  if (!isPlainMap(answer)) return answer;
  const { device: _, ...value } = answer;
  if (value['ao-result'] === 'body') return value.body ?? null;
  const keys = Object.keys(value);
  return keys.every((key, i) => key === String(i + 1)) ? Object.values(value) : value;
}
