/**
 * Runs an example of e2e/fixtures/examples (format 1: shared/examples/README.md) against any Pocketbeam and says where
 * it differs. Messages between the processes of one script need push@1.0, which is a later issue; these have none.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import type { MessageOptions, SlotResult, SpawnOptions } from '../../src/emulator/api.ts';

const FOLDER = fileURLToPath(new URL('../fixtures/examples', import.meta.url));

interface Step {
  to: string;
  from: string;
  tags: Record<string, string>;
  data?: string;
  timestamp?: number;
  height?: number;
}

interface OutboxMessage {
  target: string;
  data?: string;
  tags?: Record<string, string>;
}

export interface Scenario {
  name: string;
  dialect: 'aos2' | 'hyper';
  start: { timestamp: number; height: number };
  processes: { id: string; owner: string; name: string; source: string }[];
  steps: Step[];
  slots: Record<string, number>;
  expect: { process: string; slot: number; path: string; value: unknown }[];
  outbox: { process: string; slot: number; messages: OutboxMessage[] }[];
  errors: { process: string; slot: number; contains: string }[];
}

/** What a scenario needs of a Pocketbeam. */
export interface Target {
  spawn(options: SpawnOptions): Promise<string>;
  message(options: MessageOptions): Promise<{ slot: number }>;
  result(options: { process: string; slot: number }): Promise<SlotResult>;
  /** GET of a path; undefined for 404. */
  get(path: string): Promise<string | undefined>;
}

/** The aos2 scenarios of the fixtures, by name. */
export function scenarios(): Scenario[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const scenario = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Scenario;
      for (const process of scenario.processes)
        process.source = readFileSync(path.join(FOLDER, process.source), 'utf8');
      return scenario;
    })
    .filter(({ dialect }) => dialect === 'aos2');
}

const padded = (text: string): string => text.padEnd(43, '_');

/** Plays the scenario and returns what came out, in the form of its expectations. */
export async function play(
  scenario: Scenario,
  target: Target,
): Promise<Pick<Scenario, 'slots' | 'expect' | 'outbox' | 'errors'>> {
  const clock = { ...scenario.start };
  const owners = new Map(scenario.processes.map(({ id, owner }) => [id, owner]));
  const seen: Pick<Scenario, 'slots' | 'expect' | 'outbox' | 'errors'> = {
    slots: {},
    expect: [],
    outbox: [],
    errors: [],
  };
  const last = new Map<string, string>();
  let ids = 0;

  const look = async (process: string, slot: number): Promise<void> => {
    seen.slots[process] = slot;
    const { messages, error } = await target.result({ process, slot });
    const sent = messages
      .map((message) => outboxOf(message as unknown as AosOut))
      .filter((message) => message !== undefined);
    if (sent.length) seen.outbox.push({ process, slot, messages: sent });
    const expected = scenario.errors.find((one) => one.process === process && one.slot === slot);
    if (error) {
      const contains = expected && error.message.includes(expected.contains) ? expected.contains : error.message;
      seen.errors.push({ process, slot, contains });
    }
    const keys = new Set(scenario.expect.filter((one) => one.process === process).map((one) => one.path));
    for (const key of keys) {
      const json = await target.get(`/${process}~process@1.0/compute&slot=${slot}${key}/serialize~json@1.0`);
      const value: unknown = json === undefined ? undefined : valueOf(json);
      const text = JSON.stringify(value);
      if (last.get(process + key) === text) continue;
      last.set(process + key, text);
      seen.expect.push({ path: key, process, slot, value });
    }
  };

  for (const { id, name, owner, source } of scenario.processes) {
    ids++;
    await target.spawn({
      id,
      name,
      owner,
      source,
      ...clock,
      authority: padded('AUTHORITY-mu'),
      module: padded('MODULE-aos'),
    });
    await look(id, 0);
  }
  for (const { to, from, tags, data = '', timestamp, height } of scenario.steps) {
    if (timestamp !== undefined) clock.timestamp = timestamp;
    if (height !== undefined) clock.height = height;
    const { slot } = await target.message({
      process: to,
      id: padded(`MSG-${++ids}`),
      from,
      owner: owners.get(from) ?? from,
      tags,
      data,
      ...clock,
    });
    await look(to, slot);
  }
  return seen;
}

interface AosOut {
  Target: string;
  Data?: string;
  Tags?: { name: string; value: unknown }[];
}

const ENVELOPE = new Set([
  ...['data-protocol', 'variant', 'type', 'reference', 'anchor', 'from-process', 'from-module'],
]);

/** A sent message as the scenario lists it; undefined for a patch. */
function outboxOf({ Target: target, Data: data, Tags: list = [] }: AosOut): OutboxMessage | undefined {
  const tags = Object.fromEntries(list.map(({ name, value }) => [name.toLowerCase(), value]));
  if (tags.device === 'patch@1.0') return undefined;
  const own = Object.entries(tags).filter(([name]) => !ENVELOPE.has(name)) as [string, string][];
  return {
    ...(data === undefined ? {} : { data }),
    ...(own.length ? { tags: Object.fromEntries(own) } : {}),
    target,
  };
}

/** The value in a JSON answer: of a leaf its body, of a list its numbered items, of a map its keys. */
function valueOf(json: string): unknown {
  const { device: _, ...value } = JSON.parse(json) as Record<string, unknown>;
  if (value['ao-result'] === 'body') return value.body;
  const keys = Object.keys(value);
  return keys.every((key, i) => key === String(i + 1)) ? Object.values(value) : value;
}
