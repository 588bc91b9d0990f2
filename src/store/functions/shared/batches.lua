--[[ What workers gathered and send in batches, each of which counts once however often it is sent. Put in
behind shared/room.lua.

A key of batches, with the room's {tag}
  hash  worker -> the last of its batches that is in; forgotten an hour after the last

A worker is a process, by a random number; its batches have numbers that grow, and one is under way at a
time. Who is back with another number is another worker: what the one before had not sent is lost, and
nothing is counted twice. ]]

local BATCHES_KEPT_MS = '3600000'

-- Is it one that is not in yet? Then it is from now on. Batch 0 never is: it only asks.
local function take_batch(key, worker, batch)
  local is_new = tonumber(batch) > tonumber(redis.call('HGET', key, worker) or 0)
  if is_new then
    redis.call('HSET', key, worker, batch)
    redis.call('PEXPIRE', key, BATCHES_KEPT_MS)
  end
  return is_new
end
