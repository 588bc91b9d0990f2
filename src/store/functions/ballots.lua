#!lua name=clameur_ballots_1
--[[ SPDX-License-Identifier: Apache-2.0

ballots: each participant counts once per question and round, whatever is retried.

Keys, all with the room's {tag}
  {R}:room                   hash  epoch is read
  {R}:q:<id>                 hash  state round def_version closes change are read
  {R}:ballots:<id>:<round>   hash  participant -> "<n> <cells> <ballot>"      the truth
  {R}:tally:<id>:<round>     hash  revision voters c:0 c:1 ...                derived from it

Cells are "index:weight,index:weight": what the ballot adds to the counts. They are stored so that
they can be taken back. The same ballot always has the same cells, for a definition cannot change
once there are ballots.

Invariants
  The counts equal a recount of the ballots after every call.
  A ballot sent again changes nothing, and is told the same.
  The revision grows by one with each call that changed anything, a number n included.

Redis's own clock decides what is late. ]]

local BALLOTS_MAX = 1000 -- unpack has a limit of a few thousand values

local TALLY = { 'revision', 'voters', 'c:0', 'c:1', 'c:2', 'c:3', 'c:4', 'c:5', 'c:6', 'c:7',
  'c:8', 'c:9', 'c:10', 'c:11', 'c:12', 'c:13', 'c:14', 'c:15', 'c:16', 'c:17', 'c:18', 'c:19' }

local function is_open(state, closes)
  if state ~= 'open' then return false end
  closes = tonumber(closes)
  if closes == 0 then return true end
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000) < closes
end

-- n, cells, ballot
local function parts(value)
  local n, cells, ballot = string.match(value, '^(%d+) (%S*) (.*)$')
  return tonumber(n), cells, ballot
end

--[[ What becomes of a ballot of someone who has one: a status, and the cells to take back if it
is applied. The order of the questions matters: a counted ballot sent again after the close is
counted, and an outdated one is stale whether or not the question is open. ]]
local function judge(old, value, open, may_change)
  if old == value then return '=' end
  local n, _, ballot = parts(value)
  local old_n, old_cells, old_ballot = parts(old)
  if n <= old_n then return 's' end
  if not open then return 'c' end
  if not may_change and ballot ~= old_ballot then return 'f' end
  return '+', old_cells
end

-- Adds `times` the cells of each key of `by_cells` to the counts of `tally`.
local function add_cells(tally, by_cells)
  for cells, times in pairs(by_cells) do
    if times ~= 0 then
      for index, weight in string.gmatch(cells, '(%d+):(-?%d+)') do
        local field = 'c:' .. index
        tally[field] = (tally[field] or 0) + times * tonumber(weight)
      end
    end
  end
end

-- The tally as numbers by field; those that are 0 may be missing.
local function read_tally(key)
  local flat, tally = redis.call('HGETALL', key), {}
  for i = 1, #flat, 2 do
    tally[flat[i]] = tonumber(flat[i + 1])
  end
  return tally
end

local function write_tally(key, tally)
  local flat, n = {}, 0
  for field, number in pairs(tally) do
    flat[n + 1], flat[n + 2] = field, string.format('%.0f', number)
    n = n + 2
  end
  redis.call('HSET', key, unpack(flat))
end

--[[ Settles the ballots one after the other, without writing. `n` participants are in args from 4
on, then their values, then their cells. Returns
  statuses  one letter each: + applied, = counted before, s stale, c closed, f final
  refused   n and ballot as stored, for each that is neither + nor =
  writes    participant, value, participant, value ...
  by_cells  cells -> how many ballots more (or fewer) have them
  joined    how many voters more ]]
local function settle(args, n, stored, open, may_change)
  local statuses, refused, by_cells, joined = {}, {}, {}, 0
  local writes, place, filled = {}, {}, 0 -- place: where in writes a participant's value is
  for i = 1, n do
    local participant, value = args[3 + i], args[3 + n + i]
    local slot = place[participant]
    local old = slot and writes[slot] or stored[i]
    local status, back
    if old then
      status, back = judge(old, value, open, may_change)
    else
      status = open and '+' or 'c'
    end
    statuses[i] = status
    if status == '+' then
      local cells = args[3 + 2 * n + i]
      by_cells[cells] = (by_cells[cells] or 0) + 1
      if back then
        by_cells[back] = (by_cells[back] or 0) - 1
      elseif not old then
        joined = joined + 1
      end
      if not slot then
        slot = filled + 2
        writes[filled + 1] = participant
        place[participant] = slot
        filled = slot
      end
      writes[slot] = value
    elseif status ~= '=' then
      local stored_n, _, ballot = parts(old or '0  ')
      refused[#refused + 1] = stored_n
      refused[#refused + 1] = ballot
    end
  end
  return statuses, refused, writes, by_cells, joined
end

--[[ FCALL clameur_cast_1 4 room question ballots tally
    round def_version n_ballots participant... value... cells...
{ok, epoch, statuses, revision, voters, count of cell 0 ... 19, (n ballot of the refused)...}
{round, present round}: all of them belong to another round.   {def}: the question has another
definition by now.   {missing}: no such question. ]]
local function cast(keys, args)
  local q = redis.call('HMGET', keys[2], 'state', 'round', 'def_version', 'closes', 'change')
  if not q[1] then return { 'missing' } end
  if q[2] ~= args[1] then return { 'round', tonumber(q[2]) } end
  if q[3] ~= args[2] then return { 'def' } end
  local n = tonumber(args[3])
  if n < 1 or n > BALLOTS_MAX or #args ~= 3 + 3 * n then
    return redis.error_reply('ERR wrong number of ballots')
  end

  local epoch = redis.call('HGET', keys[1], 'epoch')
  local stored = redis.call('HMGET', keys[3], unpack(args, 4, 3 + n))
  local statuses, refused, writes, by_cells, joined =
    settle(args, n, stored, is_open(q[1], q[4]), q[5] == '1')

  local tally = read_tally(keys[4])
  if writes[1] then
    tally.revision = (tally.revision or 0) + 1
    tally.voters = (tally.voters or 0) + joined
    add_cells(tally, by_cells)
    redis.call('HSET', keys[3], unpack(writes))
    write_tally(keys[4], tally)
  end

  local reply = { 'ok', tonumber(epoch or 0), table.concat(statuses) }
  for i = 1, #TALLY do reply[3 + i] = tally[TALLY[i]] or 0 end
  for i = 1, #refused do reply[3 + #TALLY + i] = refused[i] end
  return reply
end

redis.register_function('clameur_cast_1', cast)
