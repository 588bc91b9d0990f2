--[[ Points: what people are given for what they bring about. Put in by the build where a library says
so, behind shared/room.lua and shared/idea.lua; written in the same call as what they are given for,
so that a change sent again gives nothing again.

Keys, all with the room's {tag}
  {R}:room          hash    of rooms.lua: its settings say what each rule gives; without, there are none
  {R}:points        zset    participant and period -> points, see `score_of`: every leaderboard
  {R}:points:log    stream  every movement there ever was, packed: participant, rule, by, board, idea
  {R}:given:<board> hash    idea -> "<1 it counts, 0 not> <idea> <retained> <support>": what it has
                            earned its author; it counts while everyone may see it
  {R}:sup:<board>:<idea>    of ideas.lua: a support that gave its author something says how much

Invariants
  A participant's points of all time are the sum of their movements; those of a month, of the month's.
  An idea's movements sum up to what it has earned while it counts, and to nothing while it does not.
  What its supports have earned an idea is the sum of what those that are on say.
  What is taken back is what was given, whatever the rules say by then. ]]

local EARNS = { 'idea', 'retained', 'support' }
local NO_ONE = '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' -- whose are ideas that came from a file
local RETAINED = { planned = true, making = true, released = true }

-- What each rule gives in this room; nil where nothing gives anything.
local function rules_of(room_key)
  local settings = redis.call('HGET', room_key, 'settings') or ''
  if not string.find(settings, '"points":{', 1, true) then return nil end
  return cjson.decode(settings).points
end

-- ---- Periods ---------------------------------------------------------------------------

-- Months since the end of 1999, of a time in seconds: from 1 on; 0 stands for all time.
local function month_of(at)
  local day = math.floor(at / 86400) + 719468 -- since 0000-03-01, in eras of 400 years
  local era = math.floor(day / 146097)
  local of_era = day - era * 146097
  local year = math.floor((of_era - math.floor(of_era / 1460) + math.floor(of_era / 36524) -
    math.floor(of_era / 146096)) / 365)
  local of_year = of_era - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  local month = math.floor((5 * of_year + 2) / 153) -- from March on
  local is_next = month >= 10
  return (year + era * 400 + (is_next and 1 or 0) - 2000) * 12 + (is_next and month - 9 or month + 3)
end

--[[ One sorted set for all periods: each has a range of scores of its own, with room for what was
taken back in another month than it was given. ]]
local function score_of(period, points)
  return period * 4294967296 + 2147483648 + points
end

local function member_of(who, period)
  return who .. whole(period)
end

-- ---- The purse: collected while a call judges, written when it writes ---------------------

-- nil when nothing can be given or taken back here.
local function open_purse(room_key, given_key)
  local rules = rules_of(room_key)
  if not rules and redis.call('EXISTS', given_key) == 0 then return nil end
  return { rules = rules or {}, moves = {}, sums = {} }
end

local function put(purse, who, rule, by, board, idea)
  if by == 0 then return end
  purse.moves[#purse.moves + 1] = pack { who, rule, whole(by), board, idea }
  purse.sums[who] = (purse.sums[who] or 0) + by
end

local function write_purse(purse, points_key, log_key)
  local month, members, writes = month_of(seconds()), {}, {}
  local by = {}
  for _, packed in ipairs(purse.moves) do redis.call('XADD', log_key, '*', 'm', packed) end
  for who, sum in pairs(purse.sums) do
    for _, period in ipairs { 0, month } do
      members[#members + 1] = member_of(who, period)
      by[#by + 1] = { period, sum }
    end
  end
  if not members[1] then return end
  for i, score in ipairs(redis.call('ZMSCORE', points_key, unpack(members))) do
    local start = score and tonumber(score) or score_of(by[i][1], 0)
    writes[2 * i - 1], writes[2 * i] = whole(start + by[i][2]), members[i]
  end
  redis.call('ZADD', points_key, unpack(writes))
end

-- ---- What an idea earns its author ---------------------------------------------------------

local function read_given(text, card)
  local counts, idea, retained, support = string.match(text or '', '^(%d) (%d+) (%d+) (%d+)$')
  if not counts then return { counts = card.state == 'shown', idea = 0, retained = 0, support = 0 } end
  return { counts = counts == '1', idea = tonumber(idea), retained = tonumber(retained),
    support = tonumber(support) }
end

local function given_text(given)
  return string.format('%d %.0f %.0f %.0f', given.counts and 1 or 0, given.idea, given.retained, given.support)
end

local function put_earned(purse, board, card, was, is)
  for _, rule in ipairs(EARNS) do
    put(purse, card.author, rule, (is.counts and is[rule] or 0) - (was.counts and was[rule] or 0), board, card.id)
  end
end

local function give(purse, given_key, board, card, was, is)
  put_earned(purse, board, card, was, is)
  redis.call('HSET', given_key, card.id, given_text(is))
end

-- An idea was posted. `keys`: given points log
local function earn_posted(room_key, keys, board, card)
  local purse = open_purse(room_key, keys[1])
  if not purse then return end
  local is = { counts = card.state == 'shown', idea = purse.rules.idea or 0, retained = 0, support = 0 }
  give(purse, keys[1], board, card, { counts = false }, is)
  write_purse(purse, keys[2], keys[3])
end

-- Supports of an idea went that had earned its author so much. `keys`: given points log
local function earn_less(room_key, keys, board, card, lost)
  local purse = open_purse(room_key, keys[1])
  local text = redis.call('HGET', keys[1], card.id)
  if not purse or not text then return end
  local was, is = read_given(text, card), read_given(text, card)
  is.support = is.support - lost
  give(purse, keys[1], board, card, was, is)
  write_purse(purse, keys[2], keys[3])
end

-- An idea has another state or status than the `old` card says. `keys`: given points log
local function earn_changed(room_key, keys, board, old, card)
  if old.state == card.state and old.status == card.status or card.author == NO_ONE then return end
  local purse = open_purse(room_key, keys[1])
  if not purse then return end
  local text = redis.call('HGET', keys[1], card.id)
  local was, is = read_given(text, old), read_given(text, old)
  is.counts = card.state == 'shown'
  if RETAINED[card.status] and not RETAINED[old.status] then is.retained = purse.rules.retained or 0 end
  if not RETAINED[card.status] then is.retained = 0 end
  give(purse, keys[1], board, card, was, is)
  write_purse(purse, keys[2], keys[3])
end
