-- JSON in Lua: a table of 10,000 entries written as text and read back.
local escapes = { ['"'] = '\\"', ['\\'] = '\\\\', ['\n'] = '\\n' }

local encode
local function encodeTable(value)
  local parts = {}
  if #value > 0 then
    for i = 1, #value do parts[i] = encode(value[i]) end
    return '[' .. table.concat(parts, ',') .. ']'
  end
  local keys = {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do parts[i] = encode(key) .. ':' .. encode(value[key]) end
  return '{' .. table.concat(parts, ',') .. '}'
end

function encode(value)
  local kind = type(value)
  if kind == 'table' then return encodeTable(value) end
  if kind == 'string' then return '"' .. value:gsub('["\\\n]', escapes) .. '"' end
  return tostring(value)
end

local decode
local function space(text, at) return text:find('%S', at) end

local function decodeString(text, at)
  local parts = {}
  while true do
    local stop = text:find('["\\]', at)
    parts[#parts + 1] = text:sub(at, stop - 1)
    if text:sub(stop, stop) == '"' then return table.concat(parts), stop + 1 end
    local letter = text:sub(stop + 1, stop + 1)
    parts[#parts + 1] = letter == 'n' and '\n' or letter
    at = stop + 2
  end
end

local function decodeList(text, at)
  local list = {}
  at = space(text, at)
  while text:byte(at) ~= 93 do
    list[#list + 1], at = decode(text, at)
    at = space(text, at)
    if text:byte(at) == 44 then at = space(text, at + 1) end
  end
  return list, at + 1
end

local function decodeMap(text, at)
  local map = {}
  at = space(text, at)
  while text:byte(at) ~= 125 do
    local key
    key, at = decodeString(text, at + 1)
    map[key], at = decode(text, space(text, at) + 1)
    at = space(text, at)
    if text:byte(at) == 44 then at = space(text, at + 1) end
  end
  return map, at + 1
end

function decode(text, from)
  local at = space(text, from)
  local byte = text:byte(at)
  if byte == 34 then return decodeString(text, at + 1) end
  if byte == 91 then return decodeList(text, at + 1) end
  if byte == 123 then return decodeMap(text, at + 1) end
  local word = text:match('^[%w.+-]+', at)
  at = at + #word
  if word == 'true' then return true, at end
  if word == 'false' then return false, at end
  if word == 'null' then return nil, at end
  return tonumber(word), at
end

local list = {}
for i = 1, 10000 do list[i] = { id = i, name = 'user "' .. i .. '"' } end
local text = encode(list)
local back = decode(text, 1)
local sum = 0
for _, entry in ipairs(back) do
  sum = sum + entry.id + #entry.name
end
return #text .. ':' .. sum
