--- The globals of a process (spec §2).
local _, require = ...
local ao = require('ao')
local Handlers = require('.handlers')
local lifecycle = require('.lifecycle')
local log = require('.print-log')
local functionsOf = require('.sent').functionsOf
local type, ipairs = type, ipairs

_G.ao = ao
_G.Handlers = Handlers
_G.Utils = require('.utils')
_G.Dump = require('.dump')
_G.Colors = require('.colors')
_G.Bell = '\x07'
_G.Seeded = false
_G.print = log.print

--- Puts a message into the outbox.
function _G.Send(msg)
  if type(msg) == 'table' and not msg.Target then log.append('Warning: this message has no Target, so no process will get it.') end
  local entry = ao.send(msg)
  local receive, onReply = functionsOf(entry)
  return { output = 'Message added to outbox', receive = receive, onReply = onReply }
end

--- Spawn([module,] msg): asks for a new process, by default of this one's own module.
function _G.Spawn(module, msg)
  if type(module) == 'table' and msg == nil then module, msg = ao._module, module end
  local spawned = ao.spawn(module, msg)
  return { output = 'Spawn request added to outbox', after = spawned.after, receive = spawned.receive }
end

function _G.Assign(assignment)
  ao.assign(assignment)
  return 'Assignment added to outbox'
end

function _G.Receive(pattern) return Handlers.receive(pattern) end

--- The tags of a message as a map; of several with one name the first counts.
function _G.Tab(msg)
  local map = {}
  for _, tag in ipairs(msg.TagArray or msg.Tags) do
    if map[tag.name] == nil then map[tag.name] = tag.value end
  end
  return map
end

_G.Prompt = lifecycle.prompt

function _G.Version() log.print('version: ' .. lifecycle.version) end

_G.apm = require('.apm')
