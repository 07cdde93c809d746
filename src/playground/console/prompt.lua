-- What the prompt of the playground knows beyond aos: it is a process like any other.

local pending = {}

--- spawn(module [, message]): asks for a process that boots from the text kept under the id `module`, as
--- `MyModule` names the program in the editor. Until the process is there what it returns stands for it; then every
--- global that holds it becomes the id.
function spawn(module, message)
  assert(type(module) == 'string', 'spawn: give the id of a module, such as MyModule')
  local wanted = {}
  for key, value in pairs(message or {}) do wanted[key] = value end
  wanted['On-Boot'] = module
  wanted.Name = wanted.Name or (module == MyModule and MyModuleName) or 'spawned'
  local spawned = ao.spawn(ao._module, wanted)
  for _, tag in ipairs(spawned.Tags) do
    if tag.name == 'Reference' then
      local stand = setmetatable({}, { __tostring = function() return 'spawning …' end })
      pending[tag.value] = { stand = stand, name = wanted.Name }
      return stand
    end
  end
end

local function isOurs(msg) return msg.Action == 'Spawned' and msg.From == ao.id and pending[msg.Tags.Reference] ~= nil end

Handlers.add('Spawned', isOurs, function(msg)
  local done = pending[msg.Tags.Reference]
  pending[msg.Tags.Reference] = nil
  local names = {}
  for name, value in pairs(_G) do
    if value == done.stand then table.insert(names, name) end
  end
  for _, name in ipairs(names) do _G[name] = msg.Tags.Process end
  print(Colors.gray .. 'Spawned ' .. Colors.green .. done.name .. Colors.gray .. ': ' .. msg.Tags.Process .. Colors.reset)
end)
