--[[ What happened to an idea, kept beside it. Put in behind shared/room.lua.

  {R}:hist:<board>:<idea>  list  packed entries, the oldest first: ms, what, by, who, before, after

Ids and words of our own tables alone, never what people wrote. `what` and `by` are those of
domain/history.h; `who` is the participant, or ''. That an idea was posted says its card: it is no
entry. ]]

local HISTORY_MAX = 100 -- entries of an idea; the oldest go first

-- In the call that makes the change, behind its other writes.
local function remember(key, what, by, who, before, after)
  redis.call('RPUSH', key, pack { whole(now_ms()), what, by, who, before, after })
  redis.call('LTRIM', key, -HISTORY_MAX, -1)
end
