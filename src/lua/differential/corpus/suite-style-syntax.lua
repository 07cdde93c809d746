-- In the style of the official test suite: many locals, constants and upvalues, operator priorities, short circuits.
local function chunk(source) local f, e = load(source, '=chunk') if not f then return e end return f() end
local names, sum = {}, {} for i = 1, 199 do names[i] = 'a' .. i sum[i] = 'a' .. i end
print(chunk('local ' .. table.concat(names, ',') .. ' = ...; return select("#", ' .. table.concat(names, ',', 1, 50) .. ')'))
print(chunk('local ' .. table.concat(names, ',') .. ',b,c = 1; return 1'))
local constants = {} for i = 1, 600 do constants[i] = 'x' .. i .. '=' .. i .. '.5' end
print(chunk('local t = {' .. table.concat(constants, ',') .. '} local s = 0 for _, v in pairs(t) do s = s + v end return s, t.x600 + t.x1, t.x300 < 300.75, "k" .. t.x512'))
local up = {} for i = 1, 60 do up[i] = 'local u' .. i .. ' = ' .. i end
print(chunk(table.concat(up, ' ') .. ' return (function() return (function() u60 = u60 + u1 return u60 + u59 end)() + u60 end)()'))
local ifs = {} for i = 1, 300 do ifs[i] = (i > 1 and 'elseif' or 'if') .. ' x == ' .. i .. ' then return "hit' .. i .. '"' end
print(chunk('local x = 299 ' .. table.concat(ifs, '\n') .. ' else return "none" end'))
local list = {} for i = 1, 1200 do list[i] = tostring(i) end
print(chunk('local t = {' .. table.concat(list, ',') .. ', (function() return 7, 8 end)()} return #t, t[1200], t[1202], t[51], t[1000]'))
print(#chunk('return "' .. ('x'):rep(70000) .. '"'), #chunk('return [[\n' .. ('\n'):rep(100) .. ']]'), chunk('return ' .. ('('):rep(150) .. '1' .. (')'):rep(150)))
print(chunk('return ' .. ('-'):rep(1) .. '2^2, -2^-2, not nil == true, 1 .. 2 == "12", 2^3^2, 1 + 2 < 4 and 5 or 6, 1 or error(), nil and error(), false == nil'))
print(2 + 3 * 4 ^ 2 / 2 % 5 // 1, 1 << 2 + 1, 5 & 3 | 8 ~ 1, ~0 >> 60, #'abc' + 1, -'2' + 0, - - 2, not not nil, 'a' < 'b' == true, 1 .. -1, 3 - -2, 2 ^ - 1)
local function f(...) return ... end
print((f(1, 2, 3)), #{ f(1, 2), f(1, 2) }, #{ f(), nil }, #{ (f(1, 2)) }, f(f(1, 2), f(3, 4)))
local a, b, c = (function() return 1, 2, 3 end)() a, b = b, a print(a, b, c)
local t = { 1, 2 } local i = 1 i, t[i] = i + 1, 20 print(i, t[1], t[2]) do local a = {} a.x, a.y, a.z = 1, 2 print(a.x, a.y, a.z) end
print(nil and 1, false or nil, 1 and 2, nil or false, (nil and 1) == nil, 1 and nil or 3, false and false or 'x', not (1 and false))
local function side(v) io = v return v end local r = side(nil) or side(false) or side(3) print(r, io)
while true do if a == 2 then break end end repeat local done = true until done for i = 3, 1 do error() end for i = 1, 3 do local i = i * 2 if i > 4 then print(i) end end
for k, v in next, { 10 } do print(k, v) end for k in pairs({}) do error() end print(pcall(function() for x in 5 do end end)) print(pcall(function() for x in nil do end end))
print(#"\u{0}\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}", "\0a\0" == "\0a\0", #"\0a\0", "\1\12\123" == "\x01\x0c\x7b", 'a\
b', "a\z

   b", [[
first newline dropped]], [==[]]]=]]==], --[[inline]] 1, --[==[
]] ]==] 2)
print(0xA, 0Xa.8p1, 0x.1p4, 1e2, 1E+2, .5, 5., 3e-2, 0xffffffffffffffffff, 0x1p-2, 1//1, 100000000000000000000, 0x7fffffffffffffff, 0x8000000000000000)
print(pcall(load, 'x', nil, 'q')) print(load('x', '=n', 'b')) print(chunk 'local function r(n) if n == 0 then return 0 end return 1 + r(n - 1) end return r(1000)') print(chunk(('do '):rep(190) .. 'x = 1 ' .. ('end '):rep(190) .. 'return x'))
print(#string.format('%s', chunk(('do '):rep(250) .. ('end '):rep(250)) or '') > 0, chunk 'return 1,' , chunk 'for a.b = 1, 2 do end', chunk 'local t = {} t.x:y = 1', chunk 'x = function() end end', chunk 'goto done do local z end ::done:: return 5', chunk 'do goto e local z ::e:: end return 6', chunk 'do goto e local z ::e:: print(z) end')
print(pcall(function() local t = setmetatable({}, { __index = function(t, k) error('idx ' .. k, 2) end }) return t.foo end)) print(pcall(function() undefinedglobal.x = 1 end)) print(pcall(function() local t = {} t.a.b.c = 1 end)) print(pcall(function() local t = { a = {} } t.a.f() end)) print(pcall(function() ('x')() end)) print(pcall(function() return #5 end)) print(pcall(function() return -{} end)) print(pcall(function() return {} .. 'x' end)) print(pcall(function() local a = 'x' return a + 1 end)) print(pcall(function() return math.huge | 1 end)) print(pcall(function() return 2 < 'x' end))
