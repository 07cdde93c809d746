-- string.format, 10,000 times with five conversions.
local length = 0
local last
for i = 1, 10000 do
  last = string.format('%d:%s:%5.2f:%x:%q', i, 'name' .. i % 10, i / 3, i, 'a"b')
  length = length + #last
end
return length .. last
