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
local addFiles, drive = require('.files'), require('.drive')
local lifecycle, dispatch = require('.lifecycle'), require('.dispatch')
local Colors = require('.colors')
local boot, default, eval = require('.boot'), require('.default'), require('.eval')
require('.globals')
local ipairs, pairs, tostring, insert, status = ipairs, pairs, tostring, table.insert, coroutine.status
local normalize, tagMap, dump = message.normalize, message.tagMap, Dump
local begin, finish, installed, isEval = lifecycle.begin, lifecycle.finish, dispatch.installed, dispatch.isEval

local process = { _version = '2.0.4' }

--- What only some messages have, mostly the first: files and texts that come with them, and the seed of `math.random`.
local function prepare(msg, env)
  if env.Files then
    addFiles(env.Files)
    env.Files = nil
  end
  if env.Drive then
    for id, text in pairs(env.Drive) do drive[id] = text end
    env.Drive = nil
  end
  if not Seeded then
    clock.seed(msg)
    Seeded = true
  end
end

-- In the order that the natives of `.lifecycle` know.
local parts = { ao, clock, Handlers, eval, default, failure, log, prepare, clock.time, clock.date }

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

local function shaped(text, prompt) return ao.result({ Output = { data = text, prompt = prompt, print = true } }) end

--- What `receive` returns of a message that was handled where `finish` does not know it.
local function result(msg)
  local text = log.text()
  local problem = ao.outbox.Error
  if problem then
    problem = tostring(problem)
    if not failure.now then failure.set('lua-error', problem) end
    failure.now.printed = text
    insert(Errors, problem)
    return failed(problem), failure.now
  end
  if msg.Action == 'Eval' then
    return ao.result({ Output = { data = text, prompt = Prompt(), test = dump(log.lines) } }), failure.now
  end
  return shaped(text, Prompt()), failure.now
end

--- Nobody vouches for the message: it leaves no trace but a line in the log.
local function refuse(msg)
  log.append(Colors.red .. 'Message is not trusted!' .. Colors.reset .. ' From: ' .. tostring(msg.From) .. ' - Owner: ' .. tostring(msg.Owner))
  return { Output = { data = log.text(), prompt = Prompt(), print = true }, Messages = {}, Spawns = {}, Assignments = {} }
end

--- Steps 6 to 8 of a message of which `begin` said that they matter. Returns the result of one that goes no further.
local function judge(msg)
  if msg.Tags['Content-Type'] == 'application/json' then msg.Data = json.decode(msg.Data) end
  if msg.Tags['From-Process'] then ao.registerHint(msg) end
  if msg.From ~= msg.Owner and not ao.isTrusted(msg) then return refuse(msg) end
  if ao.isAssignment(msg) and not ao.isAssignable(msg) then
    if msg.From ~= ao.id then ao.send({ Target = msg.From, Data = 'Assignment is not trusted by this process!' }) end
    log.append('No assignable of this process accepts the message from ' .. tostring(msg.From))
    return result(msg)
  end
end

--- Runs one message. Returns, for the host, its result in aos's shape and what failed (see failure.lua). Where nothing is out
--- of the ordinary it is spared the shape: the outbox, nil, the text printed and the prompt.
--- `msg` and the tags of the process are in order (steps 2 and 5): the host makes them so. `isVouched`: steps 6 to 8 have nothing
--- to do, as far as the host sees.
function process.receive(msg, env, isVouched)
  local isFirst, isUnusual = begin(msg, env, parts, isVouched)
  if isUnusual then
    local outcome, problem, text, prompt = judge(msg)
    if outcome then return outcome, problem, text, prompt end
  end
  if isUnusual ~= nil then installHandlers(isFirst) end
  answer(msg)
  local trace = {}
  local ok, problem, thread = turn.start(Handlers.evaluate, msg, ao.env, trace)
  if thread or #Handlers.coroutines > 0 then keep(thread) end
  if not ok then return handlerFailed(msg, problem), failure.now end
  local outbox, text, prompt = finish(msg, parts)
  if outbox then return outbox, nil, text, prompt end
  if failure.now then failure.now.handler = trace.handler end
  return result(msg)
end

--- As aos has it: the message and the environment as the network gives them.
function process.handle(raw, env)
  env.Process.TagArray = env.Process.TagArray or env.Process.Tags
  env.Process.Tags = tagMap(env.Process.TagArray)
  local outcome, problem, text, prompt = process.receive(normalize(raw), env)
  if text then outcome = shaped(text, prompt) end
  return outcome, problem
end

return process
