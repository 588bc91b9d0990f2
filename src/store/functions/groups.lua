#!lua name=clameur_groups_@version@
--[[ SPDX-License-Identifier: Apache-2.0

groups: what the host puts together of a board's ideas. An idea's card says which of the board's groups
it is in, "1" for the first, '' for none; what they are called is in the board's definition. ]]

-- @include shared/room.lua@
-- @include shared/board.lua@
-- @include shared/idea.lua@

-- Is there such a group now? One that was removed has left its name empty.
local function has_group(key, id, group)
  if group == '' then return true end
  local board = read_board(key, id)
  local groups = board and cjson.decode(board.def).groups or {}
  return (groups[tonumber(group)] or '') ~= ''
end

-- KEYS room board cards heat moved boards  ARGV board id version group
-- {ok, card, rev}, {ok|stale, card}, {group}, {missing}
local function idea_group(keys, args)
  local known = redis.call('HGET', keys[3], args[2])
  if not known or not read_gate(keys[2]) then return { 'missing' } end
  local card = unpack_record(known, CARD)
  if card.group == args[4] and card.version == step(args[3], 1) then return { 'ok', known } end
  if card.version ~= args[3] then return { 'stale', known } end
  if not has_group(keys[6], args[1], args[4]) then return { 'group' } end

  local rev = whole(redis.call('HINCRBY', keys[2], 'rev', 1))
  card.group, card.version = args[4], step(card.version, 1)
  local packed = pack_record(card, CARD)
  local heat = read_heat(redis.call('HGET', keys[4], card.id))
  heat.rev = rev
  redis.call('HSET', keys[3], card.id, packed)
  redis.call('HSET', keys[4], card.id, heat_text(heat))
  redis.call('ZADD', keys[5], rev, card.id)
  tell(keys[1], args[1], rev)
  return { 'ok', packed, tonumber(rev) }
end

register('idea_group', idea_group)
