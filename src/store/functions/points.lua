#!lua name=clameur_points_@version@
--[[ SPDX-License-Identifier: Apache-2.0

points: leaderboards, selections, and what concerns one participant. Points are given by the functions
that make the changes: shared/points.lua.

Keys, all with the room's {tag}
  {R}:points, {R}:points:log   see shared/points.lua
  {R}:names       hash    participant -> what they want to be called on leaderboards: the one place
  {R}:selections  hash    id -> packed selection: no names, so that one who is forgotten is forgotten here
  {R}:news        stream  see shared/news.lua
  {R}:looked      hash    participant -> the entry of {R}:news up to which they have looked
  {R}:spent:<board>, {R}:mine:<board>   see shared/spent.lua

Who has as many points has the same place; the next one's counts all that are before: 1, 2, 2, 4. ]]

-- @include shared/room.lua@

-- @include shared/idea.lua@

-- @include shared/points.lua@
-- @include shared/spent.lua@

-- @include shared/news.lua@

-- @include shared/listed.lua@

local WHO = 16 -- bytes of a participant
local PLACES_MAX = 500 -- unpack has a limit
local SELECTION = { 'id', 'at', 'period', 'n', 'ties', 'upto', 'left_out', 'list' }

-- '' is the present month.
local function period_of(text)
  return text == '' and month_of(seconds()) or tonumber(text)
end

-- Who has points at all, as a range of scores from the highest.
local function range_of(period)
  return whole(score_of(period + 1, -2147483648) - 1), whole(score_of(period, 1))
end

local function points_in(score, period)
  return tonumber(score) - score_of(period, 0)
end

-- Points and place of one participant; 0 and 0 without.
local function standing(key, who, period)
  local score = redis.call('ZSCORE', key, member_of(who, period))
  local points = score and points_in(score, period) or 0
  if points <= 0 then return 0, 0 end
  local most = range_of(period)
  return points, 1 + redis.call('ZCOUNT', key, whole(tonumber(score) + 1), most)
end

-- Appends "who points place name" of so many, from `skip` on.
local function add_places(reply, points_key, names_key, period, skip, n)
  local most, least = range_of(period)
  local found = redis.call('ZRANGE', points_key, most, least, 'BYSCORE', 'REV', 'LIMIT', skip, n, 'WITHSCORES')
  if not found[1] then return end
  local people = {}
  for i = 1, #found, 2 do people[#people + 1] = string.sub(found[i], 1, WHO) end
  local names = redis.call('HMGET', names_key, unpack(people))
  local place = 1 + redis.call('ZCOUNT', points_key, whole(tonumber(found[2]) + 1), most)
  for i, who in ipairs(people) do
    if i > 1 and found[2 * i] ~= found[2 * i - 2] then place = skip + i end
    reply[#reply + 1] = who
    reply[#reply + 1] = points_in(found[2 * i], period)
    reply[#reply + 1] = place
    reply[#reply + 1] = names[i] or ''
  end
end

-- KEYS points names  ARGV participant period skip n. {ok, period, total, points, place, name, (who points place name)...}
local function points_board(keys, args)
  local period = period_of(args[2])
  local most, least = range_of(period)
  local points, place = standing(keys[1], args[1], period)
  local reply = { 'ok', period, redis.call('ZCOUNT', keys[1], least, most), points, place,
    redis.call('HGET', keys[2], args[1]) or '' }
  add_places(reply, keys[1], keys[2], period, tonumber(args[3]), math.min(tonumber(args[4]), PLACES_MAX))
  return reply
end

-- KEYS log names  ARGV before ('': the newest) n. {ok, (entry packed name)...}, newest first
local function points_log(keys, args)
  local from = args[1] == '' and '+' or '(' .. args[1]
  local reply = { 'ok' }
  for _, entry in ipairs(redis.call('XREVRANGE', keys[1], from, '-', 'COUNT', args[2])) do
    local who = unpack_record(entry[2][2], { 'who' }).who
    reply[#reply + 1] = entry[1]
    reply[#reply + 1] = entry[2][2]
    reply[#reply + 1] = redis.call('HGET', keys[2], who) or ''
  end
  return reply
end

-- ---- The N most active ---------------------------------------------------------------------

local function selection_reply(packed, names_key)
  local reply, list = { 'ok', packed }, unpack_record(packed, SELECTION).list
  local at = 1
  while at <= #list do
    local one = string.match(list, '^(%d+):', at)
    at = at + #one + 1 + tonumber(one) + 1
    local inner = at - 1 - tonumber(one)
    reply[#reply + 1] = redis.call('HGET', names_key,
      unpack_record(string.sub(list, inner, at - 2), { 'who' }).who) or ''
  end
  return reply
end

--[[ KEYS points log names selections  ARGV id period n ties most_people most
Whoever has one of the first n places; `ties` says whether those who share a place that reaches beyond
n are 'in' or 'out'. Kept with the entry of the log up to which it holds, so that it can be recounted.
{ok, packed, name...}; {exists}: of another rule; {limit}: too many selections; {spent}: too many people ]]
local function points_select(keys, args)
  local kept = redis.call('HGET', keys[4], args[1])
  if kept then
    local s = unpack_record(kept, SELECTION)
    if s.period ~= args[2] or s.n ~= args[3] or s.ties ~= args[4] then return { 'exists' } end
    return selection_reply(kept, keys[3])
  end
  if redis.call('HLEN', keys[4]) >= tonumber(args[6]) then return { 'limit' } end

  local period, n, most_people = tonumber(args[2]), tonumber(args[3]), tonumber(args[5])
  local found, list, left_out = {}, {}, 0
  add_places(found, keys[1], keys[3], period, 0, most_people + 1)
  local people = #found / 4
  local beyond = people > n and found[4 * n + 3] or nil -- the place of the first behind the n-th
  for i = 1, people do
    local place = found[4 * i - 1]
    local takes = place <= n and (args[4] == 'in' or place ~= beyond)
    if takes then
      list[#list + 1] = pack { pack { found[4 * i - 3], whole(found[4 * i - 2]), whole(place) } }
    elseif place <= n then
      left_out = left_out + 1
    end
  end
  if #list > most_people or left_out + #list > most_people then return { 'spent' } end
  local last = redis.call('XREVRANGE', keys[2], '+', '-', 'COUNT', 1)[1]
  local packed = pack_record({ id = args[1], at = whole(now_ms()), period = args[2], n = args[3], ties = args[4],
    upto = last and last[1] or '0-0', left_out = whole(left_out), list = table.concat(list) }, SELECTION)
  redis.call('HSET', keys[4], args[1], packed)
  return selection_reply(packed, keys[3])
end

-- KEYS selections. {ok, packed...}, without whom they selected
local function points_selected(keys)
  local reply = { 'ok' }
  for _, packed in ipairs(redis.call('HVALS', keys[1])) do
    local s = unpack_record(packed, SELECTION)
    s.list = ''
    reply[#reply + 1] = pack_record(s, SELECTION)
  end
  return reply
end

-- ---- One participant ------------------------------------------------------------------------

-- KEYS room names words  ARGV participant name ('': none) folded. {ok}, {word}: not by that name
local function me_name(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  if listed_in(keys[3], args[3]) ~= '' then return { 'word' } end
  if args[2] == '' then
    redis.call('HDEL', keys[2], args[1])
  else
    redis.call('HSET', keys[2], args[1], args[2])
  end
  return { 'ok' }
end

-- KEYS names  ARGV participant... {ok, name or ''...}
local function names_read(keys, args)
  local reply = { 'ok' }
  for i, name in ipairs(redis.call('HMGET', keys[1], unpack(args))) do reply[i + 1] = name or '' end
  return reply
end

-- Entries of a stream in their order.
local function is_after(a, b)
  local a_ms, a_n = string.match(a, '^(%d+)-(%d+)$')
  local b_ms, b_n = string.match(b, '^(%d+)-(%d+)$')
  a_ms, b_ms = tonumber(a_ms), tonumber(b_ms)
  return a_ms > b_ms or (a_ms == b_ms and tonumber(a_n) > tonumber(b_n))
end

-- KEYS room looked  ARGV participant entry. They have looked up to there, or further already. {ok}
local function me_look(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local known = redis.call('HGET', keys[2], args[1])
  if not known or is_after(args[2], known) then redis.call('HSET', keys[2], args[1], args[2]) end
  return { 'ok' }
end

local function range_of_mine(who, upto)
  return '[' .. who .. (upto or ':'), '[' .. who .. '0' -- digits follow; ':' comes behind them
end

-- What somebody supports, "<seconds of 10 digits><idea>"..., the newest first: so many, before `after` or '' for all.
local function own_of(spent_key, mine_key, who, after, most)
  local from, to = range_of_mine(who)
  if after ~= '' then from = '(' .. who .. after end
  local entries = redis.call('ZRANGE', mine_key, from, to, 'BYLEX', 'REV', 'LIMIT', 0, most)
  for i, member in ipairs(entries) do entries[i] = string.sub(member, WHO + 1) end
  for entry in string.gmatch(read_spent(redis.call('HGET', spent_key, who)).own, '%S+') do
    if after == '' or is_behind(after, entry) then entries[#entries + 1] = entry end
  end
  table.sort(entries, is_behind)
  for i = #entries, tonumber(most) + 1, -1 do entries[i] = nil end
  return entries
end

-- KEYS spent mine  ARGV participant after n. {ok, "<seconds of 10 digits><idea>"...}: what they support, the newest first
local function me_supports(keys, args)
  local reply = own_of(keys[1], keys[2], args[1], args[2], args[3])
  table.insert(reply, 1, 'ok')
  return reply
end

--[[ Ideas that were merged into one, and into those: calls `each` with the id and the card of every one,
until that returns true. `with` are their ids, parted by blanks. ]]
local function any_joined(cards_key, with, each)
  local ids, at = {}, 1
  for id in string.gmatch(with, '%S+') do ids[#ids + 1] = id end
  while ids[at] and at <= CHAIN_MAX do
    local last = math.min(#ids, CHAIN_MAX)
    local known = redis.call('HMGET', cards_key, unpack(ids, at, last))
    for i = 1, last - at + 1 do
      local card = known[i] and unpack_record(known[i], CARD)
      if card and each(card) then return true end
      for id in string.gmatch(card and card.with or '', '%S+') do ids[#ids + 1] = id end
    end
    at = last + 1
  end
  return false
end

-- The ideas of a board that somebody supports, as a set; the newest of them where they are very many.
local function set_of(entries)
  local set = {}
  for _, entry in ipairs(entries) do set[string.sub(entry, 11)] = true end
  return set
end

local function count_own(spent_key, mine_key, who)
  local from, to = range_of_mine(who)
  local _, at_hand = string.gsub(read_spent(redis.call('HGET', spent_key, who)).own, '%S+', '')
  return at_hand + redis.call('ZLEXCOUNT', mine_key, to, from)
end

--[[ KEYS points names looked news, then spent and mine of each board, then cards of each
ARGV participant most_news read_news most_supports board...
{ok, month, points, place, points and place of the month, name, looked, supports on each board..., (entry packed)...}
News of what they posted or support, also of what that was merged into, the newest first. ]]
local function me_read(keys, args)
  local who, month, supported, cards = args[1], month_of(seconds()), {}, {}
  local points, place = standing(keys[1], who, 0)
  local of_month, place_of_month = standing(keys[1], who, month)
  local reply = { 'ok', month, points, place, of_month, place_of_month,
    redis.call('HGET', keys[2], who) or '', redis.call('HGET', keys[3], who) or '0-0' }
  for i = 5, #args do
    local spent_key, mine_key = keys[2 * i - 5], keys[2 * i - 4]
    supported[args[i]] = set_of(own_of(spent_key, mine_key, who, '', args[4]))
    reply[#reply + 1] = count_own(spent_key, mine_key, who)
    cards[args[i]] = keys[2 * (#args - 4) + i]
  end
  local n = 0
  for _, entry in ipairs(redis.call('XREVRANGE', keys[4], '+', '-', 'COUNT', args[3])) do
    local news = unpack_record(entry[2][2], NEWS)
    local here = supported[news.board]
    local is_mine = news.author == who
    -- What they wrote or support may have become part of it.
    local function is_theirs()
      return here[news.idea] or any_joined(cards[news.board], news.with, function(card)
        return here[card.id] or card.author == who
      end)
    end
    local concerns = here and (is_mine or (news.state == 'shown' and news.what ~= 'shown' and is_theirs()))
    if concerns and n < tonumber(args[2]) then
      n = n + 1
      reply[#reply + 1] = entry[1]
      reply[#reply + 1] = entry[2][2]
    end
  end
  return reply
end

-- KEYS news  ARGV after ('': only say where it ends) most. {ok, last entry, (entry packed)...}
local function news_after(keys, args)
  local last = redis.call('XREVRANGE', keys[1], '+', '-', 'COUNT', 1)[1]
  local reply = { 'ok', last and last[1] or '0-0' }
  if args[1] == '' then return reply end
  for _, entry in ipairs(redis.call('XRANGE', keys[1], '(' .. args[1], '+', 'COUNT', args[2])) do
    reply[#reply + 1] = entry[1]
    reply[#reply + 1] = entry[2][2]
  end
  return reply
end

--[[ KEYS supporters cards  ARGV idea participant... {ok, "0101"}: who of them supports the idea, or wrote
one that is part of it now ]]
local function supporters(keys, args)
  local marks, authors = {}, {}
  local known = redis.call('HGET', keys[2], args[1])
  local with = known and unpack_record(known, CARD).with or ''
  any_joined(keys[2], with, function(card) authors[card.author] = true end)
  for i, value in ipairs(redis.call('HMGET', keys[1], unpack(args, 2))) do
    marks[i] = authors[args[i + 1]] and '1' or value and string.match(value, '^%d+ (%d)') or '0'
  end
  return { 'ok', table.concat(marks) }
end

register('points_board', points_board, 'no-writes')
register('points_log', points_log, 'no-writes')
register('points_select', points_select)
register('points_selected', points_selected, 'no-writes')
register('me_name', me_name)
register('names_read', names_read, 'no-writes')
register('me_look', me_look)
register('me_supports', me_supports, 'no-writes')
register('me_read', me_read, 'no-writes')
register('news_after', news_after, 'no-writes')
register('supporters', supporters, 'no-writes')
