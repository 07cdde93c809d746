-- upvalues shared, closed per iteration, closed by goto and break
local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end end
local inc, get = counter() inc() inc() print(get())
local fs = {}
for i = 1, 5 do local j = i * 2 fs[#fs + 1] = function() j = j + i return j end end
for _, f in ipairs(fs) do print(f(), f()) end
local gs = {}
do local i = 1
  ::top::
  local x = i
  gs[i] = function() x = x + 10 return x end
  i = i + 1
  if i <= 3 then goto top end
end
print(gs[1](), gs[2](), gs[3](), gs[1]())
local hs = {}
for k, v in pairs({ 'a', 'b', 'c' }) do hs[k] = function() v = v .. k return v end if k == 3 then break end end
print(hs[1](), hs[1](), hs[2](), hs[3]())
local i = 1
while true do local z = i hs[i] = function() return z end i = i + 1 if i > 3 then break end end
print(hs[1](), hs[2](), hs[3]())
repeat local done = true hs[4] = function() return done end until done
print(hs[4]())
-- recursion through upvalues, varargs in closures
local function Y(f) return (function(x) return x(x) end)(function(x) return f(function(...) return x(x)(...) end) end) end
print(Y(function(self) return function(n) if n == 0 then return 1 end return n * self(n - 1) end end)(20))
local function pack2(...) local t = { ... } return function() return table.unpack(t, 1, 5) end, select('#', ...) end
local f, n = pack2(1, nil, 3) print(n, f())
-- multiple assignment order, swaps, nested tables
local a, b = 1, 2 a, b = b, a print(a, b)
local t = { 1, 2, 3 } local i = 1 i, t[i] = i + 1, 20 print(i, t[1], t[2])
local t = { { {} } } t[1][1].x = 5 print(t[1][1].x)
local t = { f = function(self, x) return x or 'none' end } print(t:f(), t:f(1), t.f(t, 2), t['f'](t, 3))
print((function(...) return select('#', ...) end)(nil, nil, nil))
local function mr() return 1, 2, 3 end
print(mr(), mr()) print((mr())) print(({ mr(), mr() })[4], #{ mr(), mr(), nil }) local x, y, z, w = mr() print(x, y, z, w)
print(mr(), (mr())) print(#{ mr(), (mr()) })
print(not nil, not 0, nil == false, 1 == 1.0, '1' == 1, 0 == -0, 'a' .. 1 .. 2.0)
print(nil and 1, false or nil, 1 and 2, nil or 'd', false and nil, 1 or error('no'))
local s = 0 for i = 1, 3 do for j = i, 3 do if j == 2 then goto continue end s = s + i * j ::continue:: end end print(s)
