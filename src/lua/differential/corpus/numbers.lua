local max, min = math.maxinteger, math.mininteger
print(max, min, max + 1 == min, min - 1 == max, max * 2, min * -1, -min, min // -1, min % -1, max // -1)
print(1000000 * 1000000, 1700000000000 // 1000, 1700000000000 | 0, 2147483647 + 1, 0x7fffffff + 1, 0xFFFFFFFF, 1 << 32, 1 << 62, 1 << 63, 1 << 64)
print(9007199254740991 + 1, 9007199254740992 + 1, 9007199254740993, -9007199254740993, 9007199254740991 * 3, 2^53 + 1)
print(5 // 2, -5 // 2, 5 // -2, -5 // -2, 5 % 3, -5 % 3, 5 % -3, -5 % -3, 0 % 5, -0 % 5)
print(5.0 // 2, -5 // 2.0, 5.5 % 2, -5.5 % 2, 5.5 % -2, 1 // 0.0, -1 // 0.0, 0.0 / 0.0 ~= 0.0 / 0.0, 1 % math.huge, -1 % math.huge, 1 % -math.huge)
print(1 / 2, 4 / 2, 2^2, 2^0.5, 10 // 0.3, 1e15, 1e16, 1e100, -1e15, 123456.789e3, 0.1, 1 / 3, 100 / 3, 1e-5, 5e-324, 1.7976931348623157e308)
print(3 == 3.0, max == max + 0.0, max + 0.0 == 2^63, min == -2^63, max < 2^63, max <= 2^63, 2^63 > max, min >= -2^63, 1 < 1.5, 2^53 == 2^53 + 1)
print(max + 1.0, max // 1 | 0, 2^31 | 0, '10' + 5, '0x10' * 2, '1e1' // 1, 10 .. 20, -'2', '5' // '2', 3 | '4', '7' & 3)
print(0xff, 0x1p4, 0xA.8p0, 0x.1, 0xffffffffffffffff, 0x1ffffffffffffffff, 1e308 * 10, -1e308 * 10, 3., .5, 3e2, 08)
print(math.type(1), math.type(1.0), math.type('1'), math.tointeger(3.0), math.tointeger(3.5), math.tointeger(2^53), math.ult(1, -1), math.abs(min))
print(7 & 3, 7 | 8, 7 ~ 2, ~0, ~max, -1 >> 1, -1 >> 63, -1 << 63, 1 << -1, 2 >> -1, 0xdeadbeefcafe & 0xffffffff, 0xdeadbeefcafe ~ 0x123456789abc, -1 & 0xffffffffff, -2^40 | 1)
print(tostring(-0.0), 0.0 == -0.0, 1 / -0.0, -0.0 + 0, 0 * -1, 0 // -1, 3 % -3, -3 % 3, 0.0 % -1)
print(tonumber('0x'), tonumber('1e'), tonumber(' 10 '), tonumber('10a'), tonumber('1e1'), tonumber('0x1p-2'), tonumber('9223372036854775808'), tonumber('-9223372036854775808'), tonumber('inf'), tonumber('nan'), tonumber(''), tonumber('.'), tonumber('5.'), tonumber('0x.8'))
print(math.floor(3.7), math.ceil(3.2), math.floor(-3.7), math.floor(1e100), math.max(1, 2.5), math.min(3, 1), math.fmod(7, 3), math.fmod(-7, 3), math.sqrt(16), math.pi)
print(string.format('%d %5.1f %g %s %x %i', 3000000000, 2.55, 1e20, 2^53, 255, -1), 2^53 | 0, 1e15 | 0)
for i = max - 1, max do print(i) if i == max then break end end
for i = min + 1, min, -1 do print(i) if i == min then break end end
for i = 1, 3 do local j = i i = 10 io = j end print(io)
for i = 3, 1 do print('never') end for i = 1, 0.5 do print('never') end for i = 1, math.huge do if i > 2 then break end print(i) end for i = 1, -math.huge, -1 do if i < -1 then break end print(i) end
for i = 1.0, 2 do print(i) end for i = 0.1, 0.35, 0.1 do print(i) end for i = 1, 2, 0.5 do print(i) end for i = 1700000000000, 1700000000002 do print(i) end
print(pcall(function() for i = 1, 10, 0 do break end end), 0x7fffffffffffffff + 1 == min, 1e308 + 1e308 == math.huge)
local s = 0 for i = 1, 100000 do s = (s * 1103515245 + 12345) & 0x7fffffff end print(s)
local h = 0xcbf29ce484222325 for c in ('hello world'):gmatch('.') do h = (h ~ c:byte()) * 0x100000001b3 end print(h, string.format('%016x', h))
local a, b = 0, 1 for i = 1, 100 do a, b = b, a + b end print(a)
print(1e15, 1e14, 123456789012345, 1234567890123456789, 0.1 + 0.2, 100000000000000, 1e14 + 0.5, 2^24, 2^63, -2^63, 2^64)
print(5 // 0.0, -5 // 0.0, 0 / 0 ~= 0 / 0, math.huge // 1, -math.huge % 2 ~= -math.huge % 2, 5 % math.huge, -5 % math.huge, 2^-1074, (2^53 + 1) % 2)
