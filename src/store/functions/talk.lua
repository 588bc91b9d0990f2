#!lua name=clameur_talk_@version@
--[[ SPDX-License-Identifier: Apache-2.0

talk: what people say of ideas (comments, liked once each), and what they report to staff.

Keys, all with the room's {tag}, beside those of ideas.lua
  {R}:talk:<board>:<idea>   hash  comment -> packed card: all that is known but its words
  {R}:said:<board>:<idea>   hash  comment -> what was written, "why <comment>" -> why it is hidden: the
                                  one place where these words are; one that is withdrawn has none left
  {R}:marks:<board>:<idea>  hash  "l <comment> <participant>" -> their like, "<n> <1 on, 0 off>"
                                  "r <comment> <participant>" -> the reason they reported it for, from 1;
                                  with no comment, the idea itself
                                  "p <comment>" -> the points it has given its author, while it is shown
  {R}:told:<board>:<idea>   zset  comment -> its number, of those that everyone may see
  {R}:liked:<board>:<idea>  zset  the same comments, most likes last, then the newest first
  {R}:aside:<board>:<idea>  zset  "<author><comment>" of those that are pending or hidden
  {R}:turned:<board>:<idea> zset  comment -> the board's rev at which it changed last
  {R}:spoke:<board>         hash  participant -> how many comments they posted
  {R}:queue:<board>         zset  "<idea> <comment>" that staff should look at: what was reported most
                                  first, then what has waited longest; with no comment, the idea itself
  {R}:blame:<board>         hash  the same -> reports since staff looked last, a number a reason

Invariants
  A comment's likes equal the number of participants whose like of it is on.
  What an idea counts as comments are those that everyone may see.
  A comment weighs half as much in the idea's trend as a support of the same second; those of the
  idea's own author weigh nothing.
  What is sent again changes nothing, and is told the same. ]]

-- @include shared/room.lua@

-- @include shared/idea.lua@
-- @include shared/outbox.lua@
-- @include shared/acts.lua@
-- @include shared/listed.lua@

-- @include shared/points.lua@

local COMMENT = { 'id', 'number', 'version', 'at', 'author', 'state', 'by', 'likes', 'word' }
-- Of the keys that every function that writes is given, in this order.
local KEYS_OF = { 'room', 'board', 'cards', 'heat', 'moved', 'talk', 'said', 'marks', 'told', 'liked',
  'aside', 'turned', 'spoke', 'queue', 'blame', 'points', 'points_log', 'outbox', 'acts', 'words' }
local WEIGHT = -1           -- log2 of a half
local LIKE_STEP = 1000000   -- above any number of a comment
local REPORT_STEP = 1e13    -- above any time in ms
local ASIDE_MAX = 20

local function named(keys)
  local k = {}
  for i, name in ipairs(KEYS_OF) do k[name] = keys[i] end
  return k
end

local function read_card(key, id, fields)
  local bytes = redis.call('HGET', key, id)
  return bytes and unpack_record(bytes, fields), bytes
end

-- Why a person, or staff, should see it in the queue.
local function ref(idea, comment)
  return idea .. ' ' .. comment
end

local function mark(what, comment, who)
  return what .. ' ' .. comment .. ' ' .. who
end

local function like_score(comment)
  return whole(tonumber(comment.likes) * LIKE_STEP - tonumber(comment.number))
end

-- ---- What is written ---------------------------------------------------------------------

-- A comment is in the lists that its state says.
local function put_in_lists(k, comment)
  local id, own = comment.id, comment.author .. comment.id
  if comment.state == 'shown' then
    redis.call('ZADD', k.told, comment.number, id)
    redis.call('ZADD', k.liked, like_score(comment), id)
    redis.call('ZREM', k.aside, own)
    return
  end
  redis.call('ZREM', k.told, id)
  redis.call('ZREM', k.liked, id)
  if comment.state == 'withdrawn' then redis.call('ZREM', k.aside, own)
  else redis.call('ZADD', k.aside, 0, own) end
end

-- A comment came to be seen by everyone (by = 1), or no longer is (-1).
local function weigh(heat, idea, comment, half_life, by)
  heat.comments = heat.comments + by
  if comment.author == idea.author then return end
  local at = math.floor(tonumber(comment.at) / 1000) / half_life + WEIGHT
  add_weight(heat, at, by)
end

-- A comment gives its author points while everyone may see it; what it gave is what it takes back.
local function earn(k, board, idea, comment)
  local field = 'p ' .. comment.id
  local was = tonumber(redis.call('HGET', k.marks, field) or 0)
  local rules = comment.state == 'shown' and was == 0 and rules_of(k.room)
  local is = comment.state ~= 'shown' and 0 or rules and rules.comment or was
  if is == was then return end
  local purse = { moves = {}, sums = {} }
  put(purse, comment.author, 'comment', is - was, board, idea)
  write_purse(purse, k.points, k.points_log)
  if is > 0 then redis.call('HSET', k.marks, field, whole(is)) else redis.call('HDEL', k.marks, field) end
end

-- Writes a comment that changed, and tells of it. Returns the board's rev.
local function write_comment(k, board, idea, heat, comment)
  local rev = whole(redis.call('HINCRBY', k.board, 'rev', 1))
  local packed = pack_record(comment, COMMENT)
  heat.rev, heat.talk = rev, rev
  redis.call('HSET', k.talk, comment.id, packed)
  redis.call('HSET', k.heat, idea, heat_text(heat))
  redis.call('ZADD', k.moved, rev, idea)
  redis.call('ZADD', k.turned, rev, comment.id)
  tell(k.room, board, rev)
  return packed, tonumber(rev)
end

--[[ KEYS see KEYS_OF
ARGV board idea comment author text by half_life each most folded folded_name
`by`: team or ''. {ok, comment, rev}; {ok|exists, comment}; {closed}, {limit}: the idea holds no more;
{spent}: this one has said enough; {missing}: no such idea, or it is not shown; {merged, idea}: it was
merged into that one; {word}: not by that name. With a listed word, it waits ]]
local function comment_post(keys, args)
  local k, id, author = named(keys), args[3], args[4]
  local gate, idea = read_gate(k.board), read_card(k.cards, args[2], CARD)
  if not gate or not idea then return { 'missing' } end
  local old, known = read_card(k.talk, id, COMMENT)
  if old then
    local same = old.author == author and
      (old.state == 'withdrawn' or redis.call('HGET', k.said, id) == args[5])
    return { same and 'ok' or 'exists', known }
  end
  if is_banned(k.room, author) then return { 'banned' } end
  if idea.status == 'merged' then return { 'merged', end_of(k.cards, idea) } end
  if idea.state ~= 'shown' then return { 'missing' } end
  if not gate.comments then return { 'closed' } end
  local spoke = tonumber(redis.call('HGET', k.spoke, author) or 0)
  if spoke >= tonumber(args[8]) then return { 'spent' } end
  local number = redis.call('HLEN', k.talk) + 1
  if number > tonumber(args[9]) then return { 'limit' } end

  if listed_in(k.words, args[11]) ~= '' then return { 'word' } end
  local word = listed_in(k.words, args[10])
  local waits = (gate.checks or word ~= '') and args[6] == ''
  local comment = { id = id, number = whole(number), version = '1', at = whole(now_ms()), author = author,
    state = waits and 'pending' or 'shown', by = args[6], likes = '0',
    word = word }
  local heat = read_heat(redis.call('HGET', k.heat, args[2]))
  if waits then redis.call('ZADD', k.queue, comment.at, ref(args[2], id))
  else weigh(heat, idea, comment, tonumber(args[7]), 1) end
  redis.call('HSET', k.said, id, args[5])
  redis.call('HSET', k.spoke, author, whole(spoke + 1))
  put_in_lists(k, comment)
  earn(k, args[1], args[2], comment)
  post_out(k.outbox, 'comment.posted', args[1], args[2], '', id)
  return { 'ok', write_comment(k, args[1], args[2], heat, comment) }
end

-- Is it so already, may it become so? A reply, or nil where it is to be written.
local function judge_change(k, args, comment, known)
  local version, by, state = args[4], args[5], args[6]
  if by ~= '' then
    if comment.author ~= by then return { 'forbidden' } end
    return comment.state == state and { 'ok', known } or nil
  end
  local why = redis.call('HGET', k.said, 'why ' .. comment.id) or ''
  if comment.version == step(version, 1) and comment.state == state and why == args[7] then
    return { 'ok', known }
  end
  if comment.version ~= version then return { 'stale', known } end
  return comment.state == 'withdrawn' and { 'wrong_move' } or nil
end

--[[ KEYS see KEYS_OF
ARGV board idea comment version author state why half_life who
Shown or hidden by staff (`author` ''), who has then looked at what was reported; withdrawn by its
author, whatever its version. {ok, comment, rev}, {ok|stale, comment}, {missing}, {forbidden}, {wrong_move} ]]
local function comment_change(keys, args)
  local k = named(keys)
  local gate, idea = read_gate(k.board), read_card(k.cards, args[2], CARD)
  local comment, known = read_card(k.talk, args[3], COMMENT)
  if not gate or not idea or not comment then return { 'missing' } end
  local reply = judge_change(k, args, comment, known)
  if reply then return reply end

  local state, heat = args[6], read_heat(redis.call('HGET', k.heat, args[2]))
  local by = (state == 'shown' and 1 or 0) - (comment.state == 'shown' and 1 or 0)
  if by ~= 0 then weigh(heat, idea, comment, tonumber(args[8]), by) end
  local was = comment.state
  comment.state, comment.version, comment.word = state, step(comment.version, 1), ''
  if state == 'withdrawn' then redis.call('HDEL', k.said, comment.id) end
  if args[7] ~= '' then redis.call('HSET', k.said, 'why ' .. comment.id, args[7])
  else redis.call('HDEL', k.said, 'why ' .. comment.id) end
  redis.call('ZREM', k.queue, ref(args[2], args[3]))
  redis.call('HDEL', k.blame, ref(args[2], args[3]))
  put_in_lists(k, comment)
  earn(k, args[1], args[2], comment)
  if args[9] ~= '' then note_act(k.room, k.acts, args[9], 'comment', args[1], args[2], was, state) end
  return { 'ok', write_comment(k, args[1], args[2], heat, comment) }
end

-- ---- Likes and reports -------------------------------------------------------------------

--[[ KEYS see KEYS_OF  ARGV board idea comment participant n on
The rule is that of supports: {ok, n, on, rev, <1: it changed something>}, {stale, n, on, rev}, {closed}, {missing}: no such comment to like ]]
local function comment_like(keys, args)
  local k, n, on = named(keys), tonumber(args[5]), args[6]
  local gate, idea = read_gate(k.board), read_card(k.cards, args[2], CARD)
  local comment = read_card(k.talk, args[3], COMMENT)
  if not gate or not idea or not comment then return { 'missing' } end
  local field = mark('l', args[3], args[4])
  local old_n, old_on = string.match(redis.call('HGET', k.marks, field) or '0 0', '^(%d+) (%d)$')
  old_n = tonumber(old_n)
  local rev = tonumber(redis.call('HGET', k.board, 'rev') or 0)
  if n == old_n and on == old_on then return { 'ok', n, on, rev, 0 } end
  if n <= old_n then return { 'stale', old_n, old_on, rev } end
  local by = tonumber(on) - tonumber(old_on)
  if by >= 0 and (comment.state ~= 'shown' or idea.state ~= 'shown') then return { 'missing' } end
  if not gate.comments then return { 'closed' } end

  redis.call('HSET', k.marks, field, whole(n) .. ' ' .. on)
  if by == 0 then return { 'ok', n, on, rev, 0 } end
  comment.likes = step(comment.likes, by)
  if comment.state == 'shown' then redis.call('ZADD', k.liked, like_score(comment), comment.id) end
  local heat = read_heat(redis.call('HGET', k.heat, args[2]))
  local _, now_rev = write_comment(k, args[1], args[2], heat, comment)
  return { 'ok', n, on, now_rev, 1 }
end

-- "2 0 1": one more for a reason.
local function blamed(text, reason, reasons)
  local counts = {}
  for count in string.gmatch(text or '', '%d+') do counts[#counts + 1] = count end
  for i = 1, reasons do counts[i] = counts[i] or '0' end
  counts[reason] = step(counts[reason], 1)
  return table.concat(counts, ' ')
end

--[[ KEYS see KEYS_OF  ARGV board idea comment participant reason reasons
Of an idea where `comment` is ''. Each participant reports a thing once; what comes after that changes
nothing. Nobody is told but that the board has a new rev, for staff to look. {ok},
{missing}: no such thing to report, {forbidden}: it is their own ]]
local function report(keys, args)
  local k, who = named(keys), args[4]
  local idea = read_gate(k.board) and read_card(k.cards, args[2], CARD)
  local thing = idea
  if idea and args[3] ~= '' then thing = read_card(k.talk, args[3], COMMENT) end
  if not thing then return { 'missing' } end
  local field, to = mark('r', args[3], who), ref(args[2], args[3])
  if redis.call('HEXISTS', k.marks, field) == 1 then return { 'ok' } end
  if thing.state ~= 'shown' or idea.state ~= 'shown' then return { 'missing' } end
  if thing.author == who then return { 'forbidden' } end

  local since = redis.call('ZSCORE', k.queue, to)
  local blame = blamed(redis.call('HGET', k.blame, to), tonumber(args[5]), tonumber(args[6]))
  redis.call('HSET', k.marks, field, args[5])
  redis.call('HSET', k.blame, to, blame)
  redis.call('ZADD', k.queue, whole((since and tonumber(since) or now_ms()) - REPORT_STEP), to)
  tell(k.room, args[1], whole(redis.call('HINCRBY', k.board, 'rev', 1)))
  return { 'ok' }
end

-- ---- What may be read --------------------------------------------------------------------

--[[ Comments of one idea as one participant may read them, six parts for each behind those of `reply`:
its id, the card ('' where it may not be seen), words, why it is hidden, own like, and whose it is beside
the name. ]]
local function add_comments(reply, k, idea, ids, reader)
  if not ids[1] then return end
  local cards, likes, whys = redis.call('HMGET', k.talk, unpack(ids)), {}, {}
  for i, id in ipairs(ids) do likes[i], whys[i] = mark('l', id, reader.who), 'why ' .. id end
  likes = redis.call('HMGET', k.marks, unpack(likes))
  whys = redis.call('HMGET', k.said, unpack(whys))
  local words = redis.call('HMGET', k.said, unpack(ids))
  for i, id in ipairs(ids) do
    local comment = cards[i] and unpack_record(cards[i], COMMENT)
    local own = comment and comment.author == reader.who
    local may = comment and comment.state ~= 'withdrawn' and
      (reader.staff or own or comment.state == 'shown')
    local at = #reply
    reply[at + 1] = id
    reply[at + 2] = may and cards[i] or ''
    reply[at + 3] = may and words[i] or ''
    reply[at + 4] = may and (reader.staff or own) and whys[i] or ''
    reply[at + 5] = may and likes[i] or ''
    reply[at + 6] = may and (comment.author == idea.author and 'author' or comment.by) or ''
  end
end

-- The ids of a page behind one comment, and one more where there is another page.
local function page_of(k, order, after, most)
  local limit = { 'LIMIT', 0, most + 1 }
  local last = after ~= '' and read_card(k.talk, after, COMMENT)
  if order == 'oldest' then
    return redis.call('ZRANGEBYSCORE', k.told, last and '(' .. last.number or '-inf', '+inf', unpack(limit))
  end
  local key, score = k.told, last and last.number
  if order == 'top' then key, score = k.liked, last and like_score(last) end
  return redis.call('ZREVRANGEBYSCORE', key, score and '(' .. score or '+inf', '-inf', unpack(limit))
end

-- Those that not everyone may see, but this one.
local function aside_of(k, reader)
  local members
  if reader.staff then members = redis.call('ZRANGE', k.aside, 0, ASIDE_MAX - 1)
  else
    members = redis.call('ZRANGEBYLEX', k.aside, '[' .. reader.who, '(' .. reader.who .. '\255',
      'LIMIT', 0, ASIDE_MAX)
  end
  for i, member in ipairs(members) do members[i] = string.sub(member, #reader.who + 1) end
  return members
end

--[[ KEYS see KEYS_OF  ARGV idea participant staff shown order after n since
A page of an idea's comments: `order` is oldest, newest or top. Where `since` is not '', those that
changed after that rev, the oldest change first. {ok, rev, total, <1: there are more>,
<how many of those that follow are for this one alone>, comments...}; ask again from that rev. ]]
local function comments_list(keys, args)
  local k, idea = named(keys), read_card(keys[3], args[1], CARD)
  local reader = { who = args[2], staff = args[3] == '1' }
  if not idea or not may_read(idea, args[2], args[3], args[4]) then return { 'missing' } end
  local heat = read_heat(redis.call('HGET', k.heat, args[1]))
  local most, since, aside = tonumber(args[7]), args[8], {}
  local ids
  if since ~= '' then
    ids = redis.call('ZRANGEBYSCORE', k.turned, '(' .. since, '+inf', 'LIMIT', 0, most + 1)
  else
    ids = page_of(k, args[5], args[6], most)
    if args[6] == '' then aside = aside_of(k, reader) end
  end
  local more = #ids > most
  if more then ids[#ids] = nil end
  local rev = heat.talk
  if more and since ~= '' then rev = redis.call('ZSCORE', k.turned, ids[#ids]) end
  local reply = { 'ok', tonumber(rev), heat.comments, more and 1 or 0, #aside }
  add_comments(reply, k, idea, aside, reader)
  add_comments(reply, k, idea, ids, reader)
  return reply
end

--[[ The queue behind a place, as ZRANGE WITHSCORES says it: by score, then by name, so that the place stays
when what stood there is gone. ]]
local function queue_after(key, score, name, most)
  if score == '' then return redis.call('ZRANGE', key, 0, most - 1, 'WITHSCORES') end
  local found, from = {}, 0
  while true do
    local some = redis.call('ZRANGEBYSCORE', key, score, '+inf', 'WITHSCORES', 'LIMIT', from, most)
    for i = 1, #some, 2 do
      local comes = tonumber(some[i + 1]) > tonumber(score) or is_behind(some[i], name)
      if comes and #found < 2 * most then
        found[#found + 1] = some[i]
        found[#found + 1] = some[i + 1]
      end
    end
    from = from + most
    if #some < 2 * most or #found >= 2 * most then return found end
  end
end

--[[ KEYS queue blame  ARGV n score thing
What staff should look at, behind that place ('' '' for the first page): {ok, how many in all, <1: there are more>,
(thing, reports, score)...} ]]
local function review_list(keys, args)
  local most = tonumber(args[1])
  local queue = queue_after(keys[1], args[2], args[3], most + 1)
  local reply, refs = { 'ok', redis.call('ZCARD', keys[1]), #queue > 2 * most and 1 or 0 }, {}
  for i = 1, math.min(#queue, 2 * most), 2 do refs[#refs + 1] = queue[i] end
  if not refs[1] then return reply end
  local blames = redis.call('HMGET', keys[2], unpack(refs))
  for i, thing in ipairs(refs) do
    reply[#reply + 1] = thing
    reply[#reply + 1] = blames[i] or ''
    reply[#reply + 1] = whole(tonumber(queue[2 * i]))
  end
  return reply
end

--[[ KEYS cards, then talk said marks of each  ARGV participant (idea comment)...
Single comments as staff reads them: {ok, comments...} ]]
local function comments_read(keys, args)
  local reply, reader = { 'ok' }, { who = args[1], staff = true }
  for i = 2, #args, 2 do
    local first = (i - 2) / 2 * 3 + 2
    local k = { talk = keys[first], said = keys[first + 1], marks = keys[first + 2] }
    add_comments(reply, k, read_card(keys[1], args[i], CARD) or {}, { args[i + 1] }, reader)
  end
  return reply
end

register('comment_post', comment_post)
register('comment_change', comment_change)
register('comment_like', comment_like)
register('report', report)
register('comments_list', comments_list, 'no-writes')
register('review_list', review_list, 'no-writes')
register('comments_read', comments_read, 'no-writes')
