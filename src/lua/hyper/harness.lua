--- Comes after the bundle of a hyper process: slot 0 evaluates the source, as boot does in aos. On a node the source would
--- be sent as an Eval message of its own.
local inner = compute

function compute(base, req, opts)
  local process = req.body
  if req.slot == 0 then
    req.body = { action = 'Eval', target = req.process, data = process.data, commitments = process.commitments }
  end
  return inner(base, req, opts)
end
