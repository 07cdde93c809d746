-- Patterns: gsub with texts, tables and functions, match with captures, gmatch, find.
local text = string.rep('From: user-17, To: user-4, Quantity: 250, Note: "paid in full"; ', 40)
local count = 0
local replaced = ''
for round = 1, 40 do
  local masked, hits = text:gsub('%d+', '#')
  count = count + hits + #masked
  replaced = text:gsub('(%w+): ', '%1=')
  count = count + #replaced
  local _, doubled = text:gsub('%f[%d]%d+', function(digits) count = count + #digits return digits * 2 end)
  count = count + doubled
  text:gsub('%w+', { Quantity = 'Amount', Note = false })
  for key, value in text:gmatch('(%w+): ([^,;]+)') do
    if key == 'Quantity' then count = count + tonumber(value) end
  end
  for line = 1, 40 do
    local from, to = text:match('From: (%S+), To: (%S+),', line * 60 - 59)
    count = count + #from + #to + (text:find('"', line * 60, true) or 0) % 7
  end
end
return count .. ':' .. #replaced
