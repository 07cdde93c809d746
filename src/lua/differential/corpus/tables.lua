local function keys(t) local n = 0 for _ in pairs(t) do n = n + 1 end return n end
local t = {} for i = 1, 100 do t[i] = i end print(#t) for i = 100, 51, -1 do t[i] = nil end print(#t, keys(t))
t = {} for i = 100, 1, -1 do t[i] = i end print(#t, keys(t))
t = { [1] = 'a', [2] = 'b', 'c' } print(t[1], t[2], #t)
t = { 1, 2, nil, 4 } print(#t) t = { n = 1, 1, 2 } print(#t, t.n)
t = { [2] = 'x', 'a' } print(#t, t[2])
-- clearing while traversing
t = {} for i = 1, 20 do t['k' .. i] = i t[i] = i end
for k in pairs(t) do t[k] = nil end print(next(t), keys(t))
for i = 1, 200 do t[i] = i end for i = 1, 200 do t[i] = nil end print(#t, next(t))
-- queue
local head, tail, q, sum = 1, 0, {}, 0
for i = 1, 5000 do tail = tail + 1 q[tail] = i if i % 3 ~= 0 then sum = sum + q[head] q[head] = nil head = head + 1 end end print(sum, head, tail, keys(q))
-- key kinds
t = {} t[1.0] = 'one' t[2^53] = 'big' t['1'] = 's' t[true] = 'b' t[1.5] = 'f' print(t[1], t[2^53 | 0], t['1'], t[true], t[1.5], keys(t))
t = {} t[math.maxinteger] = 1 t[math.mininteger] = 2 t[9007199254740993] = 3 print(t[math.maxinteger], t[math.mininteger], t[9007199254740993], t[9007199254740992])
t[2^63] = 'f63' t[-2^63] = 'min' print(t[2^63], t[math.mininteger], math.type((next({ [3.0] = 1 }))), math.type((next({ [2^63] = 1 }))))
t = {} t['\1#'] = 1 print(t['\x12\3'], t['\1#'])
t[-1] = 'neg' t[0] = 'zero' print(t[-1], t[0], #t)
print(pcall(next, {}, 'nokey')) print(pcall(function() t[nil] = 1 end)) print(pcall(function() t[0 / 0] = 1 end), t[nil], t[0 / 0])
print(rawlen(t), #'abc', next({}), type(next), select('#', next({})))
-- table library on top
t = {} for i = 1, 10 do table.insert(t, 1, i) end print(table.concat(t, ',')) table.remove(t, 1) print(table.concat(t, ',')) table.sort(t) print(table.concat(t, ','))
print(table.unpack({ 1, 2, 3 }, 2)) print(table.pack(1, nil, 3).n) print(select(-2, 'a', 'b', 'c'))
local big = {} for i = 1, 300 do big[i] = i end print(select('#', table.unpack(big)), (select(300, table.unpack(big))))
local c = {} for i = 1, 60 do c[i] = i * i end local d = { table.unpack(c) } print(#d, d[60])
local nested = { { 1, { 2, { 3 } } }, x = { y = { z = 'deep' } } } print(nested[1][2][2][1], nested.x.y.z)
local count = 0 for k, v in pairs({ 1, 2, 3, a = 1, b = 2 }) do count = count + 1 end print(count)
t = { 10, 20, 30 } for i, v in ipairs(t) do if i == 1 then t[4] = 40 end io = v end print(io)
t = setmetatable({}, { __mode = 'k' }) t[{}] = 1 print(type(next(t)))
