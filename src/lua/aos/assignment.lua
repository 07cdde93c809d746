--- `.assignment`: which messages meant for others this process accepts (spec §1 step 8, §2).
local _, require = ...
local utils = require('.utils')
local type, error, ipairs, insert, remove = type, error, ipairs, table.insert, table.remove

local assignment = { _version = '2.0.4' }

local function isSpec(value)
  local kind = type(value)
  return kind == 'function' or kind == 'table' or kind == 'string'
end

--- Gives `ao` its functions about assignments. Called once.
function assignment.init(ao)
  ao.assignables = ao.assignables or {}

  local function position(name)
    for i, entry in ipairs(ao.assignables) do
      if entry.name == name then return i end
    end
  end

  --- addAssignable([name,] matchSpec): a known name is updated.
  function ao.addAssignable(name, spec)
    if spec == nil then name, spec = nil, name end
    if name ~= nil and type(name) ~= 'string' then error('ao.addAssignable: name must be a string', 2) end
    if not isSpec(spec) then error('ao.addAssignable: a function, table or string to match messages is needed', 2) end
    local at = name and position(name)
    if at then
      ao.assignables[at].pattern = spec
    else
      insert(ao.assignables, { name = name, pattern = spec })
    end
  end

  --- removeAssignable(name or index).
  function ao.removeAssignable(which)
    local at = which
    if type(which) == 'string' then
      at = position(which)
    elseif type(which) ~= 'number' then
      error('ao.removeAssignable: name or index needed', 2)
    end
    if at and ao.assignables[at] then remove(ao.assignables, at) end
  end

  --- Whether an assignable accepts the message.
  function ao.isAssignable(msg)
    for _, entry in ipairs(ao.assignables) do
      if utils.matchesSpec(msg, entry.pattern) then return true end
    end
    return false
  end
end

return assignment
