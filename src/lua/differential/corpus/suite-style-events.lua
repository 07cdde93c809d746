-- In the style of the official test suite: metamethods, coroutines, table functions with metamethods.
local log = {}
local mt = {}
for _, name in ipairs { 'add', 'sub', 'mul', 'div', 'mod', 'pow', 'idiv', 'band', 'bor', 'bxor', 'shl', 'shr', 'concat' } do
  mt['__' .. name] = function(a, b) return name .. ':' .. (type(a) == 'table' and 'T' or tostring(a)) .. ',' .. (type(b) == 'table' and 'T' or tostring(b)) end
end
for _, name in ipairs { 'unm', 'bnot', 'len' } do mt['__' .. name] = function(a, b) return name .. ':' .. tostring(rawequal(a, b)) end end
local o = setmetatable({}, mt)
print(o + 1, 1 + o, o - 'a', 'a' - o, o * 2, 2.5 / o, o % 3, 3 ^ o, o // 1, 1 // o, o & 1, 1 | o, o ~ 'x', 1.5 ~ o, o << 1, 1 >> o)
print(o .. 1, 1 .. o, 'a' .. 'b' .. o, o .. 'a' .. 'b', 1 .. 2 .. o .. 3, -o, ~o, #o, o .. o)
print(pcall(function() return {} + 1 end)) print(pcall(function() return 'a' + 1 end)) print(pcall(function() return 'a' | 1 end)) print(pcall(function() return 1.5 | 1 end)) print(pcall(function() return '1.5' | 1 end)) print(pcall(function() return 2 ^ 63 | 0 end))
local cmp = {}
cmp.__lt = function(a, b) log[#log + 1] = 'lt' return a.v < b.v end
local function C(v) return setmetatable({ v = v }, cmp) end
print(C(1) < C(2), C(2) < C(1), C(1) <= C(1), C(2) <= C(1), C(1) > C(2), C(1) >= C(2), table.concat(log, ' '))
cmp.__le = function(a, b) return a.v <= b.v and 'yes' end
cmp.__eq = function(a, b) return a.v == b.v and 1 end
print(C(1) <= C(1), C(2) >= C(3), C(1) == C(1), C(1) ~= C(1), C(1) == C(2), C(1) == 1, not (C(1) < C(0)), rawequal(C(1), C(1)))
print(pcall(function() return C(1) < 1 end)) print(pcall(function() return {} < {} end)) print(pcall(function() return {} < 1 end)) print(pcall(function() return 'a' < 1 end)) print(pcall(function() return nil <= nil end))
if C(1) <= C(2) and not (C(3) <= C(2)) then print 'tested' end
local calls = setmetatable({}, { __call = function(self, ...) return self ~= nil, select('#', ...), ... end })
print(calls()) print(calls(nil, 2)) print(pcall(calls, 1)) print((calls(5))) local function tc(...) return calls(...) end print(tc(1, 2, 3))
print(select(2, pcall(setmetatable({}, { __call = 1 })))) print(string.gsub('abc', '.', setmetatable({}, { __index = function(_, k) return k:upper() end })))
local proxy = setmetatable({}, { __index = function(t, k) return k end, __newindex = function(t, k, v) rawset(t, k, v and v .. '!') end })
print(proxy[1], proxy.x, proxy[nil]) proxy.a = 'b' print(rawget(proxy, 'a')) proxy.a = 'c' print(proxy.a) print(pcall(function() proxy[nil] = 1 end))
print(pcall(rawset, {}, nil, 1)) print(pcall(rawset, {}, 0 / 0, 1)) print(pcall(next, {}, 'x')) print(pcall(setmetatable, 1, {})) print(pcall(setmetatable, {}))
print(getmetatable(setmetatable({}, { __metatable = 'locked' })), pcall(setmetatable, setmetatable({}, { __metatable = 1 }), {})) print(getmetatable('').__index == string, getmetatable('').__name)
for k, v in pairs(setmetatable({}, { __pairs = function(t) return function(_, k) if not k then return 1, 'one', 'extra' end end, t, nil end })) do print(k, v) end
for i, v in ipairs(setmetatable({}, { __index = function(_, i) if i < 4 then return i * i end end })) do print(i, v) end
print(tostring(setmetatable({}, { __tostring = function() return 'text' end })), pcall(tostring, setmetatable({}, { __tostring = function() return 1 end }))) print((tostring(setmetatable({}, { __name = 'My' })):gsub('0x.*', '')))
setmetatable({}, { __gc = function() end, __mode = 'kv' }) collectgarbage() print(collectgarbage 'count' > 0, type(collectgarbage 'step'), collectgarbage 'isrunning')
-- table functions respect metamethods
local function spy(len) return setmetatable({}, { __len = function() return len end, __index = function(_, k) return k * 10 end, __newindex = function(t, k, v) log[#log + 1] = k .. '=' .. tostring(v) end }) end
log = {} table.move(spy(3), 1, 3, 2) table.move({ 1, 2, 3 }, 1, 3, 5, spy(0)) table.move(spy(3), 1, 3, 1, spy(0)) print(table.concat(log, ' '))
log = {} table.insert(spy(3), 'x') table.insert(spy(3), 2, 'y') print(table.remove(spy(3)), table.remove(spy(3), 1)) print(table.concat(log, ' ')) print(table.unpack(spy(3))) print(table.concat(spy(3), ','), select('#', table.unpack(spy(4))))
print(table.move({ 1, 2, 3 }, 2, 3, 1)[1], #table.move({ 1, 2, 3 }, 1, 3, 3), table.move({ 1, 2, 3 }, 1, 0, 5)[5]) print(pcall(table.move, {}, 1, math.maxinteger, 2)) print(pcall(table.move, {}, -1, math.maxinteger, 2)) print(pcall(table.insert, { 1 }, 5, 2)) print(pcall(table.insert, { 1 })) print(pcall(table.insert, { 1 }, 1, 2, 3)) print(pcall(table.remove, { 1 }, 7)) print(table.remove({}), table.remove({}, 0), #table.pack(table.remove({ 1, 2 }, 3)))
print((select(2, pcall(table.concat, { 1, {}, 3 })):gsub('%d', 'N'))) print(table.concat({ 1, 2.5, 'x' }, '-', 2), table.concat({}, 'x'), table.concat({ 1, 2 }, ',', 2, 1)) print(pcall(table.sort, { 3, 1, 'x' })) print(pcall(table.sort, { 1, 2, 3 }, 1))
-- __index chains and cycles
local chain = {} for i = 1, 150 do chain = setmetatable({ ['k' .. i] = i }, { __index = chain }) end print(chain.k1, chain.k150, chain.none) function chain:m() return self == chain end print(chain:m())
local loop = {} setmetatable(loop, { __index = loop, __newindex = loop }) print(pcall(function() return loop.x end)) print(pcall(function() loop.x = 1 end)) print(pcall(function() return loop:x() end))
local A = {} A.__index = A function A.new(v) return setmetatable({ v = v }, A) end function A:get() return self.v end
local B = setmetatable({}, { __index = A }) B.__index = B function B:twice() return self:get() * 2 end
local b = setmetatable({ v = 21 }, B) print(b:twice(), b:get(), pcall(function() return b:none() end)) b.get = function() return 4 end print(b:twice()) b.get = nil print(b:twice()) A.get = nil print(pcall(b.twice, b)) B.get = function() return 1 end print(b:twice()) print(pcall(function() local s = 'x' return s:none() end)) print(pcall(function() local n = 1 return n:none() end))
-- coroutines
local co = coroutine.wrap(function(...) local a = coroutine.yield(...) error({ code = a }) end) print(co(1, 2)) local ok, e = pcall(co, 9) print(ok, type(e), e.code) print(pcall(co)) print(coroutine.close)
print(pcall(coroutine.wrap(function() error 'in wrap' end))) print(coroutine.resume(coroutine.create(function() error 'in co' end))) print(coroutine.resume(coroutine.create(function() return 1, nil end))) print(pcall(coroutine.resume, 1)) print(pcall(coroutine.create, 1)) print(coroutine.isyieldable(), select(2, coroutine.running()))
local function gen(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end local s = 0 for i in gen(100) do s = s + i end print(s)
local y = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end, __add = function(a, b) return coroutine.yield 'add' end, __lt = function() return coroutine.yield 'lt' end, __concat = function() return coroutine.yield 'cat' end, __call = function(_, v) return coroutine.yield(v) end, __len = function() return coroutine.yield 'len' end, __eq = function() return coroutine.yield 'eq' end, __newindex = function(_, k, v) coroutine.yield(k .. v) end })
local c = coroutine.create(function() local r = { y.key, y + 1, y < y, 'a' .. y .. 'b', y(5), #y, y == setmetatable({}, getmetatable(y)), y <= y } y.new = 'v' for k in coroutine.yield do r[#r + 1] = k if k == 'end' then break end end return table.unpack(r) end)
local v repeat local r = table.pack(coroutine.resume(c, v)) print(table.unpack(r, 1, r.n)) if r[2] == 'newv' then v = 'it' elseif v == 'it' then v = 'end' else v = r[2] end until coroutine.status(c) == 'dead'
print(select('#', coroutine.resume(coroutine.create(function() return pcall(function() local x = coroutine.yield(1) error(x) end) end)))) local p = coroutine.create(function() return pcall(function() local x = coroutine.yield(1) error(x) end) end) print(coroutine.resume(p)) print(coroutine.resume(p, 'thrown')) print(coroutine.resume(p)) print(coroutine.resume(coroutine.running()))
print(pcall(coroutine.yield)) print(coroutine.wrap(function() return pcall(table.sort, { 1, 2, 3 }, function() coroutine.yield() end) end)()) local self self = coroutine.wrap(function() return pcall(self) end) print(self())
