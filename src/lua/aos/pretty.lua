--- `.pretty`: tprint(table [, indent]) = its entries one a line, without colours.
local type, pairs, tostring, rep, concat, insert = type, pairs, tostring, string.rep, table.concat, table.insert

local function tprint(value, indent, open)
  indent, open = indent or 0, open or {}
  if open[value] then return rep(' ', indent) .. '<circular reference>\n' end
  open[value] = true
  local lines = {}
  for key, item in pairs(value) do
    local start = rep(' ', indent) .. tostring(key) .. ': '
    if type(item) == 'table' then
      insert(lines, start .. '\n' .. tprint(item, indent + 2, open))
    else
      insert(lines, start .. tostring(item) .. '\n')
    end
  end
  open[value] = nil
  return concat(lines)
end

return { _version = '2.0.4', tprint = function(value, indent) return tprint(value, indent) end }
