/**
 * The samples of the documentation: fenced blocks with the word `sample` behind their language.
 *
 *     ```lua sample=token.lua     a program: must run; `./token.lua` for the other samples of the page
 *     ```js sample=node           runs in Node
 *     ```js sample=page           runs in a page, with the variables of the page's samples before it
 *     ```ts sample=playwright     a file of tests
 *     ```ts sample=types          must be free of type errors, as all samples in TypeScript must
 *
 * In those that run, `expression; // → value` says what the expression gives, as JSON.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Sample {
  language: string;
  /** What stands behind `sample=`. */
  kind: string;
  code: string;
  /** Line in the page, from 1. */
  line: number;
}

export interface Page {
  /** Path from the root of the project. */
  file: string;
  samples: readonly Sample[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const BLOCK = /^```(\w+) sample=([\w./-]+)\n([\s\S]*?)^```$/gm;

/** README.md and the guides, those with samples. */
export function documentedPages(): Page[] {
  const guides = readdirSync(path.join(root, 'src/docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...guides.map((name) => `src/docs/${name}`)]
    .map((file) => ({ file, samples: samplesOf(readFileSync(path.join(root, file), 'utf8')) }))
    .filter(({ samples }) => samples.length > 0);
}

export function samplesOf(markdown: string): Sample[] {
  return [...markdown.matchAll(BLOCK)].map(([, language = '', kind = '', code = ''], at, all) => ({
    ...{ language, kind, code },
    line: markdown.slice(0, all[at]?.index).split('\n').length,
  }));
}

/** The Lua files of a page by their names. */
export const programsOf = ({ samples }: Page): [string, string][] =>
  samples.flatMap(({ language, kind, code }) => (language === 'lua' ? [[kind, code]] : []));

/** The samples of a page of one kind, as one program: each may use what those before it have declared. */
export function scriptOf({ samples }: Page, kind: string): string | undefined {
  const codes = samples.filter((sample) => sample.kind === kind).map(({ code }) => code);
  return codes.length === 0 ? undefined : codes.map(withExpectations).join('\n');
}

const EXPECTATION = /^(\s*)((?:const (\w+) = )?)(\S.*);\s*\/\/ → (.+)$/gm;

/** With `expected(given, value)` in place of what a comment says. */
function withExpectations(code: string): string {
  return code.replace(
    EXPECTATION,
    (_, indent: string, declared: string, name: string | undefined, given: string, value) =>
      declared
        ? `${indent}${declared}${given};\nexpected(${name}, ${value});`
        : `${indent}expected(${given}, ${value});`,
  );
}
