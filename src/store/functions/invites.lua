#!lua name=clameur_invites_@version@
--[[ SPDX-License-Identifier: Apache-2.0

invites: the single-use invitations of a room.

Keys, all with the room's {tag}
  {R}:room, {R}:journal   see rooms.lua
  {R}:roles, {R}:entered  see rights.lua; who came by an invitation has "participant:i<number>"
  {R}:invites   hash    number -> packed invitation, counted from 1 as they were made; and
                        last: the highest number there ever was, kept: how many there are,
                        used: whom somebody came by and that still holds, revoked: how many are,
                        b:<batch>: "<first> <n>", what one command made

Doing a thing twice is doing it once, and the second answer is as good as the first.

Invariants
  An invitation is bound to the first participant that exchanges it, and to no other after that.
  Who came by one that is revoked has no grant of it. ]]

-- @include shared/room.lua@
-- @include shared/grants.lua@

-- `used` and `revoked`: when, 0 for not (yet); `who`: used it, '' for nobody.
local INVITE = { 'number', 'label', 'created', 'used', 'revoked', 'who', 'secret' }
local SUMS = { 'last', 'kept', 'used', 'revoked' }
local SLICE = 500 -- unpack has a limit of a few thousand values

local function read_sums(key)
  local values, sums = redis.call('HMGET', key, unpack(SUMS)), {}
  for i, name in ipairs(SUMS) do sums[name] = tonumber(values[i] or '0') end
  return sums
end

local function write_sums(key, sums)
  for _, name in ipairs(SUMS) do redis.call('HSET', key, name, whole(sums[name])) end
end

local function read_invite(key, number)
  local bytes = redis.call('HGET', key, number)
  return bytes and unpack_record(bytes, INVITE)
end

local function write_invite(key, invite)
  redis.call('HSET', key, invite.number, pack_record(invite, INVITE))
end

-- Those from one number to another that are there, in slices: most of a long past may be gone. Ends where
-- `take` says true.
local function each_invite(key, from, to, take)
  for first = from, to, SLICE do
    local numbers = {}
    for number = first, math.min(first + SLICE - 1, to) do numbers[#numbers + 1] = whole(number) end
    for _, bytes in ipairs(redis.call('HMGET', key, unpack(numbers))) do
      if bytes and take(unpack_record(bytes, INVITE)) then return end
    end
  end
end

-- ---- Making them ------------------------------------------------------------------

-- Forgets those that were revoked, and commands of which nothing is left.
local function sweep(key, sums)
  local all, batches = redis.call('HGETALL', key), {}
  for i = 1, #all, 2 do
    local first, n = string.match(all[i + 1], '^(%d+) (%d+)$')
    if string.sub(all[i], 1, 2) == 'b:' then
      batches[#batches + 1] = { field = all[i], first = tonumber(first), n = tonumber(n) }
    elseif tonumber(all[i]) and unpack_record(all[i + 1], INVITE).revoked ~= '0' then
      redis.call('HDEL', key, all[i])
    end
  end
  for _, batch in ipairs(batches) do
    local left = 0
    for number = batch.first, batch.first + batch.n - 1 do
      left = left + redis.call('HEXISTS', key, whole(number))
    end
    if left == 0 then redis.call('HDEL', key, batch.field) end
  end
  sums.kept, sums.revoked = sums.kept - sums.revoked, 0
end

-- Did this command make the same ones before?
local function is_same(key, first, n, args)
  if tonumber(n) ~= (#args - 3) / 2 then return false end
  for i = 1, tonumber(n) do
    local invite = read_invite(key, whole(tonumber(first) + i - 1))
    if invite and invite.label ~= args[2 * i + 3] then return false end
  end
  return true
end

-- KEYS room invites  ARGV batch most highest, then for each: secret_hash label
-- {ok|exists, first}, {limit}
local function invite_add(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local first, n = string.match(redis.call('HGET', keys[2], 'b:' .. args[1]) or '', '^(%d+) (%d+)$')
  if first then return { is_same(keys[2], first, n, args) and 'ok' or 'exists', tonumber(first) } end

  local sums = read_sums(keys[2])
  n = (#args - 3) / 2
  if sums.kept - sums.revoked + n > tonumber(args[2]) or sums.last + n > tonumber(args[3]) then
    return { 'limit' }
  end
  if sums.kept + n > tonumber(args[2]) then sweep(keys[2], sums) end

  local now = whole(now_ms())
  first = sums.last + 1
  for i = 1, n do
    write_invite(keys[2], { number = whole(sums.last + i), label = args[2 * i + 3], created = now,
      used = '0', revoked = '0', who = '', secret = args[2 * i + 2] })
  end
  sums.last, sums.kept = sums.last + n, sums.kept + n
  redis.call('HSET', keys[2], 'b:' .. args[1], whole(first) .. ' ' .. whole(n))
  write_sums(keys[2], sums)
  return { 'ok', first }
end

-- ---- Seeing and revoking them -----------------------------------------------------

-- KEYS room invites  ARGV after n. {ok, kept, used, revoked, more, invitation...}
local function invite_list(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local sums = read_sums(keys[2])
  local reply, most = { 'ok', sums.kept, sums.used, sums.revoked, 0 }, tonumber(args[2])
  each_invite(keys[2], tonumber(args[1]) + 1, sums.last, function(invite)
    if #reply == 5 + most then
      reply[5] = 1
      return true
    end
    reply[#reply + 1] = pack { invite.number, invite.label, invite.created, invite.used,
      invite.revoked }
  end)
  return reply
end

local function revoke_one(keys, invite, sums, now)
  if invite.who ~= '' then
    local grants = redis.call('HGET', keys[4], invite.who) or ''
    grants_keep(keys[4], invite.who, (grants_without(grants, 'i' .. invite.number)))
    sums.used = sums.used - 1
  end
  invite.revoked, invite.who = now, ''
  sums.revoked = sums.revoked + 1
  write_invite(keys[3], invite)
end

-- KEYS room journal invites roles  ARGV number, or 0 for all. {ok, how many are by this}
local function invite_revoke(keys, args)
  local room = read_room(keys[1])
  if not room then return { 'missing' } end
  local sums, found = read_sums(keys[3]), {}
  local from, to = tonumber(args[1]), tonumber(args[1])
  if from == 0 then from, to = 1, sums.last end
  each_invite(keys[3], from, to, function(invite)
    if invite.revoked == '0' then found[#found + 1] = invite end
  end)
  if #found == 0 then return { 'ok', 0 } end

  commit(keys[1], keys[2], room, { name = 'rights.changed', about = 'rights' }, function()
    local now = whole(now_ms())
    for _, invite in ipairs(found) do revoke_one(keys, invite, sums, now) end
    write_sums(keys[3], sums)
  end)
  return { 'ok', #found }
end

-- ---- Coming by one ----------------------------------------------------------------

-- KEYS room invites roles entered  ARGV number secret_hash participant
-- {ok, grants, entered} or {link_spent}
local function invite_exchange(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local invite = read_invite(keys[2], args[1])
  local is_good = invite and invite.secret == args[2] and invite.revoked == '0'
  if not is_good or (invite.who ~= '' and invite.who ~= args[3]) then return { 'link_spent' } end

  local grants = redis.call('HGET', keys[3], args[3]) or ''
  -- Whoever is in by another one does not use up two.
  if not string.find(',' .. grants, ',participant:i', 1, true) then
    local sums = read_sums(keys[2])
    grants = grants_with(grants, 'participant', 'i' .. invite.number)
    redis.call('HSET', keys[3], args[3], grants)
    invite.used, invite.who = whole(now_ms()), args[3]
    write_invite(keys[2], invite)
    sums.used = sums.used + 1
    write_sums(keys[2], sums)
  end
  return { 'ok', grants, redis.call('SISMEMBER', keys[4], args[3]) }
end

register('invite_add', invite_add)
register('invite_list', invite_list, 'no-writes')
register('invite_revoke', invite_revoke, 'allow-oom')
register('invite_exchange', invite_exchange)
