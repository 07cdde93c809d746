-- title: Token
-- about: Balances to read at /cache/balances. Actions: Transfer (tags Recipient, Quantity), Balance (tag Account).

Balances = Balances or { [Owner] = 1000 }
TotalSupply = TotalSupply or 1000

-- Initial State Sync: the whole ledger can be read as soon
-- as the process exists.
InitialSync = InitialSync or 'INCOMPLETE'
if InitialSync == 'INCOMPLETE' then
  Send({ Target = ao.id, device = 'patch@1.0', cache = { balances = Balances, totalsupply = TotalSupply } })
  InitialSync = 'COMPLETE'
  print('The first ' .. TotalSupply .. ' tokens belong to ' .. Owner)
end

-- A tag typed by a person is text, another process may send
-- a number. Both are fine if they are whole.
local function wholeNumber(name, value)
  local kind = type(value)
  assert(kind == 'string' or kind == 'number', name .. ' is missing: give a whole number.')
  local number = math.tointeger(tonumber(value))
  assert(number and number > 0, name .. ' has to be a whole number above 0, not ' .. tostring(value))
  return number
end

Handlers.add('Transfer', Handlers.utils.hasMatchingTag('Action', 'Transfer'), function(msg)
  local from, to = msg.From, msg.Tags.Recipient
  assert(type(to) == 'string' and to ~= '', 'Recipient is missing: say who gets the tokens.')
  local quantity = wholeNumber('Quantity', msg.Tags.Quantity)

  local have = Balances[from] or 0
  if have < quantity then
    msg.reply({ Action = 'Transfer-Error', Data = 'You have ' .. have .. ', which is less than ' .. quantity .. '.' })
    return
  end
  Balances[from] = have - quantity
  Balances[to] = (Balances[to] or 0) + quantity

  -- A patch is merged into what is there, so the two accounts
  -- that changed are enough.
  local changed = { [from] = Balances[from], [to] = Balances[to] }
  Send({ Target = ao.id, device = 'patch@1.0', cache = { balances = changed } })
  print('Moved ' .. quantity .. ' to ' .. to)
  msg.reply({ Action = 'Debit-Notice', Recipient = to, Quantity = tostring(quantity) })
  Send({ Target = to, Action = 'Credit-Notice', Sender = from, Quantity = tostring(quantity) })
end)

Handlers.add('Balance', Handlers.utils.hasMatchingTag('Action', 'Balance'), function(msg)
  local account = msg.Tags.Account or msg.From
  local balance = tostring(Balances[account] or 0)
  print(account .. ' has ' .. balance)
  msg.reply({ Account = account, Balance = balance, Data = balance })
end)
