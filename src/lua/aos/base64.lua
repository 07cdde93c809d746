--- `.base64`: encode, decode and alphabets of one's own (makeencoder, makedecoder).
local char, byte, sub, gsub, concat = string.char, string.byte, string.sub, string.gsub, table.concat

local base64 = { _version = '2.0.4' }
local LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

--- The table code -> byte of the character; defaults `+`, `/` and `=`.
function base64.makeencoder(s62, s63, pad)
  local encoder = {}
  for i = 1, 62 do encoder[i - 1] = byte(LETTERS, i) end
  encoder[62], encoder[63], encoder[64] = byte(s62 or '+'), byte(s63 or '/'), byte(pad or '=')
  return encoder
end

--- The table byte of the character -> code.
function base64.makedecoder(s62, s63, pad)
  local decoder = {}
  for code, character in pairs(base64.makeencoder(s62, s63, pad)) do decoder[character] = code end
  return decoder
end

local ENCODER, DECODER = base64.makeencoder(), base64.makedecoder()

function base64.encode(text, encoder)
  encoder = encoder or ENCODER
  local parts, pad = {}, char(encoder[64])
  for i = 1, #text, 3 do
    local a, b, c = byte(text, i, i + 2)
    local bits = a << 16 | (b or 0) << 8 | (c or 0)
    parts[#parts + 1] = char(encoder[bits >> 18], encoder[bits >> 12 & 63])
      .. (b and char(encoder[bits >> 6 & 63]) or pad)
      .. (c and char(encoder[bits & 63]) or pad)
  end
  return concat(parts)
end

--- Characters outside the alphabet are passed over; missing padding is fine.
function base64.decode(text, decoder)
  decoder = decoder or DECODER
  local parts, bits, count = {}, 0, 0
  for i = 1, #text do
    local code = decoder[byte(text, i)]
    if code and code < 64 then
      bits, count = (bits << 6 | code) & 0xffffff, count + 6
      if count >= 8 then
        count = count - 8
        parts[#parts + 1] = char(bits >> count & 255)
      end
    end
  end
  return concat(parts)
end

return base64
