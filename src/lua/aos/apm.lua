--- `.apm`: the package manager of aos. Packages live on the network; offline there is nothing to install.
local error = error
local apm = { _version = '2.0.4', installed = {} }

function apm.install(name)
  error('apm: package ' .. tostring(name) .. ' cannot be installed offline; give its file to spawn and require it', 2)
end

function apm.list() return apm.installed end

return apm
