#!lua name=clameur_hooks_@version@
--[[ SPDX-License-Identifier: Apache-2.0

hooks: webhooks of a room, and how far each has been told.

Keys, all with the room's {tag}
  {R}:hooks      hash    hook -> packed hook; its secret is kept nowhere: it follows from the server's key
  {R}:hookstate  hash    hook -> "<last event that is done with> <tries of the next> <ms of its next try>
                         <ms until which somebody is at it>"
  {R}:hooklog    list    packed deliveries, the newest first, of all hooks
  {R}:outbox     stream  see shared/outbox.lua

An event is claimed for a while, then settled. Whoever claimed it and died is followed by another once the
while is over: so each event is delivered at least once, those of one hook one after the other. ]]

-- @include shared/room.lua@
-- @include shared/outbox.lua@

local HOOK = { 'id', 'url', 'events', 'created' }
local EVENT = { 'name', 'board', 'idea', 'before', 'after', 'hook' }
local LOG_MAX = 800 -- deliveries of a room
local LOOK_MAX = 100 -- events looked at in one call

local function read_progress(text)
  local cursor, tries, next_ms, lease = string.match(text or '0-0 0 0 0', '^(%d+%-%d+) (%d+) (%d+) (%d+)$')
  return { cursor = cursor, tries = tonumber(tries), next_ms = tonumber(next_ms), lease = tonumber(lease) }
end

local function progress_text(state)
  return string.format('%s %.0f %.0f %.0f', state.cursor, state.tries, state.next_ms, state.lease)
end

local function parts_of(id)
  local ms, n = string.match(id, '^(%d+)%-(%d+)$')
  return tonumber(ms), tonumber(n)
end

-- Does event `a` come before event `b`?
local function is_before(a, b)
  local a_ms, a_n = parts_of(a)
  local b_ms, b_n = parts_of(b)
  return a_ms < b_ms or (a_ms == b_ms and a_n < b_n)
end

--[[ KEYS room hooks state outbox  ARGV id url events most
Events are parted and framed by commas. It is told what happens from now on. {ok|exists, hook}, {limit} ]]
local function hook_add(keys, args)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local known = redis.call('HGET', keys[2], args[1])
  if known then
    local hook = unpack_record(known, HOOK)
    return { hook.url == args[2] and hook.events == args[3] and 'ok' or 'exists', known }
  end
  if redis.call('HLEN', keys[2]) >= tonumber(args[4]) then return { 'limit' } end
  local last = '0-0'
  if redis.call('EXISTS', keys[4]) == 1 then
    local newest = redis.call('XREVRANGE', keys[4], '+', '-', 'COUNT', 1)
    last = newest[1] and newest[1][1] or last
  else
    -- An empty stream: who has something to tell adds to one that is there.
    redis.call('XGROUP', 'CREATE', keys[4], 'made', '$', 'MKSTREAM')
    redis.call('XGROUP', 'DESTROY', keys[4], 'made')
  end
  local hook = pack_record({ id = args[1], url = args[2], events = args[3], created = whole(now_ms()) }, HOOK)
  redis.call('HSET', keys[2], args[1], hook)
  redis.call('HSET', keys[3], args[1], progress_text { cursor = last, tries = 0, next_ms = 0, lease = 0 })
  return { 'ok', hook }
end

-- KEYS hooks state outbox log  ARGV id. {ok}; the last one takes everything along.
local function hook_remove(keys, args)
  redis.call('HDEL', keys[1], args[1])
  redis.call('HDEL', keys[2], args[1])
  if redis.call('HLEN', keys[1]) == 0 then redis.call('UNLINK', keys[2], keys[3], keys[4]) end
  return { 'ok' }
end

-- KEYS hooks state. {ok, (hook tries next_ms)...}, the oldest first
local function hooks_list(keys)
  local list, reply = {}, { 'ok' }
  for _, packed in ipairs(redis.call('HVALS', keys[1])) do
    local hook = unpack_record(packed, HOOK)
    list[#list + 1] = { at = tonumber(hook.created), id = hook.id, packed = packed }
  end
  table.sort(list, function(a, b) return a.at < b.at or (a.at == b.at and a.id < b.id) end)
  for _, hook in ipairs(list) do
    local state = read_progress(redis.call('HGET', keys[2], hook.id))
    reply[#reply + 1] = hook.packed
    reply[#reply + 1] = state.tries
    reply[#reply + 1] = state.next_ms
  end
  return reply
end

-- KEYS hooks log  ARGV id most. {ok, delivery...}, the newest first
local function hook_log(keys, args)
  if redis.call('HEXISTS', keys[1], args[1]) == 0 then return { 'missing' } end
  local reply = { 'ok' }
  for _, packed in ipairs(redis.call('LRANGE', keys[2], 0, -1)) do
    if #reply <= tonumber(args[2]) and unpack_record(packed, { 'hook' }).hook == args[1] then
      reply[#reply + 1] = packed
    end
  end
  return reply
end

-- KEYS hooks state outbox  ARGV id. One event for this hook alone; what waits is tried at once. {ok}
local function hook_test(keys, args)
  if redis.call('HEXISTS', keys[1], args[1]) == 0 then return { 'missing' } end
  local state = read_progress(redis.call('HGET', keys[2], args[1]))
  state.next_ms = 0
  redis.call('HSET', keys[2], args[1], progress_text(state))
  post_out(keys[3], 'hook.test', '', '', '', '', args[1])
  return { 'ok' }
end

-- ---- Delivering ------------------------------------------------------------------------------

local function is_for(event, hook)
  if event.hook ~= '' then return event.hook == hook.id end
  return string.find(hook.events, ',' .. event.name .. ',', 1, true) ~= nil
end

local function note(key, hook, id, name, code, why, tries, settled)
  redis.call('LPUSH', key, pack { hook, id, name, whole(now_ms()), code, why, whole(tries), settled })
  redis.call('LTRIM', key, 0, LOG_MAX - 1)
end

-- What every hook is done with is of no use any more.
local function trim(state_key, outbox)
  local least
  for _, text in ipairs(redis.call('HVALS', state_key)) do
    local cursor = read_progress(text).cursor
    if not least or is_before(cursor, least) then least = cursor end
  end
  if least and least ~= '0-0' then redis.call('XTRIM', outbox, 'MINID', least) end
end

--[[ KEYS hooks state outbox log  ARGV id lease_ms oldest_ms
The next event to be delivered, claimed for the while: {ok, event's id, tries so far, event's fields...}.
{ok}: there is none. {ok, ms}: not before that many ms; somebody is at it, or its next try is due then. ]]
local function hook_claim(keys, args)
  local packed = redis.call('HGET', keys[1], args[1])
  if not packed then return { 'missing' } end
  local hook, now = unpack_record(packed, HOOK), now_ms()
  local state = read_progress(redis.call('HGET', keys[2], args[1]))
  local wait = math.max(state.lease, state.next_ms) - now
  if wait > 0 then return { 'ok', wait } end

  local found, cursor = nil, state.cursor
  for _, entry in ipairs(redis.call('XRANGE', keys[3], '(' .. cursor, '+', 'COUNT', LOOK_MAX)) do
    local event = unpack_record(entry[2][2], EVENT)
    if is_for(event, hook) and parts_of(entry[1]) + tonumber(args[3]) >= now then
      found = { id = entry[1], event = event }
      break
    end
    if is_for(event, hook) then note(keys[4], hook.id, entry[1], event.name, '0', 'old', state.tries, '1') end
    cursor, state.tries = entry[1], 0
  end
  if not found and cursor == state.cursor then return { 'ok' } end
  state.cursor, state.next_ms = cursor, 0
  if found then state.lease = now + tonumber(args[2]) end
  redis.call('HSET', keys[2], args[1], progress_text(state))
  if not found then
    trim(keys[2], keys[3])
    return { 'ok', 0 }
  end
  return { 'ok', found.id, state.tries, found.event.name, found.event.board, found.event.idea,
    found.event.before, found.event.after }
end

--[[ KEYS hooks state outbox log  ARGV id event's_id name code why settled wait_ms
How a delivery went. `settled` 1: it is done with, delivered or given up; else it is tried again after the
wait. One that was settled by another meanwhile stays so. {ok} ]]
local function hook_settle(keys, args)
  local text = redis.call('HGET', keys[2], args[1])
  if not text or redis.call('HEXISTS', keys[1], args[1]) == 0 then return { 'ok' } end
  local state = read_progress(text)
  if not is_before(state.cursor, args[2]) then return { 'ok' } end
  note(keys[4], args[1], args[2], args[3], args[4], args[5], state.tries + 1, args[6])
  state.lease = 0
  if args[6] == '1' then
    state.cursor, state.tries, state.next_ms = args[2], 0, 0
  else
    state.tries, state.next_ms = state.tries + 1, now_ms() + tonumber(args[7])
  end
  redis.call('HSET', keys[2], args[1], progress_text(state))
  trim(keys[2], keys[3])
  return { 'ok' }
end

register('hook_add', hook_add)
register('hook_remove', hook_remove, 'allow-oom')
register('hooks_list', hooks_list, 'no-writes')
register('hook_log', hook_log, 'no-writes')
register('hook_test', hook_test)
register('hook_claim', hook_claim, 'allow-oom')
register('hook_settle', hook_settle, 'allow-oom')
