-- title: Reminders by the clock
-- about: Tells people what they wanted to be reminded of. Actions: Remind (tag Minutes, the text as data), Forget (tag Number); messages of the clock do the rest.

-- A process never wakes up by itself: it is sent messages by a clock (cron), and looks each time what is due.
Reminders = Reminders or {}
Last = Last or 0
Ticks = Ticks or 0

local function publish()
  -- A list replaces the list that was there, so what is done disappears.
  Send({ Target = ao.id, device = 'patch@1.0', cache = { pending = Reminders, ticks = Ticks } })
end

InitialSync = InitialSync or 'INCOMPLETE'
if InitialSync == 'INCOMPLETE' then
  publish()
  InitialSync = 'COMPLETE'
end

Handlers.add('Remind', { Action = 'Remind' }, function(msg)
  local minutes = math.tointeger(tonumber(msg.Tags.Minutes or ''))
  assert(minutes and minutes > 0, 'Minutes has to be a whole number above 0, not ' .. tostring(msg.Tags.Minutes))
  assert(msg.Data ~= '', 'Of what? Put the text into the data.')
  Last = Last + 1
  table.insert(Reminders, { number = Last, who = msg.From, text = msg.Data, due = msg.Timestamp + minutes * 60000 })
  table.sort(Reminders, function(a, b) return a.due < b.due end)
  publish()
  msg.reply({ Action = 'Noted', Number = tostring(Last) })
end)

Handlers.add('Forget', { Action = 'Forget' }, function(msg)
  for i, reminder in ipairs(Reminders) do
    if tostring(reminder.number) == msg.Tags.Number then
      assert(reminder.who == msg.From, 'That reminder is somebody else\'s.')
      table.remove(Reminders, i)
      publish()
      return
    end
  end
  error('There is no reminder ' .. tostring(msg.Tags.Number) .. '.')
end)

-- `msg.Cron` is set by the clock and by nobody else: a tag of that name could be anybody's.
Handlers.add('Tick', function(msg) return msg.Cron == true end, function(msg)
  Ticks = Ticks + 1
  while Reminders[1] and Reminders[1].due <= msg.Timestamp do
    local reminder = table.remove(Reminders, 1)
    Send({ Target = reminder.who, Action = 'Reminder', Number = tostring(reminder.number), Data = reminder.text })
  end
  publish()
end)
