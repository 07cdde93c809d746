--- `.utils`: list helpers, names in Title-Case, and the matching of messages (spec §3, §4). List helpers are curried.
local assert, type, ipairs, pairs, error = assert, type, ipairs, pairs, error
local pack, unpack, insert = table.pack, table.unpack, table.insert
local find, gsub, lower, sub, upper = string.find, string.gsub, string.lower, string.sub, string.upper

local utils = { _version = '2.0.4' }

--- Calls `fn` once `arity` arguments have come, in one call or in several. Default arity: the parameters of `fn`.
function utils.curry(fn, arity)
  assert(type(fn) == 'function', 'curry: function expected as first argument')
  arity = arity or (debug and debug.getinfo and debug.getinfo(fn, 'u').nparams) or 2
  if arity < 2 then return fn end
  return function(...)
    local given = pack(...)
    if given.n >= arity then return fn(...) end
    return utils.curry(function(...)
      local all, n = {}, given.n
      for i = 1, n do all[i] = given[i] end
      local rest = pack(...)
      for i = 1, rest.n do all[n + i] = rest[i] end
      return fn(unpack(all, 1, n + rest.n))
    end, arity - given.n)
  end
end

local function expect(what, position, kind, value)
  if type(value) ~= kind then error(what .. ': ' .. kind .. ' expected as argument ' .. position .. ', got ' .. type(value), 0) end
end

--- A new list: the items of `a`, then those of `b`.
utils.concat = utils.curry(function(a, b)
  expect('concat', 1, 'table', a)
  expect('concat', 2, 'table', b)
  local result = {}
  for _, item in ipairs(a) do insert(result, item) end
  for _, item in ipairs(b) do insert(result, item) end
  return result
end, 2)

--- fn(sofar, item, index) over a list. A nil `initial` is replaced by the first item.
utils.reduce = utils.curry(function(fn, initial, list)
  expect('reduce', 1, 'function', fn)
  expect('reduce', 3, 'table', list)
  local result = initial
  for i, item in ipairs(list) do
    if result == nil then result = item else result = fn(result, item, i) end
  end
  return result
end, 3)

--- fn(value, key) for every entry, under the same keys.
utils.map = utils.curry(function(fn, data)
  expect('map', 1, 'function', fn)
  expect('map', 2, 'table', data)
  local result = {}
  for key, value in pairs(data) do result[key] = fn(value, key) end
  return result
end, 2)

--- A list of the items for which fn(item) holds.
utils.filter = utils.curry(function(fn, list)
  expect('filter', 1, 'function', fn)
  expect('filter', 2, 'table', list)
  local result = {}
  for _, item in ipairs(list) do
    if fn(item) then insert(result, item) end
  end
  return result
end, 2)

--- The first item for which fn(item) holds, or nil.
utils.find = utils.curry(function(fn, list)
  expect('find', 1, 'function', fn)
  expect('find', 2, 'table', list)
  for _, item in ipairs(list) do
    if fn(item) then return item end
  end
end, 2)

utils.propEq = utils.curry(function(name, value, object)
  expect('propEq', 1, 'string', name)
  expect('propEq', 3, 'table', object)
  return object[name] == value
end, 3)

utils.prop = utils.curry(function(name, object)
  expect('prop', 1, 'string', name)
  expect('prop', 2, 'table', object)
  return object[name]
end, 2)

utils.includes = utils.curry(function(value, list)
  expect('includes', 2, 'table', list)
  for _, item in ipairs(list) do
    if item == value then return true end
  end
  return false
end, 2)

function utils.reverse(list)
  expect('reverse', 1, 'table', list)
  local result = {}
  for i = #list, 1, -1 do insert(result, list[i]) end
  return result
end

--- compose(f, g, h)(x) = f(g(h(x))).
function utils.compose(...)
  local functions = pack(...)
  for i = 1, functions.n do expect('compose', i, 'function', functions[i]) end
  return function(...)
    local values = pack(...)
    for i = functions.n, 1, -1 do values = pack(functions[i](unpack(values, 1, values.n))) end
    return unpack(values, 1, values.n)
  end
end

function utils.keys(object)
  expect('keys', 1, 'table', object)
  local result = {}
  for key in pairs(object) do insert(result, key) end
  return result
end

function utils.values(object)
  expect('values', 1, 'table', object)
  local result = {}
  for _, value in pairs(object) do insert(result, value) end
  return result
end

--- First letter in upper case.
function utils.capitalize(text) return upper(sub(text, 1, 1)) .. sub(text, 2) end

-- Names repeat from message to message; the memo is dropped when it grows, as senders choose the names.
local titles, titleCount = {}, 0

--- A key or tag name in Title-Case: `x_note` and `X-NOTE` become `X-Note` (spec §1, step 2).
function utils.normalize(name)
  local title = titles[name]
  if title then return title end
  title = gsub(lower(gsub(name, '_', '-')), '%-%l', upper)
  title = utils.capitalize(title)
  if titleCount >= 512 then titles, titleCount = {}, 0 end
  titles[name], titleCount = title, titleCount + 1
  return title
end

--- Whether one value of a message fits a pattern (spec §3). Strings compare without regard to case; one that holds
--- any of ^ $ ( ) % . [ ] * + ? is a Lua pattern.
function utils.matchesPattern(pattern, value, msg)
  if not pattern or pattern == '_' then return not not pattern end
  local kind = type(pattern)
  if kind == 'string' then
    if type(value) ~= 'string' then
      if type(value) ~= 'number' then return false end
      value = value .. ''
    end
    if find(pattern, '[%^%$%(%)%%%.%[%]%*%+%?]') then return find(lower(value), lower(pattern)) ~= nil end
    return pattern == value or lower(pattern) == lower(value)
  end
  if kind == 'function' then return not not pattern(value, msg) end
  if kind == 'table' then
    for _, alternative in pairs(pattern) do
      if utils.matchesPattern(alternative, value, msg) then return true end
    end
    return false
  end
  return pattern == value
end
local matchesPattern = utils.matchesPattern

--- Whether a message fits a spec: a function decides itself, a string is an Action (exact), a table wants every key
--- present and fitting.
function utils.matchesSpec(msg, spec)
  local kind = type(spec)
  if kind == 'function' then return spec(msg) end
  if kind == 'string' then return msg.Action == spec end
  if kind == 'table' then
    for key, pattern in pairs(spec) do
      local value = msg[key]
      if not value or not matchesPattern(pattern, value, msg) then return false end
    end
    return true
  end
  return false
end

return utils
