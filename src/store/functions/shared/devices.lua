-- Kiosks: how they are packed, and how they are read and written.

-- `revoked`: when, 0 for not; `who`: the participant that it is, '' once it is revoked.
local DEVICE = { 'id', 'name', 'place', 'made', 'who', 'secret', 'revoked', 'show', 'attract', 'idle',
  'warn', 'cooldown', 'badge', 'reload', 'pin' }

--[[ What it said last: seen (when), version, waiting, refused, shows. What came from it: people and votes, in
all; `minute` is the one in which those of `crowd` came by, `last` who came by last, and `flagged` when too many
did in one. ]]
local STATE = { 'seen', 'version', 'waiting', 'refused', 'shows', 'people', 'votes', 'minute', 'crowd',
  'last', 'flagged' }
local NEVER_SEEN = { seen = '0', version = '', waiting = '0', refused = '0', shows = '', people = '0',
  votes = '0', minute = '0', crowd = '0', last = '', flagged = '0' }

local function read_device(key, id)
  local bytes = redis.call('HGET', key, id)
  return bytes and unpack_record(bytes, DEVICE)
end

local function read_state(key, id)
  local bytes = redis.call('HGET', key, id)
  local state = bytes and unpack_record(bytes, STATE) or {}
  for field, value in pairs(NEVER_SEEN) do state[field] = state[field] or value end
  return state
end

local function write_state(key, id, state)
  redis.call('HSET', key, id, pack_record(state, STATE))
end
