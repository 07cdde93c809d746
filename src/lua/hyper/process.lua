--- The runtime of the hyper dialect: `compute(base, req, opts)` for lua@5.3a (spec/aos.md §5).
local _, require = ...
local Handlers = require('.handlers')
local stringify = require('.stringify')
local Colors = require('.colors')
local utils = require('.utils')
local type, pairs, ipairs, tostring, tonumber, pcall, select = type, pairs, ipairs, tostring, tonumber, pcall, select
local insert, remove, concat, load = table.insert, table.remove, table.concat, load

local VERSION = '2.0.7'
local INBOX_LIMIT = 10000

local ao = { _version = VERSION, id = '', authorities = {}, reference = 0, outbox = {} }
local sent, log = 0, {}

Handlers.receive = function() return 'not implemented' end

local function describe(value) return type(value) == 'table' and stringify.format(value) or tostring(value) end

function _G.print(value) insert(log, describe(value)) end

local function put(msg)
  sent = sent + 1
  ao.outbox[tostring(sent)] = msg
  return msg
end

--- Puts a message into the outbox as it is, with its `reference`.
function ao.send(msg)
  if type(msg) ~= 'table' then error('ao.send: message must be a table', 2) end
  ao.reference = ao.reference + 1
  msg.reference = tostring(ao.reference)
  put(msg)
  if not msg.target then return msg end
  local pattern = { from = msg.target, ['x-reference'] = msg.reference }
  -- Not a key of the message: what is in the outbox leaves the process.
  return setmetatable(msg, { __index = { onReply = function(resolver) Handlers.once(pattern, resolver) end } })
end

function ao.spawn(module, msg)
  if type(module) ~= 'string' or type(msg) ~= 'table' then error('ao.spawn: id of a module and a table expected', 2) end
  msg.type, msg.module = 'Process', module
  return ao.send(msg)
end

_G.ao, _G.Handlers, _G.Utils, _G.Colors, _G.Dump = ao, Handlers, utils, Colors, require('.dump')
_G.Tab = utils.Tab
function _G.Send(msg) return ao.send(msg) end
function _G.Spawn(module, msg) return ao.spawn(module, msg) end
function _G.Prompt()
  return Colors.green .. tostring(Name) .. Colors.gray .. '@' .. Colors.blue .. 'aos-' .. VERSION .. Colors.reset .. '> '
end

--- The signer of a message, and the id of its signature.
local function signerOf(message)
  for id, commitment in pairs(type(message.commitments) == 'table' and message.commitments or {}) do
    local alg = commitment.alg or commitment.type
    if alg == 'rsa-pss-sha512' or alg == 'signed' and commitment['commitment-device'] == 'ans104@1.0' then
      return commitment.committer, id
    end
  end
end

local function isListed(name)
  for _, authority in ipairs(ao.authorities) do
    if authority == name then return true end
  end
  return false
end

--- What the first message of a process sets.
local function start(process)
  local owner, id = signerOf(process)
  Owner = Owner or owner
  Name = Name or process.name or 'aos'
  Inbox, Errors = Inbox or {}, Errors or {}
  if ao.id == '' then ao.id = id or '' end
  if type(process.authority) == 'table' and #ao.authorities == 0 then
    for _, authority in ipairs(process.authority) do insert(ao.authorities, authority) end
  end
end

local function logResults(count, first, second)
  if second then error(second, 0) end
  if count > 0 then insert(log, describe(first)) end
end

local function evaluate(req)
  local body = req.body
  local code = type(body.body) == 'table' and body.body.body or body.data
  local chunk = load('return ' .. code, 'aos', 't', _G)
  local problem
  if not chunk then chunk, problem = load(code, 'aos', 't', _G) end
  if not chunk then error(problem, 0) end
  local function results(...) logResults(select('#', ...), ...) end
  results(chunk())
end

local function keepForLater(req)
  insert(Inbox, req)
  if #Inbox > INBOX_LIMIT then remove(Inbox, 1) end
  insert(log, Colors.gray .. 'New Message From ' .. Colors.green .. tostring(req.from) .. Colors.gray .. ': Action = '
    .. Colors.blue .. tostring(req.body.action) .. Colors.reset)
end

local function addReply(req)
  local body, from = req.body, req.from
  function req.reply(msg)
    msg.target = body['reply-to'] or msg.target or from
    msg['x-reference'] = msg['x-reference'] or body['x-reference'] or body.reference
    msg['x-origin'] = msg['x-origin'] or body['x-origin']
    return ao.send(msg)
  end
end

local function results(base)
  local data = concat(log, '\n')
  base.results = { info = 'hyper-aos', outbox = ao.outbox, output = { data = data, prompt = Prompt(), print = true } }
  return base
end

local function isEval(req, signer) return req.body.action == 'Eval' and signer ~= nil and signer == Owner end

--- One message. An error of a handler is told in the output; what it had sent stays sent.
function _G.compute(base, req, opts)
  ao.outbox, sent, log = {}, 0, {}
  local time = tonumber(req['block-timestamp'])
  os.time = function() return time end
  local body = req.body
  start(base.process)
  local signer = signerOf(body)
  local from = body['from-process'] or signer
  if from ~= signer and not isListed(from) and not isListed(signer) then
    insert(log, 'Message is not trusted.')
    return results(base)
  end
  req.from, req.owner = from, signer
  addReply(req)
  Handlers.add('_eval', function() return isEval(req, signer) end, evaluate)
  Handlers.append('_default', function() return true end, keepForLater)
  local ok, problem = pcall(Handlers.evaluate, req, base)
  Handlers.remove('_eval')
  Handlers.remove('_default')
  if not ok then
    problem = type(problem) == 'table' and stringify.format(problem) or tostring(problem)
    insert(log, Colors.red .. 'error:\n' .. Colors.reset .. problem)
    insert(Errors, problem)
  end
  return results(base)
end
