--- `.default`: what becomes of a message no handler took: it goes to the Inbox and is announced (spec §3).
local _, require = ...
local Colors = require('.colors')
local log = require('.print-log')
local type, tostring, insert, remove, sub = type, tostring, table.insert, table.remove, string.sub

local LIMIT = 10000

local function brief(id)
  id = tostring(id)
  return #id > 6 and sub(id, 1, 3) .. '...' .. sub(id, -3) or id
end

return function(msg)
  insert(Inbox, msg)
  while #Inbox > LIMIT do remove(Inbox, 1) end
  local what = type(msg.Action) == 'string' and 'Action = ' .. Colors.blue .. sub(msg.Action, 1, 20)
    or type(msg.Data) == 'string' and 'Data = ' .. Colors.blue .. sub(msg.Data, 1, 20)
    or 'no Action'
  log.append(Colors.gray .. 'New Message From ' .. Colors.green .. brief(msg.From) .. Colors.gray .. ': ' .. what .. Colors.reset)
end
