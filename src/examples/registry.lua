-- title: Name registry
-- about: Names that belong to addresses, read at /cache/names/<name>. Actions: Register (tag Name), Point (tags Name, To), Give (tags Name, Recipient), Find (tag Name).

-- name -> { owner, to, registered }
Names = Names or {}
Total = Total or 0

InitialSync = InitialSync or 'INCOMPLETE'
if InitialSync == 'INCOMPLETE' then
  Send({ Target = ao.id, device = 'patch@1.0', cache = { total = Total } })
  InitialSync = 'COMPLETE'
end

-- Names are kept in lower case: they are keys of the cache, and Ann and ann should not be two people.
local function nameIn(msg)
  local name = tostring(msg.Tags.Name or ''):lower()
  assert(name:match('^%l[%l%d-]*$'), 'A name begins with a letter and has letters, digits and dashes only.')
  assert(#name <= 30, 'A name has 30 characters at most.')
  return name
end

local function ownedBy(msg)
  local name = nameIn(msg)
  local record = Names[name]
  assert(record, 'Nobody has registered ' .. name .. '.')
  assert(record.owner == msg.From, name .. ' belongs to somebody else.')
  return name, record
end

-- An address is 43 characters of base64url.
local function addressIn(msg, tag)
  local address = msg.Tags[tag]
  assert(type(address) == 'string' and #address == 43 and not address:find('[^%w_-]'), tag .. ' has to be an address.')
  return address
end

local function publish(name)
  Send({ Target = ao.id, device = 'patch@1.0', cache = { names = { [name] = Names[name] }, total = Total } })
end

Handlers.add('Register', { Action = 'Register' }, function(msg)
  local name = nameIn(msg)
  assert(not Names[name], name .. ' is taken.')
  Names[name] = { owner = msg.From, to = msg.From, registered = msg.Timestamp }
  Total = Total + 1
  publish(name)
  msg.reply({ Action = 'Registered', Name = name })
end)

Handlers.add('Point', { Action = 'Point' }, function(msg)
  local name, record = ownedBy(msg)
  record.to = addressIn(msg, 'To')
  publish(name)
  msg.reply({ Action = 'Pointed', Name = name, To = record.to })
end)

Handlers.add('Give', { Action = 'Give' }, function(msg)
  local name, record = ownedBy(msg)
  record.owner = addressIn(msg, 'Recipient')
  publish(name)
  msg.reply({ Action = 'Given', Name = name, Recipient = record.owner })
  Send({ Target = record.owner, Action = 'Received', Name = name })
end)

-- For other processes, which cannot fetch: they ask by message. A name that is free is an answer, too, and no error.
Handlers.add('Find', { Action = 'Find' }, function(msg)
  local name = nameIn(msg)
  local record = Names[name]
  if not record then
    msg.reply({ Action = 'Not-Found', Name = name })
    return
  end
  msg.reply({ Action = 'Found', Name = name, To = record.to, Data = { owner = record.owner, registered = record.registered } })
end)
