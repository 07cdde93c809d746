import { describe, expect, it } from 'vitest';
import { aosProblems, idsOf, rulesOf } from './aos-rules.mjs';

const spec = `# aos
## 1. Life
1. one
   more of it
2. two
### 1.1 Boot
- first
  continued
- second
## 4. Modules
names
- utils
## 5. other
- not ours
`;
const rows = (...ids: string[]): string => ids.map((id) => `| ${id}   | text | file |`).join('\n');
const report = (tests: Record<string, string>) => ({
  testResults: [
    {
      name: 'f',
      status: 'passed',
      assertionResults: Object.entries(tests).map(([fullName, status]) => ({ fullName, status })),
    },
  ],
});

describe('the rules of aos', () => {
  it('are the steps and items of its sections', () => {
    expect(rulesOf(spec)).toEqual(['§4/0', '§1/1', '§1/2', '§1.1/1', '§1.1/2', '§4/1']);
    expect(idsOf(rows('§1/1a', '§1.1/12b'))).toEqual(['§1/1a', '§1.1/12b']);
  });

  it('need a row, a row needs a test that passed, a test a row', () => {
    const readme = rows('§4/0a', '§1/1a', '§1/1b', '§1/2a', '§1.1/1a', '§1.1/1a', '§1.1/2a', '§4/1a');
    const tests = {
      'x [§4/0a] a': 'passed',
      '[§1/1a] [§1/1b] b': 'passed',
      '[§1/2a] c': 'failed',
      '[§1.1/1a] d': 'passed',
      '[§1.1/2a] e': 'skipped',
      '[§9/9z] f': 'passed',
    };
    expect(aosProblems(readme, report(tests), `${spec}\n### 1.2 More\n- new`)).toEqual([
      '§1.1/1a has two rows',
      '§1/2a has no test that ran and passed',
      '§1.1/2a has no test that ran and passed',
      '§4/1a has no test that ran and passed',
      '§1/2a has a test that failed or was left out',
      '§1.1/2a has a test that failed or was left out',
      '§9/9z has a test and no row',
      '§1.2/1 of the description has no row',
    ]);
    expect(aosProblems(rows('§1/1a'), report({ '[§1/1a]': 'passed' }), undefined)).toEqual([]);
    expect(aosProblems('', undefined, undefined)).toContain('the README has no table of rules');
  });
});
