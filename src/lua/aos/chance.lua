--- `.chance`: the Mersenne twister MT19937 behind `math.random` of a process (spec §1, step 3), so that a replayed
--- log gives the same numbers. Its whole state is a Lua table and goes into snapshots.
local floor, error = math.floor, error

local chance = { _version = '2.0.4' }
local N, M = 624, 397
local state, at = {}, N + 1

--- Starts the sequence of `number`; only its low 32 bits count.
function chance.seed(number)
  state[1] = floor(number) & 0xffffffff
  for i = 2, N do
    local last = state[i - 1]
    state[i] = 1812433253 * (last ~ last >> 30) + i - 1 & 0xffffffff
  end
  at = N + 1
end

local function refill()
  for i = 1, N do
    local bits = state[i] & 0x80000000 | state[i % N + 1] & 0x7fffffff
    local mixed = state[(i + M - 1) % N + 1] ~ bits >> 1
    state[i] = bits & 1 == 1 and mixed ~ 0x9908b0df or mixed
  end
  at = 1
end

--- The next 32 bits.
local function draw()
  if at > N then
    if state[1] == nil then chance.seed(5489) end
    refill()
  end
  local bits = state[at]
  at = at + 1
  bits = bits ~ bits >> 11
  bits = bits ~ bits << 7 & 0x9d2c5680
  bits = bits ~ bits << 15 & 0xefc60000
  return bits ~ bits >> 18
end

--- A float in [0, 1).
function chance.random() return draw() / 4294967296.0 end

--- An integer in [low, high].
function chance.integer(low, high)
  low, high = floor(low), floor(high)
  if low > high then error('interval is empty', 3) end
  local span = high - low + 1
  if span > 0 and span <= 4294967296 then return low + floor(draw() / 4294967296.0 * span) end
  -- Wider than one draw: 64 bits, modulo the span (0 = all integers).
  local wide = draw() << 32 | draw()
  if span == 0 then return wide end
  return low + (wide >> 1) % (span > 0 and span or 0x7fffffffffffffff)
end

return chance
