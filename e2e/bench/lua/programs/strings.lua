-- String keys: 10,000 entries written, read, overwritten and read again.
local map = {}
for i = 1, 10000 do
  map['key' .. i] = i
end
local sum = 0
for i = 1, 10000 do
  sum = sum + map['key' .. i]
end
for i = 1, 10000 do
  map['key' .. i] = i % 7
end
for _, value in pairs(map) do
  sum = sum + value
end
return sum
