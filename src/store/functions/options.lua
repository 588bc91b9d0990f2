#!lua name=clameur_options_@version@
--[[ SPDX-License-Identifier: Apache-2.0

options: pictures of questions' options, sent by hosts before the question that gets them, and slides.
Their keys are told in shared/options.lua; {R}:ticket:<hash> is that of carry.lua.

  {R}:decks  hash  deck -> when a host said that no more slides are to be made of it, ms

The bytes are those that were made anew of what was sent. A picture sent again is the same picture. ]]

-- @include shared/room.lua@
-- @include shared/options.lua@

-- {limit, which} when there is no room for one of so many bytes.
local function limit_of(key, most, most_bytes, bytes)
  local n = math.max(0, redis.call('HLEN', key) - 1)
  if n >= tonumber(most) then return { 'limit', 'option_images' } end
  local all = tonumber(redis.call('HGET', key, 'bytes') or 0)
  if all + bytes > tonumber(most_bytes) then return { 'limit', 'option_bytes' } end
end

-- KEYS room optpics optimg ticket  ARGV most bytes note ms. {ok}, {limit, which}
local function option_ticket(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  forget_option_pictures(keys[2], keys[3])
  local limit = limit_of(keys[2], args[1], args[2], 0)
  if limit then return limit end
  redis.call('SET', keys[4], args[3], 'PX', args[4])
  return { 'ok' }
end

-- KEYS room optpics optimg  ARGV most bytes id kind full small. {ok}, {limit, which}
local function option_put(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  if redis.call('HEXISTS', keys[2], args[3]) == 1 then return { 'ok' } end
  local bytes = #args[5] + #args[6]
  local limit = limit_of(keys[2], args[1], args[2], bytes)
  if limit then return limit end
  redis.call('HSET', keys[3], args[3] .. ':full', args[5], args[3] .. ':small', args[6])
  redis.call('HSET', keys[2], args[3], pack_record({ kind = args[4], bytes = whole(bytes), questions = '',
    till = whole(now_ms() + OPTION_LOOSE_MS) }, OPTION_PICTURE))
  redis.call('HINCRBY', keys[2], 'bytes', whole(bytes))
  return { 'ok' }
end

--[[ KEYS room optpics optimg decks  ARGV deck, then as option_put
A page of a PDF. {ok}, {closed}: no more of them are wanted, {limit, which} ]]
local function slide_put(keys, args)
  if redis.call('HEXISTS', keys[4], args[1]) == 1 then return { 'closed' } end
  return option_put(keys, { unpack(args, 2) })
end

local DECK_STOPPED_MS = 3600000

-- KEYS room decks  ARGV deck. {ok}
local function deck_stop(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  redis.call('HSETNX', keys[2], args[1], whole(now_ms()))
  redis.call('PEXPIRE', keys[2], DECK_STOPPED_MS)
  return { 'ok' }
end

-- KEYS optpics optimg  ARGV id part. {ok, 1, kind, bytes}; who may see it is known to the caller
local function option_read(keys, args)
  local known = redis.call('HGET', keys[1], args[1])
  local bytes = known and redis.call('HGET', keys[2], args[1] .. ':' .. args[2])
  if not bytes then return { 'missing' } end
  return { 'ok', '1', unpack_record(known, OPTION_PICTURE).kind, bytes }
end

-- KEYS optpics optimg  ARGV id...  All of each: {ok, (id, kind, full, small)...}, {picture}: one is not there
local function option_files(keys, args)
  local reply = { 'ok' }
  for _, id in ipairs(args) do
    local known = redis.call('HGET', keys[1], id)
    if not known then return { 'picture' } end
    local bytes = redis.call('HMGET', keys[2], id .. ':full', id .. ':small')
    for _, part in ipairs { id, unpack_record(known, OPTION_PICTURE).kind, bytes[1], bytes[2] } do
      reply[#reply + 1] = part
    end
  end
  return reply
end

register('option_ticket', option_ticket)
register('option_put', option_put)
register('slide_put', slide_put)
register('deck_stop', deck_stop)
register('option_read', option_read, 'no-writes')
register('option_files', option_files, 'no-writes')
