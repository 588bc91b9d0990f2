#!lua name=clameur_boards_@version@
--[[ SPDX-License-Identifier: Apache-2.0

boards: the lists of ideas that a room has, and where each is on its way.

Keys, all with the room's {tag}
  {R}:room      hash    see rooms.lua
  {R}:journal   stream  likewise
  {R}:boards    hash    board -> packed board, every board of the room
  {R}:b:<board> hash    of ideas.lua; gate is written here, because it follows from the record

Doing a thing twice is doing it once, and the second answer is as good as the first. Replies are
{status, ...}: "ok", or the reason why nothing was written. ]]

-- @include shared/room.lua@
-- @include shared/board.lua@
-- @include shared/outbox.lua@
-- @include shared/acts.lua@

local function board_reply(status, board)
  return { status, pack_record(board, BOARD) }
end

-- The rules that a definition carries: they are the last of it.
local function rules_of(def)
  return string.match(def, ',"rules":(".*")}$') or ''
end

-- Another version whenever they change; '0': there are none. Numbers are not used again.
local function rules_after(board, def)
  local count = string.match(board.rules, '%d+') or '0'
  local has = rules_of(def) ~= ''
  if rules_of(board.def) ~= rules_of(def) then count = has and step(count, 1) or count end
  return has and count or '-' .. count
end

-- KEYS room boards journal board
local function commit_board(keys, room, board, name, gate)
  local fact = { name = name, about = 'board', question = pack_record(board, BOARD) }
  commit(keys[1], keys[3], room, fact, function()
    redis.call('HSET', keys[2], board.id, fact.question)
    redis.call('HSET', keys[4], 'gate', gate, 'rules', string.match(board.rules, '^%d+$') or '0')
  end)
  return { 'ok', fact.question }
end

local function time_or_none(at)
  return at == '0' and '' or at
end

-- Behind all others; some between may be gone.
local function next_place(key)
  local place = 0
  for _, bytes in ipairs(redis.call('HVALS', key)) do
    place = math.max(place, tonumber(unpack_record(bytes, BOARD).place) + 1)
  end
  return whole(place)
end

--[[ KEYS room boards journal board  ARGV id def phase gate most. {ok|exists, board}, {limit}
{exists} alone: ideas of one that was removed are being swept. ]]
local function board_add(keys, args)
  local room, board = read_room(keys[1]), read_board(keys[2], args[1])
  if not room then return { 'missing' } end
  if board then return board_reply(board.def == args[2] and 'ok' or 'exists', board) end
  if redis.call('EXISTS', keys[4]) == 1 then return { 'exists' } end
  local n = redis.call('HLEN', keys[2])
  if n >= tonumber(args[5]) then return { 'limit' } end

  board = { id = args[1], version = '1', place = next_place(keys[2]), phase = args[3], closes = '0', def = args[2] }
  board.rules = rules_of(board.def) ~= '' and '1' or '-0'
  return commit_board(keys, room, board, 'board.added', args[4] .. ' ' .. board.closes)
end

--[[ KEYS room boards journal board outbox acts  ARGV id version def phase closes_in fact gate who
The definition and the phase after it; `closes_in` 0: no closing time, '': as it is. `who` does it, '' for
nobody in the room. {ok|stale, board} ]]
local function board_change(keys, args)
  local room, board = read_room(keys[1]), read_board(keys[2], args[1])
  if not room or not board then return { 'missing' } end
  if board.version == step(args[2], 1) and board.def == args[3] and board.phase == args[4] then
    return board_reply('ok', board)
  end
  if board.version ~= args[2] then return board_reply('stale', board) end

  local closes_in, was, closed = tonumber(args[5]), board.phase, board.closes
  board.rules = rules_after(board, args[3])
  board.def, board.phase = args[3], args[4]
  if closes_in then board.closes = closes_in > 0 and whole(now_ms() + closes_in) or '0' end
  board.version = step(board.version, 1)
  local reply = commit_board(keys, room, board, args[6], args[7] .. ' ' .. board.closes)
  if args[8] ~= '' and board.closes ~= closed then
    note_act(keys[1], keys[6], args[8], 'closes', board.id, '', time_or_none(closed), time_or_none(board.closes))
  end
  if args[6] == 'board.moved' then post_out(keys[5], args[6], board.id, '', was, board.phase) end
  return reply
end

-- KEYS room boards journal board, then what goes at once  ARGV id version. From now on it takes nothing in and is nobody's;
-- its ideas are swept after it. {ok}, {stale, board}
local function board_remove(keys, args)
  local room, board = read_room(keys[1]), read_board(keys[2], args[1])
  if not room then return { 'missing' } end
  if not board then return { 'ok' } end
  if board.version ~= args[2] then return board_reply('stale', board) end

  if room.board == args[1] then room.board, room.rev = '', step(room.rev, 1) end
  local fact = { name = 'board.removed', about = 'board_removed', question = pack { args[1] } }
  commit(keys[1], keys[3], room, fact, function()
    redis.call('HDEL', keys[2], args[1])
    redis.call('HDEL', keys[4], 'gate')
    for i = 5, #keys do redis.call('UNLINK', keys[i]) end
  end)
  return { 'ok' }
end

register('board_add', board_add)
register('board_change', board_change)
register('board_remove', board_remove, 'allow-oom')
