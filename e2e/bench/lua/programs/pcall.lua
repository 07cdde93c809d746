-- 100,000 protected calls that succeed, 1,000 that fail with a string, a table or a runtime error.
local function fine(x) return x % 10 end
local sum = 0
for i = 1, 100000 do
  local _, value = pcall(fine, i)
  sum = sum + value
end
local function fail(i)
  if i % 3 == 0 then error('failed') end
  if i % 3 == 1 then error({ code = i }) end
  return i + nil
end
for i = 1, 1000 do
  local ok, problem = pcall(fail, i)
  if not ok then sum = sum + (type(problem) == 'table' and problem.code % 10 or 1) end
end
return sum
