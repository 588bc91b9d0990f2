#!lua name=clameur_ballots_@version@
--[[ SPDX-License-Identifier: Apache-2.0

ballots: each participant counts once per question and round, whatever is retried.

Keys, all with the room's {tag}
  {R}:room                   hash  epoch is read
  {R}:q:<id>                 hash  gate is read: "<round> <def_version> <state> <closes> <change>";
                                   of a quiz also opened, the ms at which its round began
  {R}:ballots:<id>:<round>   hash  participant -> "<n> <cells> <ballot>"      the truth
  {R}:tally:<id>:<round>     string  "<revision> <voters> <count of cell 0> <of cell 1> ..."
                                                                              derived from it
  {R}:times:<id>:<round>     hash  participant -> how many ms the answer took; of a quiz alone

Cells are "index:weight,index:weight": what the ballot adds to the counts. They are stored so that
they can be taken back. The same ballot always has the same cells, for a definition cannot change
once there are ballots.

Invariants
  The counts equal a recount of the ballots after every call.
  A ballot sent again changes nothing, and is told the same.
  The revision grows by one with each call that changed anything, a number n included.

Redis's own clock decides what is late. ]]

-- @include shared/room.lua@
-- @include shared/devices.lua@
-- @include shared/outbox.lua@
-- @include shared/sources.lua@

local BALLOTS_MAX = 1000 -- unpack has a limit of a few thousand values

local function is_open(state, closes)
  if state ~= 'open' then return false end
  closes = tonumber(closes)
  if closes == 0 then return true end
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000) < closes
end

-- A stored value taken apart. Remembered in `known`: few values of a batch differ.
local function parts_of(known, value)
  local parts = known[value]
  if not parts then
    local n, cells, ballot = string.match(value, '^(%d+) (%S*) (.*)$')
    parts = { n = tonumber(n), cells = cells, ballot = ballot }
    known[value] = parts
  end
  return parts
end

--[[ What becomes of a ballot of someone who has one. The order of the questions matters: a counted
ballot sent again after the close is counted, and an outdated one is stale whether or not the
question is open. ]]
local function judge(known, old, value, open, may_change)
  if old == value then return '=' end
  local new, was = parts_of(known, value), parts_of(known, old)
  if new.n <= was.n then return 's' end
  if not open then return 'c' end
  if not may_change and new.ballot ~= was.ballot then return 'f' end
  return '+'
end

-- One letter for each of n ballots: "+" but for those in `odd`.
local function statuses_of(n, odd)
  if next(odd) == nil then return string.rep('+', n) end
  for i = 1, n do odd[i] = odd[i] or '+' end
  return table.concat(odd)
end

--[[ Settles the ballots one after the other, without writing. `n` participants are in args from 4
on, then their values. Returns
  statuses  a letter each: + applied, = counted before, s stale, c closed, f final
  refused   n and ballot as stored, for each that is neither + nor =
  writes    participant, value, participant, value ...
  times     value -> how many more (or fewer) have it
  joined    how many voters more ]]
local function settle(args, n, stored, open, may_change, known)
  local odd, refused, times, joined = {}, {}, {}, 0
  local writes, place, filled = {}, {}, 0 -- place: where in writes a participant's value is
  for i = 1, n do
    local participant, value = args[3 + i], args[3 + n + i]
    local slot = place[participant]
    local old = slot and writes[slot] or stored[i]
    local status = open and '+' or 'c'
    if old then status = judge(known, old, value, open, may_change) end
    if status == '+' then
      times[value] = (times[value] or 0) + 1
      if old then
        times[old] = (times[old] or 0) - 1
      else
        joined = joined + 1
      end
      if not slot then
        slot = filled + 2
        writes[filled + 1] = participant
        place[participant] = slot
        filled = slot
      end
      writes[slot] = value
    else
      odd[i] = status
      if status ~= '=' then
        local was = old and parts_of(known, old) or { n = 0, ballot = '' }
        refused[#refused + 1] = was.n
        refused[#refused + 1] = was.ballot
      end
    end
  end
  return statuses_of(n, odd), refused, writes, times, joined
end

-- ---- Tallies: exact up to 10^14, which is as far as Lua writes whole numbers in full ----------

local REVISION, VOTERS, CELLS = 1, 2, 3 -- Where in a tally; cell 0 is at CELLS.

local function read_tally(text)
  local tally, n = {}, 0
  for number in string.gmatch(text, '%S+') do
    n = n + 1
    tally[n] = tonumber(number)
  end
  return tally
end

-- Adds `times` the cells of each value to the counts.
local function add_cells(tally, times, known)
  for value, by in pairs(times) do
    if by ~= 0 then
      for index, weight in string.gmatch(parts_of(known, value).cells, '(%d+):(-?%d+)') do
        local at = CELLS + index
        for i = #tally + 1, at do tally[i] = 0 end
        tally[at] = tally[at] + by * weight
      end
    end
  end
end

--[[ How long those took whose ballots were applied: from the opening to now, less what their way
here took, as their worker says of each. ]]
local function note_times(keys, args, n, statuses)
  local t = redis.call('TIME')
  local opened = tonumber(redis.call('HGET', keys[2], 'opened') or 0)
  local now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
  local writes = {}
  for i = 1, n do
    if string.sub(statuses, i, i) == '+' then
      local taken = math.max(now - opened - tonumber(args[3 + 2 * n + i]), 0)
      writes[#writes + 1] = args[3 + i]
      writes[#writes + 1] = string.format('%.0f', taken)
    end
  end
  redis.call('HSET', keys[5], unpack(writes))
end

--[[ FCALL clameur_cast_@version@ 4|5 room question ballots tally [times]
    round def_version n_ballots participant... value... [delay...]
{ok, epoch, statuses, tally, (n ballot of the refused)...}
{round, present round}: all of them belong to another round.   {def}: the question has another
definition by now.   {missing}: no such question. `as_open` is for cast_from to say.

A batch of 64 costs Redis about as much as 64 HSETs would. What that rests on: few arguments for
each ballot, few fields read, one text for a tally, and nothing parsed twice. ]]
local function cast(keys, args, as_open)
  local gate = redis.call('HGET', keys[2], 'gate')
  if not gate then return { 'missing' } end
  local round, version, state, closes, change = string.match(gate, '^(%d+) (%d+) (%a+) (%d+) (%d)$')
  if round ~= args[1] then return { 'round', tonumber(round) } end
  if version ~= args[2] then return { 'def' } end
  local n = tonumber(args[3])
  if n < 1 or n > BALLOTS_MAX or #args ~= 3 + (keys[5] and 3 or 2) * n then
    return redis.error_reply('ERR wrong number of ballots')
  end

  local epoch = redis.call('HGET', keys[1], 'epoch')
  local stored = redis.call('HMGET', keys[3], unpack(args, 4, 3 + n))
  local known = {}
  local statuses, refused, writes, times, joined =
    settle(args, n, stored, as_open or is_open(state, closes), change == '1', known)

  local text = redis.call('GET', keys[4]) or '0 0'
  if writes[1] then
    local tally = read_tally(text)
    tally[REVISION] = tally[REVISION] + 1
    tally[VOTERS] = tally[VOTERS] + joined
    add_cells(tally, times, known)
    text = table.concat(tally, ' ')
    redis.call('HSET', keys[3], unpack(writes))
    redis.call('SET', keys[4], text)
    if keys[5] then note_times(keys, args, n, statuses) end
  end

  local reply = { 'ok', tonumber(epoch or 0), statuses, text }
  for i = 1, #refused do reply[4 + i] = refused[i] end
  return reply
end

--[[ KEYS those of cast, then from late sources devices devstate outbox  ARGV those of cast, then grace_ms ago... source...
The same of ballots that came from somewhere; see shared/sources.lua ]]
local function cast_from(keys, args)
  local n_keys = #keys - 6
  return count_from(cast, keys, args, n_keys, n_keys == 5 and 3 or 2)
end

redis.register_function('clameur_cast_@version@', cast)
register('cast_from', cast_from)
