#!lua name=clameur_series_@version@
--[[ SPDX-License-Identifier: Apache-2.0

series: what goes on in a room over time, at a fixed cost. Workers count, and write every few seconds.

Keys, all with the room's {tag}
  {R}:series              hash  three rings, "<ring><slot>" -> "<index> <people> <count>...": minutes (m),
                                quarters of an hour (q), days (d). The index is the time over the length of
                                a slot, and its rest by the ring's length is the slot; a slot of an index
                                that is over is as good as empty. Of people the most at once is kept.
                                "since" -> when it began; "w<n>" -> how many ideas waited so long for
                                their first answer, see domain/series.h
  {R}:here                hash  worker -> "<people there> <when it said so>": a gauge that expires
  {R}:counted             hash  of shared/batches.lua
  {R}:shared              set   participants who came by a link that somebody shared, as many as a room
                                keeps: each is counted once
  {R}:tally:<id>:<round>  of ballots.lua
  {R}:curve:<id>:<round>  hash  a question's tally over time: "step" -> ms; index -> "<tally>", as it was
                                last in each step. When there are too many, the steps grow to twice
                                as long, and of two the later one stays

Redis's own clock says which slot it is. Nothing here runs by itself. ]]

-- @include shared/room.lua@
-- @include shared/batches.lua@

local HGET_MOST = 500    -- fields asked for at once
local FIRST_STEP = 5000

-- "<name>:<length of a slot>:<slots>"
local function ring_of(text)
  local name, slot_ms, slots = string.match(text, '^(%a):(%d+):(%d+)$')
  return { name = name, slot_ms = tonumber(slot_ms), slots = tonumber(slots) }
end

local function numbers_of(text)
  local out = {}
  for number in string.gmatch(text, '%d+') do out[#out + 1] = tonumber(number) end
  return out
end

-- `row` is people and counts; what is too old for its ring is passed over.
local function add_row(key, ring, at, row)
  local index = math.floor(at / ring.slot_ms)
  local field = ring.name .. whole(index % ring.slots)
  local was = numbers_of(redis.call('HGET', key, field) or '')
  if was[1] and was[1] > index then return end
  if was[1] ~= index then was = {} end
  local out = { whole(index), whole(math.max(was[2] or 0, row[1])) }
  for i = 2, #row do out[i + 1] = whole((was[i + 1] or 0) + row[i]) end
  redis.call('HSET', key, field, table.concat(out, ' '))
end

-- People at all workers that spoke lately.
local function count_people(key, worker, people, now, expire)
  if people > 0 then redis.call('HSET', key, worker, whole(people) .. ' ' .. whole(now))
  else redis.call('HDEL', key, worker) end
  local all, sum = redis.call('HGETALL', key), 0
  for i = 1, #all, 2 do
    local of = numbers_of(all[i + 1])
    if now - of[2] > expire then redis.call('HDEL', key, all[i])
    else sum = sum + of[1] end
  end
  return sum
end

-- Every second step goes, so that there is room again.
local function widen(key, step)
  local all, later = redis.call('HGETALL', key), {}
  for i = 1, #all, 2 do
    if all[i] ~= 'step' then
      local index, at = tonumber(all[i]), math.floor(tonumber(all[i]) / 2)
      if not later[at] or later[at].index < index then later[at] = { index = index, tally = all[i + 1] } end
    end
  end
  redis.call('DEL', key)
  redis.call('HSET', key, 'step', whole(step * 2))
  for at, point in pairs(later) do redis.call('HSET', key, whole(at), point.tally) end
end

local function add_point(tally_key, key, now, most)
  local tally = redis.call('GET', tally_key)
  if not tally then return end
  local step = tonumber(redis.call('HGET', key, 'step') or 0)
  if step == 0 then
    step = FIRST_STEP
    redis.call('HSET', key, 'step', whole(step))
  end
  redis.call('HSET', key, whole(math.floor(now / step)), tally)
  while redis.call('HLEN', key) > most + 1 do
    widen(key, step)
    step = step * 2
  end
end

--[[ KEYS room series here counted, then tally and curve of each question that moved
ARGV worker batch ago people expire points ring ring ring waits, then the counts. `ago`: ms since the batch
was begun, to which its counts belong; `waits`: slots of answers, "3 3 17"; batch 0 counts nothing.
{ok, people at all workers} ]]
local function series_add(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local now, key = now_ms(), keys[2]
  local is_new = take_batch(keys[4], args[1], args[2])
  local people = count_people(keys[3], args[1], tonumber(args[4]), now, tonumber(args[5]))
  local gauge, counts = { people }, { 0 }
  for i = 11, #args do
    gauge[#gauge + 1] = 0
    counts[#counts + 1] = tonumber(args[i])
  end
  if not is_new and people == 0 and not keys[5] then return { 'ok', people } end
  local at = now - tonumber(args[3])
  if not redis.call('HGET', key, 'since') then redis.call('HSET', key, 'since', whole(at)) end
  for i = 7, 9 do
    local ring = ring_of(args[i])
    if is_new then add_row(key, ring, at, counts) end
    if people > 0 then add_row(key, ring, now, gauge) end
  end
  if is_new then
    for _, slot in ipairs(numbers_of(args[10])) do redis.call('HINCRBY', key, 'w' .. whole(slot), 1) end
  end
  for i = 5, #keys, 2 do add_point(keys[i], keys[i + 1], now, tonumber(args[6])) end
  return { 'ok', people }
end

--[[ KEYS room series shared  ARGV participant most ring ring ring, then the counts
Somebody came by what another shared. {ok} ]]
local function series_shared(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  if redis.call('SCARD', keys[3]) >= tonumber(args[2]) then return { 'ok' } end
  if redis.call('SADD', keys[3], args[1]) == 0 then return { 'ok' } end
  local now, row = now_ms(), { 0 }
  for i = 6, #args do row[#row + 1] = tonumber(args[i]) end
  if not redis.call('HGET', keys[2], 'since') then redis.call('HSET', keys[2], 'since', whole(now)) end
  for i = 3, 5 do add_row(keys[2], ring_of(args[i]), now, row) end
  return { 'ok' }
end

local function read_fields(key, fields, take)
  for from = 1, #fields, HGET_MOST do
    local to = math.min(from + HGET_MOST - 1, #fields)
    for i, value in ipairs(redis.call('HMGET', key, unpack(fields, from, to))) do
      if value then take(from + i - 1, value) end
    end
  end
end

--[[ KEYS room series  ARGV ring since until wait_slots
{ok, now, since when, waits "<slot> <n> <slot> <n>", row...} of what is in the ring, in the order of time ]]
local function series_read(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local ring, now = ring_of(args[1]), now_ms()
  local last = math.floor(math.min(tonumber(args[3]), now) / ring.slot_ms)
  local first = math.max(math.floor(tonumber(args[2]) / ring.slot_ms), last - ring.slots + 1)
  local fields, waits = {}, {}
  for index = first, last do fields[#fields + 1] = ring.name .. whole(index % ring.slots) end
  local reply = { 'ok', whole(now), redis.call('HGET', keys[2], 'since') or '0', '' }
  read_fields(keys[2], fields, function(i, value)
    if tonumber(string.match(value, '^%d+')) == first + i - 1 then reply[#reply + 1] = value end
  end)
  local slots = {}
  for slot = 0, tonumber(args[4]) - 1 do slots[slot + 1] = 'w' .. whole(slot) end
  read_fields(keys[2], slots, function(i, value) waits[#waits + 1] = whole(i - 1) .. ' ' .. value end)
  reply[4] = table.concat(waits, ' ')
  return reply
end

--[[ KEYS room tally curve. {ok, now, step, tally now, (index, tally)...}, in no order ]]
local function curve_read(keys)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local all = redis.call('HGETALL', keys[3])
  local reply = { 'ok', whole(now_ms()), '0', redis.call('GET', keys[2]) or '' }
  for i = 1, #all, 2 do
    if all[i] == 'step' then
      reply[3] = all[i + 1]
    else
      reply[#reply + 1], reply[#reply + 2] = all[i], all[i + 1]
    end
  end
  return reply
end

register('series_add', series_add)
register('series_shared', series_shared)
register('series_read', series_read, 'no-writes')
register('curve_read', curve_read, 'no-writes')
