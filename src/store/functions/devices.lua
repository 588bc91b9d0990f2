#!lua name=clameur_devices_@version@
--[[ SPDX-License-Identifier: Apache-2.0

devices: the kiosks of a room, what staff decided about each, and what each said last.

Keys, all with the room's {tag}
  {R}:room, {R}:journal            see rooms.lua
  {R}:links, {R}:secrets, {R}:roles   see rights.lua; who came by a kiosk's link has "kiosk:<device>", and the
                                   secret stays among the secrets, for whoever exchanges it again
  {R}:devices   hash    device -> packed device; its id is that of its link
  {R}:devstate  hash    device -> packed state

Doing a thing twice is doing it once, and the second answer is as good as the first.

Invariants
  A device that is not revoked has one participant with its grant, and none that is has any.
  A participant is one device of the room at most. ]]

-- @include shared/room.lua@
-- @include shared/grants.lua@
-- @include shared/links.lua@
-- @include shared/devices.lua@

local SETTINGS = { name = true, place = true, show = true, attract = true, idle = true, warn = true,
  cooldown = true, badge = true, reload = true, pin = true }
local DEFAULTS = { show = '', attract = '', idle = '30', warn = '20', cooldown = '5', badge = 'off',
  reload = '04:00', pin = '' }
local TOLD = { 'id', 'name', 'place', 'made', 'revoked', 'show', 'attract', 'idle', 'warn', 'cooldown',
  'badge', 'reload', 'pin' }
local TOLD_STATE = { 'seen', 'version', 'waiting', 'refused', 'shows', 'people', 'votes', 'flagged' }

local function told(device, state)
  return pack_record(device, TOLD) .. pack_record(state, TOLD_STATE)
end

local function changed(id)
  return { name = 'device.changed', about = 'device', question = pack { id } }
end

-- ---- Coming by a link -------------------------------------------------------------

-- The devices that hold, and all there are.
local function count_devices(key)
  local all, n = redis.call('HVALS', key), 0
  for _, bytes in ipairs(all) do
    if unpack_record(bytes, DEVICE).revoked == '0' then n = n + 1 end
  end
  return n, #all
end

local function forget_revoked(devices, states)
  for _, bytes in ipairs(redis.call('HVALS', devices)) do
    local device = unpack_record(bytes, DEVICE)
    if device.revoked ~= '0' then
      redis.call('HDEL', devices, device.id)
      redis.call('HDEL', states, device.id)
    end
  end
end

-- It holds no longer; its grant is for the caller to take.
local function end_device(devices, secrets, device)
  redis.call('HDEL', secrets, device.secret)
  device.revoked, device.who, device.secret = whole(now_ms()), '', ''
  redis.call('HSET', devices, device.id, pack_record(device, DEVICE))
end

-- What this participant is already: the id of a device, or nil.
local function device_of(grants)
  return string.match(',' .. grants, ',kiosk:([^,]+)')
end

--[[ KEYS room journal links secrets roles devices devstate  ARGV secret_hash participant most
{ok, grants}, {link_spent}, {limit}. Whoever is a device here already is another one from then on. ]]
local function device_enrol(keys, args)
  local room = read_room(keys[1])
  if not room then return { 'missing' } end
  local id = redis.call('HGET', keys[4], args[1])
  if not id then return { 'link_spent' } end
  local grants = redis.call('HGET', keys[5], args[2]) or ''
  local known = read_device(keys[6], id)
  if known then
    return known.who == args[2] and { 'ok', grants } or { 'link_spent' }
  end
  local link = unpack_record(redis.call('HGET', keys[3], id), LINK)
  if link.role ~= 'kiosk' or has_expired(link) then return { 'link_spent' } end
  local n, all = count_devices(keys[6])
  if n >= tonumber(args[3]) then return { 'limit' } end

  local before = device_of(grants)
  if before then grants = grants_without(grants, before) end
  grants = grants_with(grants, 'kiosk', id)
  local device = { id = id, name = link.label, place = link.place, made = whole(now_ms()), who = args[2],
    secret = args[1], revoked = '0' }
  for field, value in pairs(DEFAULTS) do device[field] = value end
  commit(keys[1], keys[2], room, changed(id), function()
    local other = before and read_device(keys[6], before)
    if other then end_device(keys[6], keys[4], other) end
    if all >= 2 * tonumber(args[3]) then forget_revoked(keys[6], keys[7]) end
    redis.call('HSET', keys[6], id, pack_record(device, DEVICE))
    redis.call('HSET', keys[5], args[2], grants)
    redis.call('HDEL', keys[3], id)
  end)
  return { 'ok', grants }
end

-- ---- Seeing and changing them -----------------------------------------------------

-- KEYS room devices devstate. {ok, device...}
local function device_list(keys)
  if redis.call('EXISTS', keys[1]) == 0 then return { 'missing' } end
  local reply = { 'ok' }
  for i, bytes in ipairs(redis.call('HVALS', keys[2])) do
    local device = unpack_record(bytes, DEVICE)
    reply[i + 1] = told(device, read_state(keys[3], device.id))
  end
  return reply
end

-- KEYS devices devstate  ARGV device. {ok, device}
local function device_read(keys, args)
  local device = read_device(keys[1], args[1])
  if not device then return { 'missing' } end
  return { 'ok', told(device, read_state(keys[2], device.id)) }
end

-- KEYS room journal devices devstate  ARGV device, then field value of what changes. {ok, device}
local function device_set(keys, args)
  local room, device = read_room(keys[1]), read_device(keys[3], args[1])
  if not room or not device or device.revoked ~= '0' then return { 'missing' } end
  local differs = false
  for i = 2, #args, 2 do
    if not SETTINGS[args[i]] then return redis.error_reply('ERR no such setting') end
    differs = differs or device[args[i]] ~= args[i + 1]
    device[args[i]] = args[i + 1]
  end
  if differs then
    commit(keys[1], keys[2], room, changed(device.id), function()
      redis.call('HSET', keys[3], device.id, pack_record(device, DEVICE))
    end)
  end
  return { 'ok', told(device, read_state(keys[4], device.id)) }
end

-- KEYS room journal devices roles secrets  ARGV device. {ok}
local function device_revoke(keys, args)
  local room, device = read_room(keys[1]), read_device(keys[3], args[1])
  if not room then return { 'missing' } end
  if not device or device.revoked ~= '0' then return { 'ok' } end
  local grants = redis.call('HGET', keys[4], device.who) or ''
  commit(keys[1], keys[2], room, changed(device.id), function()
    grants_keep(keys[4], device.who, (grants_without(grants, device.id)))
    end_device(keys[3], keys[5], device)
  end)
  return { 'ok' }
end

-- KEYS devices devstate  ARGV device, then field value of what it says. {ok, device}, {forbidden}
local function device_report(keys, args)
  local device = read_device(keys[1], args[1])
  if not device or device.revoked ~= '0' then return { 'forbidden' } end
  local state = read_state(keys[2], device.id)
  for i = 2, #args, 2 do state[args[i]] = args[i + 1] end
  state.seen = whole(now_ms())
  write_state(keys[2], device.id, state)
  return { 'ok', told(device, state) }
end

register('device_enrol', device_enrol)
register('device_list', device_list, 'no-writes')
register('device_read', device_read, 'no-writes')
register('device_set', device_set)
register('device_revoke', device_revoke, 'allow-oom')
register('device_report', device_report)
