--[[ SPDX-License-Identifier: Apache-2.0

Counts by hand what points_audit.lua does not: comments, likes, merges and revs of a board. ARGV room
board. 'ok', or what does not add up. ]]

local function unpacked(bytes)
  local list, at = {}, 1
  while at <= #bytes do
    local colon = string.find(bytes, ':', at, true)
    local last = colon + tonumber(string.sub(bytes, at, colon - 1))
    list[#list + 1] = string.sub(bytes, colon + 1, last)
    at = last + 2
  end
  return list
end

local R, B, call = '{' .. ARGV[1] .. '}:', ARGV[2], redis.call
local NUMBER, AUTHOR, STATE, STATUS, INTO, WITH = 2, 5, 6, 7, 9, 10 -- of a card
local LIKES, SAYS = 8, 6                                            -- of a comment

local function hash(key)
  local flat, out = call('HGETALL', key), {}
  for i = 1, #flat, 2 do out[flat[i]] = flat[i + 1] end
  return out
end

local cards = hash(R .. 'cards:' .. B)
for id, packed in pairs(cards) do cards[id] = unpacked(packed) end

-- ---- Comments: counted are those that are shown, likes are those that like -------------------

local spoke = {}
local function audit_talk(id, comments)
  local marks, shown = hash(R .. 'marks:' .. B .. ':' .. id), 0
  local likes = {}
  for field, value in pairs(marks) do
    local comment = string.match(field, '^l (%S+) ')
    if comment and string.match(value, ' 1$') then likes[comment] = (likes[comment] or 0) + 1 end
  end
  for comment, packed in pairs(hash(R .. 'talk:' .. B .. ':' .. id)) do
    local card = unpacked(packed)
    spoke[card[AUTHOR]] = (spoke[card[AUTHOR]] or 0) + 1
    if tonumber(card[LIKES]) ~= (likes[comment] or 0) then return 'likes of ' .. comment end
    local is_told = call('ZSCORE', R .. 'told:' .. B .. ':' .. id, comment) and true or false
    if is_told ~= (card[SAYS] == 'shown') then return comment .. ' is told, or is not' end
    if is_told then shown = shown + 1 end
  end
  if shown ~= comments then return 'comments of ' .. id end
end

-- ---- Merges: who supported the one is known to the other -------------------------------------

local function audit_merge(id, card)
  local into = cards[card[INTO]]
  if not into or not string.find(' ' .. into[WITH] .. ' ', ' ' .. id .. ' ', 1, true) then
    return id .. ' is in what does not have it'
  end
  local held = hash(R .. 'sup:' .. B .. ':' .. card[INTO])
  for who, value in pairs(hash(R .. 'sup:' .. B .. ':' .. id)) do
    if string.match(value, '^%d+ 1') and
        not string.find((held[who] or '') .. ' ', ' [+-]' .. card[NUMBER] .. ' ') then
      return 'a supporter of ' .. id .. ' was lost on the way'
    end
  end
end

-- ---- All of them -----------------------------------------------------------------------------

local newest = tonumber(call('HGET', R .. 'b:' .. B, 'rev') or 0)
local heats = hash(R .. 'heat:' .. B)
for id, card in pairs(cards) do
  local rev, _, _, on, comments = string.match(heats[id] or '', '^(%d+) (%d+) (%S+) (%d) ?(%d*)')
  if not rev then return id .. ' has no heat' end
  if on == '3' then return id .. ' is being merged for ever' end
  if tonumber(rev) > newest then return id .. ' is ahead of its board' end
  if tonumber(call('ZSCORE', R .. 'moved:' .. B, id)) ~= tonumber(rev) then return id .. ' moved elsewhere' end
  if on ~= (card[STATUS] == 'merged' and '2' or card[STATE] == 'shown' and '1' or '0') then
    return id .. ' may be supported, or may not'
  end
  local wrong = audit_talk(id, tonumber(comments) or 0) or
    (card[STATUS] == 'merged' and audit_merge(id, card))
  if wrong then return wrong end
end
for who, n in pairs(spoke) do
  if tonumber(call('HGET', R .. 'spoke:' .. B, who)) ~= n then return 'somebody spoke ' .. n .. ' times' end
end
return 'ok'
