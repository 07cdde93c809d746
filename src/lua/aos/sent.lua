--- What `ao.send` and `ao.spawn` return: an entry of the outbox with `onReply` and `receive` (spec §2).
local _, require = ...
local Handlers = require('.handlers')
local ipairs, getmetatable = ipairs, getmetatable

local sent = {}

--- The maker of both for entries whose answers `patternFor(entry, from)` describes.
local function functionsFor(patternFor)
  return function(entry)
    return function(from) return Handlers.receive(patternFor(entry, from)) end, function(...)
      local from, resolver = ...
      if resolver == nil then from, resolver = nil, from end
      Handlers.once(patternFor(entry, from), resolver)
    end
  end
end

--- A metatable that gives an entry both. They are made when asked for and never seen by pairs: the entry itself travels
--- as JSON.
function sent.answers(patternFor)
  local functions = functionsFor(patternFor)
  return {
    __index = function(entry, key)
      local receive, onReply = functions(entry)
      if key == 'onReply' then return onReply elseif key == 'receive' then return receive end
    end,
  }
end

function sent.referenceOf(entry)
  for _, tag in ipairs(entry.Tags) do
    if tag.name == 'Reference' then return tag.value end
  end
end

local function answerTo(entry, from)
  return { From = from or entry.Target, ['X-Reference'] = sent.referenceOf(entry) }
end

sent.Message = sent.answers(answerTo)
local functionsOfMessage = functionsFor(answerTo)

--- `receive` and `onReply` of what ao.send returned.
function sent.functionsOf(entry)
  if getmetatable(entry) == sent.Message then return functionsOfMessage(entry) end
  return entry.receive, entry.onReply
end

return sent
