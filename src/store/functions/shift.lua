#!lua name=clameur_shift_@version@
--[[ SPDX-License-Identifier: Apache-2.0

shift: who moved from what to what between two rounds of one question.

Keys, all with the room's {tag}: {R}:ballots:<id>:<round> and {R}:tally:<id>:<round> of both rounds; see
ballots.lua. Nothing is written. Replies are {status, ...}. ]]

-- @include shared/room.lua@

-- What a ballot adds to the counts; "-" for who has none.
local function cells_of(value)
  return value and string.match(value, '^%d+ (%S*) ') or '-'
end

--[[ KEYS ballots before, ballots now, tally before, tally now  ARGV cursor most
A slice of those who answered now, each with what they answered before:
{ok, cursor of the next, tally before, tally now, ("<cells before> <cells now>", how many)...}.
No ballot comes twice: a round that is over takes none away, and its hash does not shrink. ]]
local function shift_page(keys, args)
  local found = redis.call('HSCAN', keys[2], args[1], 'COUNT', args[2])
  local who, now = {}, {}
  for i = 1, #found[2], 2 do
    who[#who + 1] = found[2][i]
    now[#now + 1] = cells_of(found[2][i + 1])
  end
  local before = who[1] and redis.call('HMGET', keys[1], unpack(who)) or {}
  local times, order = {}, {}
  for i = 1, #who do
    local pair = cells_of(before[i]) .. ' ' .. now[i]
    if not times[pair] then order[#order + 1] = pair end
    times[pair] = (times[pair] or 0) + 1
  end
  local reply = { 'ok', found[1], redis.call('GET', keys[3]) or '', redis.call('GET', keys[4]) or '' }
  for _, pair in ipairs(order) do
    reply[#reply + 1] = pair
    reply[#reply + 1] = times[pair]
  end
  return reply
end

register('shift_page', shift_page, 'no-writes')
