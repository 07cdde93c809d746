-- What a program costs without aos around it: a list of handlers, the first whose action fits runs, and what it sends
-- goes into a list.
local list, outbox = {}, {}

Handlers = {}
function Handlers.add(name, pattern, handle) list[#list + 1] = { name = name, pattern = pattern, handle = handle } end

function Send(message) outbox[#outbox + 1] = message end

local function handle(message)
  outbox = {}
  message.reply = function(answer)
    answer.Target = message.From
    Send(answer)
  end
  for _, handler in ipairs(list) do
    if handler.pattern == message.Action then
      handler.handle(message)
      break
    end
  end
  return outbox
end

-- Messages that come as tables one by one, and the same without leaving Lua.
return handle, function(count, from, action, recipient)
  local sent = 0
  for i = 1, count do
    sent = sent + #handle({ From = from .. i % 1000 + 1, Action = action, Recipient = recipient .. i * 7 % 1000 + 1, Quantity = '3', Data = '' })
  end
  return sent
end
