#!lua name=clameur_splits_@version@
--[[ SPDX-License-Identifier: Apache-2.0

splits: what was told of a question by groups. Whoever is told it twice could tell who came between, so
what was told is kept, and the caller decides by it what may be told next; see domain/split.h.

Keys, all with the room's {tag}
  {R}:splits:<id>:<round>  hash  "<segment>:<its round>" -> "<n cells>", and of each group told
                                 " <members> <voters> <count>..." ]]

-- @include shared/room.lua@

--[[ KEYS question splits  ARGV field was next. {ok, what is kept now}
`was`: what the caller decided by, ''  for nothing yet; `next` '': only asks. Of two that tell at once the
first is kept, and both tell that. ]]
local function split_keep(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local kept = redis.call('HGET', keys[2], args[1]) or ''
  if args[3] == '' or kept ~= args[2] then return { 'ok', kept } end
  redis.call('HSET', keys[2], args[1], args[3])
  return { 'ok', args[3] }
end

register('split_keep', split_keep)
