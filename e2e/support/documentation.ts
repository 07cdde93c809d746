/** The programs of the HyperBEAM documentation, taken from its text, which lies beside the project where it is at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../shared/docs', import.meta.url));

/** Why tests of the documentation are skipped, where they are. */
export const noDocumentation = existsSync(folder) ? undefined : `the documentation is not at ${folder}`;

const pages = noDocumentation
  ? []
  : readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8').split('\n'));

/** On every page that holds a line beginning with `first`: from that line to the next one that is exactly `last`. */
function programs(first: string, last: string): string[] {
  return pages.flatMap((lines) => {
    const start = lines.findIndex((line) => line.startsWith(first));
    return start < 0 ? [] : [lines.slice(start, lines.indexOf(last, start) + 1).join('\n')];
  });
}

export const documentation = {
  /** The *Initial State Sync* of a token with its `Balances` and `TotalSupply`. */
  token: programs('Balances = { token1', 'end'),
  /** The same for a program that has set them before. */
  initialSync: programs('InitialSync = InitialSync', 'end'),
  /** The `PublishData` handler. */
  publishData: programs('Handlers.add(', ')'),
};
