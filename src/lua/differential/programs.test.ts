/** Random programs print the same here and in PUC Lua 5.3.6. Number and seed: cases.ts. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { again, casesOf } from './cases.ts';
import { SEED } from '../../../e2e/support/seed.ts';
import { runOurs } from './ours.ts';
import { program } from './programs.ts';
import { runPuc } from './puc.ts';

const CASES = casesOf('programs');

it(
  'programs print what they print in PUC Lua',
  () => {
    fc.assert(
      fc.property(program, (source) => {
        const expected = runPuc(source);
        expect(runOurs(source, '=test', { gas: 20_000_000 }), again(SEED)).toBe(expected);
      }),
      { numRuns: CASES, seed: SEED, interruptAfterTimeLimit: 20_000 + 40 * CASES },
    );
  },
  60_000 + 60 * CASES,
);
