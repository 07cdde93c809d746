/**
 * The lines of an archive, each JSON.
 *
 *     { process }                   begins a process: with its tasks of the clock
 *     { slot }                      its slots in order: the message
 *     { result }                    … and what computing it gave, for the slots that are computed
 *     { message }                   a stored message that goes with the process
 *     { end: number of processes }
 */
import type { LuaResolved } from '../core/ports/engine.ts';
import type {
  Assignment,
  CronTask,
  Delivery,
  LiteralKey,
  SlotError,
  SlotOutput,
  SlotRecord,
} from '../core/ports/store.ts';
import type { Message, Value } from '../core/value.ts';
import { flag, list, mark, number, object, oneOf, optional, slotNumber, text, textMap, type Codec } from './codec.ts';
import { badArchive } from './faults.ts';
import { message, value } from './value-codec.ts';

/** What a slot sets in the public state, in order; `undefined` removes. */
export interface Step {
  path: string[];
  value: Value | undefined;
}

export interface ArchivedSlot {
  /** Its commitments are those that this node has signed the slot with. */
  assignment: Assignment;
  result?: Result;
}

/** What computing a slot gave. */
export interface Result {
  record: SlotRecord;
  steps: Step[];
  /** Where went what the slot sends; undefined when it was not pushed on. */
  deliveries?: Delivery[] | undefined;
}

export interface ArchivedProcess {
  process: string;
  name: string;
  strict?: true | undefined;
  shown?: number | undefined;
  /** First slot whose state is kept, where earlier ones were pruned. */
  kept?: number | undefined;
  /** The tasks of its Cron tags have begun: they do not begin again. */
  begun?: true | undefined;
  /** Of the clock, those that belong to it; undefined: none. */
  tasks?: CronTask[] | undefined;
  /** From 0, without gaps. */
  slots: ArchivedSlot[];
  /** Under their ids. */
  messages: [id: string, message: Message][];
}

interface Line {
  process?: Omit<ArchivedProcess, 'slots' | 'messages'> | undefined;
  slot?: Assignment | undefined;
  result?: Result | undefined;
  message?: { id: string; message: Message } | undefined;
  end?: number | undefined;
}

const assignment = object<Assignment>({
  slot: slotNumber,
  id: text,
  message,
  timestamp: number,
  height: number,
  anchor: text,
  claims: object<Assignment['claims']>({
    from: optional(text),
    owner: optional(text),
    module: optional(text),
    cron: optional(flag),
    process: optional(text),
  }),
  push: optional(number),
  chain: optional(text),
  commitments: optional(message),
});

const record = object<SlotRecord>({
  results: message,
  output: object<SlotOutput>({ data: text, prompt: text, print: optional(flag) }),
  messages: list(message),
  spawns: list(message),
  // A program may assign what is no message; it stands here, and nothing comes of it.
  assignments: list(value as Codec<Message>),
  error: optional(
    object<SlotError>({
      code: text,
      message: text,
      line: optional(number),
      handler: optional(text),
      report: optional(text),
    }),
  ),
  gas: optional(number),
  diagnostics: optional(list(text)),
  idle: optional(mark),
  literal: optional(list(object<LiteralKey>({ path: list(text), value, made: optional(list(text)) }))),
  resolved: optional(list(object<LuaResolved>({ status: text, value: optional(value) }))),
});

const delivery = object<Delivery>({
  kind: oneOf('message', 'spawn', 'assignment'),
  target: text,
  slot: optional(slotNumber),
  error: optional(object<NonNullable<Delivery['error']>>({ code: text, message: text })),
});

const task = object<CronTask>({
  id: text,
  process: optional(text),
  path: optional(text),
  tags: optional(textMap),
  due: number,
  every: optional(number),
  ran: optional(number),
  missed: optional(number),
});

const line = object<Line>({
  process: optional(
    object<NonNullable<Line['process']>>({
      process: text,
      name: text,
      strict: optional(mark),
      shown: optional(slotNumber),
      kept: optional(slotNumber),
      begun: optional(mark),
      tasks: optional(list(task)),
    }),
  ),
  slot: optional(assignment),
  result: optional(
    object<Result>({
      record,
      steps: list(object<Step>({ path: list(text), value: optional(value) })),
      deliveries: optional(list(delivery)),
    }),
  ),
  message: optional(object<NonNullable<Line['message']>>({ id: text, message })),
  end: optional(slotNumber),
});

/** @param processes may be made one after the other, as they are written. */
export async function* writeLines(processes: AsyncIterable<ArchivedProcess>): AsyncGenerator<string> {
  const print = (one: Line): string => JSON.stringify(line.write(one));
  let end = 0;
  for await (const { slots, messages, ...process } of processes) {
    yield print({ process });
    for (const { assignment, result } of slots) {
      yield print({ slot: assignment });
      if (result) yield print({ result });
    }
    for (const [id, message] of messages) yield print({ message: { id, message } });
    end++;
  }
  yield print({ end });
}

/** Deeper than any value that Lua can give (200 levels), in the lists and objects around it. */
const MAX_NESTING = 256;

/** @throws PocketbeamError `bad-archive`, and what `lines` throws. */
export async function readLines(lines: AsyncIterable<string>): Promise<ArchivedProcess[]> {
  const processes: ArchivedProcess[] = [];
  let [count, ended] = [0, false];
  for await (const one of lines) {
    const at = `line ${++count}`;
    if (ended) throw badArchive(`${at} comes after the end`);
    const read = line.read(parse(one, at), at);
    if (Object.keys(read).length !== 1) throw badArchive(`${at} is not of one kind`);
    ended = add(processes, read, at);
  }
  if (!ended) throw badArchive('its end is missing');
  return processes;
}

/** @returns whether the line is the last one. */
function add(processes: ArchivedProcess[], { process, slot, result, message, end }: Line, at: string): boolean {
  if (process) processes.push({ ...process, slots: [], messages: [] });
  const current = processes.at(-1);
  const last = current?.slots.at(-1);
  if (slot && current) {
    if (slot.slot !== current.slots.length) throw badArchive(`${at} is not slot ${current.slots.length}`);
    current.slots.push({ assignment: slot });
  } else if (result && current && last && !last.result) {
    if (current.slots.at(-2)?.result === undefined && current.slots.length > 1)
      throw badArchive(`${at} is computed, and the slot before is not`);
    last.result = result;
  } else if (message && current) current.messages.push([message.id, message.message]);
  else if (!process && end === undefined) throw badArchive(`${at} stands in no process, or twice`);
  if (end !== undefined && end !== processes.length) throw badArchive(`it has not ${processes.length} processes`);
  return end !== undefined;
}

function parse(json: string, at: string): unknown {
  // Before it is parsed: a line of opening brackets alone takes many times its size.
  if (nests(json)) throw badArchive(`${at} nests too deep`);
  try {
    return JSON.parse(json);
  } catch {
    throw badArchive(`${at} is no JSON`);
  }
}

/** Whether JSON nests deeper than {@link MAX_NESTING}. */
function nests(json: string): boolean {
  let [depth, inText] = [0, false];
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (c === '"') inText = !inText;
    else if (inText) {
      if (c === '\\') i++;
    } else if (c === '[' || c === '{') {
      if (++depth > MAX_NESTING) return true;
    } else if (c === ']' || c === '}') depth--;
  }
  return false;
}
