--- What went wrong with the message at hand, for the host: { code, message, handler, printed }. The program itself
--- sees only aos's Error text.
-- false where nothing did.
local failure = { now = false }

--- Notes a failure and returns its message.
function failure.set(code, message, handler)
  failure.now = { code = code, message = message, handler = handler }
  return message
end

return failure
