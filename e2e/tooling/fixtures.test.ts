/** What was copied from beside the project is unchanged: recorded answers and examples are nobody's to edit here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const shared = fileURLToPath(new URL('../../../shared', import.meta.url));
const folders = readdirSync(fixtures);

describe('fixtures', () => {
  it.for(folders)('%s is what lies in shared/', (folder, { task, skip }) => {
    const original = path.join(shared, folder);
    if (!existsSync(original)) {
      task.meta.skipReason = `there is no ${original} to compare with`;
      skip();
    }
    for (const file of readdirSync(original))
      expect(
        readFileSync(path.join(fixtures, folder, file)).equals(readFileSync(path.join(original, file))),
        file,
      ).toBe(true);
  });
});
