local out = ''
local io = {write = function(...) for i = 1, select('#', ...) do out = out .. tostring((select(i, ...))) end end}
local p = print
local function print(...) if out ~= '' then p(out) out = '' end p(...) end
print(pcall(tostring, setmetatable({}, {__tostring=function() return {} end}))) print((tostring(setmetatable({}, {__name="X"})):gsub("0x.*","")))
print(collectgarbage(), pcall(collectgarbage,"foo"))
print(pcall(ipairs, nil)) print(ipairs(5)) print(pcall(pairs)) print(pcall(next)) print(pcall(rawget)) print(pcall(rawget,{})) print(pcall(tonumber,1,2)) print(tonumber("  12  "), tonumber("1 2"), tonumber("7fffffffffffffff", 16), tonumber("-ff",16), tonumber("1e", 16), tonumber("", 10), tonumber(nil))
print(pcall(tonumber, {}, 10)) print(pcall(load, 5)) print(load("return 1", "x", "b")) print(pcall(load, "return 1", "x", 5)) print(load("x y", "=(load)")) print(load(function() return nil end)) print(pcall(coroutine.resume)) print(pcall(coroutine.create, 1)) print(coroutine.running()) print(coroutine.isyieldable()) print(pcall(coroutine.status)) 
local co = coroutine.create(function(...) local a = coroutine.yield(...) error("e" .. a) end) print(coroutine.resume(co, 1, 2)) print(coroutine.status(co)) print(coroutine.resume(co, "z")) print(coroutine.status(co), coroutine.resume(co)) print(pcall(coroutine.wrap(function() error({}) end))) 
print(coroutine.resume(coroutine.running())) local w w = coroutine.wrap(function() return pcall(w) end) print(w()) print(pcall(w))
local function f() error("deep") end
local function g() f() end
print(xpcall(g, debug.traceback)) print(xpcall(g, function(m) return debug.traceback(m, 2) end)) print((debug.traceback("hi"):match("^hi"))) print(debug.traceback(co)) print(debug.traceback({}) ~= nil) 
local i = debug.getinfo(g) i.func = nil local ks = {} for k in pairs(i) do ks[#ks+1]=k end table.sort(ks) for _,k in ipairs(ks) do print(k, i[k]) end print(debug.getinfo(1,"n").name, debug.getinfo(1,"l").currentline, debug.getinfo(print).what, debug.getinfo(100), pcall(debug.getinfo, 1, "X"), debug.getinfo(1,"S").short_src)
t = {} function t.foo() error("x") end  print(xpcall(t.foo, debug.traceback)) 
print(xpcall(function() local t = setmetatable({}, {__index=function(t,k) error("idx") end}) return t.x end, debug.traceback)) 
print(xpcall(function() for a in function() error("it") end do end end, debug.traceback)) print(xpcall(function() string.rep() end, debug.traceback)) print(xpcall(function() table.sort({3,2,1}, function() error("cmp") end) end, debug.traceback)) 
local function rec(n) if n == 0 then error("bottom") end rec(n-1) end
print(xpcall(rec, debug.traceback, 5))
function globalfn() error("gl") end
print(xpcall(globalfn, debug.traceback))
print(xpcall(function() return globalfn() end, debug.traceback))
print(xpcall(function() local co = coroutine.wrap(function() error("in co") end) co() end, debug.traceback))
local co2 = coroutine.create(function() local x = 1; coroutine.yield() end) coroutine.resume(co2) print(debug.traceback(co2)) print(debug.traceback(co2, "m", 1)) print(debug.traceback(co2, nil, 5))
-- yields across
local co = coroutine.wrap(function() local t = setmetatable({}, {__index=function(t,k) return coroutine.yield(k) end, __add=function(a,b) return coroutine.yield("add") end, __lt = function() return coroutine.yield("lt") end, __le = function() return coroutine.yield("le") end, __eq=function() return coroutine.yield("eq") end, __concat = function(a, b) return coroutine.yield("cat") end, __newindex=function(t,k,v) coroutine.yield("ni") end, __call = function(self, a) return coroutine.yield("call" .. a) end, __len = function() return coroutine.yield("len") end, __unm = function() return coroutine.yield("unm") end})
local t2 = setmetatable({}, getmetatable(t))
print(t.foo, t + 1, t < t2, t <= t2, t == t2, t ~= t2, "a" .. "b" .. t .. "c" .. "d", #t, -t) t.x = 1 print(t(5)) print(pcall(function() return t.zzz end)) print(select(2, xpcall(function() coroutine.yield("xp") error("E") end, function(m) return "H" .. m end)))
if t < t2 then print("lt") else print("not lt") end if not (t == t2) then print("ne") else print("eq") end
for a, b in function(s, c) return coroutine.yield("iter") end do print(a, b) break end
return "done" end)
local r = co() local n = 0
while r ~= "done" do n = n + 1 io.write(tostring(r), " ") r = co(n) end print()
local t = setmetatable({}, {__index = function(t, k) return k * 2 end}) print(t[21], rawget(t, 21)) 
print(#"abc", -2^2, not nil == true, 1 .. 2, 2^3^2, 7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, 1e308 * 10, -1e308 * 10, 0/0 ~= 0/0, 3 | 4, 5 & 6, 5 ~ 6, ~0, 1 << 63, 1 << 64, -1 >> 1, 1 << -1)
goto done do print("skipped") end ::done:: print("after goto")
for i = 10, 1, -3 do io.write(i, " ") end for i = 1.0, 2, 0.5 do io.write(i, " ") end for i = math.maxinteger - 1, math.maxinteger do io.write(i, " ") break end print()
local a, b, c = (function(...) return ... end)(1, 2, 3) print(a, b, c, (select('#', (function() end)())))
do local fs = {} for i = 1, 3 do fs[i] = function() i = i + 1 return i end end print(fs[1](), fs[1](), fs[2](), fs[3]()) end
local function va(...) local x, y = ... return select('#', ...), x, y, ... end print(va()) print(va(1)) print(va(1, nil, nil)) print((va(1,2)))
local function tail(n) if n == 0 then return "tail ok" end return tail(n - 1) end print(tail(300000))
print(math.type(2^31 | 0), 2^31 | 0, "0x10" + 0, 1e15, 123456789012, 0x7fffffffffffffff, 0xffffffffffffffff, 1e100)
print(string.rep("ab", 3, ","), ("x"):byte())
