--- `msg.reply` and `msg.forward` (spec §2).
local _, require = ...
local ao = require('ao')
local outbox = require('.outbox')
local type, error, pairs = type, error, pairs
local relate, address = outbox.relate, outbox.address

--- Gives a message its reply and forward.
return function(msg)
  --- Sends `answer` to whom the message asks to answer, and returns the sent message. `answer` itself is changed.
  function msg.reply(answer)
    if not address(answer, msg) then error('msg.reply: table expected, got ' .. type(answer), 2) end
    return ao.send(answer)
  end

  --- Sends the message on to `target`, with the fields of `extra` on top; answers go to whom they would have gone.
  function msg.forward(target, extra)
    local copy = ao.sanitize(msg)
    copy.reply, copy.forward = nil, nil
    for key, value in pairs(extra or {}) do copy[key] = value end
    copy.Target = target
    copy['Reply-To'] = msg['Reply-To'] or msg.From
    relate(copy, msg)
    ao.send(copy)
  end
end
