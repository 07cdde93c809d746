-- title: Counter
-- about: Counts up and shows the number at /cache/count. Action: Increment (tag By).

Count = Count or 0

local function publish()
  -- What stands under `cache` can be read at once:
  -- GET /<process>~process@1.0/compute/cache/count
  Send({ Target = ao.id, device = 'patch@1.0', cache = { count = Count } })
end

-- Once, at the start: there is something to read before
-- the first message.
InitialSync = InitialSync or 'INCOMPLETE'
if InitialSync == 'INCOMPLETE' then
  publish()
  InitialSync = 'COMPLETE'
  print('The counter stands at ' .. Count .. '.')
end

Handlers.add('Increment', Handlers.utils.hasMatchingTag('Action', 'Increment'), function(msg)
  -- Tags are text, so the number has to be made of it.
  local by = math.tointeger(tonumber(msg.Tags.By or '1'))
  assert(by, 'By has to be a whole number, not ' .. tostring(msg.Tags.By))
  Count = Count + by
  publish()
  print('Count is ' .. Count)
  msg.reply({ Data = tostring(Count) })
end)

Handlers.add('Reset', Handlers.utils.hasMatchingTag('Action', 'Reset'), function(msg)
  assert(msg.From == Owner, 'Only the owner may reset the counter.')
  Count = 0
  publish()
  msg.reply({ Data = 'reset' })
end)
