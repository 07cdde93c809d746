--- `require` and `package` of a process: a resolver over the built-in modules and the process' own files (spec §4).
--- Runs once, first, as chunk(find): `find(name)` gives the loader of a built-in module or nil. Every such loader is
--- called with the module's name and this `require`, so that a module loaded late does not depend on what the program did
--- to its globals.
local find = ...
local error, type, format, tostring, load, pairs = error, type, string.format, tostring, load, pairs
local gsub, match = string.gsub, string.match

local loaded = { _G = _G, string = string, table = table, math = math, coroutine = coroutine, utf8 = utf8, os = os, debug = debug }
local package = { loaded = loaded, preload = {}, path = '', cpath = '', config = '/\n;\n?\n!\n-\n' }
local files = {}

--- `.files`: adds files that came with the spawn: { ['lib.utils'] = text }.
loaded['.files'] = function(more)
  for name, text in pairs(more) do files[name] = text end
end

--- The name of the file that `name` means: `lib.utils`, `lib/utils`, `./lib/utils.lua` and `.lib.utils` are the same.
local function fileOf(name)
  local path = gsub(match(name, '^%.?/*(.*)$'), '%.lua$', '')
  path = gsub(path, '/', '.')
  return files[path] and path
end

local function loadFile(name, file)
  local path = gsub(file, '%.', '/') .. '.lua'
  local chunk, problem = load(files[file], '@' .. path, 't')
  if not chunk then error(format("error loading module '%s' from file '%s':\n\t%s", name, path, problem), 3) end
  local module = chunk(name, path)
  if module ~= nil then loaded[file] = module elseif loaded[file] == nil then loaded[file] = true end
  return loaded[file]
end

local function require(name)
  if type(name) ~= 'string' then
    if type(name) ~= 'number' then
      error(format("bad argument #1 to 'require' (string expected, got %s)", name == nil and 'no value' or type(name)), 2)
    end
    name = tostring(name)
  end
  local module = loaded[name]
  if module ~= nil then return module end
  local loader = package.preload[name]
  if loader == nil then
    loader = find(name)
    if loader == nil then
      local file = fileOf(name)
      if file == nil then
        error(format("module '%s' not found:\n\tno field package.preload['%s']\n\tno file of that name among those given to spawn", name, name), 2)
      end
      module = loaded[file]
      if module == nil then module = loadFile(name, file) end
      loaded[name] = module
      return module
    end
  end
  module = loader(name, require)
  if module ~= nil then loaded[name] = module end
  if loaded[name] == nil then loaded[name] = true end
  return loaded[name]
end

_G.package = package
_G.require = require
return require
