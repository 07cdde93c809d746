Count = Count or 0
Step = 1

local function publish()
  Send({ device = 'patch@1.0', cache = { count = Count, names = { first = 'Ada' } } })
end

Handlers.add('Add', 'Add', function(msg)
  Count = Count + Step * tonumber(msg.Tags.By)
  publish()
end)

publish()
