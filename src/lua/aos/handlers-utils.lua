--- `.handlers-utils` = `Handlers.utils`: ready-made patterns and handles (spec §3).
local _, require = ...
local utils = require('.utils')
local assert, type, ipairs, pairs = assert, type, ipairs, pairs

local handlersUtils = { _version = '2.0.4' }

--- Pattern: the tag `name` is exactly `value`.
function handlersUtils.hasMatchingTag(name, value)
  assert(type(name) == 'string' and type(value) == 'string', 'hasMatchingTag: name and value must be strings')
  return function(msg) return msg.Tags[name] == value end
end

--- Pattern: the tag `name` is one of `values`.
function handlersUtils.hasMatchingTagOf(name, values)
  assert(type(name) == 'string' and type(values) == 'table', 'hasMatchingTagOf: name must be a string, values a list')
  return function(msg)
    for _, value in ipairs(values) do
      if msg.Tags[name] == value then return true end
    end
    return 0
  end
end

--- Pattern: the Data is exactly `value`.
function handlersUtils.hasMatchingData(value)
  assert(type(value) == 'string', 'hasMatchingData: value must be a string')
  return function(msg) return msg.Data == value end
end

--- Handle: answers with a text as Data, or with the fields of a table.
function handlersUtils.reply(input)
  assert(type(input) == 'table' or type(input) == 'string', 'reply: table or string expected')
  return function(msg)
    if type(input) == 'string' then return msg.reply({ Data = input }) end
    -- A copy: msg.reply fills in the target, and the next message comes from somebody else.
    local answer = {}
    for key, value in pairs(input) do answer[key] = value end
    return msg.reply(answer)
  end
end

--- Pattern: as `pattern`, but where it fits the handlers after this one get the message too.
function handlersUtils.continue(pattern)
  return function(msg)
    local match = utils.matchesSpec(msg, pattern)
    if not match or match == 0 or match == 'skip' then return match end
    return 1
  end
end

return handlersUtils
