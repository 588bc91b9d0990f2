#!lua name=clameur_merges_@version@
--[[ SPDX-License-Identifier: Apache-2.0

merges: two ideas that are one. The supporters of an idea count for the one it was merged into, each
once, and it can be undone.

Keys, with those of ideas.lua
  {R}:merges:<board>  hash  idea that was merged -> packed MERGE
                            ">" idea -> the merged idea of the pair that is being worked on; both have it

What was supported stays as it is in the merged idea, and nobody can change it there. The other one's
supporters are marked with its number: see shared/support.lua. So who supported it and is without the
mark is still to come, and whatever way the work is cut short, by a kill, a new start, another master,
what is left of it is to be seen in the data. While it lasts neither can be supported.

Rules
  Supporters of a united idea are exactly the union. Who supported both has one support back.
  Who takes it back there takes it back from all that were merged into it.
  Undone, each has the supporters that it had, but for those who took theirs back since: they support
  neither. Who spoke up for the united idea since then supports it still.
  One may be over the budget afterwards; then nothing more is given until enough is taken back.
  Trend: what it brought along weighs as much as at the merge, until that is undone.
  Points: each support has given its points to whom it was given; a merge gives none, and is nothing to
  be paid back for. Who took it back is, when that is undone, known to have.

Invariants
  What is left of the work equals the supporters without a mark, or with one when it is undone.
  Nothing is ever merged into an idea that was merged itself. ]]

-- @include shared/room.lua@
-- @include shared/history.lua@
-- @include shared/idea.lua@
-- @include shared/support.lua@
-- @include shared/spent.lua@
-- @include shared/acts.lua@
-- @include shared/points.lua@
-- @include shared/news.lua@
-- @include shared/outbox.lua@

-- KEYS of all that write. `from` was, or is to be, merged into `into`.
local ROOM_KEY, BOARD, CARDS, HEAT, MOVED, SPENT, MERGES = 1, 2, 3, 4, 5, 6, 7
local FROM, INTO, FROM_PAST, INTO_PAST = 8, 9, 10, 11
local GIVEN, POINTS, LOG, NEWS_KEY, MINE, OUTBOX = 12, 13, 14, 15, 16, 17
local ACTS = 18

--[[ was: its status before. by, who: of shared/history.lua. work: merge, undo, or none. left: supporters
still to come. cursor, came: of the scan, and how many came since it began. brought: log2 of what those
who came over weigh, '' for nobody. ]]
local MERGE = { 'into', 'was', 'by', 'who', 'work', 'left', 'cursor', 'came', 'brought' }

local function read_card(keys, id)
  local known = redis.call('HGET', keys[CARDS], id)
  return known and unpack_record(known, CARD)
end

local function heat_of(keys, id)
  return read_heat(redis.call('HGET', keys[HEAT], id))
end

local function read_merge(keys, id)
  local known = redis.call('HGET', keys[MERGES], id)
  return known and unpack_record(known, MERGE)
end

local function write_merge(keys, id, merge)
  redis.call('HSET', keys[MERGES], id, pack_record(merge, MERGE))
end

-- Writes what changed of an idea as the board's next rev.
local function write_idea(keys, card, heat)
  heat.rev = whole(redis.call('HINCRBY', keys[BOARD], 'rev', 1))
  redis.call('HSET', keys[CARDS], card.id, pack_record(card, CARD))
  redis.call('HSET', keys[HEAT], card.id, heat_text(heat))
  redis.call('ZADD', keys[MOVED], heat.rev, card.id)
  return heat.rev
end

local function without(with, id)
  local list = {}
  for other in string.gmatch(with, '%S+') do
    if other ~= id then list[#list + 1] = other end
  end
  return table.concat(list, ' '), #list
end

-- ---- One slice of the work ------------------------------------------------------------

local NOBODY = '0 0 0'

-- Counts a supporter of `from` for `into`. Returns whether both were supported.
local function carry(from, into, number, heat, half_life)
  local was_on = into.on == '1'
  into.marks = into.marks .. ' +' .. number
  if was_on then return true end
  into.on, into.at = '1', from.at
  local weight = from.at / half_life
  heat.supports = heat.supports + 1
  heat.own = heat.own or heat.trend
  heat.brought = heat.brought and log_add(heat.brought, weight, 1) or weight
  heat.trend = log_add(heat.own, heat.brought, 1)
  return false, weight
end

local function step_merge(work, from, into)
  if mark_of(into, work.number) then return nil end
  local both, weight = carry(from, into, work.number, work.heat, work.half_life)
  if weight then
    local brought = tonumber(work.merge.brought)
    work.merge.brought = string.format('%.6f', brought and log_add(brought, weight, 1) or weight)
  end
  return both and -1 or 0
end

-- Each has its own again. Who took theirs back meanwhile took it back from both.
local function step_undo(work, from, into)
  local mark = mark_of(into, work.number)
  if not mark then return nil end
  unmark(into, work.number)
  if mark == '-' then
    if from.own_on == '1' then add_weight(work.from_heat, from.own_at / work.half_life, -1) end
    work.from_heat.supports = work.from_heat.supports - 1
    work.lost = work.lost + from.points
    take_back(from)
    return 0, true
  end
  into.on = (into.own_on == '1' or is_carried(into)) and '1' or '0'
  if not is_carried(into) then into.at = into.own_at end
  if into.on == '1' then return 1 end
  work.heat.supports = work.heat.supports - 1
  return 0
end

-- Some of `from`'s supporters: {who, parts}...
local function scan(keys, merge, slice)
  local reply = redis.call('HSCAN', keys[FROM], merge.cursor, 'COUNT', slice)
  local seen, people, supports = {}, {}, {}
  for i = 1, #reply[2], 2 do
    local who, support = reply[2][i], parts_of(reply[2][i + 1])
    if support.on == '1' and not seen[who] then
      seen[who] = true
      people[#people + 1], supports[#supports + 1] = who, support
    end
  end
  return reply[1], people, supports
end

local function put(writes, field, value)
  writes[#writes + 1], writes[#writes + 2] = field, value
end

-- In pieces, for unpack has a limit of a few thousand values.
local WRITTEN_AT_ONCE = 2000
local function write_all(verb, key, values)
  for at = 1, #values, WRITTEN_AT_ONCE do
    redis.call(verb, key, unpack(values, at, math.min(at + WRITTEN_AT_ONCE - 1, #values)))
  end
end

local function read_all(key, fields)
  local values = {}
  for at = 1, #fields, WRITTEN_AT_ONCE do
    local some = redis.call('HMGET', key, unpack(fields, at, math.min(at + WRITTEN_AT_ONCE - 1, #fields)))
    for i = 1, #some do values[at + i - 1] = some[i] end
  end
  return values
end

-- What they become; returns how many there were to do.
local function work_on(keys, work, people, supports)
  local step_of = work.merge.work == 'merge' and step_merge or step_undo
  local held, spent = read_all(keys[INTO], people), read_all(keys[SPENT], people)
  local into_writes, from_writes, spent_writes, gone, gone_mine, n = {}, {}, {}, {}, {}, 0
  for i, who in ipairs(people) do
    local into = parts_of(held[i] or NOBODY)
    local was_own = supports[i].own_on == '1'
    local by, took_back = step_of(work, supports[i], into)
    if by then
      n = n + 1
      if into.n == 0 and into.marks == '' and into.on == '0' then
        gone[#gone + 1] = who
      else
        put(into_writes, who, support_text(into))
      end
      local own = read_spent(spent[i])
      own.supports = own.supports + by
      if took_back then
        put(from_writes, who, support_text(supports[i]))
        if was_own then drop_own(own, who, entry_of(supports[i].own_at, work.from_id), gone_mine) end
      end
      if by ~= 0 or took_back then put(spent_writes, who, spent_text(own)) end
    end
  end
  write_all('HSET', keys[INTO], into_writes)
  write_all('HDEL', keys[INTO], gone)
  write_all('ZREM', keys[MINE], gone_mine)
  write_all('HSET', keys[FROM], from_writes)
  write_all('HSET', keys[SPENT], spent_writes)
  return n
end

-- What those that are still merged into it brought along.
local function brought_by(keys, with)
  local sum
  for id in string.gmatch(with, '%S+') do
    local merge = read_merge(keys, id)
    local brought = merge and tonumber(merge.brought)
    if brought then sum = sum and log_add(sum, brought, 1) or brought end
  end
  return sum
end

local function finish(keys, from, into, work)
  local merge = work.merge
  redis.call('HDEL', keys[MERGES], '>' .. from.id, '>' .. into.id)
  if merge.work == 'merge' then
    merge.work = ''
    write_merge(keys, from.id, merge)
  else
    local own = work.heat.own or work.heat.trend
    redis.call('HDEL', keys[MERGES], from.id)
    work.heat.brought = brought_by(keys, into.with)
    work.heat.own = work.heat.brought and own
    work.heat.trend = work.heat.brought and log_add(own, work.heat.brought, 1) or own
  end
  work.heat.on, work.from_heat.on = on_of(into), on_of(from)
end

--[[ The next slice of what is under way between two ideas. Returns whether there is more.
A cursor is good in one life of one Redis. In another it may lead past some, who are then found by the
next scan: the work is done when none is left, or when a whole scan found none. ]]
local function go_on(keys, board, from, into, half_life, slice)
  local merge = read_merge(keys, from.id)
  local work = { merge = merge, number = from.number, heat = heat_of(keys, into.id),
    from_heat = heat_of(keys, from.id), from_id = from.id, lost = 0, half_life = tonumber(half_life) }
  local cursor, people, supports = scan(keys, merge, slice)
  local n = #people > 0 and work_on(keys, work, people, supports) or 0
  if work.lost > 0 then earn_less(keys[ROOM_KEY], { keys[GIVEN], keys[POINTS], keys[LOG] }, board, from, work.lost) end
  local left, came = tonumber(merge.left) - n, tonumber(merge.came) + n
  local is_done = cursor == '0' and (left <= 0 or came == 0)
  merge.cursor, merge.left, merge.came = cursor, whole(left), cursor == '0' and '0' or whole(came)
  if is_done then finish(keys, from, into, work) else write_merge(keys, from.id, merge) end
  if merge.work == 'undo' then write_idea(keys, from, work.from_heat) end
  tell(keys[ROOM_KEY], board, write_idea(keys, into, work.heat))
  return not is_done
end

local function is_done(keys, from)
  return { 'ok', pack_record(from, CARD), tonumber(redis.call('HGET', keys[BOARD], 'rev')) }
end

-- Begins it, and does the first slice: {ok, card, rev} or {busy, from, into}.
local function begin(keys, args, from, into, merge)
  merge.left, merge.cursor, merge.came = whole(heat_of(keys, from.id).supports), '0', '0'
  redis.call('HSET', keys[MERGES], '>' .. from.id, from.id, '>' .. into.id, from.id)
  write_merge(keys, from.id, merge)
  local from_heat, heat = heat_of(keys, from.id), heat_of(keys, into.id)
  from_heat.on, heat.on = merge.work == 'merge' and '2' or '3', '3'
  write_idea(keys, from, from_heat)
  write_idea(keys, into, heat)
  if go_on(keys, args[1], from, into, args[6], args[7]) then return { 'busy', from.id, into.id } end
  return is_done(keys, from)
end

-- The author is told, and what they were given for a status goes and comes with it.
local function tell_status(keys, board, card, was, what)
  earn_changed(keys[ROOM_KEY], { keys[GIVEN], keys[POINTS], keys[LOG] }, board, { state = card.state, status = was }, card)
  tell_news(keys[ROOM_KEY], keys[NEWS_KEY], board, card, what)
  post_out(keys[OUTBOX], 'idea.status', board, card.id, was, card.status)
end

-- The pair that is being worked on where one of these is in it: {busy, from, into}, or nil.
local function busy_of(keys, ...)
  for _, id in ipairs { ... } do
    local from = redis.call('HGET', keys[MERGES], '>' .. id)
    if from then return { 'busy', from, read_merge(keys, from).into } end
  end
end

-- ---- Asked for ------------------------------------------------------------------------

--[[ KEYS see above  ARGV board from version author who half_life slice into most
`author`: only whoever posted it, '' for staff. {ok, card, rev}, {ok|stale, card}, {missing}, {forbidden},
{merged, id}: one of them was, into that one; {wrong_move}: the one is withdrawn, or the other is not
shown; {limit}: into that one so many are merged already; {busy, from, into}: this, or what has to be
done before it, has to be gone on with, then asked for again. ]]
local function idea_merge(keys, args)
  if redis.call('HEXISTS', keys[BOARD], 'gate') == 0 then return { 'missing' } end
  local from, into = read_card(keys, args[2]), read_card(keys, args[8])
  if not from or not into then return { 'missing' } end
  if args[4] ~= '' and from.author ~= args[4] then return { 'forbidden' } end
  local busy = busy_of(keys, from.id, into.id)
  if busy then return busy end

  if from.status == 'merged' and from.into == into.id and from.version == step(args[3], 1) then
    return is_done(keys, from)
  end
  if from.version ~= args[3] then return { 'stale', pack_record(from, CARD) } end
  if from.status == 'merged' then return { 'merged', end_of(keys[CARDS], from) } end
  if into.status == 'merged' then return { 'merged', end_of(keys[CARDS], into) } end
  if from.id == into.id or from.state == 'withdrawn' or into.state ~= 'shown' then return { 'wrong_move' } end
  local with, n = without(into.with, '')
  if n >= tonumber(args[9]) then return { 'limit' } end

  local by = args[4] ~= '' and 'author' or 'team'
  local merge = { into = into.id, was = from.status, by = by, who = args[5], work = 'merge', brought = '' }
  from.status, from.into, from.version = 'merged', into.id, step(from.version, 1)
  into.with, into.version = n > 0 and with .. ' ' .. from.id or from.id, step(into.version, 1)
  remember(keys[FROM_PAST], 'merged', by, args[5], '', into.id)
  remember(keys[INTO_PAST], 'joined', by, args[5], '', from.id)
  if by == 'team' then note_act(keys[ROOM_KEY], keys[ACTS], args[5], 'merged', args[1], from.id, '', into.id) end
  tell_status(keys, args[1], from, merge.was, 'merged')
  return begin(keys, args, from, into, merge)
end

--[[ KEYS see above; `into` is what merge_find said  ARGV as idea_merge
`author`: only whoever posted it and merged it themselves. The same replies, and {wrong_move}: it is not
merged; {merged, id}: undo that one first. ]]
local function idea_unmerge(keys, args)
  if redis.call('HEXISTS', keys[BOARD], 'gate') == 0 then return { 'missing' } end
  local from = read_card(keys, args[2])
  if not from then return { 'missing' } end
  local merge = read_merge(keys, from.id)
  if args[4] ~= '' and (from.author ~= args[4] or (merge and merge.who ~= args[4])) then
    return { 'forbidden' }
  end
  local busy = busy_of(keys, from.id, args[8])
  if busy then return busy end

  if from.status ~= 'merged' and from.version == step(args[3], 1) then
    return is_done(keys, from)
  end
  if from.version ~= args[3] or (merge and merge.into ~= args[8]) then
    return { 'stale', pack_record(from, CARD) }
  end
  if not merge then return { 'wrong_move' } end
  local into = read_card(keys, merge.into)
  if into.status == 'merged' then return { 'merged', end_of(keys[CARDS], into) } end

  local by = args[4] ~= '' and 'author' or 'team'
  merge.work = 'undo'
  from.status, from.into, from.version = merge.was, '', step(from.version, 1)
  into.with, into.version = without(into.with, from.id), step(into.version, 1)
  remember(keys[FROM_PAST], 'unmerged', by, args[5], into.id, '')
  remember(keys[INTO_PAST], 'parted', by, args[5], from.id, '')
  if by == 'team' then note_act(keys[ROOM_KEY], keys[ACTS], args[5], 'unmerged', args[1], from.id, into.id, '') end
  tell_status(keys, args[1], from, 'merged', 'status')
  return begin(keys, args, from, into, merge)
end

-- KEYS see above  ARGV board from into half_life slice. {busy, from, into}, or {ok}: nothing is left of it.
local function merge_go_on(keys, args)
  if redis.call('HGET', keys[MERGES], '>' .. args[2]) ~= args[2] then return { 'ok' } end
  local from, into = read_card(keys, args[2]), read_card(keys, args[3])
  if not from or not into or read_merge(keys, from.id).into ~= into.id then return { 'ok' } end
  if go_on(keys, args[1], from, into, args[4], args[5]) then return { 'busy', from.id, into.id } end
  return { 'ok' }
end

--[[ KEYS cards merges  ARGV idea
{ok, what it was merged into or '', where that is now, and the pair that is being worked on: from, into} ]]
local function merge_find(keys, args)
  local known = redis.call('HGET', keys[1], args[1])
  if not known then return { 'missing' } end
  local card = unpack_record(known, CARD)
  local busy = busy_of({ [MERGES] = keys[2] }, card.id)
  return { 'ok', card.into, end_of(keys[1], card), busy and busy[2] or '', busy and busy[3] or '' }
end

register('idea_merge', idea_merge)
register('idea_unmerge', idea_unmerge)
register('merge_go_on', merge_go_on)
register('merge_find', merge_find, 'no-writes')
