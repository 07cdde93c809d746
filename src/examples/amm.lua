-- title: Market maker
-- about: A pool of two tokens at /cache/pool that trades one for the other. Actions: Open (tags Base, Quote), Credit-Notice (from the tokens), Provide, Leave, Swap (tags Token, Quantity, Minimum), Withdraw (tags Token, Quantity).

-- Amounts of tokens have up to 40 digits. `bint` calculates with them, and they travel as text: a number in JSON or
-- in a tag would lose digits.
local bint = require('.bint')(512)

-- Ids of the two token processes, what the pool holds of each, and what each address has deposited and not used.
Tokens = Tokens or {}
Reserves = Reserves or {}
Deposits = Deposits or {}
Shares = Shares or {}
TotalShares = TotalShares or '0'

-- Three of a thousand stay in the pool.
local FEE, WHOLE = bint(3), bint(1000)

local function amount(name, text)
  assert(type(text) == 'string' and text:match('^%d+$') and #text <= 60, name .. ' has to be a whole number.')
  local value = bint(text)
  assert(value > bint.zero(), name .. ' has to be above 0.')
  return value
end

local function otherToken(token)
  assert(token == Tokens.base or token == Tokens.quote, 'This pool does not trade ' .. tostring(token) .. '.')
  return token == Tokens.base and Tokens.quote or Tokens.base
end

local function deposit(address, token) return bint((Deposits[address] or {})[token] or '0') end

local function setDeposit(address, token, value)
  assert(value >= bint.zero(), 'You have deposited ' .. tostring(deposit(address, token)) .. ' of it, which is too little.')
  Deposits[address] = Deposits[address] or {}
  Deposits[address][token] = tostring(value)
end

-- The pool, and of deposits and shares only those of the address that did something.
local function publish(address)
  Send({
    Target = ao.id,
    device = 'patch@1.0',
    cache = {
      pool = { tokens = Tokens, reserves = Reserves, shares = TotalShares },
      deposits = address and { [address] = Deposits[address] },
      -- Never an empty table: that is an empty list, which would replace the shares of everybody.
      shares = address and { [address] = Shares[address] or '0' },
    },
  })
end

Handlers.add('Open', { Action = 'Open' }, function(msg)
  assert(msg.From == Owner, 'Only the owner opens the pool.')
  assert(not Tokens.base, 'The pool is open already.')
  local base, quote = msg.Tags.Base, msg.Tags.Quote
  assert(base and quote and base ~= quote, 'Base and Quote have to be the ids of two tokens.')
  Tokens = { base = base, quote = quote }
  Reserves = { [base] = '0', [quote] = '0' }
  publish()
end)

-- A token tells by this message that it has moved tokens to the pool. Anybody can send a message with this action,
-- so the sender has to be one of the two tokens.
Handlers.add('Credit-Notice', { Action = 'Credit-Notice' }, function(msg)
  otherToken(msg.From)
  local sender = assert(msg.Tags.Sender, 'Sender is missing: whose tokens were they?')
  setDeposit(sender, msg.From, deposit(sender, msg.From) + amount('Quantity', msg.Tags.Quantity))
  publish(sender)
end)

-- The largest whole number whose square is not above n.
local function squareRoot(n)
  local root, better = n, (n + 1) // 2
  while better < root do
    root = better
    better = (root + n // root) // 2
  end
  return root
end

-- Turns all that the sender has deposited into a share of the pool. The first sets the price; later ones give both
-- tokens as the pool has them, and what is too much of one stays deposited.
Handlers.add('Provide', { Action = 'Provide' }, function(msg)
  local who, base, quote = msg.From, Tokens.base, Tokens.quote
  assert(base, 'The pool is not open yet.')
  local givesBase, givesQuote = deposit(who, base), deposit(who, quote)
  assert(givesBase > bint.zero() and givesQuote > bint.zero(), 'Deposit some of both tokens first.')
  local hasBase, hasQuote, total = bint(Reserves[base]), bint(Reserves[quote]), bint(TotalShares)

  local share
  if total == bint.zero() then
    share = squareRoot(givesBase * givesQuote)
  else
    local byBase, byQuote = givesBase * total // hasBase, givesQuote * total // hasQuote
    share = byBase < byQuote and byBase or byQuote
    -- Rounded up: nobody gets a share for less than it is worth.
    givesBase = (share * hasBase + total - 1) // total
    givesQuote = (share * hasQuote + total - 1) // total
  end
  assert(share > bint.zero(), 'That is too little for a share.')

  setDeposit(who, base, deposit(who, base) - givesBase)
  setDeposit(who, quote, deposit(who, quote) - givesQuote)
  Reserves[base], Reserves[quote] = tostring(hasBase + givesBase), tostring(hasQuote + givesQuote)
  Shares[who] = tostring(bint(Shares[who] or '0') + share)
  TotalShares = tostring(total + share)
  publish(who)
  msg.reply({ Action = 'Provided', Share = tostring(share) })
end)

-- Gives a share back for what it is worth, rounded down; the tokens are deposits again.
Handlers.add('Leave', { Action = 'Leave' }, function(msg)
  local who, share, total = msg.From, bint(Shares[msg.From] or '0'), bint(TotalShares)
  assert(share > bint.zero(), 'You have no share of this pool.')
  for token, reserve in pairs(Reserves) do
    local worth = share * bint(reserve) // total
    Reserves[token] = tostring(bint(reserve) - worth)
    setDeposit(who, token, deposit(who, token) + worth)
  end
  Shares[who], TotalShares = '0', tostring(total - share)
  publish(who)
  msg.reply({ Action = 'Left', Share = tostring(share) })
end)

-- Trades what was deposited. What the pool holds of both, multiplied, never gets less: that makes the price.
Handlers.add('Swap', { Action = 'Swap' }, function(msg)
  local who, token = msg.From, msg.Tags.Token
  local wanted = otherToken(token)
  local given = amount('Quantity', msg.Tags.Quantity)
  local has, gives = bint(Reserves[token]), bint(Reserves[wanted])
  assert(has > bint.zero(), 'There is nothing in the pool yet.')

  local counted = given * (WHOLE - FEE)
  local got = counted * gives // (has * WHOLE + counted)
  local minimum = msg.Tags.Minimum and amount('Minimum', msg.Tags.Minimum) or bint.one()
  if got < minimum then
    -- The price has moved. That is no fault of anybody, so the sender gets an answer.
    msg.reply({ Action = 'Swap-Refused', Offer = tostring(got), Data = 'You would get ' .. tostring(got) .. '.' })
    return
  end
  setDeposit(who, token, deposit(who, token) - given)
  setDeposit(who, wanted, deposit(who, wanted) + got)
  Reserves[token], Reserves[wanted] = tostring(has + given), tostring(gives - got)
  publish(who)
  msg.reply({ Action = 'Swapped', Token = wanted, Quantity = tostring(got) })
end)

-- Sends deposited tokens home: the token moves them.
Handlers.add('Withdraw', { Action = 'Withdraw' }, function(msg)
  local token = msg.Tags.Token
  otherToken(token)
  local quantity = amount('Quantity', msg.Tags.Quantity)
  setDeposit(msg.From, token, deposit(msg.From, token) - quantity)
  publish(msg.From)
  Send({ Target = token, Action = 'Transfer', Recipient = msg.From, Quantity = tostring(quantity) })
end)
