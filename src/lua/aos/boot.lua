--- `.boot`: slot 0, the process message itself (spec §1.1).
local _, require = ...
local eval = require('.eval')
local drive = require('.drive')
local error, insert = error, table.insert

return function(msg)
  if #Inbox == 0 then insert(Inbox, msg) end
  local source = msg.Tags['On-Boot']
  if source == nil then return end
  if source == 'Data' then return eval(msg) end
  local text = drive[source]
  if not text then
    error('On-Boot: there is no transaction /data/' .. source .. ' here. Put it there with data.put, or name a gateway', 0)
  end
  -- Booting comes once.
  drive[source] = nil
  return eval({ Data = text })
end
