--- `ao`: identity of the process, its outbox, sending and spawning (spec §2).
local _, require = ...
local json = require('json')
local message = require('.message')
local outbox = require('.outbox')
local sent = require('.sent')
local type, assert, pairs, ipairs = type, assert, pairs, ipairs
local setmetatable, getmetatable, insert, format = setmetatable, getmetatable, table.insert, string.format

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

-- ao.init, ao.clearOutbox, ao.isAssignment, ao.result and ao.send are native: every message needs them.
require('.lifecycle').equip(ao)
ao.send = outbox.sender({ ao = ao, json = json, sent = sent.Message })
sent.Spawn = sent.answers(function(entry) return { Action = 'Spawned', From = ao.id, Reference = sent.referenceOf(entry) } end)
require('.assignment').init(ao)

local function isListed(list, name)
  for _, item in ipairs(list) do
    if item == name then return true end
  end
  return false
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

--- Asks for a new process of `module` and returns the request, with onReply and receive.
function ao.spawn(module, msg)
  assert(type(module) == 'string', 'ao.spawn: module must be the id of a module')
  assert(type(msg) == 'table', 'ao.spawn: message must be a table')
  local reference = outbox.nextReference(ao)
  local tags = outbox.tags(
    msg, 'Data-Protocol', 'ao', 'Variant', 'ao.TN.1', 'Type', 'Process', 'From-Process', ao.id, 'From-Module', ao._module,
    'Module', module, 'Reference', reference
  )
  local entry = { Data = msg.Data or 'NODATA', Anchor = format('%032d', ao.reference), Tags = tags }
  insert(ao.outbox.Spawns, entry)
  return setmetatable(entry, sent.Spawn)
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

return ao
