-- table.sort of 10,000 numbers, with a comparator in Lua and without.
local seed = 42
local function random()
  seed = (seed * 171 + 11213) % 53125
  return seed
end
local first, second = {}, {}
for i = 1, 10000 do
  first[i] = random()
  second[i] = first[i]
end
table.sort(first, function(a, b) return a > b end)
table.sort(second)
local sum = 0
for i = 1, 10000 do
  assert(first[i] == second[10001 - i])
  sum = (sum + first[i] * (i % 10)) % 1000003
end
return sum
