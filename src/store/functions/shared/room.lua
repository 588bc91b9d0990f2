--[[ What the libraries of a room share: records, facts, and how a function is registered. Put in by
the build where they say so.

Invariants
  A fact has seq = the one before + 1, and carries the whole records after it.
  All is judged before the first write; the write that could fail (XADD) comes first. ]]

local ROOM = { 'id', 'code', 'epoch', 'seq', 'rev', 'access', 'passcode', 'current', 'order',
  'settings', 'created', 'board', 'small' }
local JOURNAL_MAX = '10000'

local function now_ms()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end

--[[ Which Redis this is, and since which start: what is written may have gone back in time only
where another one goes on with it (a replica took over, a copy was restored), and whoever was told
what is lost cannot always be found and asked. '' where INFO is not allowed: then nobody knows. ]]
local life
local function life_of_redis()
  if not life then
    local info = redis.pcall('INFO', 'server')
    life = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or ''
  end
  return life
end

-- A whole number in full: tostring would round beyond 14 digits.
local function whole(number)
  return string.format('%.0f', number)
end

local function step(text, by)
  return whole(tonumber(text) + by)
end

-- ---- Records ------------------------------------------------------------------

-- Netstrings: length ":" bytes "," for each.
local function pack(list)
  local out = {}
  for i, bytes in ipairs(list) do
    out[i] = #bytes .. ':' .. bytes .. ','
  end
  return table.concat(out)
end

local function pack_record(record, fields)
  local list = {}
  for i, field in ipairs(fields) do
    list[i] = record[field]
  end
  return pack(list)
end

-- Fields that a record was written without are ''.
local function unpack_record(bytes, fields)
  local record, at = {}, 1
  for _, field in ipairs(fields) do
    local colon = string.find(bytes, ':', at, true)
    local last = colon and colon + tonumber(string.sub(bytes, at, colon - 1)) or at
    record[field] = colon and string.sub(bytes, colon + 1, last) or ''
    at = last + 2
  end
  return record
end

local function read_record(key, fields)
  local values = redis.call('HMGET', key, unpack(fields))
  if not values[1] then return nil end
  local record = {}
  for i, field in ipairs(fields) do
    record[field] = values[i] or ''
  end
  return record
end

local function write_record(key, record, fields)
  local pairs_of = {}
  for i, field in ipairs(fields) do
    pairs_of[2 * i - 1], pairs_of[2 * i] = field, record[field]
  end
  redis.call('HSET', key, unpack(pairs_of))
end

local function read_room(key)
  return read_record(key, ROOM)
end

-- ---- Facts ----------------------------------------------------------------------

--[[ Stamps, journals, writes and tells a fact. `about` is room, question, removed, rights or
deleted; `question` the packed record that goes with it. Call `write` does the rest of the
writing, between the one that may fail and the telling. ]]
local function commit(room_key, journal, room, fact, write)
  room.seq = step(room.seq, 1)
  local packed = pack { 'fact', room.epoch, room.seq, whole(now_ms()), fact.name, fact.about,
    pack_record(room, ROOM), fact.question or '' }
  redis.call('XADD', journal, 'MAXLEN', '~', JOURNAL_MAX, room.seq .. '-0', 'fact', packed)
  write_record(room_key, room, ROOM)
  if write then write() end
  redis.call('SPUBLISH', '{' .. room.id .. '}:bus', packed)
end

local function register(name, callback, flag)
  redis.register_function { function_name = 'clameur_' .. name .. '_@version@', callback = callback,
    flags = flag and { flag } or {} }
end
