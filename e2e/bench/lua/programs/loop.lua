-- Integer arithmetic in a numeric loop: 1,000,000 times addition and modulo.
local sum = 0
for i = 1, 1000000 do
  sum = (sum + i) % 1000003
end
return sum
