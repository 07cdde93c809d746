-- table.insert at the end, 50,000 times, then table.remove from the end.
local list = {}
for i = 1, 50000 do
  table.insert(list, i % 100)
end
local sum = 0
while #list > 0 do
  sum = sum + table.remove(list)
end
return sum
