--- `.dispatch` of the hyper dialect, in plain Lua as the whole bundle: see ../aos/dispatch-natives.ts for that of aos.
local type, select = type, select

local dispatch = {}

--- seek(list, at, msg [, env]): the first place from `at` on whose handler may take the message; nothing at the end of the
--- list; false where `env` is given and one of both is no table.
function dispatch.seek(list, at, ...)
  local msg, env = ...
  if select('#', ...) > 1 and not (type(msg) == 'table' and type(env) == 'table') then return false end
  while list[at] and list[at].name == '_default' do at = at + 1 end
  return list[at] and at or nil
end

return dispatch
