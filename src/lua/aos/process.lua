--- `.process`: the life of one message, in the order of spec §1 (the order is observable).
local _, require = ...
local json = require('json')
local ao = require('ao')
local Handlers = require('.handlers')
local message = require('.message')
local answer = require('.answer')
local clock = require('.seed')
local failure = require('.failure')
local log = require('.print-log')
local turn = require('.turn')
local addFiles = require('.files')
local lifecycle, dispatch = require('.lifecycle'), require('.dispatch')
local Colors = require('.colors')
local boot, default, eval = require('.boot'), require('.default'), require('.eval')
require('.globals')
local ipairs, tostring, insert, concat, status = ipairs, tostring, table.insert, table.concat, coroutine.status
local normalize, tagMap, dump = message.normalize, message.tagMap, Dump
local begin, installed, isEval = lifecycle.begin, dispatch.installed, dispatch.isEval

local process = { _version = '2.0.4' }

local function isBoot(msg) return msg.Tags.Type == 'Process' and msg.From ~= '' and Owner == msg.From end

--- Step 9: the handlers of the runtime itself. `_eval` and `_default` keep their place once they are there.
local function installHandlers(isFirst)
  local evaluated, fallback = installed(Handlers.list, eval, default)
  if not evaluated then Handlers.add('_eval', isEval, eval) end
  if isFirst then Handlers.once('_boot', isBoot, boot) end
  if not fallback then Handlers.append('_default', function() return true end, default) end
end

--- Keeps the coroutines that still wait.
local function keep(thread)
  local waiting = {}
  for _, other in ipairs(Handlers.coroutines) do
    if status(other) ~= 'dead' then insert(waiting, other) end
  end
  if thread then insert(waiting, thread) end
  Handlers.coroutines = waiting
end

--- The result of a message that failed: nothing of its outbox leaves the process.
local function failed(message)
  failure.now.prompt = Prompt()
  return { Error = log.text() .. '\n\n' .. Colors.red .. 'error:\n' .. Colors.reset .. message }
end

local function handlerFailed(msg, problem)
  failure.set('lua-error', problem.message, problem.handler)
  failure.now.printed = log.text()
  log.append(Colors.red .. 'Error' .. Colors.gray .. ' handling message with Action = ' .. tostring(msg.Action) .. Colors.reset)
  log.append(Colors.green .. problem.message .. Colors.reset)
  log.append(Colors.gray .. problem.traceback .. Colors.reset)
  if msg.Action == 'Eval' then insert(Errors, problem.message) end
  return failed(problem.message)
end

local function result(msg)
  local text = concat(log.lines, '\n')
  local problem = ao.outbox.Error
  if problem then
    problem = tostring(problem)
    if not failure.now then failure.set('lua-error', problem) end
    failure.now.printed = text
    insert(Errors, problem)
    return failed(problem)
  end
  if msg.Action == 'Eval' then
    return ao.result({ Output = { data = text, prompt = Prompt(), test = dump(log.lines) } })
  end
  return ao.result({ Output = { data = text, prompt = Prompt(), print = true } })
end

--- Nobody vouches for the message: it leaves no trace but a line in the log.
local function refuse(msg)
  log.append(Colors.red .. 'Message is not trusted!' .. Colors.reset .. ' From: ' .. tostring(msg.From) .. ' - Owner: ' .. tostring(msg.Owner))
  return { Output = { data = log.text(), prompt = Prompt(), print = true }, Messages = {}, Spawns = {}, Assignments = {} }
end

--- Runs one message and returns its result in aos's shape; second, for the host, what failed (see failure.lua).
--- `msg` and the tags of the process are in order (steps 2 and 5): the host makes them so.
function process.receive(msg, env)
  if failure.now then failure.now = nil end
  log.lines = {}
  if env.Files then
    addFiles(env.Files)
    env.Files = nil
  end
  ao.init(env)
  if not Seeded then
    clock.seed(msg)
    Seeded = true
  end
  local isFirst = begin(msg, env, ao, clock)
  if msg.Tags['Content-Type'] == 'application/json' then msg.Data = json.decode(msg.Data) end
  if msg.Tags['From-Process'] then ao.registerHint(msg) end

  if msg.From ~= msg.Owner and not ao.isTrusted(msg) then return refuse(msg) end
  if ao.isAssignment(msg) and not ao.isAssignable(msg) then
    if msg.From ~= ao.id then ao.send({ Target = msg.From, Data = 'Assignment is not trusted by this process!' }) end
    log.append('No assignable of this process accepts the message from ' .. tostring(msg.From))
    return result(msg)
  end

  installHandlers(isFirst)
  answer(msg)
  local trace = {}
  local ok, problem, thread = turn.start(Handlers.evaluate, msg, ao.env, trace)
  if thread or #Handlers.coroutines > 0 then keep(thread) end
  if not ok then return handlerFailed(msg, problem), failure.now end
  if failure.now then failure.now.handler = trace.handler end
  return result(msg), failure.now
end

--- As aos has it: the message and the environment as the network gives them.
function process.handle(raw, env)
  env.Process.TagArray = env.Process.TagArray or env.Process.Tags
  env.Process.Tags = tagMap(env.Process.TagArray)
  return process.receive(normalize(raw), env)
end

return process
