/** Small Lua programs that the fuzzer's processes and dynamic reads run: what is normal, and what goes wrong. */

/** For the built-in aos runtime. */
export const AOS = `
Count = Count or 0
local function publish() Send({ device = 'patch@1.0', cache = { count = Count, half = Count / 2, list = { 1, 'two' },
  ['__proto__'] = { polluted = 'data' }, constructor = 'data', map = { deep = { er = true } } } }) end
publish()
Handlers.add('Add', 'Add', function(msg) Count = Count + (tonumber(msg.By) or 1) publish() end)
Handlers.add('Fail', 'Fail', function() error('as it should') end)
Handlers.add('Echo', 'Echo', function(msg)
  local tags = {}
  for k, v in pairs(msg.Tags) do tags[k] = v end
  Send({ device = 'patch@1.0', cache = { echo = tags, data = msg.Data } })
end)
Handlers.add('Odd', 'Odd', function() Send({ device = 'patch@1.0', status = 'odd', priv = 1, ['a/b/c'] = 2, cache = {} }) end)`;

/** For `lua@5.3a`, as execution device and as module of dynamic reads. */
export const MODULE = `
total = 0
function compute(base, req, opts)
  local by = tonumber(req.body.by) or 0
  if req.body.action == 'Fail' then error('as it should') end
  if req.body.action == 'Ask' then
    local status, value = ao.resolve({ path = req.body.what or '/~message@1.0&a=1/a' })
    base.asked = status
  end
  total = total + by
  base.total = total
  base.results = { output = { data = 'slot ' .. tostring(req.slot) },
    outbox = { p1 = { method = 'PATCH', view = { total = total, ['__proto__'] = { polluted = 'data' }, list = { 1, 2 } } } } }
  return base
end
function number(base, req) return tonumber(req.x) or 7 end
function text(base, req) return 'text ' .. tostring(req.x) end
function map(base, req) return { x = req.x, body = req.body, ['content-type'] = req.type, status = req.status } end
function whole(base, req) return base end
function request(base, req) return req end
function nothing() end
function boolean() return true end
function failure(base, req) return 'error', { status = tonumber(req.status) or 418, body = 'no' } end
function words() return 'error', 'words' end
function raise(base, req) error(req.x or { a = 1 }) end
function cycle() local t = {} t.t = t return t end
function deep(base, req) local t = {} for i = 1, tonumber(req.x) or 70 do t = { 1, t } end return t end
function sparse() return { 1, nil, 3, x = 1 } end
function closure() return { f = function() end } end
function nan() return { x = 0 / 0, y = 1 / 0 } end
function huge() return { x = math.maxinteger, y = 2.0 ^ 70, z = -0.0 } end
function bytes() return '\\0\\255\\r\\n' .. string.rep('x', 5000) end
function keys_of() local t = {} for k in pairs({ __proto__ = 1, constructor = 2 }) do t[#t + 1] = k end return t end
function ask(base, req) local s, v = ao.resolve({ path = req.what or '/~message@1.0&a=1/a' }) return { status_text = s, value = v } end
function ask_base(base, req) local s, v = ao.resolve(base, req.what or 'keys') return { s = s, v = v } end
function myself(base, req) local s, v = ao.resolve({ path = '/MODULEID~lua@5.3a&module=MODULEID/myself' }) return { s = s, v = v } end
then_ = 1`;
