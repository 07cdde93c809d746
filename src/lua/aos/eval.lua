--- `.eval`: runs text in the globals of the process (spec §1.1): handle of Eval messages and of the source at boot.
local _, require = ...
local ao = require('ao')
local failure = require('.failure')
local log = require('.print-log')
local load, type, tostring, select = load, type, tostring, select

--- Logs the values of a chunk: the first as a line; a second that is true is an error.
local function finish(count, first, second)
  if second then
    ao.outbox.Error = failure.set('lua-error', type(second) == 'string' and second or tostring(second))
  elseif count > 0 then
    log.append(log.describe(first))
  end
end

local function results(...) finish(select('#', ...), ...) end

--- Evaluates msg.Data as an expression or else as a chunk, named `aos`.
return function(msg)
  local code = msg.Data
  local chunk = load('return ' .. code, 'aos', 't', _G)
  local problem
  if not chunk then chunk, problem = load(code, 'aos', 't', _G) end
  if not chunk then
    ao.outbox.Error = failure.set('lua-syntax', problem)
    return
  end
  results(chunk())
end
