-- A token with 1,000 balances. A transfer sends two notices and patches the two balances.
Balances = {}
for i = 1, 1000 do Balances['holder-' .. i] = 1000000 end

Handlers.add('Info', 'Info', function(msg) msg.reply({ Name = 'Token', Ticker = 'TKN', Denomination = '0' }) end)
Handlers.add('Balance', 'Balance', function(msg) msg.reply({ Data = tostring(Balances[msg.From] or 0) }) end)
Handlers.add('Transfer', 'Transfer', function(msg)
  local from, to, quantity = msg.From, msg.Recipient, tonumber(msg.Quantity)
  assert(type(to) == 'string', 'Recipient is required')
  assert(quantity and quantity > 0, 'Quantity must be positive')
  if (Balances[from] or 0) < quantity then
    msg.reply({ Action = 'Transfer-Error', Error = 'Insufficient balance' })
    return
  end
  Balances[from] = Balances[from] - quantity
  Balances[to] = (Balances[to] or 0) + quantity
  Send({ device = 'patch@1.0', cache = { balances = { [from] = Balances[from], [to] = Balances[to] } } })
  msg.reply({ Action = 'Debit-Notice', Recipient = to, Quantity = tostring(quantity) })
  Send({ Target = to, Action = 'Credit-Notice', Sender = from, Quantity = tostring(quantity) })
end)
