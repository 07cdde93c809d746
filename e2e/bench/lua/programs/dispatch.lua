-- An AO process at work: 1,000 messages, each matched against 21 handlers by its tags; the one that fits moves balances.
local handlers = {}
local function add(name, pattern, handle)
  handlers[#handlers + 1] = { name = name, pattern = pattern, handle = handle }
end

local function matches(message, pattern)
  for tag, wanted in pairs(pattern) do
    local value = message.Tags[tag]
    if value == nil then return false end
    if wanted ~= '_' and value ~= wanted and not string.match(value, '^' .. wanted .. '$') then return false end
  end
  return true
end

local balances = {}
local outbox = {}
local function send(message) outbox[#outbox + 1] = message end

for i = 1, 20 do
  add('action-' .. i, { Action = 'Action' .. i, Quantity = '%d+' }, function(message)
    local quantity = tonumber(message.Tags.Quantity)
    local from = message.From
    balances[from] = (balances[from] or 1000) - quantity
    balances['account-' .. i] = (balances['account-' .. i] or 0) + quantity
    send({ Target = from, Tags = { Action = 'Debit-Notice', Quantity = tostring(quantity) }, Data = 'sent ' .. quantity })
  end)
end
add('default', {}, function(message) send({ Target = message.From, Data = 'no handler' }) end)

for n = 1, 1000 do
  local message = { From = 'user-' .. n % 50, Tags = { Action = 'Action' .. n % 22, Quantity = tostring(n % 17) } }
  for _, handler in ipairs(handlers) do
    if matches(message, handler.pattern) then
      local ok, problem = pcall(handler.handle, message)
      assert(ok, problem)
      break
    end
  end
end

local names = {}
for name in pairs(balances) do names[#names + 1] = name end
table.sort(names)
local digest = 0
for i, name in ipairs(names) do
  digest = (digest * 31 + balances[name] + i) % 65521
end
return #outbox .. ':' .. #names .. ':' .. digest
