--- `math.random` and `os.time` of a process: both follow from its messages (spec §1, steps 3 and 4).
local _, require = ...
local chance = require('.chance')
local select, error, tonumber, byte = select, error, tonumber, string.byte

--- `timestamp` of the message at hand, and the functions for the place of those of `os` (lifecycle.begin puts them there).
local clock = { timestamp = 0 }
local date = os.date

--- `os.time()`: the timestamp of the message at hand, in the kind it came.
function clock.time() return clock.timestamp end

--- `os.date(format, time)`: without a time, that of the message at hand.
function clock.date(format, at) return date(format, at or (tonumber(clock.timestamp) or 0) // 1000 | 0) end

--- `math.random`: no argument = float in [0, 1); n = 1..n; m, n = m..n.
local function random(...)
  local count, low, high = select('#', ...), ...
  if count == 0 then return chance.random() end
  if count == 1 then return chance.integer(1, low) end
  if count == 2 then return chance.integer(low, high) end
  error('wrong number of arguments', 2)
end

--- Starts the sequence with the first message: its block height followed by the sum of the bytes of its ids.
function clock.seed(msg)
  local sum, ids = 0, msg.Owner .. msg.Module .. msg.Id
  for i = 1, #ids do sum = sum + byte(ids, i) end
  chance.seed(tonumber(msg['Block-Height'] .. sum))
  math.random = random
end

return clock
