--- `.turn`: runs the handlers of one message in a coroutine of its own, which may stop to wait for a later message
--- (receive) and go on in that message's turn (spec §1, step 10).
local type, tostring, getmetatable = type, tostring, getmetatable
local create, resume, status = coroutine.create, coroutine.resume, coroutine.status

local _, require = ...
local dump = require('.dump')
local turn = {}

-- Coroutine that waits → the trace of the message it began with.
local traces = {}

local function text(problem)
  if type(problem) == 'string' then return problem end
  local meta = getmetatable(problem)
  if type(problem) == 'table' and not (type(meta) == 'table' and meta.__tostring) then return dump(problem) end
  return tostring(problem)
end

local Problem = { __tostring = function(problem) return problem.message end }

--- The error that ended a coroutine as { message, traceback, handler }; one that comes from a woken turn stays as it is.
local function explain(thread, problem, trace)
  if getmetatable(problem) == Problem then return problem end
  local traceback = debug and debug.traceback and debug.traceback(thread, '') or ''
  return setmetatable({ message = text(problem), traceback = traceback, handler = trace.handler }, Problem)
end

--- Starts fn(msg, env, trace). Returns true, or false and the problem; third the coroutine if it waits now.
function turn.start(fn, msg, env, trace)
  local thread = create(fn)
  local resumed, problem = resume(thread, msg, env, trace)
  if not resumed then return false, explain(thread, problem, trace) end
  if status(thread) == 'dead' then return true end
  traces[thread] = trace
  return true, nil, thread
end

--- Wakes a waiting coroutine with a message. Returns true, or false and the problem, if it ended with an error.
function turn.wake(thread, msg)
  local resumed, problem = resume(thread, msg)
  local trace = traces[thread]
  if status(thread) == 'dead' then traces[thread] = nil end
  if resumed then return true end
  -- A coroutine of the program itself has no trace.
  return false, trace and explain(thread, problem, trace) or problem
end

return turn
