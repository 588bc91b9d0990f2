#!lua name=clameur_rooms_@version@
--[[ SPDX-License-Identifier: Apache-2.0

rooms: what a room is, what it asks, and the journal of it all.

Keys, all with the room's {tag}
  {R}:room      hash    id code epoch seq rev access passcode current order settings created board small
                        order: "q1:1,q3:2", every question with its present round,
                        small: since when groups are told however small they are, in ms, or ''; and
                        life: of the Redis in which the epoch began, see life_of_redis
  {R}:q:<id>    hash    id state round version def_version closes change def, and aside_def: the
                        def_version under which the round before was answered,
                        def_round: the first round under the present definition, once there was
                        another one,
                        before: the round of which this one is a second vote, 0 for none, and
                        aside_before: what that was in the round before,
                        opened: the ms at which its round was opened first, 0 before that,
                        undo: "<move> <ms>", the move that takes the last one back, and until
                        when hosts are offered it, or ''; and
                        gate: all that a cast asks of it, in one field; see ballots.lua, and
                        aside_opened: when the round before was, and
                        closed: the ms at which it was closed last
  {R}:journal   stream  one packed fact an entry, id = <seq>-0
  {R}:roles, {R}:entered   see rights.lua
  {R}:ballots:<id>:<round>, {R}:tally:<id>:<round>, {R}:times:<id>:<round>   see ballots.lua
  {R}:boards    hash    see boards.lua
  {R}:acts      stream  see shared/acts.lua
  {R}:bus       channel every fact, packed as in the journal

Invariants
  A fact has seq = the one before + 1, and carries the whole records after it.
  Doing a thing twice is doing it once, and the second answer is as good as the first.
  All is judged before the first write; the write that could fail (XADD) comes first.

Replies are {status, ...}: "ok", or the reason why nothing was written. "again": keys were
missing from the call; what follows tells which.

Nothing is bound outside of functions: while a library loads, Lua's own do not exist yet. ]]

-- @include shared/room.lua@
-- @include shared/options.lua@
-- @include shared/acts.lua@

local QUESTION = { 'id', 'state', 'round', 'version', 'def_version', 'closes', 'change', 'def',
  'aside_def', 'before', 'aside_before', 'undo', 'opened' }

local function read_question(key)
  local question = read_record(key, QUESTION)
  if question then
    if question.before == '' then question.before, question.aside_before = '0', '0' end
    if question.opened == '' then question.opened = '0' end
  end
  return question
end

local function question_reply(status, question)
  return { status, pack_record(question, QUESTION) }
end

-- ---- The order of questions -----------------------------------------------------

local function order_read(text)
  local list = {}
  for id, round in string.gmatch(text, '([^:,]+):(%d+)') do
    list[#list + 1] = { id = id, round = round }
  end
  return list
end

local function order_write(list)
  local out = {}
  for i, entry in ipairs(list) do
    out[i] = entry.id .. ':' .. entry.round
  end
  return table.concat(out, ',')
end

local function order_find(list, id)
  for i, entry in ipairs(list) do
    if entry.id == id then return i end
  end
  return nil
end

-- ---- Facts ----------------------------------------------------------------------

local function commit_question(keys, room, question, name)
  local fact = { name = name, about = 'question', question = pack_record(question, QUESTION) }
  commit(keys[1], keys[3], room, fact, function()
    write_record(keys[2], question, QUESTION)
    redis.call('HSET', keys[2], 'gate', table.concat({ question.round, question.def_version,
      question.state, question.closes, question.change }, ' '))
    for _, field in ipairs { 'aside_opened', 'closed' } do
      if question[field] then redis.call('HSET', keys[2], field, question[field]) end
    end
  end)
  return { 'ok', fact.question }
end

-- ---- Rooms ----------------------------------------------------------------------

-- Files as they come, four parts each from `from` on (id kind full small), become pictures of the look.
local function put_look_pictures(pics, bytes_key, args, from)
  for i = from, #args, 4 do
    if redis.call('HEXISTS', pics, args[i]) == 0 then -- One may be for both sides.
      local bytes = whole(#args[i + 2] + #args[i + 3])
      redis.call('HSET', bytes_key, args[i] .. ':full', args[i + 2], args[i] .. ':small', args[i + 3])
      redis.call('HSET', pics, args[i], pack_record({ kind = args[i + 1], bytes = bytes,
        questions = ',' .. LOOK .. ',', till = '0' }, OPTION_PICTURE))
      redis.call('HINCRBY', pics, 'bytes', bytes)
    end
  end
end

local function are_among(ids, args, from)
  local given = {}
  for i = from, #args, 4 do given[args[i]] = true end
  for _, id in ipairs(ids) do
    if not given[id] then return false end
  end
  return true
end

--[[ KEYS room optpics optimg  ARGV id code settings, then the files of its logo: id kind full small each
{ok, room}; the room as it is if it is there already. {picture}: the logo is none of the files ]]
local function room_create(keys, args)
  local room = read_room(keys[1])
  if not room then
    if not are_among(look_pictures(args[3]), args, 4) then return { 'picture' } end
    room = { id = args[1], code = args[2], epoch = '1', seq = '0', rev = '1', access = 'open',
      passcode = '', current = '', order = '', settings = args[3], created = whole(now_ms()), board = '', small = '' }
    write_record(keys[1], room, ROOM)
    redis.call('HSET', keys[1], 'life', life_of_redis())
    put_look_pictures(keys[2], keys[3], args, 4)
  end
  return { 'ok', pack_record(room, ROOM) }
end

-- KEYS room boards, then question and tally of each question in ARGV[1], the order as the caller
-- believes it to be. {ok, room, {board...}, question, tally, ...}, {again, order} or {missing}.
local function room_load(keys, args)
  local room = read_room(keys[1])
  if not room then return { 'missing' } end
  if room.order ~= args[1] then return { 'again', room.order } end

  local reply = { 'ok', pack_record(room, ROOM), redis.call('HVALS', keys[2]) }
  for i = 3, #keys, 2 do
    reply[#reply + 1] = pack_record(read_question(keys[i]), QUESTION)
    reply[#reply + 1] = redis.call('GET', keys[i + 1]) or ''
  end
  return reply
end

-- Is what the room is to look at there? A board that is a draft is not, for anybody but its host.
local function may_look_at(boards, room, changed)
  local current, board = changed.current or '', changed.board or ''
  if current ~= '' and not order_find(order_read(room.order), current) then return false end
  if board == '' then return true end
  local record = redis.call('HGET', boards, board)
  return record and unpack_record(record, { 'id', 'version', 'place', 'phase' }).phase ~= 'draft'
end

-- The room's pictures, as far as its look has them, by its settings before and now.
local function keep_look_pictures(key, before, now)
  local had, wanted = look_pictures(before), look_pictures(now)
  if #had + #wanted > 0 then keep_option_pictures(key, LOOK, wanted) end
end

--[[ Groups are told however small where everyone is invited, and from now on: `wanted` is '1', '0', or nil
for as it is. Opening the room switches it off. False: not everyone is invited. ]]
local function small_of(room, access, wanted)
  if access ~= 'invited' then return wanted ~= '1' and '' end
  if wanted == '0' then return '' end
  return room.small == '' and wanted == '1' and whole(now_ms()) or room.small
end

--[[ KEYS room journal boards optpics acts  ARGV who rev, then field value of what changes. {ok|stale, room},
{picture}: its logo is none of the room's, {unnamed}: groups are not told, for anyone may be in them ]]
local function room_update(keys, args)
  local room = read_room(keys[1])
  if not room then return { 'missing' } end

  local same = true
  local changed = {}
  for i = 3, #args, 2 do
    changed[args[i]] = args[i + 1]
  end
  changed.small = small_of(room, changed.access or room.access, changed.small)
  if not changed.small then return { 'unnamed' } end
  -- A question that is looked at takes the place of a board.
  if (changed.current or '') ~= '' then changed.board = changed.board or '' end
  for field, value in pairs(changed) do same = same and room[field] == value end
  local resent = same and room.rev == step(args[2], 1)
  if room.rev ~= args[2] and not resent then
    return { 'stale', pack_record(room, ROOM) }
  end
  if not may_look_at(keys[3], room, changed) then return { 'missing' } end
  local before, was_small = room.settings, room.small
  if not has_option_pictures(keys[4], look_pictures(changed.settings or '')) then return { 'picture' } end
  if not resent then
    for field, value in pairs(changed) do room[field] = value end
    room.rev = step(room.rev, 1)
    commit(keys[1], keys[2], room, { name = 'room.changed', about = 'room' })
    keep_look_pictures(keys[4], before, room.settings)
    local was, is = was_small == '' and 'off' or 'on', room.small == '' and 'off' or 'on'
    if was ~= is then note_act(keys[1], keys[5], args[1], 'groups', '', '', was, is) end
  end
  return { 'ok', pack_record(room, ROOM) }
end

-- KEYS room journal roles entered links secrets, then all that the questions of ARGV[1] (the
-- order as the caller believes it to be) have. {ok} or {again, order}.
local function room_delete(keys, args)
  local room = read_room(keys[1])
  if not room then return { 'ok' } end
  if room.order ~= args[1] then return { 'again', room.order } end

  room.seq = step(room.seq, 1)
  for _, key in ipairs(keys) do redis.call('UNLINK', key) end
  redis.call('SPUBLISH', '{' .. room.id .. '}:bus', pack { 'fact', room.epoch, room.seq,
    whole(now_ms()), 'room.deleted', 'deleted', pack_record(room, ROOM), '' })
  return { 'ok' }
end

--[[ KEYS room journal  ARGV epoch seq. The journal of the time before is not continued. {ok}
An epoch is named by the time it begins: should it be lost in its turn, the next one is another. ]]
local function room_raise_epoch(keys, args)
  local room = read_room(keys[1])
  if not room then return { 'missing' } end
  if room.epoch ~= args[1] then return { 'ok' } end

  room.epoch = whole(math.max(tonumber(room.epoch) + 1, now_ms()))
  room.seq = whole(math.max(tonumber(room.seq), tonumber(args[2])))
  redis.call('UNLINK', keys[2])
  commit(keys[1], keys[2], room, { name = 'room.changed', about = 'room' }, function()
    redis.call('HSET', keys[1], 'life', life_of_redis())
  end)
  return { 'ok' }
end

-- ---- Questions --------------------------------------------------------------------

-- KEYS room question journal optpics  ARGV id def change most. {ok|exists, question}, {limit}, {picture}
local function question_add(keys, args)
  local room, question = read_room(keys[1]), read_question(keys[2])
  if not room then return { 'missing' } end
  if question then
    local same = question.def == args[2]
    return question_reply(same and 'ok' or 'exists', question)
  end
  local order = order_read(room.order)
  if #order >= tonumber(args[4]) then return { 'limit' } end
  local pictures = option_pictures(args[2])
  if not has_option_pictures(keys[4], pictures) then return { 'picture' } end

  order[#order + 1] = { id = args[1], round = '1' }
  room.order, room.rev = order_write(order), step(room.rev, 1)
  question = { id = args[1], state = 'draft', round = '1', version = '1', def_version = '1',
    closes = '0', change = args[3], def = args[2], aside_def = '0',
    before = '0', aside_before = '0', undo = '', opened = '0' }
  if #pictures > 0 then keep_option_pictures(keys[4], question.id, pictures) end
  return commit_question(keys, room, question, 'question.added')
end

-- KEYS room question journal optpics  ARGV version def change. {ok|stale|wrong_move, question}, {picture}
local function question_update(keys, args)
  local room, question = read_room(keys[1]), read_question(keys[2])
  if not room or not question then return { 'missing' } end

  local same = question.def == args[2] and question.change == args[3]
  if same and question.version == step(args[1], 1) then return question_reply('ok', question) end
  if question.version ~= args[1] then return question_reply('stale', question) end
  if question.state ~= 'draft' then return question_reply('wrong_move', question) end
  local before, pictures = option_pictures(question.def), option_pictures(args[2])
  if not has_option_pictures(keys[4], pictures) then return { 'picture' } end

  question.def, question.change = args[2], args[3]
  question.version = step(question.version, 1)
  question.def_version = step(question.def_version, 1)
  question.undo = ''
  if #before + #pictures > 0 then keep_option_pictures(keys[4], question.id, pictures) end
  local reply = commit_question(keys, room, question, 'question.changed')
  redis.call('HSET', keys[2], 'def_round', question.round) -- See results.lua.
  return reply
end

-- KEYS room question journal optpics, then all that rounds 1 to ARGV[3] may have
-- ARGV id version round. {ok}, {stale, question}, {again, round}
local function question_remove(keys, args)
  local room, question = read_room(keys[1]), read_question(keys[2])
  if not room then return { 'missing' } end
  if not question then return { 'ok' } end
  if question.version ~= args[2] then return question_reply('stale', question) end
  if question.round ~= args[3] then return { 'again', question.round } end

  local order = order_read(room.order)
  table.remove(order, order_find(order, args[1]))
  room.order, room.rev = order_write(order), step(room.rev, 1)
  if room.current == args[1] then room.current = '' end
  local fact = { name = 'question.removed', about = 'removed', question = pack { args[1] } }
  commit(keys[1], keys[3], room, fact, function()
    redis.call('UNLINK', keys[2])
    if #option_pictures(question.def) > 0 then keep_option_pictures(keys[4], question.id, {}) end
    for i = 5, #keys do redis.call('UNLINK', keys[i]) end
  end)
  return { 'ok' }
end

-- KEYS room journal  ARGV id place. {ok}
local function question_place(keys, args)
  local room = read_room(keys[1])
  if not room then return { 'missing' } end
  local order = order_read(room.order)
  local from = order_find(order, args[1])
  if not from then return { 'missing' } end

  local entry = table.remove(order, from)
  local to = math.min(tonumber(args[2]), #order)
  table.insert(order, to + 1, entry)
  if from ~= to + 1 then
    room.order, room.rev = order_write(order), step(room.rev, 1)
    commit(keys[1], keys[2], room, { name = 'room.changed', about = 'room' })
  end
  return { 'ok' }
end

local function is_due(question)
  local closes = tonumber(question.closes)
  return closes > 0 and now_ms() >= closes
end

-- When its round began: a round that is opened first begins now, one that comes back began when it did.
local function move_clock(key, question, move)
  local is_first = move.to == 'open' and (question.state == 'draft' or move.round_step > 0)
  if move.round_step ~= 0 then
    local known = redis.call('HMGET', key, 'opened', 'aside_opened')
    question.aside_opened = move.round_step > 0 and known[1] or '0'
    if move.round_step < 0 then question.opened = known[2] or known[1] or '0' end
  end
  if is_first then question.opened = whole(now_ms()) end
  if question.state == 'open' and move.to ~= 'open' then
    local closes = tonumber(question.closes)
    question.closed = whole(closes > 0 and math.min(closes, now_ms()) or now_ms())
  end
end

-- What a move makes of a question and its room. `move` is the row of the caller's table.
local function move_apply(room, question, move)
  local order = order_read(room.order)
  local was = room.current .. room.order .. room.board
  question.state = move.to
  question.version = step(question.version, 1)
  question.closes = move.closes_in > 0 and whole(now_ms() + move.closes_in) or '0'
  question.undo = move.undo ~= '' and move.undo .. ' ' .. whole(now_ms() + move.undo_ms) or ''
  if move.round_step > 0 then
    question.aside_def, question.aside_before = question.def_version, question.before
    question.before = move.to == 'open' and question.round or '0'
  elseif move.round_step < 0 then
    question.before, question.aside_before = question.aside_before, '0'
    question.aside_def = '0' -- Of the round before that one nothing is known.
  end
  if move.round_step ~= 0 then
    question.round = step(question.round, move.round_step)
    order[order_find(order, question.id)].round = question.round
    room.order = order_write(order)
  end
  if move.takes_focus then room.current, room.board = question.id, '' end
  if room.current .. room.order .. room.board ~= was then room.rev = step(room.rev, 1) end
end

--[[ KEYS room question journal tally
ARGV version from to round_step takes_focus needs_empty fact closes_in only_if_due round undo
undo_ms
`from` lists states as "open,closed"; tally is that of `round`, which matters only when the round
must be empty. {ok|stale|wrong_move, question}, {again, round} ]]
local function question_move(keys, args)
  local room, question = read_room(keys[1]), read_question(keys[2])
  if not room or not question then return { 'missing' } end
  local move = { to = args[3], round_step = tonumber(args[4]), takes_focus = args[5] == '1',
    needs_empty = args[6] == '1', closes_in = tonumber(args[8]), if_due = args[9] == '1',
    undo = args[11], undo_ms = tonumber(args[12]) }

  if move.if_due then
    if question.state ~= 'open' or not is_due(question) then
      return question_reply('wrong_move', question)
    end
  elseif question.version ~= args[1] then
    local resent = question.state == move.to and question.version == step(args[1], 1) and
      (move.closes_in > 0) == (question.closes ~= '0') and
      (move.to ~= 'open' or move.round_step == 0 or question.before == step(question.round, -1))
    return question_reply(resent and 'ok' or 'stale', question)
  end
  if not string.find(',' .. args[2] .. ',', ',' .. question.state .. ',', 1, true) then
    return question_reply('wrong_move', question)
  end
  if move.needs_empty then
    if question.round ~= args[10] then return { 'again', question.round } end
    local restorable = question.aside_def == question.def_version
    if not restorable or tonumber(question.round) + move.round_step < 1 or
        redis.call('EXISTS', keys[4]) == 1 then
      return question_reply('wrong_move', question)
    end
  end
  move_clock(keys[2], question, move)
  move_apply(room, question, move)
  return commit_question(keys, room, question, args[7])
end

-- ---- What is known ------------------------------------------------------------------

-- KEYS roles entered, then ballots of each round asked for  ARGV participant
-- {ok, grants, entered, value or false, ...}
local function you(keys, args)
  local reply = { 'ok', redis.call('HGET', keys[1], args[1]) or '',
    redis.call('SISMEMBER', keys[2], args[1]) }
  for i = 3, #keys do
    reply[i + 1] = redis.call('HGET', keys[i], args[1])
  end
  return reply
end

-- KEYS room, then tallies. {ok, now, epoch, seq, 1 if another Redis goes on, revision...}
local function pulse(keys)
  local at = redis.call('HMGET', keys[1], 'epoch', 'seq', 'life')
  if not at[1] then return { 'missing' } end
  local goes_on = at[3] ~= life_of_redis() and 1 or 0
  local reply = { 'ok', now_ms(), tonumber(at[1]), tonumber(at[2]), goes_on }
  for i = 2, #keys do
    reply[i + 4] = tonumber(string.match(redis.call('GET', keys[i]) or '0', '^%d+'))
  end
  return reply
end

-- KEYS room journal  ARGV after most. {ok, fact...}; {missing} when the journal has a gap there
local function facts_after(keys, args)
  local seq = tonumber(redis.call('HGET', keys[1], 'seq') or -1)
  local after = tonumber(args[1])
  if after > seq then return { 'missing' } end

  local found = redis.call('XRANGE', keys[2], whole(after + 1) .. '-0', '+', 'COUNT', args[2])
  if after < seq and (not found[1] or found[1][1] ~= whole(after + 1) .. '-0') then
    return { 'missing' }
  end
  local reply = { 'ok' }
  for i, entry in ipairs(found) do reply[i + 1] = entry[2][2] end
  return reply
end

register('room_create', room_create)
register('room_load', room_load, 'no-writes')
register('room_update', room_update)
register('room_delete', room_delete, 'allow-oom')
register('room_raise_epoch', room_raise_epoch, 'allow-oom')
register('question_add', question_add)
register('question_update', question_update)
register('question_remove', question_remove, 'allow-oom')
register('question_place', question_place, 'allow-oom')
register('question_move', question_move, 'allow-oom')
register('you', you, 'no-writes')
register('pulse', pulse, 'no-writes')
register('facts_after', facts_after, 'no-writes')
