-- 100,000 resumes of one coroutine, values passed in both directions.
local worker = coroutine.create(function(x)
  while true do
    x = coroutine.yield(x % 10)
  end
end)
local sum = 0
for i = 1, 100000 do
  local _, value = coroutine.resume(worker, i)
  sum = sum + value
end
return sum
