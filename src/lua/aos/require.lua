--- `require` and `package` of a process: a resolver over the built-in modules (spec §4). Runs once, first, as
--- chunk(find): `find(name)` gives the loader of a built-in module or nil. Every loader is called with the module's
--- name and this `require`, so that a module loaded late does not depend on what the program did to its globals.
local find = ...
local error, type, format, tostring = error, type, string.format, tostring

local loaded = { _G = _G, string = string, table = table, math = math, coroutine = coroutine, utf8 = utf8, os = os, debug = debug }
local package = { loaded = loaded, preload = {}, path = '', cpath = '', config = '/\n;\n?\n!\n-\n' }

local function require(name)
  if type(name) ~= 'string' then
    if type(name) ~= 'number' then
      error(format("bad argument #1 to 'require' (string expected, got %s)", name == nil and 'no value' or type(name)), 2)
    end
    name = tostring(name)
  end
  local module = loaded[name]
  if module ~= nil then return module end
  local loader = package.preload[name] or find(name)
  if loader == nil then error(format("module '%s' not found:\n\tno field package.preload['%s']", name, name), 2) end
  module = loader(name, require)
  if module ~= nil then loaded[name] = module end
  if loaded[name] == nil then loaded[name] = true end
  return loaded[name]
end

_G.package = package
_G.require = require
return require
