--- `.boot`: slot 0, the process message itself (spec §1.1).
local _, require = ...
local eval = require('.eval')
local error, insert = error, table.insert

return function(msg)
  if #Inbox == 0 then insert(Inbox, msg) end
  local source = msg.Tags['On-Boot']
  if source == nil then return end
  if source ~= 'Data' then error('On-Boot: /data/' .. source .. ' cannot be read: this node has no WeaveDrive', 0) end
  return eval(msg)
end
