/** The lines of src/devices/differences.md: which recorded steps a row of the table of permitted differences covers. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Every row of the table in spec/hyperbeam.md, by its diagnostic or a name of ours, with words by which it is found there. */
export const ROWS: Readonly<Record<string, string>> = {
  'implicit-compute': '`implicit-compute`',
  navigation: 'answered to a *navigation*',
  'boolean-leaf': '`boolean-leaf`',
  'large-integer': '`large-integer`',
  'list-outbox': '`list-outbox`',
  'failed-slot': '`failed-slot`',
  'patch-order': '`patch-order`',
  'patch-envelope': '`patch-envelope`',
  'accept-json': '`accept: application/json`',
  'json-of-part': '`X~json@1.0/serialize` on a sub-key',
  'unsafe-header': '`unsafe-header`',
  'map-as-headers': '`map-as-headers`',
  'reserved-key': '`reserved-key`',
  'case-collision': '`case-collision`',
  'error-texts': '404 and 500 texts',
  'bad-slot': '`bad-slot`',
  'root-page': '`/`, hyperbuddy',
  'module-substituted': '`module-substituted`',
  'empty-key': '`empty-key`',
  'slot-forms': '`results=N` as slot forms',
};

export interface Line {
  row: string;
  patterns: RegExp[];
}

/** What covers a step; undefined: nothing does. */
export function rowOf(lines: readonly Line[], step: string): string | undefined {
  return lines.find(({ patterns }) => patterns.some((pattern) => pattern.test(step)))?.row;
}

/** The lines below a heading of differences.md. */
export function linesOf(heading: string): Line[] {
  const file = readFileSync(fileURLToPath(new URL('../../src/devices/differences.md', import.meta.url)), 'utf8');
  const section = file.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `([\w-]+)` *\| (.*) \|$/gm)].map(([, row = '', cell = '']) => ({
    row,
    // A bar has to be escaped in a table.
    patterns: [...cell.matchAll(/`([^`]+)`/g)].map(([, pattern = '']) => new RegExp(pattern.replaceAll('\\|', '|'))),
  }));
}
