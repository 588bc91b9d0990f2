#!lua name=clameur_reactions_@version@
--[[ SPDX-License-Identifier: Apache-2.0

reactions: how often people tapped a heart and the like, in all.

Keys, all with the room's {tag}
  {R}:reactions  hash  1 to 5 -> how often, in the order of the caller's table
  {R}:reacted    hash  of shared/batches.lua ]]

-- @include shared/room.lua@
-- @include shared/batches.lua@

--[[ KEYS room reactions reacted  ARGV worker batch count...; batch 0 adds nothing.
{ok, epoch, sum...}, {missing} ]]
local function react(keys, args)
  local epoch = redis.call('HGET', keys[1], 'epoch')
  if not epoch then return { 'missing' } end
  local is_new = take_batch(keys[3], args[1], args[2])
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
