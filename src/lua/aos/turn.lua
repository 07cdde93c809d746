--- `.turn`: runs the handlers of one message in a coroutine of its own, which may stop to wait for a later message
--- (receive) and go on in that message's turn (spec §1, step 10).
local xpcall, type, tostring, getmetatable = xpcall, type, tostring, getmetatable
local create, resume = coroutine.create, coroutine.resume

local _, require = ...
local dump = require('.dump')
local turn = {}

-- First value of a turn that came to its end: tells it from one that yielded, whatever it yielded.
local FINISHED = {}

local function text(problem)
  if type(problem) == 'string' then return problem end
  local meta = getmetatable(problem)
  if type(problem) == 'table' and not (type(meta) == 'table' and meta.__tostring) then return dump(problem) end
  return tostring(problem)
end

local Problem = { __tostring = function(problem) return problem.message end }

--- The error as { message, traceback, handler }; one that comes from a woken turn stays as it is.
local function explain(problem)
  if getmetatable(problem) == Problem then return problem end
  return setmetatable({ message = text(problem), traceback = debug and debug.traceback and debug.traceback('', 2) or '' }, Problem)
end

local function body(fn, msg, env, trace)
  local ok, problem = xpcall(fn, explain, msg, env, trace)
  if ok then return FINISHED, true end
  -- Out of memory or stack, `explain` itself may have failed.
  problem = explain(problem)
  problem.handler = problem.handler or trace.handler
  return FINISHED, false, problem
end

--- Starts fn(msg, env, trace). Returns true, or false and the problem; third the coroutine if it waits now.
function turn.start(fn, msg, env, trace)
  local thread = create(body)
  local resumed, first, ok, problem = resume(thread, fn, msg, env, trace)
  if first == FINISHED then
    if ok then return true end
    return false, explain(problem)
  end
  if not resumed then return false, explain(first) end
  return true, nil, thread
end

--- Wakes a waiting coroutine with a message. Returns true, or false and the problem, if it ended with an error.
function turn.wake(thread, msg)
  local resumed, first, ok, problem = resume(thread, msg)
  if not resumed then return false, first end
  if first == FINISHED and not ok then return false, problem end
  return true
end

return turn
