#!lua name=clameur_earnings_@version@
--[[ SPDX-License-Identifier: Apache-2.0

earnings: what people earn in rooms, added up for the whole space. The clerk carries movements of points
from each room's record to its space, which notes how far it has come in the call that adds them: so
what is sent again, by the same clerk or another, adds nothing.

Keys
  {R}:points:log         stream  see shared/points.lua
  {R}:points:sent        string  the last entry that was taken out: a write, so that where copies are
                                 waited for, all that is taken out has one
  {space:<id>}:points    zset    as {R}:points
  {space:<id>}:earned    hash    room -> the last entry of its record that is in the sums ]]

-- @include shared/room.lua@

-- @include shared/idea.lua@

-- @include shared/points.lua@

-- KEYS earned  ARGV room. {ok, entry}
local function earnings_mark(keys, args)
  return { 'ok', redis.call('HGET', keys[1], args[1]) or '0-0' }
end

-- KEYS log sent room  ARGV after most. {ok, last entry, (who month by)...}: summed up, of so many entries;
-- none of a rehearsal.
local function earnings_take(keys, args)
  local settings = redis.call('HGET', keys[3], 'settings') or ''
  if string.find(settings, ',"rehearsal":{', 1, true) then return { 'ok', args[1] } end
  local sums, order, last = {}, {}, args[1]
  for _, entry in ipairs(redis.call('XRANGE', keys[1], '(' .. args[1], '+', 'COUNT', args[2])) do
    local move = unpack_record(entry[2][2], { 'who', 'rule', 'by' })
    local month = month_of(tonumber(string.match(entry[1], '^%d+')) / 1000)
    local member = member_of(move.who, month)
    if not sums[member] then
      sums[member] = { who = move.who, month = month, by = 0 }
      order[#order + 1] = sums[member]
    end
    sums[member].by = sums[member].by + tonumber(move.by)
    last = entry[1]
  end
  local reply = { 'ok', last }
  if last == args[1] then return reply end
  redis.call('SET', keys[2], last)
  for _, sum in ipairs(order) do
    reply[#reply + 1] = sum.who
    reply[#reply + 1] = whole(sum.month)
    reply[#reply + 1] = whole(sum.by)
  end
  return reply
end

--[[ KEYS points earned  ARGV room after last (who month by)...
Adds what a room's record says behind `after` up to `last`. {ok, entry}: it is in the sums up to there,
which is another one than `last` where somebody else was quicker. ]]
local function earnings_add(keys, args)
  local mark = redis.call('HGET', keys[2], args[1]) or '0-0'
  if mark ~= args[2] then return { 'ok', mark } end
  local by, members, writes = {}, {}, {}
  local function add(who, period, points)
    local member = member_of(who, period)
    if not by[member] then
      members[#members + 1] = member
      by[member] = { period = period, points = 0 }
    end
    by[member].points = by[member].points + points
  end
  for i = 4, #args, 3 do
    add(args[i], 0, tonumber(args[i + 2]))
    add(args[i], tonumber(args[i + 1]), tonumber(args[i + 2]))
  end
  if members[1] then
    for i, score in ipairs(redis.call('ZMSCORE', keys[1], unpack(members))) do
      local sum = by[members[i]]
      writes[2 * i - 1] = whole((score and tonumber(score) or score_of(sum.period, 0)) + sum.points)
      writes[2 * i] = members[i]
    end
    redis.call('ZADD', keys[1], unpack(writes))
  end
  redis.call('HSET', keys[2], args[1], args[3])
  return { 'ok', args[3] }
end

register('earnings_mark', earnings_mark, 'no-writes')
register('earnings_take', earnings_take, 'allow-oom')
register('earnings_add', earnings_add)
