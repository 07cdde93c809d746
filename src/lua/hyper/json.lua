--- `json` in plain Lua: a bundle for lua@5.3a finds no native modules.
local json = { _version = '0.1.0' }
local type, pairs, tostring, tonumber, error, concat = type, pairs, tostring, tonumber, error, table.concat
local byte, find, format, gsub, sub = string.byte, string.find, string.format, string.gsub, string.sub

local ESCAPES = { ['"'] = '\\"', ['\\'] = '\\\\', ['\b'] = '\\b', ['\f'] = '\\f', ['\n'] = '\\n', ['\r'] = '\\r', ['\t'] = '\\t' }

local function quoted(text)
  return '"' .. gsub(text, '[%c"\\]', function(c) return ESCAPES[c] or format('\\u%04x', byte(c)) end) .. '"'
end

local encode

local function encodeTable(value, open)
  if open[value] then error('circular reference', 0) end
  open[value] = true
  local parts, n, count = {}, #value, 0
  for _ in pairs(value) do count = count + 1 end
  local isList = count == n
  if isList then
    for i = 1, n do parts[i] = encode(value[i], open) end
  else
    for key, item in pairs(value) do
      if type(key) ~= 'string' then error('invalid table: mixed or invalid key types', 0) end
      parts[#parts + 1] = quoted(key) .. ':' .. encode(item, open)
    end
  end
  open[value] = nil
  return isList and '[' .. concat(parts, ',') .. ']' or '{' .. concat(parts, ',') .. '}'
end

function encode(value, open)
  local kind = type(value)
  if kind == 'nil' then return 'null' end
  if kind == 'boolean' then return tostring(value) end
  if kind == 'string' then return quoted(value) end
  if kind == 'table' then return encodeTable(value, open) end
  if kind ~= 'number' then error("unexpected type '" .. kind .. "'", 0) end
  if value ~= value or value == math.huge or value == -math.huge then error("unexpected number value '" .. tostring(value) .. "'", 0) end
  return format('%.14g', value)
end

function json.encode(value) return encode(value, {}) end

local function fail(text, at, what)
  local _, lines = gsub(sub(text, 1, at - 1), '\n', '')
  error(format('%s at line %d char %d', what, lines + 1, at), 0)
end

local BACK = { b = '\b', f = '\f', n = '\n', r = '\r', t = '\t', ['"'] = '"', ['\\'] = '\\', ['/'] = '/' }

local function readString(text, at)
  local parts, from = {}, at + 1
  while true do
    local stop = find(text, '["\\]', from)
    if not stop then fail(text, at, 'expected closing quote for string') end
    parts[#parts + 1] = sub(text, from, stop - 1)
    if sub(text, stop, stop) == '"' then return concat(parts), stop + 1 end
    local escaped = sub(text, stop + 1, stop + 1)
    if escaped == 'u' then
      local high, low = text:match('^(%x%x%x%x)', stop + 2), text:match('^%x%x%x%x\\u([dD][c-fC-F]%x%x)', stop + 2)
      if not high then fail(text, stop, 'invalid unicode escape in string') end
      local code = tonumber(high, 16)
      from = stop + 6
      if code >= 0xd800 and code < 0xdc00 and low then
        code = (code - 0xd800) * 0x400 + tonumber(low, 16) - 0xdc00 + 0x10000
        from = stop + 12
      end
      parts[#parts + 1] = utf8.char(code)
    else
      parts[#parts + 1] = BACK[escaped] or fail(text, stop, 'invalid escape char')
      from = stop + 2
    end
  end
end

local WORDS = { ['true'] = true, ['false'] = false }
local readValue

local function readItems(text, at, close, read)
  at = find(text, '%S', at + 1) or #text + 1
  if sub(text, at, at) == close then return at + 1 end
  while true do
    at = find(text, '%S', read(at)) or #text + 1
    local c = sub(text, at, at)
    if c == close then return at + 1 end
    if c ~= ',' then fail(text, at, "expected '" .. close .. "' or ','") end
    at = find(text, '%S', at + 1) or #text + 1
  end
end

function readValue(text, at)
  at = find(text, '%S', at) or #text + 1
  local c = sub(text, at, at)
  if c == '"' then return readString(text, at) end
  if c == '[' then
    local list, n = {}, 0
    local stop = readItems(text, at, ']', function(from)
      local item, behind = readValue(text, from)
      n = n + 1
      list[n] = item
      return behind
    end)
    return list, stop
  end
  if c == '{' then
    local map = {}
    local stop = readItems(text, at, '}', function(from)
      if sub(text, from, from) ~= '"' then fail(text, from, 'expected string for key') end
      local key, behind = readString(text, from)
      local colon = find(text, '%S', behind)
      if not colon or sub(text, colon, colon) ~= ':' then fail(text, behind, "expected ':' after key") end
      local item
      item, behind = readValue(text, colon + 1)
      map[key] = item
      return behind
    end)
    return map, stop
  end
  local word = text:match('^[%w.+-]+', at)
  if word == 'null' then return nil, at + 4 end
  if word and WORDS[word] ~= nil then return WORDS[word], at + #word end
  local number = word and not find(word, '^0[xX]') and tonumber(word)
  if not number then fail(text, at, "unexpected character '" .. c .. "'") end
  return number, at + #word
end

function json.decode(text)
  if type(text) ~= 'string' then error('expected argument of type string, got ' .. type(text), 2) end
  local value, behind = readValue(text, 1)
  local rest = find(text, '%S', behind)
  if rest then fail(text, rest, 'trailing garbage') end
  return value
end

return json
