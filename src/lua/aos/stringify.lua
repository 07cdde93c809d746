--- `.stringify`: tables as people read them in a terminal, with colours.
local _, require = ...
local Colors = require('.colors')
local type, pairs, tostring, format, rep, concat, insert = type, pairs, tostring, string.format, string.rep, table.concat, table.insert

local stringify = { _version = '2.0.4' }

--- Whether `value` is a list (keys 1..n) of strings and numbers only.
function stringify.isSimpleArray(value)
  local n = 0
  for key, item in pairs(value) do
    n = n + 1
    if key ~= n or type(item) ~= 'number' and type(item) ~= 'string' then return false end
  end
  return true
end

local function leaf(value)
  local kind = type(value)
  if kind == 'string' then return Colors.green .. '"' .. value .. '"' .. Colors.reset end
  return Colors.blue .. tostring(value) .. Colors.reset
end

local function label(key)
  if type(key) == 'string' then return Colors.red .. key .. Colors.reset end
  return '[' .. leaf(key) .. ']'
end

--- The text of a table; `indent` is the number of spaces its content stands in (default 2).
function stringify.format(value, indent, open)
  if type(value) ~= 'table' then return leaf(value) end
  indent, open = indent or 2, open or {}
  if open[value] then return Colors.gray .. '<circular reference>' .. Colors.reset end
  open[value] = true
  local parts, text = {}, nil
  if stringify.isSimpleArray(value) then
    for _, item in pairs(value) do insert(parts, leaf(item)) end
    text = #parts == 0 and '{ }' or '{ ' .. concat(parts, ', ') .. ' }'
  else
    local n = 0
    for key, item in pairs(value) do
      n = n + 1
      local shown = type(item) == 'table' and stringify.format(item, indent + 2, open) or leaf(item)
      insert(parts, rep(' ', indent) .. (key == n and '' or label(key) .. ' = ') .. shown)
    end
    text = '{\n' .. concat(parts, ',\n') .. '\n' .. rep(' ', indent - 2) .. '}'
  end
  open[value] = nil
  return text
end

return stringify
