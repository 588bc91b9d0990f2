#!lua name=clameur_rights_@version@
--[[ SPDX-License-Identifier: Apache-2.0

rights: who may do what in a room, and how they came by it.

Keys, all with the room's {tag}
  {R}:room      hash    see rooms.lua
  {R}:journal   stream  likewise
  {R}:roles     hash    participant -> "host:<link>,stage:<link>": roles and what gave them
  {R}:entered   set     participants who gave the passcode
  {R}:links     hash    link -> packed link
  {R}:secrets   hash    hash of a link's secret -> link

Doing a thing twice is doing it once, and the second answer is as good as the first. Replies are
{status, ...}: "ok", or the reason why nothing was written. ]]

-- @include shared/room.lua@
-- @include shared/grants.lua@
-- @include shared/links.lua@

-- KEYS room entered  ARGV participant. {ok}
local function room_enter(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  redis.call('SADD', keys[2], args[1])
  return { 'ok' }
end

-- Forgets links that nobody used in time. Returns how many are left.
local function sweep_links(links_key, secrets_key)
  local left = 0
  for _, bytes in ipairs(redis.call('HVALS', links_key)) do
    local link = unpack_record(bytes, LINK)
    if link.used == '0' and has_expired(link) then
      redis.call('HDEL', links_key, link.id)
      redis.call('HDEL', secrets_key, link.secret)
    else
      left = left + 1
    end
  end
  return left
end

-- KEYS room links secrets  ARGV id role label once secret_hash ttl_ms most place. {ok}, {limit}
local function link_create(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  if redis.call('HEXISTS', keys[2], args[1]) == 1 then return { 'ok' } end
  if sweep_links(keys[2], keys[3]) >= tonumber(args[7]) then return { 'limit' } end

  local now, ttl = now_ms(), tonumber(args[6])
  local link = { id = args[1], role = args[2], label = args[3], created = whole(now),
    expires = ttl > 0 and whole(now + ttl) or '0', once = args[4], used = '0', secret = args[5],
    place = args[8] }
  redis.call('HSET', keys[3], link.secret, link.id)
  redis.call('HSET', keys[2], link.id, pack_record(link, LINK))
  return { 'ok' }
end

-- KEYS room links. {ok, link...}
local function link_list(keys)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local reply = { 'ok' }
  for i, bytes in ipairs(redis.call('HVALS', keys[2])) do
    reply[i + 1] = bytes
  end
  return reply
end

-- KEYS room journal links secrets roles  ARGV link. {ok}
local function link_revoke(keys, args)
  local room = read_room(keys[1])
  if not room then return { 'missing' } end
  local bytes = redis.call('HGET', keys[3], args[1])
  if not bytes then return { 'ok' } end

  local link, all = unpack_record(bytes, LINK), redis.call('HGETALL', keys[5])
  commit(keys[1], keys[2], room, { name = 'rights.changed', about = 'rights' }, function()
    redis.call('HDEL', keys[3], link.id)
    redis.call('HDEL', keys[4], link.secret)
    for i = 1, #all, 2 do
      local grants, found = grants_without(all[i + 1], link.id)
      if found then grants_keep(keys[5], all[i], grants) end
    end
  end)
  return { 'ok' }
end

-- KEYS room links secrets roles entered  ARGV secret_hash participant
-- {ok, grants, entered} or {link_spent}
local function link_exchange(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local id = redis.call('HGET', keys[3], args[1])
  if not id then return { 'link_spent' } end

  local link = unpack_record(redis.call('HGET', keys[2], id), LINK)
  local grants = redis.call('HGET', keys[4], args[2]) or ''
  local _, had = grants_without(grants, id)
  if not had then
    if has_expired(link) or (link.once == '1' and link.used == '1') then return { 'link_spent' } end
    link.used = '1'
    grants = grants_with(grants, link.role, id)
    redis.call('HSET', keys[4], args[2], grants)
    redis.call('HSET', keys[2], id, pack_record(link, LINK))
  end
  return { 'ok', grants, redis.call('SISMEMBER', keys[5], args[2]) }
end

register('room_enter', room_enter)
register('link_create', link_create)
register('link_list', link_list, 'no-writes')
register('link_revoke', link_revoke, 'allow-oom')
register('link_exchange', link_exchange)
