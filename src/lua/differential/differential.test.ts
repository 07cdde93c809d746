import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOurs } from './ours.ts';
import { runPuc } from './puc.ts';

const corpus = join(import.meta.dirname, 'corpus');

describe('programs print the same in PUC Lua 5.3.6 and here', () => {
  for (const file of readdirSync(corpus).filter((name) => name.endsWith('.lua'))) {
    it(file, () => {
      const source = readFileSync(join(corpus, file), 'latin1');
      expect(runOurs(source, `@${file}`)).toBe(runPuc(source, `@${file}`));
    });
  }

  it('reports a syntax error', () => {
    expect(runOurs('x = = 1')).toBe(runPuc('x = = 1'));
  });
});
