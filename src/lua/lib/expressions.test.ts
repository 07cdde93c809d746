/**
 * Random arithmetic expressions against PUC Lua 5.3.6: integers and floats at their edges, strings as numbers, constant
 * folding and run time. Number and seed: differential/cases.ts.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { again, casesOf } from '../differential/cases.ts';
import { SEED } from '../../../e2e/support/seed.ts';
import { runOurs } from '../differential/ours.ts';
import { runPuc } from '../differential/puc.ts';

const CASES = casesOf('expressions');
/** Expressions of one chunk. */
const BATCH = 40;

const integers = fc.oneof(
  fc.integer({ min: -10, max: 70 }).map(String),
  fc.bigInt(-(2n ** 63n) + 1n, 2n ** 63n - 1n).map(String),
  fc.constantFrom(
    'math.maxinteger',
    'math.mininteger',
    '0x7fffffffffffffff',
    '0xffffffff',
    '9007199254740993',
    '1 << 63',
  ),
  fc.constantFrom('9007199254740991', '9007199254740992', '-9007199254740992', '4294967296', '2147483648', '1000000'),
);
const floats = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((n) => (Number.isInteger(n) ? `${n}.0` : String(n))),
  fc.constantFrom(
    '0.0',
    '-0.0',
    '2.0',
    '0.5',
    '-2.5',
    '1e15',
    '2^53',
    '2^63',
    '-2^63',
    '1e308',
    '1/0',
    '-1/0',
    '0/0',
    '1e-320',
  ),
);
const others = fc.constantFrom(
  '"10"',
  '"0x10"',
  '" 5 "',
  '"1e1"',
  '"x"',
  '"9223372036854775808"',
  'nil',
  'true',
  '{}',
  '""',
);
const leaf = fc.oneof(
  { weight: 5, arbitrary: integers },
  { weight: 3, arbitrary: floats },
  { weight: 1, arbitrary: others },
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'e') },
);
const binary = fc.constantFrom(
  ...['+', '-', '*', '/', '//', '%', '&', '|', '~', '<<', '>>', '<', '<=', '>', '>=', '==', '~=', 'and', 'or'],
  ...['+', '-', '*', '//', '%', '+', '-', '*', '//', '%'],
);
const unary = fc.constantFrom('-', '~', 'not ', '- ', '-');
const wrappers = fc.constantFrom('math.tointeger', 'math.floor', 'tonumber', 'math.type', 'math.abs');

/** Texts that do not depend on the sign of a NaN or on an address. */
const concatenation = fc
  .array(
    fc.oneof(
      integers,
      floats.filter((text) => text !== '0/0'),
      fc.constantFrom('"x"', '""', '"10"'),
    ),
    {
      minLength: 2,
      maxLength: 4,
    },
  )
  .map((operands) => operands.map((operand) => `(${operand})`).join(' .. '));

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    concatenation,
    concatenation.map((text) => `#(${text})`),
    fc
      .tuple(tie('expression'), binary, tie('expression'))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc.tuple(unary, tie('expression')).map(([operator, operand]) => `${operator}(${operand})`),
    fc.tuple(wrappers, tie('expression')).map(([name, operand]) => `${name}(${operand})`),
  ),
}));
const locals = fc.array(
  fc.oneof({ weight: 6, arbitrary: integers }, { weight: 3, arbitrary: floats }, { weight: 1, arbitrary: others }),
  {
    minLength: 5,
    maxLength: 5,
  },
);

const PRELUDE = `
local function show(v)
  if math.type(v) == 'float' then return v ~= v and 'nan' or string.format('%a', v) .. ' ' .. tostring(v) end
  if type(v) == 'table' then return 'table' end
  return type(v) .. ' ' .. tostring(v)
end
local function run(f)
  local ok, v = pcall(f)
  v = show(v)
  print(tostring(ok) .. ' ' .. v)
end
`;

function chunkOf(cases: readonly (readonly [string, readonly string[]])[]): string {
  const bodies = cases.map(
    ([source, values]) => `do local a, b, c, d, e = ${values.join(', ')} run(function() return ${source} end) end`,
  );
  return `${PRELUDE}${bodies.join('\n')}`;
}

it(
  'expressions give what PUC Lua gives',
  () => {
    const cases = fc.sample(fc.tuple(expression, locals), { numRuns: CASES, seed: SEED });
    const differences: string[] = [];
    for (let at = 0; at < cases.length; at += BATCH) {
      const batch = cases.slice(at, at + BATCH);
      const source = chunkOf(batch);
      const expected = runPuc(source).split('\n');
      const ours = runOurs(source).split('\n');
      batch.forEach(([text, values], index) => {
        if (ours[index] !== expected[index])
          differences.push(`${text}   with ${values.join(', ')}\n  PUC  ${expected[index]}\n  ours ${ours[index]}`);
      });
    }
    expect(differences, `${again(SEED)}\n${differences.slice(0, 20).join('\n')}\n${differences.length} differ`).toEqual(
      [],
    );
  },
  30_000 + 5 * CASES,
);
