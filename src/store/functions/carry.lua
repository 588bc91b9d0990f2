#!lua name=clameur_carry_@version@
--[[ SPDX-License-Identifier: Apache-2.0

carry: what a host takes out of a room as a file and puts into a board from one.

Keys, all with the room's {tag}
  {R}:ticket:<hash>  string  what may be fetched or sent once, by whoever has the ticket; expires
  and those of ideas.lua, talk.lua and ballots.lua

Ideas that were put in are nobody's: their author is no participant. Doing a thing twice is doing it
once. Replies are {status, ...}. ]]

-- @include shared/room.lua@
-- @include shared/idea.lua@
-- @include shared/listed.lua@
-- @include shared/acts.lua@

local NOBODY = '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'

--[[ KEYS ticket room acts  ARGV note ms who board what question
{ok}. What is for an auditor's eyes alone is written down as an act of `who`; '' where nothing is. ]]
local function ticket_put(keys, args)
  local is_new = redis.call('EXISTS', keys[1]) == 0
  redis.call('SET', keys[1], args[1], 'PX', args[2])
  if is_new and args[3] ~= '' then note_act(keys[2], keys[3], args[3], 'fetched', args[4], '', args[5], args[6]) end
  return { 'ok' }
end

-- KEYS ticket. {ok, note}; {link_spent}: used, expired or never made
local function ticket_take(keys)
  local note = redis.call('GET', keys[1])
  if not note then return { 'link_spent' } end
  redis.call('DEL', keys[1])
  return { 'ok', note }
end

local ENTRY = { 'at', 'what', 'by', 'who', 'before', 'after' } -- of a history, see shared/history.lua

-- When the last of its gates was reached, '' where none was or its history does not go back so far.
local function reached_at(key, gates)
  if not gates or string.sub(gates, 1, 2) == '0 ' then return '' end
  local past = redis.call('LRANGE', key, 0, -1)
  for i = #past, 1, -1 do
    local entry = unpack_record(past[i], ENTRY)
    if entry.what == 'gate' and entry.before == '' then return entry.at end
  end
  return ''
end

--[[ KEYS cards heat gates opis, then the text and the history of each idea  ARGV id...
{ok, (card or '', heat, text, gates, opinions, when the last gate was reached)...} ]]
local function carry_ideas(keys, args)
  local reply, of = { 'ok' }, {}
  for i = 1, 4 do of[i] = redis.call('HMGET', keys[i], unpack(args)) end
  for i = 1, #args do
    reply[#reply + 1] = of[1][i] or ''
    reply[#reply + 1] = of[2][i] or ''
    reply[#reply + 1] = redis.call('GET', keys[3 + 2 * i]) or ''
    reply[#reply + 1] = of[3][i] or ''
    reply[#reply + 1] = of[4][i] or ''
    reply[#reply + 1] = reached_at(keys[4 + 2 * i], of[3][i])
  end
  return reply
end

--[[ KEYS hash...  ARGV cursor most
The entries of several hashes one after the other, from `cursor` of the first on, some more than
`most` at once: {ok, hashes that are read, cursor of the next, (hash field value)...}. None comes
twice unless others leave its hash meanwhile, which only a merge that is undone makes them do. ]]
local function carry_entries(keys, args)
  local reply, cursor, most, read = { 'ok', 0, '0' }, args[1], tonumber(args[2]), 0
  for i = 1, #keys do
    repeat
      local found = redis.call('HSCAN', keys[i], cursor, 'COUNT', args[2])
      cursor = found[1]
      for k = 1, #found[2], 2 do
        reply[#reply + 1] = i - 1
        reply[#reply + 1] = found[2][k]
        reply[#reply + 1] = found[2][k + 1]
        read = read + 1
      end
    until cursor == '0' or read >= most
    reply[2] = cursor == '0' and i or i - 1
    reply[3] = cursor
    if read >= most then break end
  end
  return reply
end

--[[ KEYS talk said talk said...  ARGV cursor most
The comments below several ideas, like carry_entries: {ok, ideas that are read, cursor of the next,
(idea card words)...}. ]]
local function carry_comments(keys, args)
  local reply, cursor, most, read = { 'ok', 0, '0' }, args[1], tonumber(args[2]), 0
  for i = 1, #keys, 2 do
    repeat
      local found = redis.call('HSCAN', keys[i], cursor, 'COUNT', args[2])
      cursor = found[1]
      for k = 1, #found[2], 2 do
        reply[#reply + 1] = (i - 1) / 2
        reply[#reply + 1] = found[2][k + 1]
        reply[#reply + 1] = redis.call('HGET', keys[i + 1], found[2][k]) or ''
        read = read + 1
      end
    until cursor == '0' or read >= most
    reply[2] = cursor == '0' and (i + 1) / 2 or (i - 1) / 2
    reply[3] = cursor
    if read >= most then break end
  end
  return reply
end

-- What is to be shown waits with a listed word in it, as it would had somebody posted it.
local function judged(words_key, state, folded)
  if state ~= 'shown' and state ~= 'pending' then return state, '' end
  local word = listed_in(words_key, folded)
  return word ~= '' and 'pending' or state, word
end

-- Parts of one file, with nothing noted between them, are one entry. `before`: of that file, so far.
local function note_import(keys, who, board, before, n)
  local last = redis.call('XREVRANGE', keys[7], '+', '-', 'COUNT', 1)[1]
  local act = last and unpack_record(last[2][2], ACT)
  local goes_on = before > 0 and act and act.what == 'imported' and act.board == board and
    act.who == handle_of(keys[1], who) and act.after == whole(before)
  if goes_on then redis.call('XDEL', keys[7], last[1]) end
  note_act(keys[1], keys[7], who, 'imported', board, '', '', whole(goes_on and before + n or n))
end

--[[ KEYS room board cards heat moved words acts, then the text of each idea
ARGV board half_life most dry who before (id other words tags status state at group folded)...
{ok, rev, what becomes of each}: + is new, = is there (under `other`, if that is not ''), l over the
limit. `dry`, 0 or 1: nothing is written. `who` brings them, and `before` from the same file. {missing} ]]
local function carry_put(keys, args)
  if redis.call('HEXISTS', keys[2], 'gate') == 0 then return { 'missing' } end
  local half_life, most, is_dry = tonumber(args[2]), tonumber(args[3]), args[4] == '1'
  local count, now = redis.call('HLEN', keys[3]), now_ms()
  local statuses, new, seen = {}, {}, {}
  for i = 1, (#args - 6) / 9 do
    local at = 9 * i - 2
    local id, other = args[at], args[at + 1]
    local known = seen[id] or redis.call('HEXISTS', keys[3], id) == 1 or
      (other ~= '' and redis.call('HEXISTS', keys[3], other) == 1)
    statuses[i] = known and '=' or count >= most and 'l' or '+'
    if statuses[i] == '+' then
      seen[id], count = true, count + 1
      local state, word = judged(keys[6], args[at + 5], args[at + 8])
      new[#new + 1] = { id = id, key = keys[7 + i], words = args[at + 2], tags = args[at + 3],
        status = args[at + 4], state = state, word = word, at = math.min(tonumber(args[at + 6]), now),
        group = args[at + 7] }
    end
  end
  local rev = tonumber(redis.call('HGET', keys[2], 'rev') or 0)
  if is_dry or #new == 0 then return { 'ok', rev, table.concat(statuses) } end

  local number = redis.call('HINCRBY', keys[2], 'ideas', #new) - #new
  rev = redis.call('HINCRBY', keys[2], 'rev', #new)
  for i, idea in ipairs(new) do
    local mine = whole(rev - #new + i)
    local card = { id = idea.id, number = whole(number + i), version = '1', at = whole(idea.at),
      author = NOBODY, state = idea.state, word = idea.word, tags = idea.tags, group = idea.group,
      status = idea.status == 'merged' and 'new' or idea.status } -- What it was merged into is elsewhere.
    for _, field in ipairs(CARD) do card[field] = card[field] or '' end
    redis.call('SET', idea.key, idea.words)
    redis.call('HSET', keys[3], idea.id, pack_record(card, CARD))
    redis.call('HSET', keys[4], idea.id, heat_text { rev = mine, supports = 0,
      trend = math.floor(idea.at / 1000) / half_life, on = on_of(card), comments = 0, talk = '0' })
    redis.call('ZADD', keys[5], mine, idea.id)
  end
  note_import(keys, args[5], args[1], tonumber(args[6]), #new)
  tell(keys[1], args[1], whole(rev))
  return { 'ok', rev, table.concat(statuses) }
end

register('ticket_put', ticket_put, 'allow-oom')
register('ticket_take', ticket_take, 'allow-oom')
register('carry_ideas', carry_ideas, 'no-writes')
register('carry_entries', carry_entries, 'no-writes')
register('carry_comments', carry_comments, 'no-writes')
register('carry_put', carry_put)
