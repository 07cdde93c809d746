--- `.crypto` (spec §4): digests, ciphers, message authentication, key derivation. Results have asBytes, asHex, asString.
local _, require = ...
local native = require('.crypto.native')
local utils = require('.crypto.utils')
local type, error, tostring, math = type, error, tostring, math
local hex, array = utils.hex, utils.array

local function result(text)
  return {
    asString = function() return text end,
    asHex = function() return hex.stringToHex(text) end,
    asBytes = function() return array.fromString(text) end,
  }
end

local function text(what, value)
  if type(value) ~= 'string' then error('crypto.' .. what .. ': string expected, got ' .. type(value), 3) end
  return value
end

local digest = {}
for name in ('md2 md4 md5 sha1 sha2_256 sha2_512 sha3_256 sha3_512 keccak256 keccak512 blake2b'):gmatch('%S+') do
  digest[name] = function(message) return result(native.digest(name, text('digest.' .. name, message))) end
end

local aes = {}
local ZERO_IV = ('\0'):rep(16)

--- The arguments of both directions; options { iv (16 bytes, default zeros), mode (default CBC), keyLength (bits) }.
local function aesCall(direction, message, key, options)
  options = options or {}
  text('cipher.aes.' .. direction, message)
  text('cipher.aes.' .. direction, key)
  local bits = options.keyLength
  if bits and #key * 8 ~= bits then error('crypto.cipher.aes: the key has ' .. #key * 8 .. ' bits, keyLength says ' .. tostring(bits), 3) end
  return result(native.aes(direction, options.mode or 'CBC', key, options.iv or ZERO_IV, message))
end

function aes.encrypt(message, key, options) return aesCall('encrypt', message, key, options) end

--- Takes what encrypt gave, as hexadecimal text or, if it is no such text, as bytes.
function aes.decrypt(message, key, options)
  if type(message) == 'string' and #message % 2 == 0 and not message:find('%X') then message = hex.hexToString(message) end
  return aesCall('decrypt', message, key, options)
end

--- A cipher that seals: nil and a reason from decrypt when the text is not genuine.
local function opened(message, problem)
  if message == nil then return nil, problem end
  return result(message)
end

local morus = {}
--- The additional data stands in front of the encrypted text, a tag of 16 bytes behind it.
function morus.encrypt(key, iv, message, additional) return result(native.morusEncrypt(key, iv, message, additional)) end
function morus.decrypt(key, iv, sealed, additionalLength) return opened(native.morusDecrypt(key, iv, sealed, additionalLength)) end

local norx = {}
--- A tag of 32 bytes stands behind the encrypted text.
function norx.encrypt(key, nonce, message, header, trailer) return result(native.norxEncrypt(key, nonce, message, header, trailer)) end
function norx.decrypt(key, nonce, sealed, header, trailer) return opened(native.norxDecrypt(key, nonce, sealed, header, trailer)) end

--- ISAAC as a stream cipher; `issac` is how aos spells it.
local issac = {}
function issac.encrypt(message, key) return result(native.isaac(text('cipher.issac.encrypt', key), text('cipher.issac.encrypt', message))) end
function issac.decrypt(message, key) return result(native.isaac(text('cipher.issac.decrypt', key), text('cipher.issac.decrypt', message))) end

--- An integer from min to max (default 0 to 2^31 - 1): of `seed` the same each time, without one the next of the process.
local function draw(min, max, seed)
  min, max = min or 0, max or 2147483647
  if min > max then error('crypto.random: interval is empty', 2) end
  if seed == nil then return math.random(min, max) end
  return min + native.isaacWord(tostring(seed)) % (max - min + 1)
end
issac.random = draw

local mac = {}
--- The code of `data` under `key`; algorithm: a digest, default sha1.
function mac.createHmac(data, key, algorithm)
  return result(native.hmac(algorithm or 'sha1', text('mac.createHmac', key), text('mac.createHmac', data)))
end

local kdf = {}
--- A key of `length` bytes; digest: default sha1.
function kdf.pbkdf2(password, salt, iterations, length, name)
  return result(native.kdf(name or 'sha1', text('kdf.pbkdf2', password), text('kdf.pbkdf2', salt), iterations, length))
end

return {
  _version = '2.0.4',
  digest = digest,
  cipher = { aes = aes, morus = morus, norx = norx, issac = issac },
  random = draw,
  mac = mac,
  kdf = kdf,
  utils = utils,
}
