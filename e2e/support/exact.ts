/** A program whose numbers are exact only in an engine with 64-bit integers, and what it publishes. */

export const EXACT = `
local bint = require('.bint')(256)
local json = require('json')
local UNIT = 10 ^ 12 // 1 | 0
Balances = Balances or { ann = 1000 * UNIT, bob = 1 }

local function text(amount) return string.format('%d.%012d', amount // UNIT, amount % UNIT) end

local function publish(msg)
  local now = tonumber(msg.Timestamp)
  local day = 24 * 60 * 60 * 1000
  local record = json.decode(json.encode({ amount = Balances.ann, big = (1 << 53) + 1, time = now, half = 0.5 }))
  Send({ device = 'patch@1.0', cache = {
    product = 1000000 * 1000000, ann = Balances.ann, bob = Balances.bob, shown = text(Balances.ann),
    odd = (1 << 53) + 1, high = 1 << 62, most = math.maxinteger, wrapped = math.maxinteger + 1 == math.mininteger,
    now = now, day = now // day, within = now % day, shownnow = tostring(now), later = string.format('%d', now + 1),
    record = record, same = record.big == (1 << 53) + 1 and math.type(record.amount) == 'integer',
    float = 2 ^ 53, kinds = math.type(now) .. ' ' .. math.type(now / 1) .. ' ' .. math.type(UNIT),
    supply = tostring(bint('123456789012345678901234567890') * bint('1000000000000')),
    share = tostring(bint(Balances.ann) * 3 // 7), text = '' .. Balances.ann, json = json.encode({ n = Balances.ann }),
  } })
end

publish({ Timestamp = '1719240000123' })

Handlers.add('Transfer', 'Transfer', function(msg)
  local quantity = bint(msg.Quantity)
  Balances.ann = Balances.ann - math.tointeger(quantity:tointeger())
  Balances.bob = Balances.bob + math.tointeger(quantity:tointeger())
  publish(msg)
end)`;

/** A transfer of 0.000000000001 and 1.000000000000 units: what no double arithmetic on units keeps. */
export const TRANSFER = { Action: 'Transfer', Quantity: '1000000000001' };

const DAY = 24 * 60 * 60 * 1000;

/** The text of each leaf below `cache` after the spawn. `time` is what the spawn published as the time. */
export function published(ann: bigint, bob: bigint, time: number): Record<string, string> {
  const unit = 10n ** 12n;
  return {
    product: '1000000000000',
    ann: String(ann),
    bob: String(bob),
    shown: `${ann / unit}.${String(ann % unit).padStart(12, '0')}`,
    odd: '9007199254740993',
    high: '4611686018427387904',
    most: '9223372036854775807',
    wrapped: 'true',
    now: String(time),
    day: String(Math.floor(time / DAY)),
    within: String(time % DAY),
    shownnow: String(time),
    later: String(time + 1),
    'record/amount': String(ann),
    'record/big': '9007199254740993',
    'record/time': String(time),
    same: 'true',
    // Floats travel as the JSON of aos 2 writes them: with 14 digits.
    float: '9.00719925474100000000e+15',
    kinds: 'integer float integer',
    supply: '123456789012345678901234567890000000000000',
    share: String((ann * 3n) / 7n),
    text: String(ann),
    json: `{"n":${ann}}`,
  };
}

export const SPAWNED = { ann: 1000n * 10n ** 12n, bob: 1n };
export const TRANSFERRED = { ann: SPAWNED.ann - 1_000_000_000_001n, bob: SPAWNED.bob + 1_000_000_000_001n };

/** What the local API reads: integers beyond 2^53 as bigint, everything else as number, string or boolean. */
export const READ = {
  product: 1_000_000_000_000,
  odd: 9_007_199_254_740_993n,
  high: 2n ** 62n,
  most: 2n ** 63n - 1n,
  wrapped: true,
  same: true,
} as const;
