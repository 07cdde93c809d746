--- `.utils` of the hyper dialect: the list helpers of aos, and matching by exact case in the request and its body.
local _, require = ...
local shared = require('.aos-utils')
local type, pairs, ipairs, find = type, pairs, ipairs, string.find

local utils = {}
for name, value in pairs(shared) do utils[name] = value end

function utils.matchesPattern(pattern, value, req)
  if not pattern then return false end
  if pattern == '_' then return true end
  local kind = type(pattern)
  if kind == 'function' then return pattern(value, req) and true or false end
  if kind == 'table' then
    for _, alternative in ipairs(pattern) do
      if utils.matchesPattern(alternative, value, req) then return true end
    end
    return false
  end
  if kind ~= 'string' or value == nil then return pattern == value end
  if find(pattern, '[%^%$%(%)%%%.%[%]%*%+%?]') then return find(tostring(value), pattern) ~= nil end
  return pattern == value
end

local function field(req, key)
  local value = req[key]
  if value == nil and type(req.body) == 'table' then value = req.body[key] end
  return value
end

function utils.matchesSpec(req, spec)
  local kind = type(spec)
  if kind == 'function' then return spec(req) end
  if kind == 'string' then return req.action == spec or type(req.body) == 'table' and req.body.action == spec end
  if kind ~= 'table' then return false end
  for key, pattern in pairs(spec) do
    local value = field(req, key)
    if not value or not utils.matchesPattern(pattern, value, req) then return false end
  end
  return true
end

--- The pairs of a tag list as a map.
function utils.Tab(msg)
  local map = {}
  for _, tag in ipairs(msg.Tags or {}) do
    if map[tag.name] == nil then map[tag.name] = tag.value end
  end
  return map
end

return utils
