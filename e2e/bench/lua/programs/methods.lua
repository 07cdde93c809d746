-- Method calls through two levels of __index.
local Base = {}
Base.__index = Base
function Base:add(n) self.value = self.value + n end
function Base:read() return self.value end
local Derived = setmetatable({}, { __index = Base })
Derived.__index = Derived
function Derived:twice(n)
  self:add(n)
  self:add(n)
end
local object = setmetatable({ value = 0 }, Derived)
for i = 1, 50000 do
  object:twice(i % 10)
end
return object:read()
