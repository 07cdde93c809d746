-- Counts and answers the count.
Count = 0
Handlers.add('Inc', 'Inc', function(msg)
  Count = Count + tonumber(msg.By or '1')
  msg.reply({ Data = tostring(Count) })
end)
