--[[ SPDX-License-Identifier: Apache-2.0

A Redis without a socket, or several masters of a cluster: the data types and commands that Clameur
uses, and its functions as they are shipped. Which master has which key is for others to say
(shards.h): the data is in one place, libraries and lives are each master's own. Stricter than the real one, so that the simulation finds what a cluster would refuse:

  a function touches only the keys it was given, and all of them carry one {tag}
  a function called to read does not write, and one without allow-oom does not run when full
  while a library loads, Lua's own functions do not exist (so it is in Redis 7.0)
  a command that is not known here is an error

host.now() gives seconds and microseconds, host.publish(verb, channel, message) tells,
host.home(key) is the master that has it. ]]

local host = ...
local cjson = dofile('tests/lib/sim/json.lua')
local data = {}      -- key -> { kind, at = {...}, n, expires }
local masters = {}   -- number -> { functions, loaded, life }: see start
local at             -- the one that runs a command
local chunks = {}    -- code -> it compiled: the same in every run
local is_full = false
local writes = 0     -- how often anything was written
local copy           -- of data, some moments ago
local running        -- the function call under way: { keys, reads_only }

local WRITES = {}
for verb in string.gmatch('HSET HDEL HINCRBY SET UNLINK DEL XADD SADD ZADD ZREM LPUSH RPUSH LTRIM', '%u+') do
  WRITES[verb] = true
end
local LIVES = 1000000 -- A master's n-th life is its number times this, and n.

-- ---- Keys ---------------------------------------------------------------------------

local function now_us()
  local seconds, us = host.now()
  return seconds * 1e6 + us
end

local function alive(key)
  local entry = data[key]
  if entry and entry.expires and entry.expires <= now_us() then
    data[key], entry = nil, nil
  end
  return entry
end

local function look(key, kind)
  if running and not running.keys[key] then
    error('key ' .. key .. ' was not declared', 0)
  end
  local entry = alive(key)
  if entry and kind and entry.kind ~= kind then
    error('WRONGTYPE ' .. key .. ' is a ' .. entry.kind, 0)
  end
  return entry
end

local function make(key, kind)
  local entry = look(key, kind)
  if not entry then
    entry = { kind = kind, at = {}, n = 0 }
    data[key] = entry
  end
  return entry
end

-- Sets or, with nil, removes. Returns 1 if the number of fields changed.
local function put(entry, field, value)
  local had, has = entry.at[field] ~= nil, value ~= nil
  entry.at[field] = value
  if had == has then return 0 end
  entry.n = entry.n + (has and 1 or -1)
  return 1
end

local function put_all(key, kind, first, args, step)
  local entry, changed = make(key, kind), 0
  for i = first, #args, step do
    changed = changed + put(entry, args[i], step == 2 and args[i + 1] or true)
  end
  return changed
end

local function remove_all(key, kind, args)
  local entry, changed = look(key, kind), 0
  for i = 3, entry and #args or 0 do
    changed = changed + put(entry, args[i], nil)
  end
  if entry and entry.n == 0 then data[key] = nil end
  return changed
end

local function get(key, kind, field)
  local entry = look(key, kind)
  return entry and entry.at[field] or false
end

local function count(key, kind)
  local entry = look(key, kind)
  return entry and entry.n or 0
end

-- ---- Commands: args as they were sent, [1] the command itself --------------------------

local commands = {}

function commands.TIME()
  local seconds, us = host.now()
  return { string.format('%.0f', seconds), string.format('%.0f', us) }
end

function commands.HGET(args) return get(args[2], 'hash', args[3]) end
function commands.HLEN(args) return count(args[2], 'hash') end
function commands.HDEL(args) return remove_all(args[2], 'hash', args) end
function commands.HEXISTS(args) return get(args[2], 'hash', args[3]) and 1 or 0 end

function commands.HSET(args)
  if #args < 4 or #args % 2 == 1 then error('ERR wrong number of arguments for hset', 0) end
  return put_all(args[2], 'hash', 3, args, 2)
end

function commands.HINCRBY(args)
  local entry = make(args[2], 'hash')
  local number = tonumber(entry.at[args[3]] or 0) + tonumber(args[4])
  put(entry, args[3], string.format('%.0f', number))
  return number
end

-- All at once, as one that is small.
function commands.HSCAN(args) return { '0', commands.HGETALL(args) } end

function commands.HMGET(args)
  local entry, out = look(args[2], 'hash'), {}
  for i = 3, #args do
    out[i - 2] = entry and entry.at[args[i]] or false
  end
  return out
end

function commands.HGETALL(args)
  local entry, out = look(args[2], 'hash'), {}
  for field, value in pairs(entry and entry.at or {}) do
    out[#out + 1], out[#out + 2] = field, value
  end
  return out
end

function commands.HVALS(args)
  local entry, out = look(args[2], 'hash'), {}
  for _, value in pairs(entry and entry.at or {}) do
    out[#out + 1] = value
  end
  return out
end

function commands.GET(args)
  local entry = look(args[2], 'string')
  return entry and entry.text or false
end

function commands.SET(args)
  local was, with = look(args[2]), {}
  for i = 4, #args do with[args[i]] = args[i + 1] or true end
  if with.NX and was then return false end
  local expires = with.KEEPTTL and was and was.expires or nil
  if with.EX then expires = now_us() + tonumber(with.EX) * 1e6 end
  data[args[2]] = { kind = 'string', text = args[3], expires = expires }
  return { ok = 'OK' }
end

function commands.KEYS()
  local out = {}
  for key in pairs(data) do out[#out + 1] = alive(key) and key end
  return out
end

function commands.EXISTS(args) return look(args[2]) and 1 or 0 end

function commands.UNLINK(args)
  local had = look(args[2]) and 1 or 0
  data[args[2]] = nil
  return had
end
commands.DEL = commands.UNLINK

function commands.SADD(args) return put_all(args[2], 'set', 3, args, 1) end
function commands.SCARD(args) return count(args[2], 'set') end
function commands.SISMEMBER(args) return get(args[2], 'set', args[3]) and 1 or 0 end

function commands.ZREM(args) return remove_all(args[2], 'zset', args) end
function commands.ZCARD(args) return count(args[2], 'zset') end

assert(loadfile('tests/lib/sim/redis_lists.lua'))(commands,
  { look = look, make = make, put = put, now_us = now_us })

function commands.PUBLISH(args) host.publish(args[1], args[2], args[3]) return 0 end
commands.SPUBLISH = commands.PUBLISH

-- Nothing of a simulation lasts as long as what is to expire.
function commands.PEXPIRE(args) return look(args[2]) and 1 or 0 end

function commands.PING() return { ok = 'PONG' } end
function commands.ROLE() return { 'master', 0, {} } end
function commands.CONFIG()
  return { 'appendonly', 'yes', 'appendfsync', 'always', 'maxmemory-policy', 'noeviction' }
end
function commands.SELECT() return { ok = 'OK' } end
function commands.INFO() return '# Server\r\nrun_id:' .. at.life .. '\r\n' end
commands.AUTH = commands.SELECT
function commands.CLUSTER() error('ERR This instance has cluster support disabled', 0) end

-- ---- Functions ---------------------------------------------------------------------

local function call(...)
  local args = { ... }
  for i = 1, #args do args[i] = tostring(args[i]) end
  if not commands[args[1]] then error('ERR unknown command ' .. args[1], 0) end
  if running and running.reads_only and WRITES[args[1]] then
    error('a function that only reads called ' .. args[1], 0)
  end
  if WRITES[args[1]] then writes = writes + 1 end
  return commands[args[1]](args)
end

-- Forty digits that tell texts from each other: as good as SHA-1, for what is not secret.
local function digest(text)
  local out = {}
  for i = 1, 5 do
    local hash = 7919 * i
    for at = 1, #text do hash = (hash * (31 + 2 * i) + string.byte(text, at)) % 4294967291 end
    out[i] = string.format('%08x', hash)
  end
  return table.concat(out)
end

local function compile(code)
  local name, body = string.match(code, '^#!lua name=([%w_]+)\n(.*)$')
  if not name then error('ERR Missing library metadata', 0) end
  local found = {}
  local redis = { call = call }
  function redis.pcall(...)
    local went_well, result = pcall(call, ...)
    return went_well and result or { err = tostring(result) }
  end
  redis.sha1hex = digest
  function redis.error_reply(text) return { err = text } end
  function redis.register_function(first, callback)
    local row = first
    if callback then row = { function_name = first, callback = callback, flags = {} } end
    local flags = {}
    for _, flag in ipairs(row.flags or {}) do flags[flag] = true end
    found[row.function_name] = { callback = row.callback, flags = flags }
  end
  -- What it may use while it loads: ipairs would be missing too.
  local world = { redis = redis }
  local chunk, wrong = chunks[code], nil
  if not chunk then chunk, wrong = loadstring('\n' .. body, '=' .. name) end
  if not chunk then error('ERR Error compiling function: ' .. wrong, 0) end
  chunks[code] = chunk
  setfenv(chunk, world)
  chunk()
  world.cjson = cjson
  for _, word in ipairs { 'string', 'table', 'math', 'pairs', 'ipairs', 'tonumber', 'tostring',
      'unpack', 'type', 'error', 'pcall', 'next', 'select' } do
    world[word] = _G[word]
  end
  return { name = name, functions = found }
end

function commands.FUNCTION(args)
  if args[2] == 'LIST' then
    local out = {}
    for name in pairs(at.loaded) do out[#out + 1] = { 'library_name', name, 'engine', 'LUA' } end
    return out
  end
  if args[2] ~= 'LOAD' then error('ERR unknown subcommand', 0) end
  local code = args[#args]
  local library = compile(code)
  if at.loaded[library.name] then
    error("ERR Library '" .. library.name .. "' already exists", 0)
  end
  at.loaded[library.name] = code
  for name, row in pairs(library.functions) do at.functions[name] = row end
  return library.name
end

-- The keys of a call as a set, or an error when a cluster would have one.
local function keys_of(args, n)
  local list, set, tag = {}, {}, nil
  for i = 1, n do
    local key = args[3 + i]
    local own = string.match(key, '{([^}]+)}') or key
    if own ~= (tag or own) then error('CROSSSLOT ' .. key, 0) end
    list[i], set[key], tag = key, true, own
  end
  return list, set
end

function commands.FCALL(args)
  local row = at.functions[args[2]]
  if not row then error('ERR Function not found', 0) end
  local reads_only = args[1] == 'FCALL_RO'
  if reads_only and not row.flags['no-writes'] then
    error('ERR Can not execute a script with write flag using *_ro command.', 0)
  end
  if is_full and not (row.flags['no-writes'] or row.flags['allow-oom']) then
    error("OOM command not allowed when used memory > 'maxmemory'.", 0)
  end
  local n = tonumber(args[3])
  local keys, set = keys_of(args, n)
  local rest = {}
  for i = 4 + n, #args do rest[#rest + 1] = args[i] end
  running = { keys = set, reads_only = row.flags['no-writes'] }
  local went_well, result = pcall(row.callback, keys, rest)
  running = nil
  if not went_well then
    return { err = 'ERR ' .. tostring(result), is_fault = true }
  end
  return result
end
commands.FCALL_RO = commands.FCALL

-- ---- What the simulation asks for -----------------------------------------------------

local redis = {}

-- A reply of that master, and whether it is an error that the real one would never have given.
function redis.run(args, master)
  local command = commands[args[1]]
  if not command then return { err = 'ERR unknown command ' .. args[1] }, true end
  if WRITES[args[1]] then writes = writes + 1 end
  at = masters[master]
  local went_well, result = pcall(command, args)
  if went_well then
    return result, type(result) == 'table' and result.is_fault or false
  end
  local text = tostring(result)
  return { err = text }, not string.find(text, '^[A-Z]+ ')
end

function redis.life(master) return masters[master].life end

function redis.writes() return writes end

function redis.set_full(full) is_full = full end

local function copy_of(value)
  if type(value) ~= 'table' then return value end
  local out = {}
  for key, inner in pairs(value) do out[key] = copy_of(inner) end
  return out
end

-- A replica hears nothing any more from now on ...
function redis.remember() copy = copy_of(data) end
-- ... and takes over from that master.
function redis.fall_back(master)
  local both = {}
  for key in pairs(data) do both[key] = true end
  for key in pairs(copy) do both[key] = true end
  for key in pairs(both) do
    if host.home(key) == master then data[key] = copy_of(copy[key]) end
  end
  writes = writes + 1
end

-- Another process: libraries are loaded anew, by itself or (from an empty one) by us.
function redis.start(master, keeps_functions)
  local was = masters[master] or { life = master * LIVES, loaded = {} }
  at = { life = was.life + 1, functions = {}, loaded = {} }
  masters[master] = at
  for _, code in pairs(keeps_functions and was.loaded or {}) do
    commands.FUNCTION { 'FUNCTION', 'LOAD', code }
  end
end

function redis.reset(n)
  data, is_full, copy, masters = {}, false, nil, {}
  for master = 0, n - 1 do redis.start(master, false) end
end

-- What a script says that was written for EVAL.
function redis.audit(path, ...)
  local chunk = assert(loadfile(path))
  setfenv(chunk, setmetatable({ redis = { call = call }, ARGV = { ... } }, { __index = _G }))
  return chunk()
end

-- All there is, as one text: equal texts, equal data.
local function text_of(value)
  if type(value) ~= 'table' then return tostring(value) end
  local out = {}
  for key, inner in pairs(value) do out[#out + 1] = tostring(key) .. '=' .. text_of(inner) end
  table.sort(out)
  return '{' .. table.concat(out, ' ') .. '}'
end

-- But for what follows the clock: what goes on over time.
function redis.dump()
  local kept = {}
  for key, entry in pairs(data) do
    if not string.find(key, '}:series$') and not string.find(key, '}:here$') and
      not string.find(key, '}:counted$') and not string.find(key, '}:curve:') then kept[key] = entry end
  end
  return text_of(kept)
end

return redis
