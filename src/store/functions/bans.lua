#!lua name=clameur_bans_@version@
--[[ SPDX-License-Identifier: Apache-2.0

bans: who may post nothing more in a room, and the log of what staff did there. Keys: shared/acts.lua.

Doing a thing twice is doing it once. ]]

-- @include shared/room.lua@
-- @include shared/idea.lua@
-- @include shared/acts.lua@

local COMMENT = { 'id', 'number', 'version', 'at', 'author' } -- as far as it is read here
local BAN = { 'at', 'who', 'board', 'idea' }
local ACTS_READ = 100 -- at once
local NOBODY = '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' -- came from a file

-- The bans of a room: handle -> packed.
local function bans_of(key)
  local flat, bans, n = redis.call('HGETALL', key), {}, 0
  for i = 1, #flat, 2 do
    local handle = string.match(flat[i], '^ban (%x+)$')
    if handle then bans[handle], n = flat[i + 1], n + 1 end
  end
  return bans, n
end

--[[ KEYS room cards talk acts  ARGV board idea comment who most
The author of an idea, or of a comment on it. {ok, handle}, {missing}, {limit}, {wrong_move}: nobody is to be banned ]]
local function ban_add(keys, args)
  local key, id, fields = keys[2], args[2], CARD
  if args[3] ~= '' then key, id, fields = keys[3], args[3], COMMENT end
  local known = redis.call('HGET', key, id)
  if not known then return { 'missing' } end
  local author = unpack_record(known, fields).author
  if author == NOBODY or author == args[4] then return { 'wrong_move' } end
  local handle = handle_of(keys[1], author)
  if is_banned(keys[1], author) then return { 'ok', handle } end
  local _, n = bans_of(keys[1])
  if n >= tonumber(args[5]) then return { 'limit' } end

  redis.call('HSET', keys[1], 'ban ' .. handle,
    pack { whole(now_ms()), handle_of(keys[1], args[4]), args[1], args[2] })
  note_act(keys[1], keys[4], args[4], 'ban', args[1], args[2], '', handle)
  return { 'ok', handle }
end

-- KEYS room acts  ARGV handle who. {ok}
local function ban_remove(keys, args)
  local known = redis.call('HGET', keys[1], 'ban ' .. args[1])
  if not known then return { 'ok' } end
  local ban = unpack_record(known, BAN)
  redis.call('HDEL', keys[1], 'ban ' .. args[1])
  note_act(keys[1], keys[2], args[2], 'unban', ban.board, ban.idea, args[1], '')
  return { 'ok' }
end

-- KEYS room. {ok, (handle packed)...}
local function ban_list(keys)
  local reply = { 'ok' }
  for handle, packed in pairs(bans_of(keys[1])) do
    reply[#reply + 1], reply[#reply + 2] = handle, packed
  end
  return reply
end

--[[ KEYS acts  ARGV before most what
What was done before that number, 0 for now, the newest first; of one kind, or '' for any:
{ok, (number packed)...} ]]
local function acts_list(keys, args)
  local from = args[1] == '0' and '+' or '(' .. args[1] .. '-0'
  local most, reply = 1 + 2 * tonumber(args[2]), { 'ok' }
  while true do
    local some = redis.call('XREVRANGE', keys[1], from, '-', 'COUNT', ACTS_READ)
    for _, entry in ipairs(some) do
      local act = args[3] ~= '' and unpack_record(entry[2][2], ACT)
      if not act or act.what == args[3] then
        reply[#reply + 1] = tonumber(string.match(entry[1], '^%d+'))
        reply[#reply + 1] = entry[2][2]
        if #reply >= most then return reply end
      end
    end
    if #some < ACTS_READ then return reply end
    from = '(' .. some[#some][1]
  end
end

register('ban_add', ban_add)
register('ban_remove', ban_remove, 'allow-oom')
register('ban_list', ban_list, 'no-writes')
register('acts_list', acts_list, 'no-writes')
