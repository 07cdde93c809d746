--- `.dispatch` of the hyper dialect, in plain Lua as the whole bundle: see ../aos/dispatch-natives.ts for that of aos.
local type = type

local dispatch = {}

function dispatch.areTables(a, b) return type(a) == 'table' and type(b) == 'table' end

--- The first place from `at` on whose handler may take the message; nothing at the end of the list.
function dispatch.seek(list, at)
  while list[at] and list[at].name == '_default' do at = at + 1 end
  return list[at] and at
end

return dispatch
