-- In the style of the official test suite: calls, varargs, closures, goto.
local function count(...) return select('#', ...), ... end
print(count()) print(count(nil)) print(count(nil, nil, 3)) print((count(1, 2)))
print(select(-1, 1, 2, 3)) print(select(-3, 1, 2, 3)) print(pcall(select, -4, 1, 2, 3)) print(pcall(select, 0, 1))
print(select(2, 'a', 'b', 'c')) print(select(5, 1, 2)) print(pcall(select)) print(pcall(select, 'x', 1))
local function pack(...) return { n = select('#', ...), ... } end
local t = pack(nil, 1, nil) print(t.n, #t >= 0, t[2])
local big = {} for i = 1, 250 do big[i] = i end
print(select('#', table.unpack(big)), (select(250, table.unpack(big))))
print(pcall(table.unpack, {}, 1, 1e8))
print(table.unpack({ 1, 2, 3 }, 2)) print(table.unpack({ 1, 2, 3 }, 2, 5)) print(table.unpack({}, math.maxinteger, math.maxinteger))
local function tail(n, ...) if n == 0 then return ... end return tail(n - 1, n, ...) end
print(select('#', tail(60)))
local function loop(n) if n > 0 then return loop(n - 1) end return 'done' end print(loop(100000))
-- nested closures share variables
local fs = {}
for i = 1, 5 do
  local x = i
  fs[i] = { get = function() return x, i end, set = function(v) x = v i = i + v end, deep = function() return function() return function() x = x + 1 return x end end end }
end
for i = 1, 5 do fs[i].set(i * 10) print(fs[i].get()) print(fs[i].deep()()(), fs[i].get()) end
do
  local a = {}
  local i = 1
  repeat local x = i a[i] = function() i = x + 1 return x end until i > 10 or a[i]() ~= x
  print(i, a[1] and a[1]())
end
do
  local t = {}
  for i = 1, 3 do
    for j = 1, 3 do
      if j == 2 then goto continue end
      t[#t + 1] = i .. ':' .. j
      ::continue::
    end
  end
  print(table.concat(t, ' '))
end
do -- goto leaves a closure's variable fresh
  local a = {}
  do
    local i = 1
    local k = 0
    a[0] = function(y) k = y end
    ::l1:: do
      local x
      if i > 2 then goto l2 end
      a[i] = function(y) if y then x = y else return x + k end end
      i = i + 1
      goto l1
    end
  end
  ::l2:: a[1](10) a[2](20) print(a[1](), a[2](), a[3]) a[0](13) print(a[1](), a[2]())
end
for _, source in ipairs {
  'goto l1; local aa ::l1:: ::l2:: print(3)', 'do ::l1:: end goto l1', '::l1:: ::l1::', 'break', 'goto = 1', 'local x <const> = 1',
  'repeat if x then goto cont end; local xuxu = 10; ::cont:: until xuxu < x', 'for i = 1 do end', 'for a, b = 1, 2 do end', 'x = }', 'f(', "x = '\\400'",
  "x = '\\xg0'", "x = '\\u{110000000}'", "x = 'abc\ndef'", "x = [[abc", '--[[ abc', 'x = 1e', 'x = 0x', 'x = 3..4', 'return return', 'local function f() return 1 print(2) end',
  'a.b:c = 1', '(a) = 1', 'a, b + 1 = 2', 'local a.b = 1', 'x = ...', 'function f() return ... end', 'local a = {1, 2,, 3}', "x = '\\q'", 'x = ~', 'x = 1 = 2', "x = '\\z", 'and = 1', 'x = "a', '\\', 'x = #', 'if x then else elseif end',
} do print(load(source, '=s')) end
print(load('return ...', '=v')(1, 2)) print(load(function() return nil end)) print(pcall(load, 1)) print(load('x = 1', 'n', 'b')) print(load('\27Lua', 'n', 't'))
local env = { y = 7 } local f = load('x = y; return x, _ENV', 'c', 't', env) local x, e = f() print(x, e == env, env.x, rawget(_G, 'x'))
print(pcall(load('return a.b.c', '=e', 't', {}))) print(pcall(load('return a', '=e', 't', nil)))
local pieces, at = { 'ret', 'urn ', '1', '+1' }, 0
print(load(function() at = at + 1 return pieces[at] end)()) print(load(function() error('reader') end)) print(load(function() return {} end))
do local _ENV = { print = print } z = 3 print(z, _ENV.z) end
local function shadow(_ENV) return q end print(shadow { q = 'Q' })
print((function(a, b, ...) return a, b, ... end)(1)) print((function(...) local a, b = ... return b, a end)(1, 2, 3))
local obj = { v = 1 } function obj:add(n) self.v = self.v + n return self end function obj.a() return obj end
print(obj:add(2):add(3).a():add(4).v, ('x'):rep(3):upper():len(), #('abc'):rep(3, ', '))
print(("%d"):format(3), ('x'):byte(), #"\z
   abc", "\x41\u{48}\u{20AC}\u{10FFFF}" == "AH\xE2\x82\xAC\xF4\x8F\xBF\xBF", '\065\10\z  b', [==[
]]x]=]]==], '\a\b\f\v\\\'\"' == "\7\8\12\11\92\39\34")
print(pcall(string.rep, 'x', -1), ('ab'):rep(3, '-'), ('ab'):rep(1, '-'), ('ab'):rep(0, '-'), (''):rep(10), (''):rep(3, ','))
print(pcall(string.rep, 'x', 1 << 40)) print(pcall(string.rep, 'abc', 1 << 62))
print(pcall(pcall)) print(pcall(error)) print(pcall(error, nil)) print(pcall(error, { 1 }) == false) print(pcall(error, 'm', 0)) print(pcall(error, 'm', 1)) print(pcall(error, 'm', 2))
print(xpcall(function(...) return select('#', ...) end, print, 1, nil, nil)) print(pcall(xpcall)) print(pcall(xpcall, print))
print(xpcall(error, function(m) return m, 'second' end, 'first')) print(xpcall(error, function(m) error(m) end, 'first') == false)
print(type(os.time()), os.time { year = 2020, month = 14, day = -3, hour = 25, min = 61, sec = -7 }, os.time { year = 2000, month = 1, day = 1, hour = 12 })
local d = { year = 2021, month = 13, day = 32, hour = 12 } os.time(d) print(d.month, d.day, d.yday, d.wday, d.isdst)
print(pcall(os.time, { year = 2020 })) print(pcall(os.time, { year = 'x', month = 1, day = 1 })) print(os.date('!%Y-%m-%d %H:%M:%S', 86399)) print(pcall(os.date, '%Ez', 0)) print(os.date('!*t', 3600).hour)
