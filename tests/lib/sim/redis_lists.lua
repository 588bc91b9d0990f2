--[[ SPDX-License-Identifier: Apache-2.0

More of redis.lua: sorted sets, lists and streams, as what is there for boards uses them. Its commands go into
`commands`; `tools` are look, make, put and now_us of redis.lua. ]]

local commands, tools = ...
local look, make, put = tools.look, tools.make, tools.put

-- ---- Sorted sets: member -> score ------------------------------------------------------

local function score_text(score)
  return score == math.floor(score) and string.format('%.0f', score) or string.format('%.17g', score)
end

-- {member, score}... from the lowest.
local function sorted(key)
  local entry, out = look(key, 'zset'), {}
  for member, score in pairs(entry and entry.at or {}) do out[#out + 1] = { member, score } end
  table.sort(out, function(a, b)
    if a[2] ~= b[2] then return a[2] < b[2] end
    return a[1] < b[1]
  end)
  return out
end

-- Whether a score is on the right side of a bound: "7", "(7", "-inf", "+inf".
local function over(score, bound)
  local text = string.gsub(bound, '^%(', '')
  local number = text == '-inf' and -math.huge or text == '+inf' and math.huge or tonumber(text)
  if not number then error('ERR min or max is not a float', 0) end
  return string.sub(bound, 1, 1) == '(' and score > number or score >= number and string.sub(bound, 1, 1) ~= '('
end

local function under(score, bound)
  return not over(score, string.sub(bound, 1, 1) == '(' and string.sub(bound, 2) or '(' .. bound)
end

-- The same for members: "[abc", "(abc", "-", "+".
local function behind(member, bound)
  if bound == '-' or bound == '+' then return bound == '-' end
  local text, sign = string.sub(bound, 2), string.sub(bound, 1, 1)
  if sign ~= '[' and sign ~= '(' then error('ERR min or max not valid string range item', 0) end
  return member > text or (member == text and sign == '[')
end

local function before(member, bound)
  if bound == '-' or bound == '+' then return bound == '+' end
  local text, sign = string.sub(bound, 2), string.sub(bound, 1, 1)
  if sign ~= '[' and sign ~= '(' then error('ERR min or max not valid string range item', 0) end
  return member < text or (member == text and sign == '[')
end

local WITHIN = {
  score = function(row, least, most) return over(row[2], least) and under(row[2], most) end,
  lex = function(row, least, most) return behind(row[1], least) and before(row[1], most) end,
}

local function within(key, by, least, most)
  local out = {}
  for _, row in ipairs(sorted(key)) do
    if WITHIN[by](row, least, most) then out[#out + 1] = row end
  end
  return out
end

local function slice(rows, first, last)
  local out = {}
  if first < 0 then first = math.max(#rows + first, 0) end
  if last < 0 then last = #rows + last end
  for i = first + 1, math.min(last + 1, #rows) do out[#out + 1] = rows[i] end
  return out
end

-- BYSCORE BYLEX REV WITHSCORES LIMIT skip n, from args[5] on.
local function options_of(args)
  local options, i = {}, 5
  while args[i] do
    local word = args[i]
    options[word] = true
    if word == 'LIMIT' then options.skip, options.n, i = tonumber(args[i + 1]), tonumber(args[i + 2]), i + 2 end
    i = i + 1
  end
  return options
end

local function reversed(rows)
  local out = {}
  for i = #rows, 1, -1 do out[#out + 1] = rows[i] end
  return out
end

local function range(args, options)
  local by = options.BYSCORE and 'score' or options.BYLEX and 'lex'
  local from, to, rows = args[3], args[4], nil
  if by and options.REV then from, to = to, from end
  rows = by and within(args[2], by, from, to) or sorted(args[2])
  if options.REV then rows = reversed(rows) end
  if not by then rows = slice(rows, tonumber(from), tonumber(to)) end
  if options.skip then rows = slice(rows, options.skip, options.n < 0 and -1 or options.skip + options.n - 1) end
  local out = {}
  for _, row in ipairs(rows) do
    out[#out + 1] = row[1]
    if options.WITHSCORES then out[#out + 1] = score_text(row[2]) end
  end
  return out
end

local function ranges(...)
  local always = { ... }
  return function(args)
    local options = options_of(args)
    for _, word in ipairs(always) do options[word] = true end
    return range(args, options)
  end
end

commands.ZRANGE = ranges()
commands.ZREVRANGE = ranges('REV')
commands.ZRANGEBYSCORE = ranges('BYSCORE')
commands.ZREVRANGEBYSCORE = ranges('BYSCORE', 'REV')
commands.ZRANGEBYLEX = ranges('BYLEX')
function commands.ZCOUNT(args) return #within(args[2], 'score', args[3], args[4]) end
function commands.ZLEXCOUNT(args) return #within(args[2], 'lex', args[3], args[4]) end

function commands.ZADD(args)
  local entry, added = make(args[2], 'zset'), 0
  for i = 3, #args, 2 do
    local score = tonumber(args[i])
    if not score or not args[i + 1] then error('ERR value is not a valid float', 0) end
    added = added + put(entry, args[i + 1], score)
  end
  return added
end

function commands.ZMSCORE(args)
  local entry, out = look(args[2], 'zset'), {}
  for i = 3, #args do
    local score = entry and entry.at[args[i]]
    out[i - 2] = score and score_text(score) or false
  end
  return out
end

function commands.ZSCORE(args) return commands.ZMSCORE(args)[1] end

-- ---- Lists -------------------------------------------------------------------------------

local function push(args, to_front)
  local entry = make(args[2], 'list')
  for i = 3, #args do
    table.insert(entry.at, to_front and 1 or #entry.at + 1, args[i])
  end
  entry.n = #entry.at
  return entry.n
end

function commands.LPUSH(args) return push(args, true) end
function commands.RPUSH(args) return push(args, false) end

function commands.LRANGE(args)
  local entry = look(args[2], 'list')
  return slice(entry and entry.at or {}, tonumber(args[3]), tonumber(args[4]))
end

function commands.LTRIM(args)
  local entry = look(args[2], 'list')
  if entry then
    entry.at = slice(entry.at, tonumber(args[3]), tonumber(args[4]))
    entry.n = #entry.at
  end
  return { ok = 'OK' }
end

-- ---- Streams: {id, {field, value}}... ------------------------------------------------------

local function id_of(text, rest)
  local ms, n = string.match(text, '^(%d+)%-?(%d*)$')
  return { tonumber(ms), tonumber(n) or rest }
end

local function is_after(a, b)
  return a[1] > b[1] or (a[1] == b[1] and a[2] > b[2])
end

local function next_id(last)
  local ms = math.floor(tools.now_us() / 1000)
  if last and last[1] >= ms then return { last[1], last[2] + 1 } end
  return { ms, 0 }
end

-- MAXLEN ~ n promises nothing but a bound: nothing is ever trimmed here.
function commands.XADD(args)
  local i = args[3] == 'NOMKSTREAM' and 4 or 3
  if i == 4 and not look(args[2], 'stream') then return false end
  if args[i] == 'MAXLEN' then
    if args[i + 1] ~= '~' then error('ERR syntax error', 0) end
    i = i + 3
  end
  local stream = make(args[2], 'stream')
  local last = stream.at[stream.n] and id_of(stream.at[stream.n][1])
  local id = args[i] == '*' and next_id(last) or id_of(args[i], 0)
  if last and not is_after(id, last) then
    error('ERR The ID specified in XADD is equal or smaller', 0)
  end
  local fields = {}
  for k = i + 1, #args do fields[#fields + 1] = args[k] end
  local text = string.format('%.0f-%.0f', id[1], id[2])
  stream.n = stream.n + 1
  stream.at[stream.n] = { text, fields }
  return text
end

-- Those between two ids, each "-", "+", "<id>" or "(<id>".
local function entries(key, from, to)
  local stream, out = look(key, 'stream'), {}
  local function bound(text, rest)
    if text == '-' then return { -1, 0 } end
    if text == '+' then return { math.huge, 0 } end
    return id_of(string.gsub(text, '^%(', ''), rest)
  end
  local least, most = bound(from, 0), bound(to, math.huge)
  local no_least, no_most = string.sub(from, 1, 1) == '(', string.sub(to, 1, 1) == '('
  for i = 1, stream and stream.n or 0 do
    local id = id_of(stream.at[i][1])
    local low = is_after(id, least) or (not no_least and not is_after(least, id))
    local high = is_after(most, id) or (not no_most and not is_after(id, most))
    if low and high then out[#out + 1] = stream.at[i] end
  end
  return out
end

function commands.XRANGE(args)
  return slice(entries(args[2], args[3], args[4]), 0, (args[6] and tonumber(args[6]) or 1e9) - 1)
end

function commands.XREVRANGE(args)
  return slice(reversed(entries(args[2], args[4], args[3])), 0, (args[6] and tonumber(args[6]) or 1e9) - 1)
end
