--[[ SPDX-License-Identifier: Apache-2.0

Counts a board's points and supports by hand; see points_audit.h. ARGV room board. 'ok', or what does not
add up. ]]

-- Netstrings, as the functions pack them.
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

-- Of a support as it is stored: on, own on, seconds of the own one, points.
local function parts(value)
  local points = string.match(value, ' p(%d+)$')
  local _, on, at, rest = string.match(value, '^(%d+) (%d) (%d+)(.*)$')
  local own, own_at = string.match(rest, '^ (%d) (%d+)')
  return on, own or on, tonumber(own_at or at), tonumber(points) or 0
end

local R, B, call = '{' .. ARGV[1] .. '}:', ARGV[2], redis.call

-- ---- The leaderboard is the record -----------------------------------------------------

local sums, moved = {}, {} -- by participant; by idea and rule
for _, entry in ipairs(call('XRANGE', R .. 'points:log', '-', '+')) do
  local move = unpacked(entry[2][2])
  local by = tonumber(move[3])
  sums[move[1]] = (sums[move[1]] or 0) + by
  if move[4] == B and move[2] ~= 'comment' then
    moved[move[5]] = moved[move[5]] or {}
    moved[move[5]][move[2]] = (moved[move[5]][move[2]] or 0) + by
  end
end

local boards, months = {}, {}
local all = call('ZRANGE', R .. 'points', 0, -1, 'WITHSCORES')
for i = 1, #all, 2 do
  local who, period = string.sub(all[i], 1, 16), string.sub(all[i], 17)
  local points = tonumber(all[i + 1]) - tonumber(period) * 4294967296 - 2147483648
  if period ~= '0' then
    months[who] = (months[who] or 0) + points
  elseif points ~= (sums[who] or 0) then
    return 'board ' .. points .. ' log ' .. (sums[who] or 0)
  else
    boards[who] = true
  end
end
for who, sum in pairs(sums) do
  if not boards[who] then return 'not on the board: ' .. sum end
  if months[who] ~= sum then return 'months do not add up to ' .. sum end
end

-- ---- What an idea says is what its supporters say ------------------------------------------

local n_own = 0
local function audit_idea(id, card)
  local on, earned = 0, 0
  for _, value in ipairs(call('HVALS', R .. 'sup:' .. B .. ':' .. id)) do
    local is_on, is_own, _, points = parts(value)
    if is_on == '1' then on = on + 1 end
    if is_own == '1' then
      n_own = n_own + 1
      earned = earned + points
    elseif points ~= 0 then
      return 'off, and says points'
    end
  end
  local heat = call('HGET', R .. 'heat:' .. B, id)
  if tonumber(string.match(heat, '^%d+ (%d+)')) ~= on then return 'supports of ' .. id end

  local given, m = call('HGET', R .. 'given:' .. B, id), moved[id] or {}
  if not given then return (earned > 0 or next(m)) and id .. ' gave, and nothing says so' or nil end
  local counts, idea, retained, support = string.match(given, '^(%d) (%d+) (%d+) (%d+)$')
  if (counts == '1') ~= (card[6] == 'shown') then return id .. ' counts: ' .. counts end
  if tonumber(support) ~= earned then return id .. ' earned ' .. support .. ' not ' .. earned end
  local k = tonumber(counts)
  if (m.idea or 0) ~= k * idea or (m.retained or 0) ~= k * retained or (m.support or 0) ~= k * support then
    return id .. ' moved otherwise than it has earned'
  end
end

local cards = call('HGETALL', R .. 'cards:' .. B)
for i = 1, #cards, 2 do
  local wrong = audit_idea(cards[i], unpacked(cards[i + 1]))
  if wrong then return wrong end
end

-- ---- What people support is listed, each once -----------------------------------------------

local mine, seen = call('ZRANGE', R .. 'mine:' .. B, 0, -1), {}
local spent = call('HGETALL', R .. 'spent:' .. B)
for i = 1, #spent, 2 do
  for entry in string.gmatch(spent[i + 1], ' (%d%d%d%d%d%d%d%d%d%d%S+)') do mine[#mine + 1] = spent[i] .. entry end
end
if #mine ~= n_own then return 'mine is not ' .. n_own end
for _, member in ipairs(mine) do
  if seen[member] then return 'mine twice' end
  seen[member] = true
  local value = call('HGET', R .. 'sup:' .. B .. ':' .. string.sub(member, 27), string.sub(member, 1, 16))
  local _, is_own, at = parts(value or '0 0 0')
  if is_own ~= '1' or at ~= tonumber(string.sub(member, 17, 26)) then return 'mine' end
end
return 'ok'
