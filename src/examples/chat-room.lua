-- title: Chat room
-- about: The last messages at /cache/history, who is there at /cache/members. Actions: Join (tag Nick), Say (the text as data), Leave.

-- nickname by address; the history is a list, oldest first.
Members = Members or {}
History = History or {}
Count = Count or 0

local KEPT = 20
local LONGEST = 280

-- A list in a patch replaces the list that was there, so the whole history is sent. Maps are merged: a member who
-- left stays in the map, with an empty nickname.
local function publish(changed)
  Send({ Target = ao.id, device = 'patch@1.0', cache = { history = History, members = changed, count = Count } })
end

InitialSync = InitialSync or 'INCOMPLETE'
if InitialSync == 'INCOMPLETE' then
  publish(Members)
  InitialSync = 'COMPLETE'
end

local function addLine(nick, text, time)
  Count = Count + 1
  table.insert(History, { number = Count, nick = nick, text = text, time = time })
  if #History > KEPT then table.remove(History, 1) end
end

local function nickOf(address)
  local nick = Members[address]
  assert(nick and nick ~= '', 'Join first: send the action Join with a tag Nick.')
  return nick
end

-- Tells everybody else. `pairs` goes through a table in the order in which its keys were set.
local function tellOthers(sender, message)
  for address, nick in pairs(Members) do
    if address ~= sender and nick ~= '' then
      Send({ Target = address, Action = message.Action, Nick = message.Nick, Data = message.Data })
    end
  end
end

Handlers.add('Join', { Action = 'Join' }, function(msg)
  local nick = tostring(msg.Tags.Nick or ''):match('^%s*(.-)%s*$')
  assert(nick:match('^[%w_-]+$') and #nick <= 16, 'A nickname has 1 to 16 letters, digits, - and _.')
  for address, taken in pairs(Members) do
    assert(address == msg.From or taken:lower() ~= nick:lower(), 'Somebody is called ' .. taken .. ' already.')
  end
  Members[msg.From] = nick
  addLine('*', nick .. ' joined', msg.Timestamp)
  publish({ [msg.From] = nick })
  tellOthers(msg.From, { Action = 'Joined', Nick = nick })
end)

Handlers.add('Say', { Action = 'Say' }, function(msg)
  local nick = nickOf(msg.From)
  assert(msg.Data ~= '', 'There is nothing to say: put the text into the data.')
  assert(utf8.len(msg.Data), 'The text is no UTF-8.')
  assert(utf8.len(msg.Data) <= LONGEST, 'The text is longer than ' .. LONGEST .. ' characters.')
  addLine(nick, msg.Data, msg.Timestamp)
  publish()
  tellOthers(msg.From, { Action = 'Said', Nick = nick, Data = msg.Data })
end)

Handlers.add('Leave', { Action = 'Leave' }, function(msg)
  local nick = nickOf(msg.From)
  Members[msg.From] = ''
  addLine('*', nick .. ' left', msg.Timestamp)
  publish({ [msg.From] = '' })
  tellOthers(msg.From, { Action = 'Left', Nick = nick })
end)
