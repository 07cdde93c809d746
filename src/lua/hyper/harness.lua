--- Comes after the bundle of a hyper process that the local API spawned. The local API has no keys to sign with: who signed stands in
--- keys beside the message, and here it becomes the commitments that a bundle reads. Slot 0 evaluates the source.
local inner = compute

local function sign(message, id, signer)
  message.commitments = {
    [id] = { ['commitment-device'] = 'httpsig@1.0', alg = 'rsa-pss-sha512', type = 'rsa-pss-sha512', committer = signer },
  }
end

local function take(message, key)
  local value = message[key]
  message[key] = nil
  return value
end

function compute(base, req, opts)
  local process, body = base.process, req.body
  local owner = take(process, 'scenario-signer')
  sign(process, req.process, owner)
  process.authority = { process.authority }
  if req.slot == 0 then
    body = { action = 'Eval', type = 'Message', target = req.process, data = body.data }
    req.body = body
    sign(body, req.process, owner)
  else
    sign(body, take(body, 'scenario-id'), take(body, 'scenario-signer'))
  end
  return inner(base, req, opts)
end
