#!lua name=clameur_spaces_@version@
--[[ SPDX-License-Identifier: Apache-2.0

spaces: what lies outside of any room. Each function keeps to one slot.

Keys
  code:<CODE>                string  room; claimed with an expiry before the room exists
  {space:<id>}:rooms         zset    room -> when it was made
  {space:<id>}:roles         hash    participant -> role
  {space:<id>}:rehearsals    zset    room that is a rehearsal -> the ms when it is thrown away
  {space:<id>}:theme         string  JSON: what new rooms look like
  {space:<id>}:logo          list    the files of its logo: id, kind, full, small of each
  {space:<id>}:link:<hash>   string  one-use owner link: "", then who spent it; expires

A function may be repeated. Replies are {status, ...}. ]]

-- KEYS code  ARGV room ttl_s. {ok} or {exists}
local function code_claim(keys, args)
  local room = redis.call('GET', keys[1])
  if room and room ~= args[1] then return { 'exists' } end
  if not room then redis.call('SET', keys[1], args[1], 'EX', args[2]) end
  return { 'ok' }
end

-- KEYS code  ARGV room. The room exists now: the code is its own for good. {ok} or {exists}
local function code_keep(keys, args)
  local room = redis.call('GET', keys[1])
  if room and room ~= args[1] then return { 'exists' } end
  redis.call('SET', keys[1], args[1])
  return { 'ok' }
end

-- KEYS code  ARGV room. {ok}
local function code_free(keys, args)
  if redis.call('GET', keys[1]) == args[1] then redis.call('UNLINK', keys[1]) end
  return { 'ok' }
end

-- KEYS rooms  ARGV room most. {ok} or {limit}
local function rooms_add(keys, args)
  if redis.call('ZSCORE', keys[1], args[1]) then return { 'ok' } end
  if redis.call('ZCARD', keys[1]) >= tonumber(args[2]) then return { 'limit' } end
  redis.call('ZADD', keys[1], redis.call('TIME')[1], args[1])
  return { 'ok' }
end

-- KEYS rooms  ARGV room. {ok}
local function rooms_remove(keys, args)
  redis.call('ZREM', keys[1], args[1])
  return { 'ok' }
end

-- KEYS link roles  ARGV participant role. {ok, role} or {link_spent}
local function owner_exchange(keys, args)
  local by = redis.call('GET', keys[1])
  if not by or (by ~= '' and by ~= args[1]) then return { 'link_spent' } end
  if by == '' then
    redis.call('SET', keys[1], args[1], 'KEEPTTL')
    redis.call('HSET', keys[2], args[1], args[2])
  end
  return { 'ok', redis.call('HGET', keys[2], args[1]) or args[2] }
end

-- KEYS theme logo  ARGV 1 if its files are wanted, too. {ok, theme or '', (id, kind, full, small)...}
local function space_theme(keys, args)
  local reply = { 'ok', redis.call('GET', keys[1]) or '' }
  if args[1] == '1' then
    for _, part in ipairs(redis.call('LRANGE', keys[2], 0, -1)) do reply[#reply + 1] = part end
  end
  return reply
end

-- KEYS theme logo  ARGV theme, or '' for none, then the files of its logo. {ok, theme}
local function space_theme_set(keys, args)
  redis.call('UNLINK', keys[2])
  for i = 2, #args do redis.call('RPUSH', keys[2], args[i]) end
  if args[1] == '' then redis.call('UNLINK', keys[1]) else redis.call('SET', keys[1], args[1]) end
  return { 'ok', args[1] }
end

-- KEYS origins. {ok, one a line, or ''}
local function space_origins(keys)
  return { 'ok', redis.call('GET', keys[1]) or '' }
end

-- KEYS origins  ARGV one a line, or '' for none. {ok, the same}
local function space_origins_set(keys, args)
  if args[1] == '' then redis.call('UNLINK', keys[1]) else redis.call('SET', keys[1], args[1]) end
  return { 'ok', args[1] }
end

local function now_ms()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end

-- KEYS rehearsals  ARGV room for_ms most. {ok, until} or {limit}
local function rehearsal_list(keys, args)
  local until_ms = redis.call('ZSCORE', keys[1], args[1])
  if not until_ms then
    if redis.call('ZCARD', keys[1]) >= tonumber(args[3]) then return { 'limit' } end
    until_ms = now_ms() + tonumber(args[2])
    redis.call('ZADD', keys[1], string.format('%.0f', until_ms), args[1])
  end
  return { 'ok', string.format('%.0f', tonumber(until_ms)) }
end

-- KEYS rehearsals. {ok, room or ''}: one whose time is over
local function rehearsal_due(keys)
  local due = redis.call('ZRANGEBYSCORE', keys[1], '-inf', string.format('%.0f', now_ms()), 'LIMIT', 0, 1)
  return { 'ok', due[1] or '' }
end

-- KEYS rehearsals  ARGV room. {ok}
local function rehearsal_drop(keys, args)
  redis.call('ZREM', keys[1], args[1])
  return { 'ok' }
end

-- Does nothing, and is refused whenever a function that grows something would be. {ok}
local function probe()
  return { 'ok' }
end

local function register(name, callback, flag)
  redis.register_function { function_name = 'clameur_' .. name .. '_@version@', callback = callback,
    flags = flag and { flag } or {} }
end

register('code_claim', code_claim)
register('code_keep', code_keep)
register('code_free', code_free, 'allow-oom')
register('rooms_add', rooms_add)
register('rooms_remove', rooms_remove, 'allow-oom')
register('owner_exchange', owner_exchange)
register('space_theme', space_theme, 'no-writes')
register('space_theme_set', space_theme_set)
register('space_origins', space_origins, 'no-writes')
register('space_origins_set', space_origins_set)
register('rehearsal_list', rehearsal_list)
register('rehearsal_due', rehearsal_due, 'allow-oom')
register('rehearsal_drop', rehearsal_drop, 'allow-oom')
register('probe', probe)
