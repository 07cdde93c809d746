-- title: Voting
-- about: Polls with one vote for each address, read at /cache/polls. Actions: Open (tags Title, Options, Minutes), Vote (tags Poll, Option), Close (tag Poll).

-- Polls by id: poll-1, poll-2, … The ballots are apart, because nobody needs to read who voted for what.
Polls = Polls or {}
Ballots = Ballots or {}
LastPoll = LastPoll or 0

-- Only the poll that changed is sent: a patch is merged into what is there.
local function publish(id)
  Send({ Target = ao.id, device = 'patch@1.0', cache = { polls = { [id] = Polls[id] } } })
end

InitialSync = InitialSync or 'INCOMPLETE'
if InitialSync == 'INCOMPLETE' then
  Send({ Target = ao.id, device = 'patch@1.0', cache = { lastpoll = LastPoll } })
  InitialSync = 'COMPLETE'
end

-- Options are keys of the tally, and keys of the cache are lower-case.
local function optionsOf(text)
  local list, seen = {}, {}
  for word in text:gmatch('[^,]+') do
    local option = word:match('^%s*(.-)%s*$'):lower()
    assert(option:match('^[%w-]+$'), 'An option is one word of letters, digits and dashes, not "' .. option .. '".')
    assert(not seen[option], 'The option ' .. option .. ' is there twice.')
    seen[option] = true
    table.insert(list, option)
  end
  assert(#list >= 2, 'Options needs two words at least, with commas between them.')
  return list
end

local function openPoll(msg)
  local id = assert(msg.Tags.Poll, 'Poll is missing: say which one, such as poll-1.')
  local poll = assert(Polls[id], 'There is no ' .. id .. '.')
  assert(poll.phase == 'open', id .. ' is closed.')
  return id, poll
end

-- The option with most votes; none when two have as many.
local function winnerOf(poll)
  local best, winner = 0, nil
  for _, option in ipairs(poll.options) do
    local votes = poll.tally[option]
    if votes > best then
      best, winner = votes, option
    elseif votes == best then
      winner = nil
    end
  end
  return winner or 'none'
end

Handlers.add('Open', { Action = 'Open' }, function(msg)
  assert(msg.From == Owner, 'Only the owner opens polls.')
  assert(msg.Tags.Title and msg.Tags.Title ~= '', 'Title is missing: say what the poll is about.')
  local options = optionsOf(msg.Tags.Options or '')
  local minutes = math.tointeger(tonumber(msg.Tags.Minutes or '60'))
  assert(minutes and minutes > 0, 'Minutes has to be a whole number above 0, not ' .. tostring(msg.Tags.Minutes))

  LastPoll = LastPoll + 1
  local id, tally = 'poll-' .. LastPoll, {}
  for _, option in ipairs(options) do tally[option] = 0 end
  -- Times are milliseconds since 1970, and those of a message are the only clock a process has.
  local closes = msg.Timestamp + minutes * 60000
  Polls[id] = { title = msg.Tags.Title, options = options, tally = tally, voters = 0, phase = 'open', closes = closes }
  Ballots[id] = {}
  publish(id)
  Send({ Target = ao.id, device = 'patch@1.0', cache = { lastpoll = LastPoll } })
  msg.reply({ Action = 'Opened', Poll = id })
end)

Handlers.add('Vote', { Action = 'Vote' }, function(msg)
  local id, poll = openPoll(msg)
  assert(msg.Timestamp < poll.closes, id .. ' took votes until ' .. poll.closes .. '.')
  local option = tostring(msg.Tags.Option or ''):lower()
  assert(poll.tally[option], id .. ' has no option "' .. option .. '".')

  -- Who votes again changes the vote.
  local before = Ballots[id][msg.From]
  if before then
    poll.tally[before] = poll.tally[before] - 1
  else
    poll.voters = poll.voters + 1
  end
  Ballots[id][msg.From] = option
  poll.tally[option] = poll.tally[option] + 1
  publish(id)
  msg.reply({ Action = 'Voted', Poll = id, Option = option })
end)

Handlers.add('Close', { Action = 'Close' }, function(msg)
  local id, poll = openPoll(msg)
  assert(msg.From == Owner or msg.Timestamp >= poll.closes, id .. ' is still open to votes.')
  poll.phase, poll.winner = 'closed', winnerOf(poll)
  publish(id)
  msg.reply({ Action = 'Closed', Poll = id, Winner = poll.winner })
end)
