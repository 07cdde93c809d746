-- title: Publish on request
-- about: Shows nothing at first; the action PublishData puts a status at /cache/currentstatus.

Published = Published or 0

Handlers.add('PublishData', Handlers.utils.hasMatchingTag('Action', 'PublishData'), function(msg)
  Published = Published + 1
  -- Chance is repeatable: the same messages in the same order
  -- give the same numbers.
  local status = 'report ' .. Published .. ', wind force ' .. math.random(0, 12)
  Send({ Target = ao.id, device = 'patch@1.0', cache = { currentstatus = status } })
  print('Now at /cache/currentstatus: ' .. status)
end)
