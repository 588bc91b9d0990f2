--[[ What the libraries about ideas share: cards, heats, gates, and who is told. Put in by the build
where they say so, behind shared/room.lua.

Trend: log2 of the sum over posting and supports of 2^(seconds / half-life), and half of that for each
comment of others, so each weighs half of one that came a half-life later, and the order of ideas needs no recomputing as time goes by.
Redis's own clock decides what is late. ]]

local CARD = { 'id', 'number', 'version', 'at', 'author', 'state', 'status', 'tags', 'into', 'with',
  'group', 'rules', 'word', 'images' } -- word: listed ones in it that staff is to look at, see shared/listed.lua
local CHAIN_MAX = 100 -- merges after one another

local function seconds()
  return tonumber(redis.call('TIME')[1])
end

-- Of one score, is `a` behind `b` in a sorted set? By bytes, where Lua compares as the locale says.
local function is_behind(a, b)
  for i = 1, math.min(#a, #b) do
    local one, other = string.byte(a, i), string.byte(b, i)
    if one ~= other then return one > other end
  end
  return #a > #b
end

-- ---- Gates and trends ----------------------------------------------------------------

local function read_gate(key)
  local text = redis.call('HGET', key, 'gate')
  if not text then return nil end
  -- One that was written before there were comments has none.
  local post, support, budget, each, check, comment, closes =
    string.match(text, '^(%d) (%d) (%d+) (%d+) (%d) ?(%d?) (%d+)$')
  closes = tonumber(closes)
  local open = closes == 0 or now_ms() < closes
  return { posts = open and post == '1', staff_posts = open and post ~= '0', supports = open and support == '1',
    budget = tonumber(budget), each = tonumber(each), checks = check == '1',
    comments = open and comment == '1' }
end

local function is_checked(key)
  local gate = read_gate(key)
  return gate and gate.checks
end

local LOG_2 = 0.69314718055994530942 -- math is not to be had while a library loads

-- log2(2^a + by * 2^b), for by = 1 or -1.
local function log_add(a, b, by)
  local high, low = a, b
  if a < b then high, low = b, a end
  if by > 0 then return high + math.log(1 + 2 ^ (low - high)) / LOG_2 end
  local left = 2 ^ (a - high) - 2 ^ (b - high)
  return left > 0 and high + math.log(left) / LOG_2 or nil
end

--[[ "<rev> <supports> <trend> <on> <comments that everyone may see> <rev of the last change of one>".
`on`: 1 it may be supported, 0 not, 2 it was merged into another, 3 it is being merged and whoever comes
next goes on with that. Behind that, where others brought supports along, "<own trend> <what they
brought>", whose sum is the trend: see merges.lua. ]]
local HEAT = '^(%d+) (%d+) (%S+) (%d) ?(%d*) ?(%d*) ?(%S*) ?(%S*)$'
local function read_heat(text)
  local rev, supports, trend, on, comments, talk, own, brought = string.match(text, HEAT)
  return { rev = rev, supports = tonumber(supports), trend = tonumber(trend), on = on,
    comments = tonumber(comments) or 0, talk = talk ~= '' and talk or '0', own = tonumber(own),
    brought = tonumber(brought) }
end

-- Small whole numbers in full: to make a text is what costs most here.
local numerals = {}
local function numeral(number)
  local text = numerals[number]
  if not text then
    text = string.format('%d', number)
    if number < 1000 then numerals[number] = text end
  end
  return text
end

-- As '%.6f' has it, at a third of the time: each support writes a trend.
local function millionths(number)
  if number < 0 then return string.format('%.6f', number) end
  local parts = math.floor(number * 1000000 + 0.5)
  return string.format('%d.%06d', math.floor(parts / 1000000), parts % 1000000)
end

local function heat_text(heat)
  local text = heat.rev .. ' ' .. numeral(heat.supports) .. ' ' .. millionths(heat.trend) .. ' ' .. heat.on .. ' ' ..
    numeral(heat.comments) .. ' ' .. heat.talk
  return heat.brought and text .. ' ' .. millionths(heat.own) .. ' ' .. millionths(heat.brought) or text
end

-- Something of that age, in half-lives, weighs in the trend from now on; by = -1: no longer.
local function add_weight(heat, at, by)
  local own = heat.own or heat.trend
  own = log_add(own, at, by) or own
  heat.own = heat.brought and own
  heat.trend = heat.brought and log_add(own, heat.brought, 1) or own
end

-- ---- Ideas -----------------------------------------------------------------------------

-- Tells the other workers that a board is at this rev.
local function tell(room_key, board, rev)
  local at = redis.call('HMGET', room_key, 'id', 'epoch')
  redis.call('SPUBLISH', '{' .. at[1] .. '}:bus', pack { 'board', at[2], board, rev })
end

-- Whether it may be supported, for its heat.
local function on_of(card)
  if card.status == 'merged' then return '2' end
  return card.state == 'shown' and '1' or '0'
end

-- May a participant read it? `staff` and `shown` (others' ideas are shown to everyone) are 0 or 1.
local function may_read(card, participant, staff, shown)
  return staff == '1' or (card.author == participant and card.state ~= 'withdrawn') or
    (shown == '1' and card.state == 'shown')
end

-- Where a merged idea, or the one that it went into, is now.
local function end_of(cards, card)
  for _ = 1, CHAIN_MAX do
    if card.status ~= 'merged' then break end
    local known = redis.call('HGET', cards, card.into)
    if not known then return card.into end
    card = unpack_record(known, CARD)
  end
  return card.id
end
