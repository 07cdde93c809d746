-- title: Shop with dynamic reads
-- about: Keeps sales at /cache/sales; a Lua module calculates reports from them when somebody reads. Action: Sell (tags Item, Quantity, Price).

-- The process keeps plain facts. What can be calculated from them is not stored: modules/sales-report.lua calculates
-- it in the node that answers,
-- GET /<process>~process@1.0/now/cache/~lua@5.3a&module=<id of the module>/report/serialize~json@1.0
Sales = Sales or {}

local function publish()
  Send({ Target = ao.id, device = 'patch@1.0', cache = { sales = Sales, currency = 'credits' } })
end

InitialSync = InitialSync or 'INCOMPLETE'
if InitialSync == 'INCOMPLETE' then
  publish()
  InitialSync = 'COMPLETE'
end

local function wholeNumber(name, text)
  local number = math.tointeger(tonumber(text or ''))
  assert(number and number > 0, name .. ' has to be a whole number above 0, not ' .. tostring(text))
  return number
end

Handlers.add('Sell', { Action = 'Sell' }, function(msg)
  assert(msg.From == Owner, 'Only the owner sells here.')
  local item = msg.Tags.Item
  assert(item and item ~= '', 'Item is missing: say what was sold.')
  -- Prices are in the smallest unit of the currency, so there are no fractions. Lua's integers have 64 bits.
  local quantity, price = wholeNumber('Quantity', msg.Tags.Quantity), wholeNumber('Price', msg.Tags.Price)
  table.insert(Sales, { item = item, quantity = quantity, price = price, time = msg.Timestamp })
  publish()
end)
