-- Integers of any size, as balances of tokens are kept: sums, products, divisions and texts of numbers with 40 digits.
local BASE = 10000
local Big = {}
Big.__index = Big

local function make(limbs) return setmetatable(limbs, Big) end

local function parse(text)
  local limbs = {}
  for stop = #text, 1, -4 do
    limbs[#limbs + 1] = tonumber(text:sub(math.max(1, stop - 3), stop))
  end
  return make(limbs)
end

local function trim(limbs)
  while #limbs > 1 and limbs[#limbs] == 0 do limbs[#limbs] = nil end
  return make(limbs)
end

function Big.__add(a, b)
  local sum, carry = {}, 0
  for i = 1, math.max(#a, #b) do
    local limb = (a[i] or 0) + (b[i] or 0) + carry
    carry = limb >= BASE and 1 or 0
    sum[i] = limb - carry * BASE
  end
  if carry > 0 then sum[#sum + 1] = carry end
  return make(sum)
end

function Big.__sub(a, b)
  local rest, borrow = {}, 0
  for i = 1, #a do
    local limb = a[i] - (b[i] or 0) - borrow
    borrow = limb < 0 and 1 or 0
    rest[i] = limb + borrow * BASE
  end
  return trim(rest)
end

function Big.__mul(a, b)
  local product = {}
  for i = 1, #a + #b do product[i] = 0 end
  for i = 1, #a do
    local carry = 0
    for j = 1, #b do
      local limb = product[i + j - 1] + a[i] * b[j] + carry
      carry = limb // BASE
      product[i + j - 1] = limb % BASE
    end
    product[i + #b] = carry
  end
  return trim(product)
end

function Big:divide(small)
  local quotient, rest = {}, 0
  for i = #self, 1, -1 do
    local limb = rest * BASE + self[i]
    quotient[i] = limb // small
    rest = limb % small
  end
  return trim(quotient), rest
end

function Big.__lt(a, b)
  if #a ~= #b then return #a < #b end
  for i = #a, 1, -1 do
    if a[i] ~= b[i] then return a[i] < b[i] end
  end
  return false
end

function Big.__tostring(a)
  local parts = { tostring(a[#a]) }
  for i = #a - 1, 1, -1 do parts[#parts + 1] = string.format('%04d', a[i]) end
  return table.concat(parts)
end

local balance = parse('1234567890123456789012345678901234567890')
local fee = parse('98765432109876543210')
local digest = 0
for round = 1, 2000 do
  local share, rest = (balance * fee):divide(round % 97 + 3)
  balance = balance + share:divide(9973)
  if fee < balance then balance = balance - fee end
  if #balance > 12 then balance = parse(tostring(balance):sub(1, 40)) end
  digest = (digest * 31 + rest + balance[1]) % 65521
end
return tostring(balance) .. ':' .. digest
