--- `ao`: identity of the process, its outbox, sending and spawning (spec §2).
local _, require = ...
local json = require('json')
local message = require('.message')
local Handlers = require('.handlers')
local type, error, assert, pairs, ipairs, tostring = type, error, assert, pairs, ipairs, tostring
local setmetatable, getmetatable, insert, format = setmetatable, getmetatable, table.insert, string.format
local adopt, entryOf, tagsOf = message.adopt, message.entry, message.tags

local ao = {
  _version = '2.0.4',
  id = '',
  _module = '',
  authorities = {},
  reference = 0,
  outbox = { Output = {}, Messages = {}, Spawns = {}, Assignments = {} },
  nonExtractableTags = message.nonExtractableTags,
  -- Fields of one message that mean nothing on another.
  nonForwardableTags = {
    'Data-Protocol', 'Variant', 'From-Process', 'From-Module', 'Type', 'From', 'Owner', 'Anchor', 'Target', 'Tags',
    'TagArray', 'Hash-Chain', 'Timestamp', 'Nonce', 'Slot', 'Epoch', 'Signature', 'Forwarded-By', 'Pushed-For', 'Read-Only',
    'Cron', 'Block-Height', 'Reference', 'Id', 'Reply-To',
  },
}

require('.assignment').init(ao)

local function isListed(list, name)
  for _, item in ipairs(list) do
    if item == name then return true end
  end
  return false
end

function ao.clearOutbox() ao.outbox = { Output = {}, Messages = {}, Spawns = {}, Assignments = {} } end

--- Takes over what the environment says: id, module, authorities (an Authority tag may list several).
function ao.init(env)
  local process = env.Process
  if ao.id == '' then ao.id = process.Id end
  local module = adopt(ao.authorities, process.TagArray or process.Tags)
  if ao._module == '' and module then ao._module = module end
  ao.clearOutbox()
  ao.env = env
end

function ao.isTrusted(msg) return isListed(ao.authorities, msg.From) or isListed(ao.authorities, msg.Owner) end

--- Adds a text to the outbox's Output.
function ao.log(text)
  local output = ao.outbox.Output
  if type(output) == 'string' then ao.outbox.Output = { output, text } else insert(output, text) end
end

--- A deep copy: metatables are kept, cycles too, functions are shared.
function ao.clone(value, seen)
  if type(value) ~= 'table' then return value end
  seen = seen or {}
  if seen[value] then return seen[value] end
  local copy = {}
  seen[value] = copy
  for key, item in pairs(value) do copy[ao.clone(key, seen)] = ao.clone(item, seen) end
  return setmetatable(copy, getmetatable(value))
end

--- Copies the tags of a message to its root, except those that may not leave the tags.
function ao.normalize(msg)
  for _, tag in ipairs(msg.Tags) do
    if not isListed(ao.nonExtractableTags, tag.name) then msg[tag.name] = tag.value end
  end
  return msg
end

--- A copy of a message without what belongs to that one message only.
function ao.sanitize(msg)
  local copy = ao.clone(msg)
  for _, name in ipairs(ao.nonForwardableTags) do copy[name] = nil end
  return copy
end

local function hasTag(msg, wanted)
  if msg[wanted] ~= nil then return true end
  if type(msg.Tags) ~= 'table' then return false end
  if msg.Tags[wanted] ~= nil then return true end
  for _, tag in ipairs(msg.Tags) do
    if tag.name == wanted then return true end
  end
  return false
end

local function nextReference()
  ao.reference = ao.reference + 1
  return tostring(ao.reference)
end

local function anchorOf(reference) return format('%032d', reference) end

--- A metatable that gives an outbox entry `onReply` and `receive`. They are made when asked for and never seen by
--- pairs: the entry itself travels as JSON.
local function answers(patternFor)
  return {
    __index = function(entry, key)
      if key == 'onReply' then
        return function(...)
          local from, resolver = ...
          if resolver == nil then from, resolver = nil, from end
          Handlers.once(patternFor(entry, from), resolver)
        end
      elseif key == 'receive' then
        return function(from) return Handlers.receive(patternFor(entry, from)) end
      end
    end,
  }
end

local function referenceOf(entry)
  for _, tag in ipairs(entry.Tags) do
    if tag.name == 'Reference' then return tag.value end
  end
end

local Sent = answers(function(entry, from)
  return { From = from or entry.Target, ['X-Reference'] = referenceOf(entry) }
end)
local Spawned = answers(function(entry)
  return { Action = 'Spawned', From = ao.id, Reference = referenceOf(entry) }
end)

--- Puts a message into the outbox and returns it, with onReply and receive.
function ao.send(msg)
  assert(type(msg) == 'table', 'ao.send: message must be a table')
  nextReference()
  local data = msg.Data
  local encoded = type(data) == 'table'
  if encoded then
    data = json.encode(data)
    encoded = not hasTag(msg, 'Content-Type')
  end
  local entry = entryOf(msg, data, ao.reference, encoded)
  insert(ao.outbox.Messages, entry)
  return setmetatable(entry, Sent)
end

--- Asks for a new process of `module` and returns the request, with onReply and receive.
function ao.spawn(module, msg)
  assert(type(module) == 'string', 'ao.spawn: module must be the id of a module')
  assert(type(msg) == 'table', 'ao.spawn: message must be a table')
  local reference = nextReference()
  local tags = tagsOf(
    msg, 'Data-Protocol', 'ao', 'Variant', 'ao.TN.1', 'Type', 'Process', 'From-Process', ao.id, 'From-Module', ao._module,
    'Module', module, 'Reference', reference
  )
  local entry = { Data = msg.Data or 'NODATA', Anchor = anchorOf(ao.reference), Tags = tags }
  insert(ao.outbox.Spawns, entry)
  return setmetatable(entry, Spawned)
end

--- Asks to deliver the message with id `Message` to `Processes`.
function ao.assign(assignment)
  assert(type(assignment) == 'table', 'ao.assign: table expected')
  assert(type(assignment.Processes) == 'table', 'ao.assign: Processes must be a list of process ids')
  assert(type(assignment.Message) == 'string', 'ao.assign: Message must be a message id')
  insert(ao.outbox.Assignments, assignment)
end

--- Remembers where a process is scheduled, if its messages say so: From-Process = `id&hint=…&hint-ttl=…`.
function ao.registerHint(msg)
  local from = msg.Tags and msg.Tags['From-Process']
  if type(from) ~= 'string' then return end
  local id, rest = from:match('^([^&]+)&(.+)$')
  if not id then return end
  local hint, ttl = rest:match('hint=([^&]+)'), rest:match('hint%-ttl=([^&]+)')
  if not hint then return end
  ao._hints = ao._hints or {}
  ao._hints[id] = { hint = hint, ttl = ttl }
end

--- The result of a message from what `result` gives and the outbox holds. An Error leaves nothing else.
function ao.result(result)
  result = result or {}
  local outbox = ao.outbox
  local failure = result.Error or outbox.Error
  if failure then return { Error = failure } end
  return {
    Output = result.Output or outbox.Output,
    Messages = result.Messages or outbox.Messages,
    Spawns = result.Spawns or outbox.Spawns,
    Assignments = result.Assignments or outbox.Assignments,
  }
end

return ao
