--- `.crypto.utils`: hexadecimal text, lists of bytes, streams of bytes, queues, bits.
local type, error, tonumber, pairs, ipairs, setmetatable = type, error, tonumber, pairs, ipairs, setmetatable
local char, byte, format, gsub = string.char, string.byte, string.format, string.gsub
local concat, insert, bit32 = table.concat, table.insert, bit32

local function expect(what, kind, value)
  if type(value) ~= kind then error(what .. ': ' .. kind .. ' expected, got ' .. type(value), 3) end
end

local hex = {}

--- 'ao' -> '616f'
function hex.stringToHex(text)
  expect('hex.stringToHex', 'string', text)
  return (gsub(text, '.', function(c) return format('%02x', byte(c)) end))
end

--- '616f' -> 'ao'
function hex.hexToString(digits)
  expect('hex.hexToString', 'string', digits)
  if #digits % 2 ~= 0 or digits:find('%X') then error('hex.hexToString: pairs of hexadecimal digits expected', 2) end
  return (gsub(digits, '..', function(pair) return char(tonumber(pair, 16)) end))
end

--- A function that gives the items of a list one by one, then nil.
local function each(list)
  local at = 0
  return function()
    at = at + 1
    return list[at]
  end
end

local queue = {}

--- A queue: push(item), pop() (nil when it is empty), size(), getHead(), getTail(), reset().
function queue.new()
  local items, head, tail = {}, 0, 0
  local made = {}
  function made.push(item)
    items[tail] = item
    tail = tail + 1
  end
  function made.pop()
    if head == tail then return nil end
    local item = items[head]
    items[head] = nil
    head = head + 1
    return item
  end
  function made.size() return tail - head end
  function made.getHead() return head end
  function made.getTail() return tail end
  function made.reset() items, head, tail = {}, 0, 0 end
  return made
end
setmetatable(queue, { __call = function() return queue.new() end })

local array = {}

function array.size(list) return #list end

function array.fromString(text)
  expect('array.fromString', 'string', text)
  local list = {}
  for i = 1, #text do list[i] = byte(text, i) end
  return list
end

function array.toString(list)
  local parts = {}
  for i, item in ipairs(list) do parts[i] = char(item) end
  return concat(parts)
end

function array.fromHex(digits) return array.fromString(hex.hexToString(digits)) end

function array.toHex(list) return hex.stringToHex(array.toString(list)) end

function array.fromStream(stream)
  local list = {}
  for item in stream do insert(list, item) end
  return list
end

array.toStream = each

function array.readFromQueue(from, count)
  local list = {}
  for i = 1, count do list[i] = from.pop() end
  return list
end

function array.writeToQueue(to, list)
  for _, item in ipairs(list) do to.push(item) end
end

function array.concat(a, b)
  local list = {}
  for _, item in ipairs(a) do insert(list, item) end
  for _, item in ipairs(b) do insert(list, item) end
  return list
end

function array.slice(list, first, last) return { table.unpack(list, first, last or #list) } end

function array.truncate(list, length) return array.slice(list, 1, length) end

function array.copy(list) return array.slice(list, 1) end

--- Item by item; as long as the shorter list.
function array.XOR(a, b)
  local list = {}
  for i = 1, #a < #b and #a or #b do list[i] = a[i] ~ b[i] end
  return list
end

--- Every item replaced by what `box` has in its place: box[0] for 0.
function array.substitute(list, box)
  local result = {}
  for i, item in ipairs(list) do result[i] = box[item] end
  return result
end

--- The item at order[i] comes to place i.
function array.permute(list, order)
  local result = {}
  for i, from in ipairs(order) do result[i] = list[from] end
  return result
end

local stream = {}

function stream.fromArray(list) return each(list) end

function stream.fromString(text) return each(array.fromString(text)) end

function stream.fromHex(digits) return each(array.fromHex(digits)) end

stream.toArray = array.fromStream

function stream.toString(from) return array.toString(array.fromStream(from)) end

function stream.toHex(from) return array.toHex(array.fromStream(from)) end

local bit = {}
for name, fn in pairs(bit32) do bit[name] = fn end

return { bit = bit, queue = queue, stream = stream, hex = hex, array = array }
