--[[ What staff did, and who may not post any more. Put in behind shared/room.lua.

  {R}:acts  stream  "<n>-0" -> packed ms, handle of who did it, what, board, idea, before, after
  {R}:room  hash    "acts": how many there ever were
                    "ban <handle>" -> packed ms, handle of who did it, board and idea it is for

A handle stands for a participant where staff reads: it leads nowhere, and is the same in all that one
does in this room. Ids and words of our own tables alone, never what people wrote. ]]

local ACTS_MAX = 5000 -- that are kept: the last ones
local HANDLE_CHARS = 16
local ACT = { 'at', 'who', 'what', 'board', 'idea', 'before', 'after' }

local function handle_of(room_key, participant)
  return string.sub(redis.sha1hex(room_key .. ' ' .. participant), 1, HANDLE_CHARS)
end

-- In the call that does it, behind its other writes.
local function note_act(room_key, key, who, what, board, idea, before, after)
  local n = whole(redis.call('HINCRBY', room_key, 'acts', 1))
  redis.call('XADD', key, 'MAXLEN', '~', ACTS_MAX, n .. '-0', 'act',
    pack { whole(now_ms()), handle_of(room_key, who), what, board, idea, before, after })
end

local function is_banned(room_key, participant)
  return redis.call('HEXISTS', room_key, 'ban ' .. handle_of(room_key, participant)) == 1
end
