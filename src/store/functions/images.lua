#!lua name=clameur_images_@version@
--[[ SPDX-License-Identifier: Apache-2.0

images: pictures of ideas, sent before the idea that gets them. Their keys are told in shared/images.lua;
{R}:ticket:<hash> is that of carry.lua.

The bytes are those that were made anew of what people sent, never those themselves. A picture sent
again is the same picture. ]]

-- @include shared/room.lua@
-- @include shared/idea.lua@
-- @include shared/acts.lua@
-- @include shared/images.lua@

local HOUR_MS = 3600000

-- Whether one more may come, by the last three of `most`: {limit, which}; nil: it may.
local function limit_of(at, who, most, bytes)
  local stock = read_stock(at.stock, who)
  if stock.loose >= tonumber(most[1]) then return { 'limit', 'images_loose' } end
  if stock.all >= tonumber(most[2]) then return { 'limit', 'images_each' } end
  local all = tonumber(redis.call('HGET', at.stock, 'bytes') or 0)
  if all + bytes > tonumber(most[3]) then return { 'limit', 'images_bytes' } end
end

-- Whether one more ticket is too many within the hour, which begins with the room's first: {too_many, ms}.
local function tickets_over(key, who, most)
  if tonumber(redis.call('HGET', key, who) or 0) >= tonumber(most) then
    return { 'too_many', math.max(1, redis.call('PTTL', key)) }
  end
end

local function count_ticket(key, who)
  redis.call('HINCRBY', key, who, 1)
  if redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, HOUR_MS) end
end

--[[ KEYS room board pics pictures loose ticket sendings
ARGV who staff loose each bytes note ms tickets_an_hour
{ok}, {missing}: no such board, {banned}, {closed}: it takes no ideas now, {limit, which}, {too_many, ms}

{R}:sendings: participant -> tickets they were given within the hour; it goes with that. ]]
local function image_ticket(keys, args)
  local at = { pics = keys[3], stock = keys[4], loose = keys[5] }
  local gate = read_gate(keys[2])
  if not gate then return { 'missing' } end
  if is_banned(keys[1], args[1]) then return { 'banned' } end
  if not gate.posts and args[2] ~= '1' then return { 'closed' } end
  forget_loose(at)
  local limit = limit_of(at, args[1], { args[3], args[4], args[5] }, 0)
  limit = limit or tickets_over(keys[7], args[1], args[8])
  if limit then return limit end
  count_ticket(keys[7], args[1])
  redis.call('SET', keys[6], args[6], 'PX', args[7])
  return { 'ok' }
end

--[[ KEYS room board pics pictures loose img  ARGV who loose each bytes id kind width height full small
{ok, id}; else as image_ticket ]]
local function image_put(keys, args)
  local at = { pics = keys[3], stock = keys[4], loose = keys[5] }
  if redis.call('HEXISTS', at.pics, args[5]) == 1 then return { 'ok', args[5] } end
  if not read_gate(keys[2]) then return { 'missing' } end
  if is_banned(keys[1], args[1]) then return { 'banned' } end
  local bytes = #args[9] + #args[10]
  local limit = limit_of(at, args[1], { args[2], args[3], args[4] }, bytes)
  if limit then return limit end

  redis.call('HSET', keys[6], 'full', args[9], 'small', args[10])
  redis.call('PEXPIRE', keys[6], LOOSE_MS)
  redis.call('ZADD', at.loose, whole(now_ms() + LOOSE_MS), args[5])
  count_pictures(at.stock, args[1], 1, 1, bytes)
  write_picture(at.pics, { id = args[5], owner = args[1], state = 'loose', kind = args[6], width = args[7],
    height = args[8], bytes = whole(bytes), board = '', idea = '', alt = '', was = '' })
  return { 'ok', args[5] }
end

--[[ KEYS cards pics img  ARGV who staff shown board id field ('': the caller has its bytes)
{ok, 1 if everyone may see it, kind, bytes}, {missing}: also for whom it is not. Loose ones are their
owner's. ]]
local function image_read(keys, args)
  local picture = read_picture(keys[2], args[5])
  if not picture or (picture.state ~= 'loose' and picture.board ~= args[4]) then return { 'missing' } end
  local is_own, everyone = picture.owner == args[1], false
  if picture.state ~= 'loose' then
    local known = redis.call('HGET', keys[1], picture.idea)
    local card = known and unpack_record(known, CARD)
    if not card or not may_see(picture, args[1], args[2]) or
      not (is_own or may_read(card, args[1], args[2], args[3])) then
      return { 'missing' }
    end
    everyone = picture.state == 'shown' and card.state == 'shown' and args[3] == '1'
  elseif not is_own then
    return { 'missing' }
  end
  local bytes = args[6] == '' and '' or redis.call('HGET', keys[3], args[6])
  if not bytes then return { 'missing' } end
  return { 'ok', everyone and '1' or '0', picture.kind, bytes }
end

--[[ KEYS room board cards heat moved pics unseen acts  ARGV board idea image state who
Staff looked at it. {ok, card, rev}, {missing} ]]
local function image_check(keys, args)
  local known, picture = redis.call('HGET', keys[3], args[2]), read_picture(keys[6], args[3])
  if not known or not picture or picture.board ~= args[1] or picture.idea ~= args[2] then
    return { 'missing' }
  end
  if picture.state == args[4] then return { 'ok', known } end

  local was = picture.state
  local card = unpack_record(known, CARD)
  local rev = whole(redis.call('HINCRBY', keys[2], 'rev', 1))
  picture.state, card.version = args[4], step(card.version, 1)
  local heat, packed = read_heat(redis.call('HGET', keys[4], card.id)), pack_record(card, CARD)
  heat.rev = rev
  redis.call('ZREM', keys[7], picture.id)
  write_picture(keys[6], picture)
  redis.call('HSET', keys[3], card.id, packed)
  redis.call('HSET', keys[4], card.id, heat_text(heat))
  redis.call('ZADD', keys[5], rev, card.id)
  note_act(keys[1], keys[8], args[5], 'image', args[1], card.id, was, picture.state)
  tell(keys[1], args[1], rev)
  return { 'ok', packed, tonumber(rev) }
end

-- KEYS pics unseen  ARGV most. {ok, how many wait, (packed: idea, id, state, width, height, words)...}
local function image_list(keys, args)
  local reply = { 'ok', redis.call('ZCARD', keys[2]) }
  for _, id in ipairs(redis.call('ZRANGE', keys[2], 0, tonumber(args[1]) - 1)) do
    local picture = read_picture(keys[1], id)
    if picture then
      reply[#reply + 1] = pack { picture.idea, id, picture.state, picture.width, picture.height, picture.alt }
    end
  end
  return reply
end

register('image_ticket', image_ticket)
register('image_put', image_put)
register('image_read', image_read, 'no-writes')
register('image_check', image_check)
register('image_list', image_list, 'no-writes')
