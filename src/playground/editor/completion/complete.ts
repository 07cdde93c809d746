/** What may come next in a Lua text. */
import { aosWords } from './aos-words.ts';
import { luaKeywords, luaWords } from './lua-words.ts';
import type { Word } from './word.ts';

export interface Choice {
  readonly label: string;
  /** What it takes. */
  readonly detail?: string;
  readonly info?: string;
  readonly kind: 'function' | 'constant' | 'keyword' | 'text';
}

const known: readonly Word[] = [...aosWords, ...luaWords];

/** Fewer letters than these ask for nothing. */
const MIN_LETTERS = 2;

/**
 * @param line the line up to the caret.
 * @param text the whole text: its own names are offered too.
 * @returns the choices, and how many characters before the caret they replace; undefined where nothing fits.
 */
export function complete(line: string, text: string): { back: number; choices: readonly Choice[] } | undefined {
  if (/^\s*--|--[^\n]*$/.test(line)) return undefined;
  const typed = /[A-Za-z_][\w.]*$/.exec(line)?.[0] ?? '';
  const dot = typed.lastIndexOf('.');
  if (dot < 0 && typed.length < MIN_LETTERS) return undefined;
  const path = typed.slice(0, dot + 1);
  const choices = dot < 0 ? [...roots, ...namesIn(text, typed)] : fieldsOf(path);
  return choices.length ? { back: typed.length - path.length, choices } : undefined;
}

/** All words that belong to no other; the others are offered by their first part. */
const roots: readonly Choice[] = [
  ...known.filter(({ name }) => !/[.[]/.test(name) || name.startsWith('require')).map((word) => choiceOf(word, '')),
  ...[...new Set(known.filter(({ name }) => /^\w+[.[]/.test(name)).map(({ name }) => name.split(/[.[]/)[0] ?? ''))].map(
    (label): Choice => ({ label, kind: 'constant' }),
  ),
  ...luaKeywords.map((label): Choice => ({ label, kind: 'keyword' })),
];

function fieldsOf(path: string): Choice[] {
  const below = known.filter(({ name }) => name.startsWith(path));
  const fields = below.filter(({ name }) => !name.slice(path.length).includes('.')).map((word) => choiceOf(word, path));
  const deeper = new Set(below.map(({ name }) => /^(\w+)\./.exec(name.slice(path.length))?.[1]).filter(Boolean));
  for (const { label } of fields) deeper.delete(label);
  return [...fields, ...[...deeper].map((label): Choice => ({ label: label ?? '', kind: 'constant' }))];
}

function choiceOf({ name, takes, about }: Word, path: string): Choice {
  return {
    label: name.slice(path.length),
    detail: takes,
    info: about,
    kind: takes.startsWith('(') ? 'function' : 'constant',
  };
}

/** Names that the text uses itself, but not the one that is being typed. */
function namesIn(text: string, typed: string): Choice[] {
  const names = new Set(text.match(/\b[A-Za-z_]\w{2,40}\b/g));
  for (const { label } of roots) names.delete(label);
  names.delete(typed);
  return [...names].map((label): Choice => ({ label, kind: 'text' }));
}
