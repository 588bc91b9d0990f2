#!lua name=clameur_supports_@version@
--[[ SPDX-License-Identifier: Apache-2.0

supports: each participant supports an idea once, whatever is retried.

Keys, with those of ideas.lua
  {R}:sup:<board>:<idea> hash  participant -> "<n> <1 on, 0 off> <seconds>"     the truth; see
                               shared/support.lua for ideas that others were merged into
  {R}:spent:<board>, {R}:mine:<board>   see shared/spent.lua
  {R}:sfrom:<board>  hash  "<idea> <participant>" -> where the support came from; see shared/sources.lua
  {R}:points, {R}:points:log, {R}:given:<board>   see shared/points.lua; a support that gave the
                               idea's author points says how many: " p<points>"

Invariants
  An idea's supports equal the number of participants whose support of it is on.
  What a participant has spent equals the number of ideas that they support, merged ones aside.
  A support sent again changes nothing, and is told the same. ]]

-- @include shared/room.lua@

-- @include shared/idea.lua@
-- @include shared/support.lua@
-- @include shared/spent.lua@

-- @include shared/points.lua@
-- @include shared/devices.lua@
-- @include shared/outbox.lua@
-- @include shared/sources.lua@

local SUPPORTS_MAX = 1000 -- unpack has a limit of a few thousand values

-- Keys of `support` before those of the supporters of each idea.
local ROOM_KEY, BOARD, HEAT, MOVED, SPENT, CARDS, GIVEN, POINTS, LOG, MINE = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10

-- Values read or written at once, for the same reason.
local WRITTEN_AT_ONCE = 2000

-- ---- Steps: what somebody's word makes of the support that is stored --------------------------

--[[ The word is "<n> <on>", `points` what it gives the idea's author if it does.
  is_same, is_stale   it was counted before; a newer one was
  n, on               as stored
  by, own_by          1 it counts from now on, -1 no longer: for everyone, by their own word
  own_at, own_digits  seconds of the own support that came or went
  points              more (or fewer) for the author
  text                what is stored from now on ]]
local function step_of(value, word, now, points)
  local old = value ~= '' and parts_of(value) or nil
  local n, on = string.match(word, '^(%d+) ([01])$')
  local was_on, was_own = old and old.on == '1', old and old.own_on == '1'
  n = tonumber(n)
  local new = { n = n, on = on, at = now, own_on = on, own_at = now, marks = old and old.marks or '', points = 0 }
  if old and (was_own or on == '0') then new.at, new.own_at = old.at, old.own_at end
  if on == '1' then new.points = was_own and old.points or points else take_back(new) end
  local is_on, was_n = on == '1', old and old.n or 0
  local own_at = is_on and not was_own and now or old and old.own_at or now
  return {
    is_same = old and n == old.n and on == old.own_on, is_stale = old and n <= was_n,
    n = was_n, on = old and old.on or '0',
    by = (is_on and 1 or 0) - (was_on and 1 or 0), own_by = (is_on and 1 or 0) - (was_own and 1 or 0),
    own_at = own_at, own_digits = digits_of(own_at), points = new.points - (old and old.points or 0),
    text = support_text(new),
  }
end

-- Each is worked out once: few of a batch differ.
local function known_step(known, value, word, now, points)
  local of_word = known[word]
  if not of_word then
    of_word = {}
    known[word] = of_word
  end
  local step = of_word[value]
  if not step then
    step = step_of(value, word, now, points)
    of_word[value] = step
  end
  return step
end

--[[ What becomes of a support: + applied, ~ likewise and as it was but for its n, = counted before, s stale, c closed, m no such idea to
support, b nothing left to give, g it was merged into another, w it is being merged. A counted one sent again
is counted whatever the board's state, and one can always be taken back while supports are, also from
an idea that is no longer shown. ]]
local function judge(gate, heat, step, spent)
  if step.is_same then return '=' end
  if heat and heat.on > '1' then return heat.on == '2' and 'g' or 'w' end
  if step.is_stale then return 's' end
  if not heat or (heat.on ~= '1' and step.by >= 0) then return 'm' end
  if not gate.supports then return 'c' end
  if step.by > 0 and gate.budget > 0 and spent.supports >= gate.budget then return 'b' end
  return '+'
end

-- ---- Points ---------------------------------------------------------------------------------

--[[ What supports give the authors of ideas; whoever supports their own gives nothing, nor does
one that is no one's. nil in a room without points. ]]
local CARD_HEAD = { 'id', 'number', 'version', 'at', 'author', 'state' } -- the first of CARD
local function open_books(keys, args, n_ideas)
  local books = { purse = open_purse(keys[ROOM_KEY], keys[GIVEN]), by = {}, cards = {} }
  if not books.purse then return nil end
  books.support = books.purse.rules.support or 0
  for i, card in ipairs(redis.call('HMGET', keys[CARDS], unpack(args, 5, 4 + n_ideas))) do
    books.cards[i] = card and unpack_record(card, CARD_HEAD)
  end
  return books
end

local function points_from(books, idea, who)
  local card = books and books.cards[idea]
  return card and card.author ~= who and card.author ~= NO_ONE and books.support or 0
end

local function write_books(books, keys, args)
  local ids, which, writes = {}, {}, {}
  for idea in pairs(books.by) do ids[#ids + 1], which[#which + 1] = args[4 + idea], idea end
  if not ids[1] then return end
  for i, text in ipairs(redis.call('HMGET', keys[GIVEN], unpack(ids))) do
    local card = books.cards[which[i]]
    local given, by = read_given(text, card), books.by[which[i]]
    given.support = given.support + by
    if given.counts then put(books.purse, card.author, 'support', by, args[1], card.id) end
    writes[2 * i - 1], writes[2 * i] = ids[i], given_text(given)
  end
  redis.call('HSET', keys[GIVEN], unpack(writes))
  write_purse(books.purse, keys[POINTS], keys[LOG])
end

-- ---- A batch --------------------------------------------------------------------------------

--[[ What there is to write once all is judged. Those of one idea stand together:
  supporters     participant, value, ...; up to `ends[i]` are those of the i-th idea that changed, `ideas[i]`
  spent          participant, what they have spent, ...
  aged, gone     what moves in {R}:mine ]]
local function new_batch(gate, books, half_life, now)
  return { gate = gate, books = books, half_life = half_life, now = now, known = {}, known_giving = {},
    supporters = {}, ends = {}, ideas = {}, spent = {}, aged = {}, gone = {}, statuses = {}, refused = {} }
end

--[[ An idea's heat, of which a support minds little. What others brought along is rare, and the one thing
with a point behind the trend; with it, it is read in full. ]]
local function glance(text)
  local supports, trend, on, rest = string.match(text, '^%d+ (%d+) (%S+) (%d)(.*)$')
  if string.find(rest, '.', 1, true) then return read_heat(text) end
  return { supports = tonumber(supports), trend = tonumber(trend), on = on, rest = rest }
end

local function glanced_text(heat)
  if not heat.rest then return heat_text(heat) end
  return heat.rev .. ' ' .. numeral(heat.supports) .. ' ' .. millionths(heat.trend) .. ' ' .. heat.on .. heat.rest
end

-- A support is applied: to its idea's heat and to what the participant has spent.
local function apply(batch, heat, id, who, step, spent)
  local entry = step.own_by ~= 0 and step.own_digits .. id
  heat.supports = heat.supports + step.by
  spent.supports = spent.supports + step.by
  if step.own_by > 0 then
    add_weight(heat, step.own_at / batch.half_life, 1)
    add_own(spent, who, entry, batch.aged)
  elseif step.own_by < 0 then
    add_weight(heat, step.own_at / batch.half_life, -1)
    drop_own(spent, who, entry, batch.gone)
  end
  if entry or step.by ~= 0 then
    local n = #batch.spent
    batch.spent[n + 1], batch.spent[n + 2] = who, spent_text(spent)
  end
end

-- The supports of one idea: those numbered `from` to `to` of the call, whose values are `stored`.
local function settle(batch, call, idea, stored, from, to)
  local statuses, supporters, refused = batch.statuses, batch.supporters, batch.refused
  local args, books, heat, id = call.args, batch.books, call.heats[idea], call.args[4 + idea]
  local filled = #supporters
  local before = filled
  for i = from, to do
    local who = args[call.people + i]
    local points = points_from(books, idea, who)
    local step = known_step(points > 0 and batch.known_giving or batch.known, stored[i - from + 1] or '',
      args[call.words + i], batch.now, points)
    local spent = read_spent(call.spent[i])
    local status = judge(batch.gate, heat, step, spent)
    statuses[i] = status == '+' and step.own_by == 0 and '~' or status
    if status == '+' then
      apply(batch, heat, id, who, step, spent)
      supporters[filled + 1], supporters[filled + 2] = who, step.text
      filled = filled + 2
      if books and step.points ~= 0 then books.by[idea] = (books.by[idea] or 0) + step.points end
    elseif status ~= '=' then
      refused[#refused + 1], refused[#refused + 2] = step.n, step.on
    end
  end
  if filled > before then
    batch.ideas[#batch.ideas + 1], batch.ends[#batch.ends + 1] = idea, filled
  end
end

-- A participant may not be in a call twice: neither would know of the other.
local function is_each_once(args, first, last)
  local seen = {}
  for i = first, last do
    if seen[args[i]] then return false end
    seen[args[i]] = true
  end
  return true
end

--[[ The arguments: board half_life n_ideas n_supports idea... supports_of_it... participant... word...
Supports stand idea by idea. `people`, `words`: where in args the first is, less one. nil: that is not so. ]]
local function read_call(keys, args)
  local n_ideas, n = tonumber(args[3]), tonumber(args[4])
  local people = 4 + 2 * n_ideas
  if n < 1 or n > SUPPORTS_MAX or #args ~= people + 2 * n or #keys ~= MINE + n_ideas then return nil end
  if not is_each_once(args, people + 1, people + n) then return nil end
  local sum = 0
  for i = 1, n_ideas do sum = sum + tonumber(args[4 + n_ideas + i]) end
  return sum == n and { args = args, n_ideas = n_ideas, n = n, people = people, words = people + n }
end

local function settle_all(batch, call, keys)
  local args, from = call.args, 1
  for idea = 1, call.n_ideas do
    local to = from + tonumber(args[4 + call.n_ideas + idea]) - 1
    local key = keys[MINE + idea]
    local stored = from == to and { redis.call('HGET', key, args[call.people + from]) } or
      redis.call('HMGET', key, unpack(args, call.people + from, call.people + to))
    settle(batch, call, idea, stored, from, to)
    from = to + 1
  end
end

-- Supporters and heat of the ideas that changed. Returns the board's rev.
local function write_ideas(batch, call, keys)
  local heats, revs, from = {}, {}, 1
  local rev = redis.call('HINCRBY', keys[BOARD], 'rev', #batch.ideas) - #batch.ideas
  for i, idea in ipairs(batch.ideas) do
    local id, heat = call.args[4 + idea], call.heats[idea]
    heat.rev = string.format('%d', rev + i)
    redis.call('HSET', keys[MINE + idea], unpack(batch.supporters, from, batch.ends[i]))
    from = batch.ends[i] + 1
    heats[2 * i - 1], heats[2 * i] = id, glanced_text(heat)
    revs[2 * i - 1], revs[2 * i] = heat.rev, id
  end
  redis.call('HSET', keys[HEAT], unpack(heats))
  redis.call('ZADD', keys[MOVED], unpack(revs))
  return revs[2 * #batch.ideas - 1]
end

local function write_spent(batch, keys)
  if batch.spent[1] then redis.call('HSET', keys[SPENT], unpack(batch.spent)) end
  if batch.gone[1] then redis.call('ZREM', keys[MINE], unpack(batch.gone)) end
  for at = 1, #batch.aged, WRITTEN_AT_ONCE do
    redis.call('ZADD', keys[MINE], unpack(batch.aged, at, math.min(at + WRITTEN_AT_ONCE - 1, #batch.aged)))
  end
end

--[[ FCALL clameur_support_@version@ n room board heat moved spent cards given points log mine, then
    supporters of each idea
    board half_life n_ideas n_supports idea... supports_of_it... participant... "<n> <on>"...
Each participant once. {ok, epoch, rev, statuses, (n on of the refused)...} or {missing}

What keeps it cheap: people and words go to Redis as they came; an idea is read and written once in a
call, however many support it, and so is what somebody has spent; nothing is parsed twice. ]]
local function support(keys, args)
  local gate = read_gate(keys[BOARD])
  if not gate then return { 'missing' } end
  local call = read_call(keys, args)
  if not call then return redis.error_reply('ERR wrong number of supports') end
  call.heats = redis.call('HMGET', keys[HEAT], unpack(args, 5, 4 + call.n_ideas))
  call.spent = redis.call('HMGET', keys[SPENT], unpack(args, call.people + 1, call.people + call.n))
  for i, heat in ipairs(call.heats) do call.heats[i] = heat and glance(heat) end

  local batch = new_batch(gate, open_books(keys, args, call.n_ideas), tonumber(args[2]), seconds())
  settle_all(batch, call, keys)
  local rev = batch.ideas[1] and write_ideas(batch, call, keys) or redis.call('HGET', keys[BOARD], 'rev') or '0'
  if batch.ideas[1] then
    write_spent(batch, keys)
    if batch.books then write_books(batch.books, keys, args) end
    tell(keys[ROOM_KEY], args[1], rev)
  end

  local reply = { 'ok', tonumber(redis.call('HGET', keys[ROOM_KEY], 'epoch') or 0), tonumber(rev),
    table.concat(batch.statuses) }
  for i = 1, #batch.refused do reply[4 + i] = batch.refused[i] end
  return reply
end

-- ---- Those that came from somewhere ---------------------------------------------------------

-- Taken apart: of each its place in the call, idea, and where it came from.
local function read_sourced(args, register)
  local n_ideas, n = tonumber(args[3]), tonumber(args[4])
  local people, list = 4 + 2 * n_ideas, {}
  for idea = 1, n_ideas do
    for _ = 1, tonumber(args[4 + n_ideas + idea]) do
      local i = #list + 1
      list[i] = { idea = idea, who = args[people + i], word = args[people + n + i],
        ago = tonumber(args[people + 2 * n + i]), source = source_of(register, args[people + 3 * n + i]),
        status = 'x', n = 0, on = '0' }
    end
  end
  return list
end

-- The plain call without those of devices that are none any more; nil: nothing is left of it.
local function plain_call(keys, args, list)
  local ids, counts, people, words, call_keys = {}, {}, {}, {}, { unpack(keys, 1, MINE) }
  local last
  for _, one in ipairs(list) do
    if one.source then
      if last ~= one.idea then
        last = one.idea
        ids[#ids + 1], counts[#counts + 1] = args[4 + one.idea], 0
        call_keys[#call_keys + 1] = keys[MINE + one.idea]
      end
      counts[#counts] = counts[#counts] + 1
      people[#people + 1], words[#words + 1] = one.who, one.word
    end
  end
  if not people[1] then return nil end
  local call = { args[1], args[2], whole(#ids), whole(#people) }
  for _, column in ipairs { ids, counts, people, words } do
    for _, value in ipairs(column) do call[#call + 1] = value end
  end
  return call, call_keys
end

--[[ KEYS those of support, then sfrom sources devices devstate outbox  ARGV those of support, then ago... source...
{ok, ...} as support says, with one letter more: x by a device that is none; behind the letters, the devices that
were flagged ]]
local function support_from(keys, args)
  local n_keys = #keys - 5
  local register = open_register(keys[n_keys + 2], keys[n_keys + 3], keys[n_keys + 4], keys[n_keys + 5])
  local list = read_sourced(args, register)
  local reply = { 'ok', tonumber(redis.call('HGET', keys[ROOM_KEY], 'epoch') or 0),
    tonumber(redis.call('HGET', keys[BOARD], 'rev') or 0), '' }
  local call, call_keys = plain_call({ unpack(keys, 1, n_keys) }, args, list)
  local said = call and support(call_keys, call)
  if said and (said.err or said[1] ~= 'ok') then return said end

  local place, at, from, letters = 0, 5, {}, {}
  for i, one in ipairs(list) do
    if one.source then
      place = place + 1
      one.status = string.sub(said[4], place, place)
      if one.status == '+' or one.status == '~' then
        from[#from + 1], from[#from + 2] = args[4 + one.idea] .. ' ' .. one.who, number_of(register, one.source)
        note_visit(register, one.source, one.who, one.ago)
      elseif one.status ~= '=' then
        one.n, one.on, at = said[at], said[at + 1], at + 2
      end
    end
    letters[i] = one.status
    if not string.find('+~=', one.status, 1, true) then reply[#reply + 1], reply[#reply + 2] = one.n, one.on end
  end
  if from[1] then redis.call('HSET', keys[n_keys + 1], unpack(from)) end
  local flagged = close_register(register)
  if said then reply[2], reply[3] = said[2], said[3] end
  reply[4] = table.concat(letters) .. flagged
  return reply
end

register('support', support)
register('support_from', support_from)
