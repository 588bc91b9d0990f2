#!lua name=clameur_gates_@version@
--[[ SPDX-License-Identifier: Apache-2.0

gates: ideas that move by what they reach, and what the team is to answer.

Keys, all with the room's {tag}; those of ideas.lua, and
  {R}:gates:<board>   hash  idea -> "<gates passed> <ms from which the next one's days count>
                            <ms by which the team is to answer, or 0> <status given> <1: out of time>"
  {R}:due:<board>     zset  idea -> ms by which the team is to answer
  {R}:opis:<board>    hash  idea -> "<good opinions> <bad ones>"
  {R}:opi:<board>     hash  "<idea> <participant>" -> "<n> <1 good, 0 bad>"     the truth

Which gates there are is in the board's definition, which C alone reads. So a call brings the rule
along, with the version of the board that it was read from: of another one it is "stale". ]]

-- @include shared/room.lua@
-- @include shared/idea.lua@
-- @include shared/history.lua@
-- @include shared/outbox.lua@
-- @include shared/board.lua@
-- @include shared/points.lua@
-- @include shared/news.lua@

local STATE = '^(%d+) (%d+) (%d+) (%l+) (%d)$'
local DAY_MS = 86400000
local MAY_MOVE = { new = true, read = true, review = true } -- as domain/gate.c: gate_may_move

local function read_state(text)
  local passed, base, by, given, over = string.match(text or '0 0 0 new 0', STATE)
  return { passed = tonumber(passed), base = tonumber(base), by = tonumber(by), given = given, over = over }
end

local function state_text(state)
  return string.format('%.0f %.0f %.0f %s %s', state.passed, state.base, state.by, state.given, state.over)
end

local function read_opinions(text)
  local good, bad = string.match(text or '0 0', '^(%d+) (%d+)$')
  return tonumber(good), tonumber(bad)
end

-- ---- Judging -----------------------------------------------------------------------------

-- Supports that are on and came within the last days. Rarely asked, and only of those that have enough in all.
local function recent_supports(key, days)
  local since, n = seconds() - days * 86400, 0
  for _, value in ipairs(redis.call('HVALS', key)) do
    local on, at = string.match(value, '^%d+ (%d) (%d+)')
    if on == '1' and tonumber(at) >= since then n = n + 1 end
  end
  return n
end

local REACHED = {
  supports = function(rule, idea) return idea.heat.supports >= rule.at end,
  deadline = function(rule, idea) return idea.now >= idea.till end,
  rate = function(rule, idea)
    local need = rule.at * rule.over
    return idea.heat.supports >= need and recent_supports(idea.supporters, rule.over) >= need
  end,
  satisfaction = function(rule, idea)
    local good, bad = read_opinions(idea.opinions)
    return good + bad >= rule.at and good * 100 >= rule.percent * (good + bad)
  end,
}

--[[ KEYS room boards board cards heat moved gates due opis supporters history outbox given points log news
ARGV board version id gate kind at over percent days then late answer_days
Moves an idea through the gate it stands before, or out of time, if that is so. {ok, card, rev};
{ok}: it is past that gate already; {wrong_move}: not yet, or not any more; {stale}, {missing} ]]
local function idea_gate(keys, args)
  local board, packed = read_board(keys[2], args[1]), redis.call('HGET', keys[4], args[3])
  if not board or not packed then return { 'missing' } end
  if board.version ~= args[2] then return { 'stale' } end
  local state, n = read_state(redis.call('HGET', keys[7], args[3])), tonumber(args[4])
  if state.passed > n or state.over == '1' then return { 'ok' } end
  local card = unpack_record(packed, CARD)
  local heat = read_heat(redis.call('HGET', keys[5], args[3]))
  -- Of one that is being merged with another, numbers say little until that is done.
  local is_still = heat.on == '1' and card.state == 'shown' and MAY_MOVE[card.status]
  if state.passed < n or not is_still then return { 'wrong_move' } end

  local rule = { kind = args[5], at = tonumber(args[6]), over = tonumber(args[7]),
    percent = tonumber(args[8]), days = tonumber(args[9]), answer_days = tonumber(args[12]) }
  local idea = { now = now_ms(), heat = heat,
    supporters = keys[10], opinions = redis.call('HGET', keys[9], args[3]) }
  idea.till = (state.base > 0 and state.base or tonumber(card.at)) + rule.days * DAY_MS
  local reached = REACHED[rule.kind](rule, idea)
  if not reached and (rule.days == 0 or idea.now < idea.till) then return { 'wrong_move' } end

  if reached then
    state.passed, state.given = state.passed + 1, args[10]
    state.base = rule.days > 0 and math.max(idea.till, idea.now) or idea.now
    state.by = rule.answer_days > 0 and idea.now + rule.answer_days * DAY_MS or 0
  else
    state.over = '1'
  end
  local rev = whole(redis.call('HINCRBY', keys[3], 'rev', 1))
  local was = card.status
  card.status = reached and args[10] or args[11]
  card.version = step(card.version, 1)
  idea.heat.rev = rev
  packed = pack_record(card, CARD)
  redis.call('HSET', keys[4], card.id, packed)
  redis.call('HSET', keys[5], card.id, heat_text(idea.heat))
  redis.call('ZADD', keys[6], rev, card.id)
  redis.call('HSET', keys[7], card.id, state_text(state))
  if reached and state.by > 0 then
    redis.call('ZADD', keys[8], whole(state.by), card.id)
  else
    redis.call('ZREM', keys[8], card.id)
  end
  local missed = reached and '' or 'late'
  remember(keys[11], 'gate', 'clerk', '', missed, step(args[4], 1))
  post_out(keys[12], 'gate', args[1], card.id, missed, step(args[4], 1))
  if was ~= card.status then
    remember(keys[11], 'status', 'clerk', '', was, card.status)
    post_out(keys[12], 'idea.status', args[1], card.id, was, card.status)
    earn_changed(keys[1], { keys[13], keys[14], keys[15] }, args[1], { state = card.state, status = was }, card)
    tell_news(keys[1], keys[16], args[1], card, 'status')
  end
  tell(keys[1], args[1], rev)
  return { 'ok', packed, tonumber(rev) }
end

-- ---- Reading -----------------------------------------------------------------------------

--[[ KEYS boards board cards heat moved gates opis  ARGV board after most
Like ideas_changed, with what gates ask for: {ok, rev, now, (card heat gates opinions)...}, {missing} ]]
local function gates_changed(keys, args)
  if redis.call('HEXISTS', keys[1], args[1]) == 0 then return { 'missing' } end
  local rev = tonumber(redis.call('HGET', keys[2], 'rev') or 0)
  local ids = redis.call('ZRANGEBYSCORE', keys[5], '(' .. args[2], '+inf', 'LIMIT', 0, args[3])
  local reply = { 'ok', rev, now_ms() }
  if not ids[1] then return reply end
  local of = {}
  for i, key in ipairs { keys[3], keys[4], keys[6], keys[7] } do of[i] = redis.call('HMGET', key, unpack(ids)) end
  for i = 1, #ids do
    for part = 1, 4 do reply[#reply + 1] = of[part][i] or '' end
  end
  return reply
end

--[[ KEYS cards gates due  ARGV most
What the team is to answer, what is due first: {ok, id...}. What was answered goes. ]]
local function gates_queue(keys, args)
  local most, reply, answered = tonumber(args[1]), { 'ok' }, {}
  for _, id in ipairs(redis.call('ZRANGE', keys[3], 0, 10 * most)) do
    local packed = redis.call('HGET', keys[1], id)
    local card = packed and unpack_record(packed, CARD)
    local waits = card and card.status == read_state(redis.call('HGET', keys[2], id)).given
    if not waits or card.state == 'withdrawn' then
      answered[#answered + 1] = id
    elseif #reply <= most and card.state == 'shown' then
      reply[#reply + 1] = id
    end
  end
  if answered[1] then redis.call('ZREM', keys[3], unpack(answered)) end
  return reply
end

-- ---- Opinions ------------------------------------------------------------------------------

--[[ KEYS room board cards heat moved opis opi  ARGV board id participant n good
By the rule of supports: {ok, rev, <1: it changed something>}; {stale, n, good}, {closed}, {missing} ]]
local function idea_opine(keys, args)
  local gate = read_gate(keys[2])
  local heat = redis.call('HGET', keys[4], args[2])
  heat = heat and read_heat(heat)
  if not gate or not heat then return { 'missing' } end
  local own, n = args[2] .. ' ' .. args[3], tonumber(args[4])
  local old_n, old_good = string.match(redis.call('HGET', keys[7], own) or '', '^(%d+) (%d)$')
  if old_n == args[4] and old_good == args[5] then
    return { 'ok', tonumber(redis.call('HGET', keys[2], 'rev')), 0 }
  end
  if old_n and n <= tonumber(old_n) then return { 'stale', tonumber(old_n), tonumber(old_good) } end
  if heat.on ~= '1' then return { 'missing' } end
  if not gate.supports then return { 'closed' } end

  local good, bad = read_opinions(redis.call('HGET', keys[6], args[2]))
  if old_good == '1' then good = good - 1 elseif old_good == '0' then bad = bad - 1 end
  if args[5] == '1' then good = good + 1 else bad = bad + 1 end
  local rev = whole(redis.call('HINCRBY', keys[2], 'rev', 1))
  heat.rev = rev
  redis.call('HSET', keys[7], own, args[4] .. ' ' .. args[5])
  redis.call('HSET', keys[6], args[2], string.format('%.0f %.0f', good, bad))
  redis.call('HSET', keys[4], args[2], heat_text(heat))
  redis.call('ZADD', keys[5], rev, args[2])
  tell(keys[1], args[1], rev)
  return { 'ok', tonumber(rev), old_good == args[5] and 0 or 1 }
end

register('idea_gate', idea_gate, 'allow-oom')
register('gates_changed', gates_changed, 'no-writes')
register('gates_queue', gates_queue, 'allow-oom')
register('idea_opine', idea_opine)
