/**
 * Which handlers of a program of legacynet only read its state, so that nobody need ask them any more once the state is
 * patched, and what to add to the program for that (the documentation of patch@1.0, "Migrating from legacynet").
 */
import { literalText } from './ast.ts';
import type { Added } from './calls.ts';
import { cacheKeys, initialSync, sendLine, type CacheEntry } from './cache-keys.ts';
import { isParameter, type Effects } from './effects.ts';
import { Program } from './program.ts';

/** A handler that changes what another one reads. */
export interface Place {
  name: string;
  line: number;
}

export interface HandlerReport extends Place {
  /** It only reads the state and answers who asks: a read of the cache can take its place. */
  candidate: boolean;
  /** Why, or why not, in a sentence. */
  why: string;
  /** Parts of the state that it looks at and changes, as Lua writes them. */
  reads: string[];
  writes: string[];
  /** Of a candidate: the keys of the cache that answer in its place, at `/<process>~process@1.0/compute/cache/<key>`. */
  entries: CacheEntry[];
  /** What it answers is computed of these, and does not lie in the state as it is. */
  computed: boolean;
  /** The line to put where these are changed. Undefined when nothing changes them, or all is patched already. */
  send?: string;
  /** The handlers to put it into. */
  places: Place[];
  /** The lines for the end of the program. Undefined when it patches these as it is loaded. */
  initialSync?: string;
}

export interface Analysis {
  /** In the order of the text. */
  handlers: HandlerReport[];
  /** The lines for the end of the program, for all candidates together. Undefined when nothing is to be added. */
  initialSync?: string;
}

/** A text that is no Lua program. */
export interface NoProgram {
  error: { message: string; line: number };
}

/** Looks at a program without running it. What cannot be told for certain makes no candidate. */
export function analyse(source: string): Analysis | NoProgram {
  let program: Program;
  try {
    program = new Program(source);
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('line' in error)) throw error;
    return { error: { message: error.message.replace(/^\[\d+:\d+\] /, ''), line: Number(error.line) } };
  }
  const found = program.handlers.map((added) => seen(added, source, program)).sort((a, b) => a.line - b.line);
  const keys = cacheKeys([...new Set(found.flatMap(({ candidate, reads }) => (candidate ? reads : [])))].sort());
  const loaded = program.loading.patches;
  const handlers = found.map((one) => reportOf(one, found, keys, loaded));
  const all = entriesOf(
    [...keys.keys()].filter((part) => !isCovered(part, loaded)),
    keys,
  );
  return { handlers, ...(all.length > 0 ? { initialSync: initialSync(all) } : {}) };
}

/** A handler as it was found. */
interface Seen extends Place {
  effects: Effects;
  reads: string[];
  writes: string[];
  candidate: boolean;
}

function seen(added: Added, source: string, program: Program): Seen {
  const effects = program.effectsOf(added);
  const [reads, writes] = [effects.reads, effects.writes].map((parts) => partsOf(parts, program.state));
  const { replies, acts, unclear } = effects;
  const isQuiet = acts.size === 0 && unclear.size === 0 && effects.patches.size === 0;
  return {
    name: nameOf(added, source),
    line: added.line,
    effects,
    reads: reads ?? [],
    writes: writes ?? [],
    candidate: replies && isQuiet && writes?.length === 0 && (reads ?? []).length > 0,
  };
}

function nameOf({ name }: Added, source: string): string {
  return name === undefined ? 'a handler without a name' : (literalText(name) ?? source.slice(...name.range));
}

/** Those that belong to the state, none of which is a part of another. */
function partsOf(parts: ReadonlySet<string>, state: ReadonlySet<string>): string[] {
  const own = [...parts].filter((part) => !isParameter(part) && part !== 'InitialSync' && state.has(rootOf(part)));
  return own.filter((part) => !own.some((other) => other === rootOf(part) && other !== part)).sort();
}

const rootOf = (part: string): string => part.split('.', 1)[0] ?? part;

/** Whether one is the other, or a part of it. */
const touch = (a: string, b: string): boolean => a === b || a === rootOf(b) || b === rootOf(a);

const isCovered = (part: string, patches: ReadonlySet<string>): boolean => [...patches].some((one) => touch(one, part));

const entriesOf = (parts: readonly string[], keys: ReadonlyMap<string, string>): CacheEntry[] =>
  parts.map((value) => ({ key: keys.get(value) ?? value.toLowerCase(), value }));

function reportOf(
  { name, line, effects, reads, writes, candidate }: Seen,
  all: readonly Seen[],
  keys: ReadonlyMap<string, string>,
  loaded: ReadonlySet<string>,
): HandlerReport {
  const own = { name, line, candidate, reads, writes };
  const computed = candidate && effects.loops;
  const why = candidate ? reasonFor(reads, computed) : reasonAgainst(effects, writes);
  if (!candidate) return { ...own, why, entries: [], computed, places: [] };
  const changing = all.filter((other) => reads.some((part) => other.writes.some((written) => touch(written, part))));
  const lacking = (other: Seen): string[] =>
    reads.filter(
      (part) => other.writes.some((written) => touch(written, part)) && !isCovered(part, other.effects.patches),
    );
  const places = changing.filter((other) => lacking(other).length > 0);
  const sent = entriesOf(
    reads.filter((part) => places.some((other) => lacking(other).includes(part))),
    keys,
  );
  const first = entriesOf(
    reads.filter((part) => !isCovered(part, loaded)),
    keys,
  );
  return {
    ...own,
    why,
    computed,
    entries: entriesOf(reads, keys),
    places: places.map((place) => ({ name: place.name, line: place.line })),
    ...(sent.length > 0 ? { send: sendLine(sent) } : {}),
    ...(first.length > 0 ? { initialSync: initialSync(first) } : {}),
  };
}

const reasonFor = (reads: readonly string[], computed: boolean): string =>
  `It only reads ${listed(reads)} and answers who asks.${
    computed
      ? ' What it answers is computed: read what it is computed of, patch the answer itself, or compute it by a dynamic read.'
      : ''
  }`;

function reasonAgainst({ acts, unclear, patches, replies }: Effects, writes: readonly string[]): string {
  const does = [
    ...(writes.length > 0 ? [`changes ${listed(writes)}`] : []),
    ...acts,
    ...(writes.length === 0 && patches.size > 0 ? ['patches the cache'] : []),
  ];
  if (does.length > 0) return `It ${listed(does)}.`;
  if (unclear.size > 0) return `It ${listed([...unclear])}, of which this program does not say what it does.`;
  if (!replies) return 'It answers nobody.';
  return 'What it answers is no state of this program.';
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
