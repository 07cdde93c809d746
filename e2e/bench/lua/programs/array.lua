-- An array of 100,000 integers, filled, walked with ipairs and read backwards.
local array = {}
for i = 1, 100000 do
  array[i] = i % 1000
end
local sum = 0
for i, value in ipairs(array) do
  sum = sum + value + i % 3
end
for i = #array, 1, -1 do
  sum = sum + array[i]
end
return sum
