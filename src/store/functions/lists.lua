#!lua name=clameur_lists_@version@
--[[ SPDX-License-Identifier: Apache-2.0

lists: the word lists of a room, one a language or as its host likes. Keys: shared/listed.lua.

Doing a thing twice is doing it once.

Invariant
  What {R}:words says of a stem is how many members of {R}:wordlists fold to it. ]]

-- @include shared/room.lua@
-- @include shared/acts.lua@
-- @include shared/listed.lua@

local function range_of(list)
  return '[' .. list .. ' ', '(' .. list .. '!' -- the sign behind a blank
end

local function size_of(key, list)
  return redis.call('ZLEXCOUNT', key, range_of(list))
end

-- The lists that have words, in the order of their names.
local function names_of(key)
  local names, from = {}, '-'
  while true do
    local member = redis.call('ZRANGEBYLEX', key, from, '+', 'LIMIT', 0, 1)[1]
    if not member then return names end
    names[#names + 1] = string.match(member, '^%S+')
    from = '(' .. names[#names] .. '!'
  end
end

-- One more word, or one less, has that stem.
local function count_stem(key, stem, word, by)
  local n, known = string.match(redis.call('HGET', key, stem) or '0 ', '^(%d+) (.*)$')
  n = tonumber(n) + by
  if n <= 0 then redis.call('HDEL', key, stem)
  else redis.call('HSET', key, stem, whole(n) .. ' ' .. (by > 0 and word or known)) end
end

--[[ KEYS room words wordlists acts  ARGV list on who most_words most_lists (word stem)...
Puts words on a list, or takes them off it. {ok, how many it has}, {missing},
{limit}: it would have too many, or there are too many lists ]]
local function words_set(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local list, on, size = args[1], args[2] == '1', size_of(keys[3], args[1])
  local changes, chosen = {}, {}
  for i = 6, #args, 2 do
    local member = list .. ' ' .. args[i]
    if not chosen[member] and (redis.call('ZSCORE', keys[3], member) == false) == on then
      changes[#changes + 1], chosen[member] = { member, args[i], args[i + 1] }, true
    end
  end
  if #changes == 0 then return { 'ok', size } end
  if on and size + #changes > tonumber(args[4]) then return { 'limit' } end
  if on and size == 0 and #names_of(keys[3]) >= tonumber(args[5]) then return { 'limit' } end

  for _, change in ipairs(changes) do
    local member, word, stem = change[1], change[2], change[3]
    if on then redis.call('ZADD', keys[3], 0, member) else redis.call('ZREM', keys[3], member) end
    count_stem(keys[2], stem, word, on and 1 or -1)
  end
  note_act(keys[1], keys[4], args[3], 'words', '', '', on and '' or list, on and list or '')
  return { 'ok', size + (on and #changes or -#changes) }
end

-- KEYS wordlists  ARGV list after n. {ok, how many it has, <1: there are more>, word...}
local function words_of(keys, args)
  local from, to = range_of(args[1])
  if args[2] ~= '' then from = '(' .. args[1] .. ' ' .. args[2] end
  local most = tonumber(args[3])
  local members = redis.call('ZRANGEBYLEX', keys[1], from, to, 'LIMIT', 0, most + 1)
  local reply = { 'ok', size_of(keys[1], args[1]), #members > most and 1 or 0 }
  for i = 1, math.min(#members, most) do
    reply[#reply + 1] = string.sub(members[i], #args[1] + 2)
  end
  return reply
end

-- KEYS wordlists. {ok, (list, how many it has)...}
local function word_lists(keys)
  local reply = { 'ok' }
  for _, name in ipairs(names_of(keys[1])) do
    reply[#reply + 1] = name
    reply[#reply + 1] = size_of(keys[1], name)
  end
  return reply
end

register('words_set', words_set, 'allow-oom')
register('words_of', words_of, 'no-writes')
register('word_lists', word_lists, 'no-writes')
