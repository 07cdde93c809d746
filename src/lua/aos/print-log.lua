--- The print log of the message at hand, and the global `print` (spec §2).
local _, require = ...
local Colors = require('.colors')
local stringify = require('.stringify')
local type, tostring, concat, insert = type, tostring, table.concat, table.insert

local log = { lines = {} }

function log.text() return log.lines[1] and concat(log.lines, '\n') or '' end

function log.append(text) insert(log.lines, text) end

--- A value as text: a table at length, unless it knows better (`__tostring`).
function log.describe(value)
  if type(value) ~= 'table' then return tostring(value) end
  local meta = getmetatable(value)
  if type(meta) == 'table' and meta.__tostring then return tostring(value) end
  return stringify.format(value)
end

--- A value as a line of the log: other kinds than strings and tables in their colour.
local function shown(value)
  local kind = type(value)
  if kind == 'string' then return value end
  if kind == 'table' then return log.describe(value) end
  local color = kind == 'boolean' and Colors.blue or kind == 'nil' and Colors.red or kind == 'number' and Colors.green
  return color and color .. tostring(value) .. Colors.reset or tostring(value)
end

--- `print(x)`: takes ONE argument, as in aos.
function log.print(value) insert(log.lines, shown(value)) end

return log
