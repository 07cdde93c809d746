-- Computes: doubly recursive Fibonacci of 24 in every message.
local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

Handlers.add('Fib', 'Fib', function(msg) msg.reply({ Data = tostring(fib(24)) }) end)
