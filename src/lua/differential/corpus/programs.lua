-- generators, permutations, queens, sieve, memo, string building, class hierarchies
local function permgen(a, n) n = n or #a if n <= 1 then coroutine.yield(a) else for i = 1, n do a[n], a[i] = a[i], a[n] permgen(a, n - 1) a[n], a[i] = a[i], a[n] end end end
for p in coroutine.wrap(function() permgen { 1, 2, 3 } end) do print(table.concat(p, ' ')) end
local function queens(n) local c, cols, d1, d2 = 0, {}, {}, {} local function place(r) if r > n then c = c + 1 return end for i = 1, n do if not cols[i] and not d1[r + i] and not d2[r - i] then cols[i], d1[r + i], d2[r - i] = true, true, true place(r + 1) cols[i], d1[r + i], d2[r - i] = nil, nil, nil end end end place(1) return c end
print(queens(6), queens(7))
local sieve, primes = {}, {} for i = 2, 500 do if not sieve[i] then primes[#primes + 1] = i for j = i * i, 500, i do sieve[j] = true end end end print(#primes, primes[#primes])
local memo = setmetatable({}, { __index = function(t, n) local v = n < 2 and n or t[n - 1] + t[n - 2] t[n] = v return v end }) print(memo[80])
local words = {} for w in ('the quick brown the lazy dog the end'):gmatch('%a+') do words[w] = (words[w] or 0) + 1 end local ks = {} for k in pairs(words) do ks[#ks + 1] = k end table.sort(ks) local out for _, k in ipairs(ks) do out = (out or '') .. k .. '=' .. words[k] .. ';' end print(out)
print(('hello world'):gsub('o', { o = '0' }), ('abc'):gsub('%w', function(c) return c:upper() .. c end), ('x = 1, y = 2'):gsub('(%w+) = (%w+)', '%2 = %1'))
local Account = {} Account.__index = Account
function Account.new(b) return setmetatable({ balance = b, log = {} }, Account) end
function Account:withdraw(n) if n > self.balance then error({ code = 'low', need = n - self.balance }) end self.balance = self.balance - n self.log[#self.log + 1] = -n return self.balance end
local acc = Account.new(1000000000000) print(acc:withdraw(1), pcall(acc.withdraw, acc, 5)) local ok, e = pcall(acc.withdraw, acc, 10 ^ 15 | 0) print(ok, type(e), e.code, e.need)
local function try(f, ...) local r = table.pack(pcall(f, ...)) if r[1] then return table.unpack(r, 2, r.n) end return 'caught ' .. tostring(r[2]) end
print(try(function(...) return select('#', ...), ... end, 1, nil, 3), try(error, 'x', 0), try(function() error() end))
print(pcall(pcall, error, 'e'), select('#', pcall(error)), xpcall(function(...) return ... end, print, 1, 2))
local function lvl3() error('at level 2', 2) end local function lvl2() lvl3() end print(pcall(lvl2))
print(pcall(function() local ok, e = pcall(error, 'inner', 0) error('outer ' .. e, 0) end))
-- producer / filter / consumer over nested coroutines with errors and yields through pcall
local function producer() return coroutine.create(function() for i = 1, 4 do coroutine.yield(i) end error('done') end) end
local function filter(p) return coroutine.wrap(function() while true do local ok, v = coroutine.resume(p) if not ok then return 'end: ' .. v end coroutine.yield(v * v) end end) end
local f = filter(producer()) for i = 1, 5 do print(f()) end print(pcall(f))
local co = coroutine.create(function() local ok, v = pcall(function() local x = coroutine.yield('in pcall') error('after ' .. x) end) coroutine.yield(ok, v) return coroutine.isyieldable(), coroutine.running() == co end)
print(coroutine.resume(co)) print(coroutine.resume(co, 'resume')) print(coroutine.resume(co)) print(coroutine.status(co), coroutine.resume(co))
local outer outer = coroutine.wrap(function() local inner = coroutine.wrap(function() coroutine.yield(coroutine.status(coroutine.create(print))) return 'inner done' end) coroutine.yield(inner()) coroutine.yield(inner()) return pcall(inner) end) print(outer()) print(outer()) print(outer())
local t = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end }) local reader = coroutine.wrap(function() return t.a + t.b end) print(reader(), reader(10), reader(32))
print(coroutine.wrap(function(...) return select('#', ...), ... end)(nil, nil)) print(select('#', coroutine.resume(coroutine.create(function() return nil, nil end))))
for a, b in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, i * i) end end) do print(a, b) end
-- sorting with comparators, errors in comparators, sort by several keys
local recs = {} for i = 1, 30 do recs[i] = { id = i, key = i * 7 % 10 } end table.sort(recs, function(a, b) if a.key ~= b.key then return a.key < b.key end return a.id < b.id end) local s = {} for i, r in ipairs(recs) do s[i] = r.key .. ':' .. r.id end print(table.concat(s, ' '))
print(pcall(table.sort, { 3, 1, 'x' })) print(pcall(table.sort, { 1, 2, 3 }, function() error('cmp', 0) end))
-- environments
local env = { print = print } local chunk = load('x = 5 print(x) return _ENV', 'env', 't', env) print(chunk() == env, env.x, x) do local _ENV = { print = print } y = 2 print(y) end print(y)
local function sandbox(code) local e = setmetatable({}, { __index = _G }) local f, m = load(code, '=code', 't', e) if not f then return m end return pcall(f) end print(sandbox('a = 1 return a'), sandbox('return b.c'), sandbox('return +'), a)
print(load('return ...', 'v')(1, 2), #load('return {...}')(1, 2, 3)) local i = 0 print(load(function() i = i + 1 return ({ 'return ', '1', ' + 2' })[i] end)())
print(#table.pack(string.byte(('x'):rep(100), 1, -1)), string.char(72, 105), ('%s|%10s|%-5d|%05.1f|%q'):format('a', 'b', 3, 2.25, 'q"\n'))
local big = {} for i = 1, 1000 do big[i] = tostring(i) end print(#table.concat(big, ','), select('#', table.unpack(big))) print(string.format('%s %s', 1, 2.0), tostring(1e15), 2^31, 1 // 1, 1.0 // 1)
local depth = 0 local function down(n) depth = n if n > 0 then return down(n - 1) + 1 end return 0 end print(down(10000), depth)
