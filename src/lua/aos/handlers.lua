--- `.handlers` = `Handlers`: the list of handlers and how a message goes through it (spec §3).
local _, require = ...
local utils = require('.utils')
local turn = require('.turn')
local dispatch = require('.dispatch')
local seek = dispatch.seek
local type, error, ipairs, pairs, tostring, select = type, error, ipairs, pairs, tostring, select
local insert, remove = table.insert, table.remove
local running, yield = coroutine.running, coroutine.yield
local matchesSpec = utils.matchesSpec

local Handlers = { _version = '2.0.4', list = {}, coroutines = {}, onceNonce = 0, utils = require('.handlers-utils') }

local function position(name)
  for i, entry in ipairs(Handlers.list) do
    if entry.name == name then return i end
  end
end

local function invalid(level)
  error('Invalid arguments given. Expected: name (string), pattern (Action as a string, table or function; may be left out), '
    .. 'handle (function, or table {pattern = function}), maxRuns (number or "inf"; may be left out)', level + 1)
end

--- An entry from the arguments of add, append, prepend: (name, handle) | (name, pattern, handle [, maxRuns]).
local function entryOf(level, name, pattern, handle, maxRuns)
  if handle == nil then pattern, handle = name, pattern end
  local patternKind, handleKind, runsKind = type(pattern), type(handle), type(maxRuns)
  if type(name) ~= 'string'
    or patternKind ~= 'function' and patternKind ~= 'table' and patternKind ~= 'string'
    or handleKind ~= 'function' and handleKind ~= 'table'
    or maxRuns ~= nil and runsKind ~= 'number' and maxRuns ~= 'inf' then
    invalid(level + 1)
  end
  if handleKind == 'table' then handle = Handlers.generateResolver(handle) end
  return { name = name, pattern = pattern, handle = handle, maxRuns = maxRuns }
end

--- Replaces what an entry of this name does, in its place; false if there is none.
local function update(entry)
  local at = position(entry.name)
  if not at then return false end
  local old = Handlers.list[at]
  old.pattern, old.handle, old.maxRuns = entry.pattern, entry.handle, entry.maxRuns
  return true
end

--- A handle from a table {matchSpec = function}: the first that fits the message runs.
function Handlers.generateResolver(resolveSpec)
  return function(msg)
    for spec, handle in pairs(resolveSpec) do
      if matchesSpec(msg, spec) then return handle(msg) end
    end
  end
end

--- Adds at the end; a known name keeps its place and is updated. Returns the number of handlers.
function Handlers.add(...)
  local entry = entryOf(2, ...)
  if not update(entry) then insert(Handlers.list, entry) end
  return #Handlers.list
end

--- As add, without the number.
function Handlers.append(...)
  local entry = entryOf(2, ...)
  if not update(entry) then insert(Handlers.list, entry) end
end

--- Adds at the front; a known name keeps its place and is updated.
function Handlers.prepend(...)
  local entry = entryOf(2, ...)
  if not update(entry) then insert(Handlers.list, 1, entry) end
end

--- Prepends a handler that goes away after its first run: once([name,] pattern, handle).
function Handlers.once(...)
  local name, pattern, handle = ...
  if select('#', ...) < 3 or handle == nil then
    pattern, handle = name, pattern
    Handlers.onceNonce = Handlers.onceNonce + 1
    name = '_once_' .. tostring(Handlers.onceNonce)
    if handle == nil then invalid(2) end
  end
  Handlers.prepend(name, pattern, handle, 1)
end

--- before(name).add(…) puts a handler in front of that one; an unknown name does nothing.
function Handlers.before(name)
  if type(name) ~= 'string' then error('Handlers.before: name must be a string', 2) end
  return {
    add = function(...)
      local entry, at = entryOf(2, ...), position(name)
      if at then insert(Handlers.list, at, entry) end
    end,
  }
end

--- after(name).add(…) puts a handler behind that one; an unknown name does nothing.
function Handlers.after(name)
  if type(name) ~= 'string' then error('Handlers.after: name must be a string', 2) end
  return {
    add = function(...)
      local entry, at = entryOf(2, ...), position(name)
      if at then insert(Handlers.list, at + 1, entry) end
    end,
  }
end

--- Removes the first handler of this name.
function Handlers.remove(name)
  if type(name) ~= 'string' then error('Handlers.remove: name must be a string', 2) end
  local at = position(name)
  if at then remove(Handlers.list, at) end
end

--- Waits, across slots, for a message that fits `pattern` and returns it. An error of the waiting code after that
--- belongs to the message that woke it.
function Handlers.receive(pattern)
  local waiting, main = running()
  if main then error('receive: only code that runs for a message can wait', 2) end
  Handlers.once(pattern, function(msg)
    local ok, problem = turn.wake(waiting, msg)
    if not ok then error(problem, 0) end
  end)
  return yield(pattern)
end

--- What a pattern result means: negative = run and stop, positive = run and go on, 0 = skip.
local function outcome(match)
  local kind = type(match)
  if kind == 'boolean' then return match and -1 or 0 end
  if kind == 'number' then return match end
  if kind == 'string' then return match == 'continue' and 1 or match == 'break' and -1 or 0 end
  error('Pattern result is not valid, it MUST be string, number, or boolean', 0)
end

local function countRun(entry)
  local runs = entry.maxRuns
  if runs == nil or runs == 'inf' then return end
  entry.maxRuns = runs - 1
  if entry.maxRuns <= 0 then Handlers.remove(entry.name) end
end

--- Sends a message through the list. `trace.handler`, if a trace is given, names the handler at work.
function Handlers.evaluate(msg, env, trace)
  local list = Handlers.list
  -- Over the live list, as ipairs does: handlers may add and remove others.
  local at = seek(list, 1, msg, env)
  if at == false then error(type(msg) == 'table' and 'env is not valid' or 'msg is not valid', 2) end
  trace = trace or {}
  while at do
    local fits = at < 0
    if fits then at = -at end
    local entry = list[at]
    trace.handler = entry.name
    local match = fits and -1 or outcome(matchesSpec(msg, entry.pattern))
    if match ~= 0 then
      local result = entry.handle(msg)
      if entry.maxRuns ~= nil then countRun(entry) end
      if match < 0 then return result end
    end
    at = seek(list, at + 1, msg)
  end
  trace.handler = '_default'
  at = position('_default')
  if at then return Handlers.list[at].handle(msg) end
end

return Handlers
