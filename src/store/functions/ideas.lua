#!lua name=clameur_ideas_@version@
--[[ SPDX-License-Identifier: Apache-2.0

ideas: every change of a board can be asked for by those who know an older state of it.

Keys, all with the room's {tag}
  {R}:b:<board>           hash    rev: grows by one with each idea that changed
                                  ideas: how many were ever posted
                                  gate: "<may post> <may support> <supports each may give, 0: any>
                                  <ideas each may post, 0: any> <checked before they are shown>
                                  <may comment> <closes>", made from the board's record; see boards.lua
  {R}:cards:<board>       hash    idea -> packed card: all that is known but text and counts
  {R}:heat:<board>        hash    idea -> what changes with each support, see shared/idea.lua
  {R}:moved:<board>       zset    idea -> the rev at which it changed last
  {R}:spent:<board>       hash    participant -> what they gave and posted, see shared/spent.lua
  {R}:idea:<board>:<idea> string  what people wrote: the one place where their words are
  {R}:sup:<board>:<idea>  hash    see supports.lua
  {R}:hist:<board>:<idea> list    what happened to it: see shared/history.lua
  {R}:points, {R}:points:log, {R}:given:<board>   see shared/points.lua
  {R}:bus                 channel "this board is at that rev", see `tell` ]]

-- @include shared/room.lua@
-- @include shared/history.lua@
-- @include shared/outbox.lua@

-- @include shared/idea.lua@
-- @include shared/spent.lua@
-- @include shared/acts.lua@
-- @include shared/listed.lua@

-- @include shared/points.lua@

-- @include shared/news.lua@

-- @include shared/images.lua@

-- ---- Ideas -----------------------------------------------------------------------------

--[[ KEYS room board cards heat moved spent text outbox given points log words pics pictures loose unseen img...
ARGV board id author text tags half_life most rules folded folded_name images image_state who staff
`images` are those of `who`, who posts it; see judge_pictures.
{ok, card, rev}; {ok|exists, card}; {closed}, {limit}: the board is full; {spent}: this one has posted enough;
{rules}: not those that were accepted, "0" for none; {word}: not by that name; {picture}: not one that may be
put here. With a listed word, it waits ]]
local function idea_post(keys, args)
  local gate = read_gate(keys[2])
  if not gate then return { 'missing' } end
  local known = redis.call('HGET', keys[3], args[2])
  if known then
    local card = unpack_record(known, CARD)
    local had = card.version == '1' and judge_pictures(keys[13], keys, args[11], card, args[1], args[13])
    local same = card.author == args[3] and
      (card.version ~= '1' or (redis.call('GET', keys[7]) == args[4] and had and had.same))
    return { same and 'ok' or 'exists', known }
  end
  if is_banned(keys[1], args[3]) then return { 'banned' } end
  if not (gate.posts or gate.staff_posts and args[14] == '1') then return { 'closed' } end
  if args[8] ~= (redis.call('HGET', keys[2], 'rules') or '0') then return { 'rules' } end
  local spent = read_spent(redis.call('HGET', keys[6], args[3]))
  if gate.each > 0 and spent.ideas >= gate.each then return { 'spent' } end
  if redis.call('HLEN', keys[3]) >= tonumber(args[7]) then return { 'limit' } end
  if listed_in(keys[12], args[10]) ~= '' then return { 'word' } end
  local word = listed_in(keys[12], args[9])
  local pictures, why = judge_pictures(keys[13], keys, args[11], { id = args[2] }, args[1], args[13])
  if not pictures then return { why } end

  local rev = whole(redis.call('HINCRBY', keys[2], 'rev', 1))
  local card = { id = args[2], number = whole(redis.call('HINCRBY', keys[2], 'ideas', 1)), version = '1',
    at = whole(now_ms()), author = args[3], state = (gate.checks or word ~= '') and 'pending' or 'shown',
    status = 'new', tags = args[5], into = '', with = '', group = '', rules = args[8], word = word,
    images = pictures.ids }
  local packed = pack_record(card, CARD)
  spent.ideas = spent.ideas + 1
  redis.call('SET', keys[7], args[4])
  redis.call('HSET', keys[3], card.id, packed)
  redis.call('HSET', keys[4], card.id, heat_text { rev = rev, supports = 0,
    trend = seconds() / tonumber(args[6]), on = on_of(card), comments = 0, talk = '0' })
  redis.call('ZADD', keys[5], rev, card.id)
  redis.call('HSET', keys[6], card.author, spent_text(spent))
  write_pictures({ pics = keys[13], stock = keys[14], loose = keys[15], unseen = keys[16] }, pictures,
    args[1], card.id, args[12])
  post_out(keys[8], 'idea.posted', args[1], card.id, '', card.state)
  earn_posted(keys[1], { keys[9], keys[10], keys[11] }, args[1], card)
  tell(keys[1], args[1], rev)
  return { 'ok', packed, tonumber(rev) }
end

-- What there is to tell of a change. `text_as`: what new words are, '' for nothing.
local function remember_change(key, args, was, card, text_as)
  local by, who = args[4] ~= '' and 'author' or 'team', args[10]
  if text_as ~= '' then remember(key, text_as, by, who, '', '') end
  if was.status ~= card.status then remember(key, 'status', by, who, was.status, card.status) end
  if was.state ~= card.state then
    remember(key, card.state == 'withdrawn' and 'withdrawn' or 'state', by, who, was.state, card.state)
  end
end

-- The same for the log of what staff does.
local function note_change(room_key, key, args, was, card, text_as)
  local function note(what, before, after)
    note_act(room_key, key, args[10], what, args[1], card.id, before, after)
  end
  if text_as ~= '' then note(text_as, '', '') end
  if was.status ~= card.status then note('status', was.status, card.status) end
  if was.state ~= card.state then note('state', was.state, card.state) end
end

-- What staff's change is to those whom it concerns; nil for nothing.
local function news_of(was, card, answers)
  if was.status ~= card.status then return 'status' end
  if was.state ~= card.state then return card.state end
  return answers and 'answer' or nil
end

--[[ KEYS room board cards heat moved text history queue blame outbox given points log news acts words pics
pictures loose unseen img...
ARGV board id version author window_ms state status tags text who text_as folded folded_name images image_state
Those that are '' stay as they are. `author`: only whoever posted it, and their words only within the
window, after which staff passes them again where ideas are checked or a listed word is in them; '' for staff. `who` does it;
`text_as` is what the history calls new words. {ok, card, rev}, {ok|stale, card}, {missing},
{forbidden}, {closed}: the window is over, {wrong_move}: it was withdrawn, {merged, into}: and stays so
until that is undone, {word}: not by that name ]]
local function idea_change(keys, args)
  local known = redis.call('HGET', keys[3], args[2])
  if not known then return { 'missing' } end
  local card = unpack_record(known, CARD)
  local by, text = args[4], args[9]
  if by ~= '' and card.author ~= by then return { 'forbidden' } end

  local changed = { state = args[6], status = args[7], tags = args[8] }
  local same_text = text == '' or redis.call('GET', keys[6]) == text
  local pictures, why = judge_pictures(keys[17], keys, args[14], card, args[1], args[10])
  local same = same_text and pictures and pictures.same
  for field, value in pairs(changed) do
    same = same and (value == '' or card[field] == value)
  end
  if same and card.version == step(args[3], 1) then return { 'ok', known } end
  if card.version ~= args[3] then return { 'stale', known } end
  if card.status == 'merged' and changed.status ~= '' then
    return { 'merged', end_of(keys[3], card) }
  end
  if by ~= '' and text ~= '' and now_ms() > tonumber(card.at) + tonumber(args[5]) then
    return { 'closed' }
  end
  if by ~= '' and text ~= '' and is_banned(keys[1], by) then return { 'banned' } end
  if by == '' and card.state == 'withdrawn' and changed.state ~= '' then return { 'wrong_move' } end
  if not pictures then return { why } end
  if by ~= '' and text ~= '' then
    if listed_in(keys[16], args[13]) ~= '' then return { 'word' } end
    card.word = listed_in(keys[16], args[12])
    if card.state == 'shown' and (card.word ~= '' or is_checked(keys[2])) then changed.state = 'pending' end
  end

  local rev = whole(redis.call('HINCRBY', keys[2], 'rev', 1))
  local was = { state = card.state, status = card.status }
  for field, value in pairs(changed) do
    if value ~= '' then card[field] = value end
  end
  if args[6] ~= '' then card.word = '' end -- Staff has read it.
  card.version, card.images = step(card.version, 1), pictures.ids
  write_pictures({ pics = keys[17], stock = keys[18], loose = keys[19], unseen = keys[20] }, pictures,
    args[1], card.id, args[15])
  if text ~= '' then redis.call('SET', keys[6], text) end
  local packed = pack_record(card, CARD)
  local heat = read_heat(redis.call('HGET', keys[4], card.id))
  heat.rev, heat.on = rev, heat.on == '3' and '3' or on_of(card)
  redis.call('HSET', keys[3], card.id, packed)
  redis.call('HSET', keys[4], card.id, heat_text(heat))
  redis.call('ZADD', keys[5], rev, card.id)
  local text_as = same_text and '' or args[11]
  remember_change(keys[7], args, was, card, text_as)
  if by == '' then note_change(keys[1], keys[15], args, was, card, text_as) end
  if args[6] ~= '' then -- Staff has looked at what was reported, or there is nothing left to look at.
    redis.call('ZREM', keys[8], card.id .. ' ')
    redis.call('HDEL', keys[9], card.id .. ' ')
  end
  if was.status ~= card.status then
    post_out(keys[10], 'idea.status', args[1], card.id, was.status, card.status)
  end
  earn_changed(keys[1], { keys[11], keys[12], keys[13] }, args[1], was, card)
  local what = by == '' and news_of(was, card, args[7] ~= '' and not same_text)
  if what then tell_news(keys[1], keys[14], args[1], card, what) end
  tell(keys[1], args[1], rev)
  return { 'ok', packed, tonumber(rev) }
end

--[[ KEYS room board cards heat moved  ARGV after most
What changed since a rev, oldest change first: {ok, rev, (card heat)...}. {missing}: the board was
removed; from 0 on it is what is left to be swept. ]]
local function ideas_changed(keys, args)
  if args[1] ~= '0' and redis.call('HEXISTS', keys[2], 'gate') == 0 then return { 'missing' } end
  local rev = tonumber(redis.call('HGET', keys[2], 'rev') or 0)
  local ids = redis.call('ZRANGEBYSCORE', keys[5], '(' .. args[1], '+inf', 'LIMIT', 0, args[2])
  local reply = { 'ok', rev }
  if not ids[1] then return reply end
  local cards = redis.call('HMGET', keys[3], unpack(ids))
  local heats = redis.call('HMGET', keys[4], unpack(ids))
  for i = 1, #ids do
    reply[#reply + 1] = cards[i]
    reply[#reply + 1] = heats[i]
  end
  return reply
end

--[[ KEYS cards heat gates opis opi spent pics, then text and supporters of each idea  ARGV participant staff shown id...
What one participant may read: {ok, spent or '', (card or '', heat, text, own support or '', before which gate,
pictures)...}. For the gate see gates.lua: its state, opinions, own opinion. ]]
local function ideas_read(keys, args)
  local spent = redis.call('HGET', keys[6], args[1])
  local reply = { 'ok', spent and string.match(spent, '^%d+ %d+') or '' }
  for i = 4, #args do
    local known, at = redis.call('HGET', keys[1], args[i]), #reply
    local card = known and unpack_record(known, CARD)
    local may = card and may_read(card, args[1], args[2], args[3])
    local text_key = 2 * i
    reply[at + 1] = may and known or ''
    reply[at + 2] = may and redis.call('HGET', keys[2], args[i]) or ''
    reply[at + 3] = may and redis.call('GET', keys[text_key]) or ''
    reply[at + 4] = may and redis.call('HGET', keys[text_key + 1], args[1]) or ''
    reply[at + 5] = may and pack { redis.call('HGET', keys[3], args[i]) or '',
      redis.call('HGET', keys[4], args[i]) or '',
      redis.call('HGET', keys[5], args[i] .. ' ' .. args[1]) or '' } or ''
    reply[at + 6] = may and pictures_seen(keys[7], card, args[1], args[2]) or ''
  end
  return reply
end

-- KEYS cards history  ARGV participant staff shown id. {ok, card, entry...}, {missing}
local function idea_history(keys, args)
  local known = redis.call('HGET', keys[1], args[4])
  if not known or not may_read(unpack_record(known, CARD), args[1], args[2], args[3]) then
    return { 'missing' }
  end
  local reply = { 'ok', known }
  for i, entry in ipairs(redis.call('LRANGE', keys[2], 0, -1)) do reply[i + 2] = entry end
  return reply
end

--[[ KEYS room board cards heat moved, the rest of the board's own (so many are n with those four), then
pics and pictures, and those of each idea and its pictures  ARGV n id...
Takes ideas of a board that was removed away for good, and with the last of them what is left of the
board. {ok}, {exists}: the board is there (anew) ]]
local function ideas_sweep(keys, args)
  if redis.call('HEXISTS', keys[2], 'gate') == 1 then return { 'exists' } end
  local own = 1 + tonumber(args[1])
  if args[2] then
    for _, known in ipairs(redis.call('HMGET', keys[3], unpack(args, 2))) do
      if known then forget_pictures(keys[own + 1], keys[own + 2], unpack_record(known, CARD)) end
    end
    redis.call('HDEL', keys[3], unpack(args, 2))
    redis.call('HDEL', keys[4], unpack(args, 2))
    redis.call('ZREM', keys[5], unpack(args, 2))
    for i = own + 3, #keys do redis.call('UNLINK', keys[i]) end
  end
  if redis.call('EXISTS', keys[5]) == 0 then
    for i = 2, own do redis.call('UNLINK', keys[i]) end
  end
  return { 'ok' }
end

register('idea_post', idea_post)
register('idea_change', idea_change)
register('ideas_changed', ideas_changed, 'no-writes')
register('ideas_read', ideas_read, 'no-writes')
register('idea_history', idea_history, 'no-writes')
register('ideas_sweep', ideas_sweep, 'allow-oom')
