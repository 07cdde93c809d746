-- In the style of the official test suite: arithmetic at its edges, numeric loops.
local min, max = math.mininteger, math.maxinteger
local values = { 0, 1, -1, 2, -2, 3, -3, 7, -7, 10, max, min, max - 1, min + 1, 0.0, -0.0, 1.5, -1.5, 2.0^53, -2.0^53, 1e308, -1e308, 1/0, -1/0, 2^31, 2^31|0, -(2^31|0), 2^32|0, 2147483647, 4294967297 }
local ops = {
  function(a, b) return a + b end, function(a, b) return a - b end, function(a, b) return a * b end, function(a, b) return a / b end, function(a, b) return a % b end,
  function(a, b) return a // b end, function(a, b) return a == b end, function(a, b) return a < b end, function(a, b) return a <= b end, function(a, b) return a & b end, function(a, b) return a ~ b end,
  function(a, b) return a << b end, function(a, b) return a >> b end, function(a, b) return math.fmod(a, b) end, function(a, b) return math.ult(a, b) end, function(a, b) return math.max(a, b) end,
}
for n, op in ipairs(ops) do
  local out = {}
  for _, a in ipairs(values) do for _, b in ipairs(values) do
    local ok, r = pcall(op, a, b)
    r = tostring(r) if r == '-nan' then r = 'nan' end out[#out + 1] = r
  end end
  print(n, table.concat(out, ' '))
end
for _, v in ipairs(values) do print(v, -v, pcall(function() return ~v end)) print(math.type(v), math.tointeger(v), math.floor(v), math.ceil(v), math.abs(v), string.format('%q', v), pcall(string.format, '%d', v)) end
local function loop(a, b, c, cut) local out = {} local ok, e = pcall(function() for i = a, b, c do out[#out + 1] = tostring(i) if #out == (cut or 6) then break end end end) return table.concat(out, ' '), ok, e end
print(loop(max - 2, max, 1)) print(loop(min + 2, min, -1)) print(loop(1, max, max)) print(loop(min, max, max)) print(loop(max, min, min)) print(loop(1, 3.9, 1)) print(loop(1, 0, 1)) print(loop(3, 1, -1)) print(loop(1, 3, 0.5)) print(loop(1.0, 3, 1)) print(loop(1, math.huge, 1)) print(loop(1, -math.huge, -1)) print(loop(1, 0/0, 1)) print(loop(0.1, 0.35, 0.1)) print(loop(1, '3', 1)) print(loop('1', 3, 1)) print(loop(1, 3, '1')) print(loop({}, 1, 1)) print(loop(1, {}, 1)) print(loop(1, 1, {})) print(loop(2147483645, 2147483650, 1)) print(loop(-2147483650, -2147483640, 1)) print(loop(2147483640, 2147483647, 3)) print(loop(9007199254740990, 9007199254740995, 1)) print(loop(min, min + 2, 1)) print(loop(3, 2.5, -1)) print(loop(max, max + 1.0, 1)) print(loop(min, min - 1.0, -1))
do local sum = 0 for i = 1, 10 do local j = i i = i * 2 sum = sum + i + j end print(sum) end
do local sum = 2147483640 for i = 1, 20 do sum = sum + i end print(sum) for i = 1, 20 do sum = sum - i * 300000000 end print(sum, sum % 7, sum // 7, -sum % 7) end
do local a, b = 1, 1 for i = 1, 100 do a, b = b, a + b end print(a, b, a % 1000003, math.type(a)) local p = 1 for i = 1, 70 do p = p * 3 end print(p) end
print(5 // 0.0, -5 // 0.0, 0/0 ~= 0/0, 5 % math.huge, -5 % math.huge, 5 % -math.huge, pcall(function() return 1 // 0 end)) print(pcall(function() return 1 % 0 end)) print(1 % 0.0 ~= 1 % 0.0, min // -1, min % -1, max * 2, max + 1 == min, min - 1 == max, min * min, -min == min)
print(7 // 2, -7 // 2, 7 // -2, -7 // -2, 7 % 3, -7 % 3, 7 % -3, -7 % -3, 7.5 // 2, -7.5 // 2, -7.5 % 2, 7.5 % -2, 0.0 % 1, -0.0 % 1, 1e15 % 7, -6 % 3, 6 % -3, -6.0 % 3, 3 % -2147483648, -2147483648 % -1, -2147483648 // -1, 2147483647 % 2147483646)
print(1 << 63, 1 << 64, 1 << -1, -1 >> 1, -1 >> 63, -1 << 63, 1 >> -3, 3 & 2.0, pcall(function() return 3 & 2.5 end)) print('10' + 5, '0x10' + 0, '1e1' * 1, 10 .. 20, '3' | 0, ' 7 ' + 0, pcall(function() return '7x' + 0 end))
print(tonumber '0x7fffffffffffffff', tonumber '0xffffffffffffffff', tonumber '9223372036854775808', tonumber '-9223372036854775808', tonumber '0x1p4', tonumber '0x.8', tonumber '1e', tonumber '', tonumber ' ', tonumber '1 2', tonumber('zz', 36), tonumber('7', 7), tonumber('-ff', 16), tonumber '1_0', tonumber 'inf', tonumber 'nan', tonumber '0x')
print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger '3', 3 == 3.0, ({ [3] = 'a' })[3.0], 2^53 == 2^53 + 1, (2^53|0) + 1 == 2^53 + 1, max + 0.0 == max, max < max + 0.0, min <= min + 0.0, 1 < 1.5, max // 1 | 0, 1e100 // 1)
print(string.format('%.3f %5d|%-5d|%05d %x %X %o %e %g %a %c %i %s %q %%', 1.5, 42, 42, 42, 255, 255, 8, 12345.678, 1e20, 1, 65, 7, 'x', 'a\nb\0c"')) print(string.format('%5.2s|%-5s|%s', 'abc', 'd', nil), pcall(string.format, '%d', 1.5)) print(0x7fffffffffffffff + 1 == min, 9223372036854775807, 9223372036854775808, 0xffffffffffffffffff, 1e308 * 10, -1e308 * 10, 123456789012345678)
