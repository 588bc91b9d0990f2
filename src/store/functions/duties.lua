#!lua name=clameur_duties_@version@
--[[ SPDX-License-Identifier: Apache-2.0

duties: which rooms the clerk minds, those that have something that happens by itself.

Keys
  {space:<id>}:duties   zset   room -> ms when something of it was written last

Invariant
  A room that has gates or webhooks is in it: it is put there first. One that has none any more costs
  little. ]]

local function now_ms()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end

-- KEYS duties  ARGV room. {ok}
local function duty_tell(keys, args)
  redis.call('ZADD', keys[1], string.format('%.0f', now_ms()), args[1])
  return { 'ok' }
end

-- KEYS duties  ARGV from most. Those told of at that ms or later: {ok, (room, ms)...}
local function duties(keys, args)
  local reply = redis.call('ZRANGEBYSCORE', keys[1], args[1], '+inf', 'WITHSCORES', 'LIMIT', 0, args[2])
  table.insert(reply, 1, 'ok')
  return reply
end

-- KEYS duties  ARGV room ms. The room is gone; unless it was told of again since. {ok}
local function duty_drop(keys, args)
  local at = redis.call('ZSCORE', keys[1], args[1])
  if at and tonumber(at) == tonumber(args[2]) then redis.call('ZREM', keys[1], args[1]) end
  return { 'ok' }
end

local function register(name, callback, flag)
  redis.register_function { function_name = 'clameur_' .. name .. '_@version@', callback = callback,
    flags = flag and { flag } or {} }
end

register('duty_tell', duty_tell)
register('duties', duties, 'no-writes')
register('duty_drop', duty_drop, 'allow-oom')
