-- title: Ping-pong
-- about: Two of these play: the ball goes back and forth by messages. Action: Serve (tags Partner, Rounds). The score is at /cache/rally.

-- What this player has seen of the rally.
Hits = Hits or 0
Rally = Rally or { phase = 'waiting', hits = 0 }

local function publish(phase)
  Rally = { phase = phase, hits = Hits }
  Send({ Target = ao.id, device = 'patch@1.0', cache = { rally = Rally } })
end

InitialSync = InitialSync or 'INCOMPLETE'
if InitialSync == 'INCOMPLETE' then
  publish('waiting')
  InitialSync = 'COMPLETE'
end

-- Tags are text. The other player is a process, and its Rounds came as text, too.
local function roundsIn(msg)
  local rounds = math.tointeger(tonumber(msg.Tags.Rounds or '3'))
  assert(rounds and rounds >= 1 and rounds <= 50, 'Rounds has to be a whole number from 1 to 50.')
  return rounds
end

Handlers.add('Serve', { Action = 'Serve' }, function(msg)
  local partner = msg.Tags.Partner
  assert(partner and partner ~= ao.id, 'Partner has to be the id of another process.')
  -- First everything that can fail: an error does not undo what was set before it.
  local rounds = roundsIn(msg)
  Hits = 1
  publish('playing')
  Send({ Target = partner, Action = 'Ping', Rounds = tostring(rounds) })
end)

-- A ping is answered with a pong. `msg.reply` goes to who sent it and names the message that it answers.
Handlers.add('Ping', { Action = 'Ping' }, function(msg)
  local rounds = roundsIn(msg)
  Hits = Hits + 1
  publish('playing')
  msg.reply({ Action = 'Pong', Rounds = tostring(rounds) })
end)

-- A pong ends a round. After the last one the player who served says so.
Handlers.add('Pong', { Action = 'Pong' }, function(msg)
  local left = roundsIn(msg) - 1
  if left > 0 then
    Hits = Hits + 1
    publish('playing')
    Send({ Target = msg.From, Action = 'Ping', Rounds = tostring(left) })
    return
  end
  publish('won')
  Send({ Target = msg.From, Action = 'Game-Over', Data = 'Well played.' })
end)

Handlers.add('Game-Over', { Action = 'Game-Over' }, function()
  publish('lost')
end)
