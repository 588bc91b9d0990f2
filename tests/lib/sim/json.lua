--[[ SPDX-License-Identifier: Apache-2.0

cjson.decode, for what the functions read with it: settings that the server has written. ]]

local decode -- text, at -> value, where it goes on

local LITERALS = { ['true'] = true, ['false'] = false, null = false }

local function skip(text, at)
  return string.find(text, '[^%s]', at)
end

local function decode_text(text, at)
  local last = at + 1
  while string.sub(text, last, last) ~= '"' do
    last = last + (string.sub(text, last, last) == '\\' and 2 or 1)
  end
  return string.sub(text, at + 1, last - 1), last + 1 -- Escapes stay: nobody reads such a text.
end

-- `[` or `{`: each ends where its own bracket does.
local function decode_many(text, at, has_keys)
  local out, ending = {}, has_keys and '}' or ']'
  at = skip(text, at + 1)
  while string.sub(text, at, at) ~= ending do
    local key, value = #out + 1, nil
    if has_keys then
      key, at = decode_text(text, at)
      at = skip(text, at) + 1 -- the colon
    end
    value, at = decode(text, at)
    out[key] = value
    at = skip(text, at)
    if string.sub(text, at, at) == ',' then at = skip(text, at + 1) end
  end
  return out, at + 1
end

function decode(text, at)
  at = skip(text, at)
  local first = string.sub(text, at, at)
  if first == '{' or first == '[' then return decode_many(text, at, first == '{') end
  if first == '"' then return decode_text(text, at) end
  local word = string.match(text, '^[%w%.%+%-]+', at)
  local value = LITERALS[word]
  if value == nil then value = tonumber(word) end
  return value, at + #word
end

return { decode = function(text) return (decode(text, 1)) end }
