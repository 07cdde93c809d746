-- Closures: 100,000 calls of functions that share and change an upvalue, made anew every 100 calls.
local function counter(step)
  local count = 0
  local function add()
    count = count + step
    return count
  end
  return add, function() return count end
end
local sum = 0
for round = 1, 1000 do
  local add, read = counter(round % 5)
  for _ = 1, 100 do
    add()
  end
  sum = sum + read()
end
return sum
