--- `.dump` = `Dump`: a value as Lua source that gives an equal value (functions and threads as text in quotes).
local type, pairs, tostring, format, concat, insert, find = type, pairs, tostring, string.format, table.concat, table.insert, string.find

local escapes = { ['\n'] = '\\n', ['\r'] = '\\r', ['\t'] = '\\t', ['"'] = '\\"', ['\\'] = '\\\\' }

local function quote(text)
  return '"' .. text:gsub('[%c"\\]', function(char) return escapes[char] or format('\\%03d', char:byte()) end) .. '"'
end

local keywords = {}
for word in ('and break do else elseif end false for function goto if in local nil not or repeat return then true until while'):gmatch('%a+') do
  keywords[word] = true
end

local function dump(value, open)
  local kind = type(value)
  if kind == 'string' then return quote(value) end
  if kind ~= 'table' then
    if kind == 'number' or kind == 'boolean' or kind == 'nil' then return tostring(value) end
    return quote(tostring(value))
  end
  if open[value] then return quote('<circular reference>') end
  open[value] = true
  local parts, n = {}, 0
  for key, item in pairs(value) do
    local shown = dump(item, open)
    if key == n + 1 then
      n = n + 1
    elseif type(key) == 'string' and find(key, '^[%a_][%w_]*$') and not keywords[key] then
      shown = key .. ' = ' .. shown
    else
      shown = '[' .. dump(key, open) .. '] = ' .. shown
    end
    insert(parts, shown)
  end
  open[value] = nil
  return #parts == 0 and '{}' or '{ ' .. concat(parts, ', ') .. ' }'
end

return function(value) return dump(value, {}) end
