/**
 * For tests: one aos process that takes messages one after another, with the ids and defaults of the scenario format
 * (shared/examples/README.md).
 */
import type { AosEnv, AosMessage, AosResult, AosTag } from '../../core/ports/engine.ts';
import type { Message, Value } from '../../core/value.ts';
import { loadAlgorithms } from '../lib/crypto/crypto.ts';
import { createMachine, type Machine, type MachineOptions } from '../machine.ts';
import { createAosProcess, type AosProcess } from './aos-process.ts';

// An engine loads them when they are asked for; here machines run without one.
await loadAlgorithms();

export const pad = (id: string): string => id.padEnd(43, '_');
export const OWNER = pad('OWNER');
export const OTHER = pad('OTHER');
export const AUTHORITY = pad('AUTHORITY-mu');

export interface Sent {
  from?: string;
  owner?: string;
  target?: string;
  data?: Value;
  tags?: Readonly<Record<string, Value>>;
  /** Instead of `tags` and the envelope tags. */
  tagList?: readonly AosTag[];
  id?: string;
  timestamp?: Value;
  height?: Value;
  cron?: boolean;
}

export class TestProcess {
  readonly machine: Machine;
  readonly process: AosProcess;
  slot = 0;
  private readonly env: AosEnv;

  constructor(
    readonly id: string = pad('PROCESS'),
    readonly owner: string = OWNER,
    tags: Readonly<Record<string, string>> = {},
    options: MachineOptions = {},
  ) {
    this.machine = createMachine(options);
    this.process = createAosProcess(this.machine);
    const all = {
      'Data-Protocol': 'ao',
      Type: 'Process',
      Name: 'test',
      'On-Boot': 'Data',
      Authority: AUTHORITY,
      ...tags,
    };
    this.env = { Process: { Id: id, Owner: owner, Tags: tagList(all) }, Module: { Id: pad('MODULE-aos'), Tags: [] } };
  }

  /** Slot 0. */
  spawn(source: string, options: Sent = {}): AosResult {
    return this.send({ ...options, id: this.id, from: this.owner, data: source, tagList: this.env.Process.Tags });
  }

  eval(code: string): AosResult {
    return this.send({ from: this.owner, data: code, tags: { Action: 'Eval' } });
  }

  send({ from = OTHER, owner = from, target = this.id, data = '', tags = {}, id, ...rest }: Sent = {}): AosResult {
    const slot = this.slot++;
    const envelope = { 'Data-Protocol': 'ao', Variant: 'ao.TN.1', Type: 'Message' };
    const message: AosMessage = {
      Id: id ?? pad(`MSG-${slot}`),
      From: from,
      Owner: owner,
      Target: target,
      Data: data,
      Tags: rest.tagList ?? tagList({ ...tags, ...envelope }),
      Timestamp: rest.timestamp ?? 1719240000000,
      'Block-Height': rest.height ?? 1500000,
      Nonce: slot,
      ...(rest.cron && { Cron: true }),
    };
    return this.process.handle(message, this.env);
  }
}

export function tagList(tags: Readonly<Record<string, Value>>): AosTag[] {
  return Object.entries(tags).map(([name, value]) => ({ name, value }));
}

/** Spawns a process with this source and fails the test if that fails. */
export function spawned(source: string, tags?: Readonly<Record<string, string>>): TestProcess {
  const process = new TestProcess(undefined, undefined, tags);
  const { error } = process.spawn(source);
  if (error) throw new Error(error.message);
  return process;
}

/** What was printed, without colours. */
export function printed(result: AosResult): string {
  return result.output.data.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
}

/** The tags of an outbox message; the last of a name. */
export function tagsOf(message: Message | undefined): Map<string, Value> {
  const list = (message?.get('Tags') ?? []) as Map<string, Value>[];
  return new Map(list.map((tag) => [tag.get('name') as string, tag.get('value') as Value]));
}

/** The values of `cache` that a result patches, in order. */
export function patches(result: AosResult): Value[] {
  const all = result.messages.map(tagsOf).filter((tags) => tags.get('device') === 'patch@1.0');
  return all.map((tags) => tags.get('cache') as Value);
}

/** An AO-Core value as plain JSON data: maps become objects. */
export function plain(value: Value | undefined): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object') return 'n' in value ? value.n : value.name;
  return value;
}

/** The value of a Lua expression in the process, as an Eval prints it. */
export function valueIn(process: TestProcess, expression: string): string {
  const result = process.eval(expression);
  if (result.error) throw new Error(result.error.message);
  return printed(result);
}
