import { expect, it } from 'vitest';
import { programsOf, samplesOf, scriptOf } from './samples.ts';

const MARKDOWN = `# A page

\`\`\`lua sample=app.lua
Count = 1
\`\`\`

\`\`\`js
notASample();
\`\`\`

\`\`\`js sample=node
const two = await read('a'); // → 2
await read('b'); // → { "x": [1] }
// → nothing
\`\`\`
`;

it('finds the samples of a page, and what they say comes out', () => {
  const page = { file: 'page.md', samples: samplesOf(MARKDOWN) };
  expect(page.samples.map(({ language, kind, line }) => `${language} ${kind} ${line}`)).toEqual([
    'lua app.lua 3',
    'js node 11',
  ]);
  expect(programsOf(page)).toEqual([['app.lua', 'Count = 1\n']]);
  expect(scriptOf(page, 'node')).toBe(
    `const two = await read('a');\nexpected(two, 2);\nexpected(await read('b'), { "x": [1] });\n// → nothing\n`,
  );
  expect(scriptOf(page, 'page')).toBeUndefined();
});
