#!lua name=clameur_splits_@version@
--[[ SPDX-License-Identifier: Apache-2.0

splits: what was told of a question by groups. Whoever is told it twice could tell who came between, so
what was told is kept, and the caller decides by it what may be told next; see domain/tables.h.

Keys, all with the room's {tag}
  {R}:splits:<id>:<round>  hash  "told" -> packed: voters in all tellings; and of each segment it is told by
                                 id, round, "<n cells>" and of each group told " <members> <voters> <count>...";
                                 likewise by channel, place and device, each with the names of its groups ]]

-- @include shared/room.lua@

--[[ KEYS question splits  ARGV was next. {ok, what is kept now}
`was`: what the caller decided by, ''  for nothing yet; `next` '': only asks. Of two that tell at once the
first is kept, and both tell that. ]]
local function split_keep(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local kept = redis.call('HGET', keys[2], 'told') or ''
  if args[2] == '' or kept ~= args[1] then return { 'ok', kept } end
  redis.call('HSET', keys[2], 'told', args[2])
  return { 'ok', args[2] }
end

register('split_keep', split_keep)
