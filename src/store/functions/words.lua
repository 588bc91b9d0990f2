#!lua name=clameur_words_@version@
--[[ SPDX-License-Identifier: Apache-2.0

words: what people wrote of many ideas at once, for a worker that looks for words in them.

Keys, all with the room's {tag}
  {R}:idea:<board>:<idea> string  what people wrote; see ideas.lua

Says nothing of who may read them: a worker tells only ideas that it asks for anew, by ideas_read. ]]

-- @include shared/room.lua@

--[[ KEYS words of each idea
{ok, (words, '' of one that is gone)...} ]]
local function ideas_words(keys)
  local reply = { 'ok' }
  for i = 1, #keys do reply[i + 1] = redis.call('GET', keys[i]) or '' end
  return reply
end

register('ideas_words', ideas_words, 'no-writes')
