/**
 * Random programs that end: every loop and function uses fuel (too little to reach the limit of nested native calls),
 * strings are cut, and what differs rightly is kept out of what they print: the order of pairs, borders of tables with
 * holes, the sign of NaN, addresses, identity of equal closures, depth of failing handlers, ties in `%.14g` (which the
 * wasm build rounds down).
 *
 * Lists `p` and `q` never hold nil, so `#` is defined; maps `m` and `n` are never measured. All other names may hold
 * anything. Each statement of the top level runs in a protected call of its own, whose error is printed.
 */
import fc from 'fast-check';

const PRELUDE = `
local fuel = 80
local function tick() fuel = fuel - 1 return fuel < 0 end
local function str(v)
  if v ~= v then return 'nan' end
  local kind = math.type(v) or type(v)
  if kind == 'string' then return '"' .. v:sub(1, 60) .. '"' end
  if kind == 'float' then return string.format('%a', v) end
  if kind == 'integer' or kind == 'nil' or kind == 'boolean' then return tostring(v) end
  return kind
end
local function show(...)
  local texts = {}
  for i = 1, select('#', ...) do texts[i] = str((select(i, ...))) end
  print(table.concat(texts, ' '))
end
local function k(v)
  if v ~= v then return 'nan' end
  if type(v) == 'string' then return v:sub(1, 30) end
  if math.type(v) == 'float' and string.format('%.14g', v) ~= string.format('%.15g', v) then return 0.5 end
  return v
end
local function plain(v)
  local kind = type(v)
  if kind == 'table' or kind == 'function' or kind == 'thread' then return kind end
  return k(v)
end
local function num(v) if math.type(v) then return v end return 3 end
local function nn(v) if v == nil then return false end return v end
local function keys(t)
  local texts = {}
  for key, value in next, t do if type(key) ~= 'function' then texts[#texts + 1] = str(key) .. '=' .. str(value) end end
  table.sort(texts)
  return table.concat(texts, ' ')
end
local function try(f)
  local ok, e = pcall(f, 1, 'two', nil, 4.0)
  if not ok then show('error', e) end
end
local function drive(f, ...)
  local co = coroutine.create(f)
  for i = 1, 6 do
    show(coroutine.status(co), coroutine.resume(co, ...))
    if coroutine.status(co) == 'dead' or tick() then break end
  end
end
local function log(name, result) return function(...) if not tick() then show(name, select('#', ...), ...) end return result end end
local meta = {}
local obj = setmetatable({ x = 1 }, meta)
local other = setmetatable({}, meta)
local p, q, m, n = { 1, 2.5, 'x' }, {}, { x = 1, [2] = 'two' }, {}
local a, b, c, d = 1, 2.5, 'x', nil
local f, g, h = log('f', 1), log('g'), log('h', 'r')
`;

const POSTLUDE = `
show(a, b, c, d)
show(#p, table.unpack(p, 1, math.min(#p, 20)))
show(#q, table.unpack(q, 1, math.min(#q, 20)))
show(keys(m)) show(keys(n)) show(keys(obj)) show(keys(meta))
`;

const number = fc.constantFrom(
  ...['0', '1', '2', '3', '-1', '10', '0.5', '2.0', '-0.0', '1e15', '1e16', '3.14', '1e308', '2^53', '-2^63', '2^63'],
  ...['math.maxinteger', 'math.mininteger', '9007199254740993', '0x7fffffff', '-2147483648', '0xffffffffffffffff'],
  ...['1/0', '-1/0', '0/0', '1000000', '1719240000123', '1000000000000', '63', '64', '255'],
);
const text = fc.constantFrom(
  '"x"',
  '""',
  '"10"',
  '"0x10"',
  '" 5 "',
  '"1e1"',
  '"abc"',
  '"a,b;c"',
  '"\\0\\255"',
  '"%d"',
  '"nan"',
);
const small = fc.constantFrom(
  '1',
  '2',
  '3',
  '0',
  '-1',
  '1.0',
  '2.5',
  '"1"',
  'a',
  '#p',
  '10',
  'math.huge',
  'math.mininteger',
);
const variable = fc.constantFrom('a', 'b', 'c', 'd', 'a', 'b', 'v', 'w', 'global');
const table = fc.constantFrom('m', 'n', 'obj', 'other', 'm', 'n', 'obj');
const list = fc.constantFrom('p', 'q');
const callable = fc.constantFrom('f', 'g', 'h', 'f', 'g', 'obj', 'a');
const binary = fc.constantFrom(
  ...['+', '-', '*', '/', '//', '%', '&', '|', '~', '<<', '>>', '==', '~=', '<', '<=', '>', '>=', 'and', 'or'],
  ...['+', '-', '*', '//', '%', '==', '<', 'and', 'or'],
);
const arithmetic = fc.constantFrom(
  ...['+', '-', '*', '/', '//', '%', '+', '-', '*', '==', '<', '<=', '>', '~=', 'and', 'or', '+', '-'],
);
const event = fc.constantFrom(
  ...['index', 'newindex', 'call', 'add', 'sub', 'mul', 'div', 'mod', 'pow', 'unm', 'idiv', 'band', 'bor', 'bxor'],
  ...['shl', 'shr', 'bnot', 'concat', 'len', 'eq', 'lt', 'le', 'tostring', 'index', 'newindex', 'call', 'metatable'],
);
const format = fc.constantFrom('%d', '%s', '%q', '%x', '%i|%s', '%-5d|', '%c', '%%', '%y', '%.3s');
const pattern = fc.constantFrom(
  '%w',
  '.',
  '(%w)(.?)',
  '%d+',
  '^x',
  'x$',
  '[^,;]+',
  '()',
  '%f[%w]%w+',
  '%b()',
  '',
  '(',
  '%',
);

type Grammar = {
  expression: string;
  call: string;
  body: string;
  block: string;
  loopBlock: string;
  statement: string;
};

const words = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string[]> => fc.tuple(...parts);

const grammar = fc.letrec<Grammar>((tie) => {
  const e = tie('expression');
  const args = fc.array(e, { maxLength: 3 }).map((list) => list.join(', '));
  const block = (statement: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.array(statement, { minLength: 1, maxLength: 4, depthIdentifier: 'block' }).map((all) => all.join('\n'));
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true, maxDepth: 4, depthIdentifier: 'expression' },
      {
        weight: 6,
        arbitrary: fc.oneof(variable, variable, number, text, fc.constantFrom('nil', 'true', 'false', '...')),
      },
      { weight: 6, arbitrary: words(e, binary, e).map(([x, o, y]) => `(${x} ${o} ${y})`) },
      { weight: 8, arbitrary: words(e, arithmetic, e).map(([x, o, y]) => `(num(${x}) ${o} num(${y}))`) },
      { weight: 2, arbitrary: words(fc.constantFrom('-', 'not ', '~', '- -'), e).map(([o, x]) => `${o}(${x})`) },
      // Other exponents differ in the last bit between C libraries and JavaScript engines.
      words(e, fc.constantFrom('2', '1', '0', '0.5', '-1', '2.0', '"2"')).map(([x, y]) => `(${x}) ^ ${y}`),
      words(e, e).map(([x, y]) => `(k(${x}) .. k(${y}))`),
      words(e, e, e).map(([x, y, z]) => `(k(${x}) .. k(${y}) .. k(${z}))`),
      list.map((l) => `#${l}`),
      fc.constantFrom('#obj', '#a', '#c', 'obj .. k(a)', 'k(b) .. other'),
      words(table, e).map(([t, x]) => `${t}[${x}]`),
      words(table, fc.constantFrom('x', 'y', 'z')).map(([t, x]) => `${t}.${x}`),
      words(list, e).map(([l, x]) => `${l}[${x}]`),
      { weight: 3, arbitrary: tie('call') },
      words(tie('body')).map(([x]) => `function(v, ...) ${x} end`),
      words(e, e, e).map(([x, y, z]) => `select('#', ${x}, table.unpack({ ${y}, ${z} }, 1, 2))`),
      words(
        fc.constantFrom(
          'tonumber',
          'math.type',
          'math.tointeger',
          'math.floor',
          'type',
          'math.abs',
          'str',
          'math.ceil',
        ),
        e,
      ).map(([name, x]) => `${name}(${x})`),
      words(fc.constantFrom('math.max', 'math.min', 'math.fmod', 'math.ult', 'rawequal', 'rawget'), e, e).map(
        ([name, x, y]) => `${name}(${x}, ${y})`,
      ),
      words(e, small, small).map(([x, i, j]) => `string.sub(k(${x}), ${i}, ${j})`),
      words(e, fc.constantFrom('0', '1', '3', '-1', '2.0')).map(([x, i]) => `string.rep(k(${x}), ${i})`),
      words(format, e, e).map(([s, x, y]) => `string.format('${s}', plain(${x}), plain(${y}))`),
      words(e, pattern).map(([x, s]) => `string.match(k(${x}), '${s}')`),
      words(e, pattern, e).map(([x, s, y]) => `string.gsub(k(${x}), '${s}', k(${y}))`),
      words(e, pattern).map(([x, s]) => `(string.gsub(k(${x}), '${s}', f))`),
      words(e, pattern).map(([x, s]) => `string.find(k(${x}), '${s}')`),
      words(e).map(([x]) => `(k(${x})):upper()`),
      words(e, small).map(([x, i]) => `string.byte(k(${x}), ${i})`),
      words(args).map(([x]) => `coroutine.yield(${x})`),
      words(e).map(([x]) => `(${x})`),
    ),
    call: fc.oneof(
      words(callable, args).map(([name, x]) => `${name}(${x})`),
      words(callable, args).map(([name, x]) => `pcall(${name}, ${x === '' ? 'nil' : x})`),
      words(args).map(([x]) => `obj:x(${x})`),
      words(e).map(([x]) => `pcall(error, (${x}))`),
      words(tie('body')).map(([x]) => `pcall(function(v, ...) ${x} end, a, b)`),
      words(tie('body'), variable).map(
        ([x, y]) => `xpcall(function(v, ...) ${x} end, function(v) show('handler', v) return ${y} end, d, c)`,
      ),
      words(e).map(([x]) => `(function(...) return select('#', ...), ... end)(${x})`),
    ),
    body: tie('block').chain((inner) =>
      e.map((x) => `if tick() then return 'out of fuel' end\n${inner}\nreturn ${x}, v`),
    ),
    block: block(tie('statement')),
    loopBlock: block(
      fc.oneof(
        { weight: 5, arbitrary: tie('statement') },
        words(e).map(([x]) => `if ${x} then goto continue end`),
        words(e).map(([x]) => `if ${x} then break end`),
      ),
    ).map((inner) => `if tick() then break end\ndo ${inner}\n::continue:: end`),
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true, maxDepth: 3, depthIdentifier: 'statement' },
      { weight: 4, arbitrary: words(variable, e).map(([x, y]) => `${x} = ${y}`) },
      { weight: 3, arbitrary: words(args).map(([x]) => `show(${x})`) },
      words(variable, variable, e, e).map(([x, y, z, w]) => `${x}, ${y} = ${z}, ${w}`),
      words(variable, e).map(([x, y]) => `local ${x} = ${y}`),
      words(variable, e).map(([x, y]) => `local ${x === 'v' ? 'w' : 'v'}, ${x} = ${y}`),
      words(table, e, e).map(([t, x, y]) => `${t}[${x}] = ${y}`),
      words(table, fc.constantFrom('x', 'y', 'z'), e).map(([t, x, y]) => `${t}.${x} = ${y}`),
      words(list, e).map(([l, x]) => `table.insert(${l}, nn(${x}))`),
      words(list, e).map(([l, x]) => `local x = nn(${x}) ${l}[#${l} + 1] = x`),
      words(list, fc.constantFrom('1', '#L', '2', '#L + 1'), e).map(
        ([l, i, x]) => `table.insert(${l}, ${(i ?? '').replace('L', l ?? '')}, nn(${x}))`,
      ),
      list.map((l) => `show(table.remove(${l}))`),
      words(list, fc.constantFrom('1', '2', '#L')).map(
        ([l, i]) => `show(pcall(table.remove, ${l}, ${(i ?? '').replace('L', l ?? '')}))`,
      ),
      list.map((l) => `if #${l} > 0 then ${l}[1] = nn(a) end`),
      words(list).map(
        ([l]) => `local t = {} for i, x in ipairs(${l}) do t[i] = str(x) end table.sort(t) show(table.concat(t, ' '))`,
      ),
      words(list, list).map(
        ([l, r]) => `show((pcall(table.concat, ${l}, ','))) table.move(${r}, 1, math.min(#${r}, 3), #${l} + 1, ${l})`,
      ),
      words(tie('call')).map(([x]) => `show(${x})`),
      words(fc.constantFrom('f', 'g', 'h'), tie('body')).map(([x, y]) => `${x} = function(v, ...) ${y} end`),
      words(fc.constantFrom('f', 'g', 'h'), tie('body')).map(
        ([x, y]) => `local function ${x}(v, ...) ${y} end show(${x}(1, 2, 3))`,
      ),
      words(event, fc.constantFrom('1', 'nil', 'true', '"r"', 'a', 'm', '2.5')).map(
        ([x, y]) => `meta.__${x} = log('${x}', ${y})`,
      ),
      words(fc.constantFrom('index', 'newindex'), fc.constantFrom('m', 'n', 'other', 'nil')).map(
        ([x, y]) => `meta.__${x} = ${y}`,
      ),
      words(event, tie('body')).map(([x, y]) => `meta.__${x} = function(v, ...) ${y} end`),
      words(event).map(([x]) => `meta.__${x} = nil`),
      words(table, fc.constantFrom('nil', 'meta', '{}')).map(([t, x]) => `setmetatable(${t}, ${x})`),
      words(e, tie('block'), tie('block')).map(([x, y, z]) => `if ${x} then ${y} else ${z} end`),
      words(e, tie('block'), e, tie('block')).map(([x, y, z, w]) => `if ${x} then ${y} elseif ${z} then ${w} end`),
      words(e, tie('loopBlock')).map(([x, y]) => `while ${x} do ${y} end`),
      words(e, tie('loopBlock')).map(([x, y]) => `repeat ${y} until ${x}`),
      words(variable, e, e, tie('loopBlock')).map(([v, x, y, z]) => `for ${v} = ${x}, ${y} do ${z} end`),
      words(variable, e, e, e, tie('loopBlock')).map(([v, x, y, s, z]) => `for ${v} = ${x}, ${y}, ${s} do ${z} end`),
      words(small, small, tie('loopBlock')).map(([x, y, z]) => `for v = ${x}, ${y} do ${z} end`),
      words(list, tie('loopBlock')).map(([l, x]) => `for v, w in ipairs(${l}) do ${x} end`),
      words(callable, e, tie('loopBlock')).map(([x, y, z]) => `for v, w in ${x}, ${y} do ${z} end`),
      words(tie('body'), tie('loopBlock')).map(
        ([x, y]) => `for v, w in coroutine.wrap(function(v, ...) ${x} end) do ${y} end`,
      ),
      words(e, pattern, tie('loopBlock')).map(([x, s, y]) => `for v, w in string.gmatch(k(${x}), '${s}') do ${y} end`),
      words(tie('body'), args).map(([x, y]) => `drive(function(v, ...) ${x} end, ${y === '' ? 'nil' : y})`),
      words(tie('block')).map(([x]) => `do ${x} end`),
      words(e).map(([x]) => `error((${x}))`),
      words(e, fc.constantFrom('0', '1', '2')).map(([x, y]) => `error((${x}), ${y})`),
      words(tie('loopBlock')).map(
        ([x]) =>
          `local fs = {} for i = 1, 3 do fs[i] = function(v) i = i + (v or 1) return i end ${x} end show(fs[1] and fs[1](), fs[1] and fs[1](2), fs[2] and fs[2]())`,
      ),
      words(e)
        .map(([x]) => `goto skip do show('skipped', ${x}) end ::skip:: show('after')`)
        .map((inner) => `do ${inner} end`),
      words(e, e).map(([x, y]) => `local t = { ${x}, [k(a) or 1] = ${y}, x = ${x}, ... } show(t.x, select('#', ...))`),
    ),
  };
});

/** A program as Lua text. */
export const program: fc.Arbitrary<string> = fc
  .array(grammar.statement, { minLength: 3, maxLength: 10 })
  .map(
    (statements) => `${PRELUDE}${statements.map((one) => `try(function(v, ...) ${one} end)`).join('\n')}${POSTLUDE}`,
  );
