-- Strings made with `..` and table.concat.
local parts = {}
for i = 1, 20000 do
  parts[#parts + 1] = 'item ' .. i .. ';'
end
local text = table.concat(parts)
local growing = ''
for i = 1, 2000 do
  growing = growing .. i
end
return #text + #growing .. growing:sub(-20)
