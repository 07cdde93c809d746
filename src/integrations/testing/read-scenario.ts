/** A scenario from its JSON text, with every mistake told by its place in the file. */
import { PocketbeamError, show } from '../../core/errors.ts';
import { isId } from '../../core/ids.ts';
import type { Plain } from '../../core/plain.ts';
import { parseJson } from './json-text.ts';
import type { Recording, Scenario, ScenarioProcess, SentMessage, Step } from './scenario.ts';
import { isPlainMap, type PlainMap } from './values.ts';

/**
 * @param name of a scenario that does not name itself.
 * @throws PocketbeamError `bad-json`; `bad-scenario`, with the JSON path of what is wrong as `details.path`.
 */
export function readScenario(text: string, name: string): Scenario {
  const json = parseJson(text);
  if (!isPlainMap(json)) throw bad('the file', 'is no JSON object');
  if (json.format !== 1)
    throw bad('format', `is ${shown(json.format)}`, 'This version reads format 1: write "format": 1.');
  const dialect = json.dialect ?? 'aos2';
  if (dialect !== 'aos2' && dialect !== 'hyper')
    throw bad('dialect', `is ${shown(dialect)}`, 'Write "aos2" or "hyper".');
  const processes = list(json, 'processes', readProcess);
  if (processes.length === 0) throw bad('processes', 'is empty', 'A scenario needs a process to send to.');
  const ids = new Set<string>();
  processes.forEach(({ id }, i) => {
    if (ids.has(id)) throw bad(`processes[${i}].id`, 'is that of another process too');
    ids.add(id);
  });
  const process = (of: PlainMap, path: string, key: string): string => {
    const id = word(of, path, key);
    if (ids.has(id)) return id;
    throw bad(`${path}.${key}`, `is ${shown(id)}, which is no process of this scenario`);
  };
  const start = json.start ?? {};
  if (!isPlainMap(start)) throw bad('start', 'is no object');
  const [strict, complete] = [optional(json, '', 'strict', 'boolean'), optional(json, '', 'complete', 'boolean')];
  return {
    name: optional(json, '', 'name', 'string') ?? name,
    description: optional(json, '', 'description', 'string') ?? '',
    dialect,
    ...(strict === undefined ? {} : { strict }),
    ...(complete === undefined ? {} : { complete }),
    start: { timestamp: integer(start, 'start', 'timestamp') ?? 0, height: integer(start, 'start', 'height') ?? 0 },
    processes,
    ...(json.modules === undefined ? {} : { modules: names(json.modules, 'modules') }),
    steps: list(json, 'steps', (step, path) => readStep(step, path, process)),
    ...readRecording(json, process),
  };
}

type ProcessOf = (of: PlainMap, path: string, key: string) => string;

function readProcess(process: PlainMap, path: string): ScenarioProcess {
  const id = word(process, path, 'id');
  if (!isId(id)) throw bad(`${path}.id`, `is ${shown(id)}`, 'Ids are 43 characters of A–Z a–z 0–9 - _.');
  const source = word(process, path, 'source');
  const module = optional(process, path, 'module', 'string');
  return {
    id,
    owner: word(process, path, 'owner'),
    name: optional(process, path, 'name', 'string') ?? source.replace(/^.*\/|\.lua$/g, ''),
    source,
    ...(process.files === undefined ? {} : { files: names(process.files, `${path}.files`) }),
    ...(module === undefined ? {} : { module }),
  };
}

function readStep(step: PlainMap, path: string, process: ProcessOf): Step {
  const tags = step.tags ?? {};
  if (!isPlainMap(tags)) throw bad(`${path}.tags`, 'is no object');
  for (const [name, value] of Object.entries(tags))
    if (typeof value !== 'string')
      throw bad(`${path}.tags.${name}`, `is ${shown(value)}`, 'Tags are texts: write numbers in quotes.');
  const data = optional(step, path, 'data', 'string');
  const [timestamp, height] = [integer(step, path, 'timestamp'), integer(step, path, 'height')];
  const cron = optional(step, path, 'cron', 'boolean');
  return {
    to: process(step, path, 'to'),
    from: word(step, path, 'from'),
    tags: tags as Record<string, string>,
    ...(data === undefined ? {} : { data }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(height === undefined ? {} : { height }),
    ...(cron === undefined ? {} : { cron }),
  };
}

/** The lists that a recording fills; one that is not there stays so. */
function readRecording(json: PlainMap, process: ProcessOf): Partial<Recording> {
  const recording: Partial<Recording> = {};
  if (json.slots !== undefined) {
    const { slots } = json;
    if (!isPlainMap(slots)) throw bad('slots', 'is no object');
    for (const key of Object.keys(slots)) {
      if (integer(slots, 'slots', key) !== undefined) process({ key }, 'slots', 'key');
    }
    recording.slots = slots as Record<string, number>;
  }
  const slotOf = (of: PlainMap, path: string): number => {
    const slot = integer(of, path, 'slot');
    if (slot === undefined) throw bad(`${path}.slot`, 'is missing');
    return slot;
  };
  if (json.expect !== undefined)
    recording.expect = list(json, 'expect', (one, path) => {
      const at = word(one, path, 'path');
      if (!at.startsWith('/')) throw bad(`${path}.path`, `is ${shown(at)}`, 'Begin it with a slash: "/cache/…".');
      if (one.value === undefined) throw bad(`${path}.value`, 'is missing');
      return { process: process(one, path, 'process'), slot: slotOf(one, path), path: at, value: one.value };
    });
  if (json.outbox !== undefined)
    recording.outbox = list(json, 'outbox', (one, path) => {
      const messages = list(one, 'messages', readSent, `${path}.`);
      return { process: process(one, path, 'process'), slot: slotOf(one, path), messages };
    });
  if (json.errors !== undefined)
    recording.errors = list(json, 'errors', (one, path) => {
      const contains = word(one, path, 'contains');
      return { process: process(one, path, 'process'), slot: slotOf(one, path), contains };
    });
  return recording;
}

function readSent(message: PlainMap, path: string): SentMessage {
  const { target = '', data, tags } = message;
  if (typeof target !== 'string' && target !== null) throw bad(`${path}.target`, `is ${shown(target)}`);
  if (tags !== undefined && !isPlainMap(tags)) throw bad(`${path}.tags`, 'is no object');
  return { target: target ?? '', ...(data === undefined ? {} : { data }), ...(tags ? { tags } : {}) };
}

function names(files: Plain, path: string): string[] {
  if (!Array.isArray(files)) throw bad(path, 'is no list');
  return files.map((file, i) => {
    if (typeof file !== 'string') throw bad(`${path}[${i}]`, `is ${shown(file)}, not the name of a file`);
    return file;
  });
}

function list<T>(of: PlainMap, key: string, read: (item: PlainMap, path: string) => T, prefix = ''): T[] {
  const items = of[key];
  if (items === undefined) throw bad(prefix + key, 'is missing');
  if (!Array.isArray(items)) throw bad(prefix + key, 'is no list');
  return items.map((item, i) => {
    const path = `${prefix}${key}[${i}]`;
    if (!isPlainMap(item)) throw bad(path, 'is no object');
    return read(item, path);
  });
}

function word(of: PlainMap, path: string, key: string): string {
  const value = optional(of, path, key, 'string');
  if (value === undefined) throw bad(`${path}.${key}`, 'is missing');
  return value;
}

interface Kinds {
  string: string;
  boolean: boolean;
}

function optional<K extends keyof Kinds>(of: PlainMap, path: string, key: string, kind: K): Kinds[K] | undefined {
  const value = of[key];
  if (value === undefined) return undefined;
  if (typeof value !== kind) throw bad(path ? `${path}.${key}` : key, `is ${shown(value)}, not a ${kind}`);
  return value as Kinds[K];
}

function integer(of: PlainMap, path: string, key: string): number | undefined {
  const value = of[key];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw bad(`${path}.${key}`, `is ${shown(value)}`, 'Give a whole number from 0.');
}

const shown = (value: Plain | undefined): string =>
  value === undefined ? 'missing' : show(typeof value === 'object' ? JSON.stringify(value) : value);

const bad = (path: string, what: string, next?: string): PocketbeamError =>
  new PocketbeamError('bad-scenario', `${path} ${what}.`, {
    ...(next === undefined ? {} : { next }),
    status: 400,
    details: { path },
  });
