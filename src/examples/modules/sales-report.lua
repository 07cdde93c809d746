-- Reports on the sales of dynamic-read.lua. The functions get the message that they are asked of, here the cache of the
-- process, and keep nothing: calling them changes nothing.

--- { total, count, byitem = { <item> = sum }, best = item with the largest sum }
function report(base)
  local total, count, byItem, best = 0, 0, {}, nil
  for _, sale in ipairs(base.sales or {}) do
    local sum = sale.quantity * sale.price
    total, count = total + sum, count + 1
    byItem[sale.item] = (byItem[sale.item] or 0) + sum
  end
  for item, sum in pairs(byItem) do
    if not best or sum > byItem[best] or sum == byItem[best] and item < best then best = item end
  end
  return { total = total, count = count, byitem = byItem, best = best or 'none' }
end

--- { items }: what was sold above a price. The price stands in the path: `…/dearer&than=1000`.
function dearer(base, request)
  local price = tonumber(request.than) or 0
  local items = {}
  for _, sale in ipairs(base.sales or {}) do
    if sale.price > price then table.insert(items, sale.item) end
  end
  return { items = items }
end
