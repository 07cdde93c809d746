local log = {}
local function op(name) return function(a, b) log[#log + 1] = name return name end end
local mt = {}
for _, e in ipairs { 'add', 'sub', 'mul', 'div', 'mod', 'pow', 'idiv', 'band', 'bor', 'bxor', 'shl', 'shr', 'concat' } do mt['__' .. e] = op(e) end
mt.__unm = op('unm') mt.__bnot = op('bnot') mt.__len = function() return 42 end
mt.__eq = function() return true end mt.__lt = function() return true end mt.__le = function() return false end
mt.__call = function(self, ...) return 'called', select('#', ...), ... end
mt.__tostring = function() return 'OBJ' end mt.__name = 'My'
local a, b = setmetatable({}, mt), setmetatable({}, mt)
print(a + 1, 1 - a, a * b, a / 2, 2 % a, a ^ 2, a // 1, a & 1, 1 | a, a ~ b, a << 1, 1 >> a, a .. 'x', 'x' .. a, 1 .. a, -a, ~a)
print(#a, a == b, a ~= b, a < b, a <= b, a > b, a >= b, a(1, nil), tostring(a), a == 1, a < 1, 'x' <= a)
print(1.5 & a, '1' + a, a + '1', {} == {}, a == setmetatable({}, {}))
-- __le by __lt
local l = setmetatable({}, { __lt = function(x, y) return false end }) print(l <= l, l >= {})
-- inheritance, rawget/rawset, __newindex to table and function
local Base = {} Base.__index = Base function Base.new(v) return setmetatable({ v = v }, Base) end function Base:get() return self.v end
local Derived = setmetatable({}, { __index = Base }) Derived.__index = Derived function Derived.new(v) return setmetatable(Base.new(v), Derived) end
function Derived:twice() return self:get() * 2 end
local d = Derived.new(21) print(d:get(), d:twice(), d.missing, rawget(d, 'get'))
local store = {} local p = setmetatable({}, { __newindex = store, __index = store }) p.x = 1 print(rawget(p, 'x'), store.x, p.x)
local q = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v * 2) end }) q.a = 5 q.a = 7 print(q.a)
local ro = setmetatable({}, { __newindex = function() error('read only') end }) print(pcall(function() ro.x = 1 end))
-- __index on missing array parts, negative and float keys
local z = setmetatable({ 1, 2 }, { __index = function(_, k) return 'miss' .. tostring(k) end }) print(z[1], z[3], z[-1], z[1.0], z[2.5])
-- __pairs, __metatable, __len with #, ipairs respects __index
for k, v in pairs(setmetatable({}, { __pairs = function(t) return function(_, k) if not k then return 1, 'one' end end, t, nil end })) do print(k, v) end
for i, v in ipairs(setmetatable({}, { __index = function(_, i) if i <= 3 then return i * i end end })) do print(i, v) end
print(getmetatable(setmetatable({}, { __metatable = 'locked' })), pcall(setmetatable, setmetatable({}, { __metatable = 1 }), nil))
print(pcall(function() return a.b.c end)) print(rawequal(a, b), rawlen({ 1, 2 }), #z)
-- errors in metamethods, nil results
local e = setmetatable({}, { __add = function() end, __concat = function(x, y) return nil end }) print(e + 1, e .. 'x')
print(pcall(function() return {} + 1 end), pcall(function() return a < {} end))
-- __gc and __mode are accepted
print(getmetatable(setmetatable({}, { __gc = true, __mode = 'kv' })).__mode)
-- late addition of metamethods
local late = setmetatable({}, {}) print(late.x) getmetatable(late).__index = function() return 'late' end print(late.x) getmetatable(late).__index = nil print(late.x)
getmetatable(late).__newindex = function(t, k, v) rawset(t, k, 'set' .. v) end late.y = 1 print(late.y)
print(#log)
string.trimmed = function(s) return (s:gsub('^%s+', '')) end print(('  hi'):trimmed()) string.trimmed = nil
