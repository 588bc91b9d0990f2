#!lua name=clameur_reactions_@version@
--[[ SPDX-License-Identifier: Apache-2.0

reactions: how often people tapped a heart and the like, in all.

Keys, all with the room's {tag}
  {R}:reactions  hash  1 to 5 -> how often, in the order of the caller's table
  {R}:reacted    hash  worker -> the last of its batches that is in; forgotten an hour after the last

A batch sent again counts once: its number is not higher than the last. ]]

-- @include shared/room.lua@

local KEPT_MS = '3600000'

--[[ KEYS room reactions reacted  ARGV worker batch count...; batch 0 adds nothing.
{ok, epoch, sum...}, {missing} ]]
local function react(keys, args)
  local epoch = redis.call('HGET', keys[1], 'epoch')
  if not epoch then return { 'missing' } end
  local is_new = tonumber(args[2]) > tonumber(redis.call('HGET', keys[3], args[1]) or 0)
  if is_new then
    redis.call('HSET', keys[3], args[1], args[2])
    redis.call('PEXPIRE', keys[3], KEPT_MS)
  end
  local sums = {}
  for i = 3, #args do
    local field = whole(i - 2)
    if is_new and args[i] ~= '0' then redis.call('HINCRBY', keys[2], field, args[i]) end
    sums[i - 2] = redis.call('HGET', keys[2], field) or '0'
  end
  if is_new then
    local id = redis.call('HGET', keys[1], 'id')
    redis.call('SPUBLISH', '{' .. id .. '}:bus', pack { 'reactions', epoch, unpack(sums) })
  end
  return { 'ok', epoch, unpack(sums) }
end

register('react', react)
