#!lua name=clameur_terms_@version@
--[[ SPDX-License-Identifier: Apache-2.0

terms: ballots that are words, and the cloud they make. What ballots.lua promises holds here, too: each
participant counts once, whatever is retried, and the counts equal a recount of the ballots.

Keys, all with the room's {tag}
  {R}:room, {R}:q:<id>, {R}:ballots:<id>:<round>, {R}:tally:<id>:<round>   see ballots.lua
  {R}:terms:<id>:<round>  zset  key of a word -> how many say it
  {R}:said:<id>:<round>   hash  key -> "<stems>", then a line "<so many> <as they write it>" for each spelling;
                                " <key>" -> "1" staff hid it, "0" staff shows it
  {R}:words               hash  see shared/listed.lua

A ballot is kept as "<n> <key[=stems],...> <ballot>", its words in their order; in place of the key of one that
there was no room for stands "*". The counts of the tally are: words said, different ones among those that
have room, and words that had none.

Which words are shown is judged whenever they are read, so lists of words hold at once and for all. ]]

-- @include shared/room.lua@
-- @include shared/acts.lua@
-- @include shared/listed.lua@
-- @include shared/devices.lua@
-- @include shared/outbox.lua@
-- @include shared/sources.lua@

local SAID_MAX = 1000     -- ballots in one call
local SPELLINGS_MAX = 20  -- of one word that are told apart
local ASKED = 1000        -- unpack has a limit of a few thousand values
local LOOK = 200          -- words looked at at once for those to show,
local LOOKED_MAX = 2000   -- and altogether
local OTHER = '*'

-- ---- A ballot taken apart -------------------------------------------------------------------

-- The texts of {"words":[...]}, in which only quotes and backslashes are escaped.
local function texts_of(ballot)
  local texts, at = {}, string.find(ballot, '[', 1, true) + 1
  while string.sub(ballot, at, at) ~= ']' do
    if string.sub(ballot, at, at) == ',' then at = at + 1 end
    local last = at + 1
    while string.sub(ballot, last, last) ~= '"' do
      last = last + (string.sub(ballot, last, last) == '\\' and 2 or 1)
    end
    texts[#texts + 1] = string.gsub(string.sub(ballot, at + 1, last - 1), '\\(.)', '%1')
    at = last + 1
  end
  return texts
end

local function read_said(value)
  local n, entries, ballot = string.match(value, '^(%d+) (%S*) (.*)$')
  local said = { n = tonumber(n), ballot = ballot, words = {} }
  local texts = texts_of(ballot)
  for key, stems in string.gmatch(entries, '([^,=]+)=?([^,]*)') do
    said.words[#said.words + 1] = { key = key, stems = stems ~= '' and stems or key, text = texts[#said.words + 1] }
  end
  return said
end

local function write_said(said)
  local entries = {}
  for i, word in ipairs(said.words) do
    entries[i] = word.stems == word.key and word.key or word.key .. '=' .. word.stems
  end
  return said.n .. ' ' .. table.concat(entries, ',') .. ' ' .. said.ballot
end

-- ---- The cloud, of which a batch changes a part ------------------------------------------------

local function ask_in_slices(command, key, asked)
  local out = {}
  for from = 1, #asked, ASKED do
    local to = math.min(from + ASKED - 1, #asked)
    for i, value in ipairs(redis.call(command, key, unpack(asked, from, to))) do out[from + i - 1] = value end
  end
  return out
end

-- What is known of all the words that the batch may touch.
local function open_cloud(terms, said, keys, most)
  local cloud = { terms = terms, said = said, most = most, size = redis.call('ZCARD', terms),
    counts = {}, by = {}, spelled = {}, stems = {}, others = 0, words = 0 }
  local counts = ask_in_slices('ZMSCORE', terms, keys)
  for i, key in ipairs(keys) do cloud.counts[key] = counts[i] and tonumber(counts[i]) or 0 end
  return cloud
end

-- One more says it, or one less.
local function say(cloud, word, by)
  cloud.words = cloud.words + by
  if word.key == OTHER then
    cloud.others = cloud.others + by
    return
  end
  local before = cloud.counts[word.key] + (cloud.by[word.key] or 0)
  if by > 0 and before == 0 then
    if cloud.size >= cloud.most then
      word.key, word.stems = OTHER, OTHER
      cloud.others = cloud.others + 1
      return
    end
    cloud.size = cloud.size + 1
  end
  if before + by == 0 then cloud.size = cloud.size - 1 end
  cloud.by[word.key] = (cloud.by[word.key] or 0) + by
  cloud.stems[word.key] = word.stems
  local spelled = cloud.spelled[word.key] or {}
  spelled[word.text] = (spelled[word.text] or 0) + by
  cloud.spelled[word.key] = spelled
end

local function read_spellings(text)
  local spellings = {}
  for n, word in string.gmatch(text, '\n(%d+) ([^\n]*)') do
    spellings[#spellings + 1] = { n = tonumber(n), text = word }
  end
  return spellings
end

-- How a word is written, after the batch: by whom it is said no more is forgotten.
local function spellings_after(known, by)
  local spellings, new = read_spellings(known), {}
  for _, one in ipairs(spellings) do
    one.n = one.n + (by[one.text] or 0)
    by[one.text] = nil
  end
  for text, n in pairs(by) do
    if n > 0 then new[#new + 1] = { n = n, text = text } end
  end
  table.sort(new, function(a, b) return a.text < b.text end)
  local lines = {}
  for _, list in ipairs { spellings, new } do
    for _, one in ipairs(list) do
      if one.n > 0 and #lines < SPELLINGS_MAX then lines[#lines + 1] = '\n' .. one.n .. ' ' .. one.text end
    end
  end
  return table.concat(lines)
end

local function write_cloud(cloud)
  local keys, adds, gone, sets = {}, {}, {}, {}
  for key in pairs(cloud.by) do keys[#keys + 1] = key end
  table.sort(keys)
  local known = ask_in_slices('HMGET', cloud.said, keys)
  for i, key in ipairs(keys) do
    local count = cloud.counts[key] + cloud.by[key]
    if count <= 0 then
      gone[#gone + 1] = key
    else
      if cloud.by[key] ~= 0 then
        adds[#adds + 1], adds[#adds + 2] = whole(count), key
      end
      sets[#sets + 1] = key
      sets[#sets + 1] = cloud.stems[key] .. spellings_after(known[i] or '', cloud.spelled[key])
    end
  end
  for from = 1, #adds, ASKED do
    redis.call('ZADD', cloud.terms, unpack(adds, from, math.min(from + ASKED - 1, #adds)))
  end
  for from = 1, #gone, ASKED do
    redis.call('ZREM', cloud.terms, unpack(gone, from, math.min(from + ASKED - 1, #gone)))
    redis.call('HDEL', cloud.said, unpack(gone, from, math.min(from + ASKED - 1, #gone)))
  end
  for from = 1, #sets, ASKED do
    redis.call('HSET', cloud.said, unpack(sets, from, math.min(from + ASKED - 1, #sets)))
  end
end

-- ---- Casting ---------------------------------------------------------------------------------

local function is_open(state, closes)
  return state == 'open' and (closes == '0' or now_ms() < tonumber(closes))
end

-- As in ballots.lua, whose order of questions matters here as there.
local function judge(old, new, open, may_change)
  if not old then return open and '+' or 'c' end
  if new.n == old.n and new.ballot == old.ballot then return '=' end
  if new.n <= old.n then return 's' end
  if not open then return 'c' end
  if not may_change and new.ballot ~= old.ballot then return 'f' end
  return '+'
end

-- Ballots of the batch and those they may replace, and every key that is in one of them.
local function gather(keys, args, n)
  local stored = redis.call('HMGET', keys[3], unpack(args, 4, 3 + n))
  local batch, has, all = { olds = {}, news = {} }, {}, {}
  local function note(said)
    for _, word in ipairs(said.words) do
      if not has[word.key] and word.key ~= OTHER then has[word.key], all[#all + 1] = true, word.key end
    end
    return said
  end
  for i = 1, n do
    batch.news[i] = note(read_said(args[3 + n + i]))
    local who = args[3 + i]
    if stored[i] and not batch.olds[who] then batch.olds[who] = note(read_said(stored[i])) end
  end
  return batch, all
end

-- Settles them one after the other. Returns a letter each, n and ballot of the refused, what is to be
-- written, and how many voters more there are.
local function settle(args, n, batch, cloud, open, may_change)
  local statuses, refused, writes, joined = {}, {}, {}, 0
  for i = 1, n do
    local who, new = args[3 + i], batch.news[i]
    local old = batch.olds[who]
    local status = judge(old, new, open, may_change)
    if status == '+' then
      for _, word in ipairs(old and old.words or {}) do say(cloud, word, -1) end
      for _, word in ipairs(new.words) do say(cloud, word, 1) end
      joined = joined + (old and 0 or 1)
      batch.olds[who], writes[who] = new, write_said(new)
    elseif status ~= '=' then
      refused[#refused + 1] = old and old.n or 0
      refused[#refused + 1] = old and old.ballot or ''
    end
    statuses[i] = status
  end
  return table.concat(statuses), refused, writes, joined
end

local function read_tally(key)
  local tally = {}
  for number in string.gmatch(redis.call('GET', key) or '0 0 0 0 0', '%S+') do tally[#tally + 1] = tonumber(number) end
  return tally
end

local function write_tally(key, tally)
  for i, number in ipairs(tally) do tally[i] = whole(number) end
  local text = table.concat(tally, ' ')
  redis.call('SET', key, text)
  return text
end

--[[ KEYS room question ballots tally terms said  ARGV round def_version n participant... value... most
As `cast` of ballots.lua. `most` different words have room. ]]
local function say_words(keys, args, as_open)
  local gate = redis.call('HGET', keys[2], 'gate')
  if not gate then return { 'missing' } end
  local round, version, state, closes, change = string.match(gate, '^(%d+) (%d+) (%a+) (%d+) (%d)$')
  if round ~= args[1] then return { 'round', tonumber(round) } end
  if version ~= args[2] then return { 'def' } end
  local n = tonumber(args[3])
  if n < 1 or n > SAID_MAX or #args ~= 4 + 2 * n then return redis.error_reply('ERR wrong number of ballots') end

  local batch, all = gather(keys, args, n)
  local cloud = open_cloud(keys[5], keys[6], all, tonumber(args[#args]))
  local statuses, refused, writes, joined = settle(args, n, batch, cloud, as_open or is_open(state, closes),
    change == '1')
  local tally = read_tally(keys[4])
  local text = table.concat(tally, ' ')
  if next(writes) then
    write_cloud(cloud)
    for who, value in pairs(writes) do redis.call('HSET', keys[3], who, value) end
    text = write_tally(keys[4], { tally[1] + 1, tally[2] + joined, tally[3] + cloud.words,
      redis.call('ZCARD', keys[5]), tally[5] + cloud.others })
  end
  local reply = { 'ok', tonumber(redis.call('HGET', keys[1], 'epoch') or 0), statuses, text }
  for i = 1, #refused do reply[4 + i] = refused[i] end
  return reply
end

--[[ KEYS those of say_words, then from late sources devices devstate  ARGV those of say_words, then grace_ms
ago... source... The same of ballots that came from somewhere; see shared/sources.lua ]]
local function say_words_from(keys, args)
  return count_from(say_words, keys, args, 6, 2)
end

-- ---- Reading ---------------------------------------------------------------------------------

-- As most people write it; of several, the first by its bytes. Where none of those that are told apart is
-- left, by what makes it one word.
local function best_of(text, key)
  local best
  for _, one in ipairs(read_spellings(text)) do
    if not best or one.n > best.n or (one.n == best.n and one.text < best.text) then best = one end
  end
  return best and best.text or string.gsub(key, '_+', ' ')
end

-- Which of these are on a list, by their place.
local function listed_among(words_key, values)
  local asked, owner, found = {}, {}, {}
  if redis.call('EXISTS', words_key) == 0 then return found end
  for i, value in ipairs(values) do
    local stems = string.match(value or '', '^[^\n]*')
    for _, stem in ipairs(to_look_up(string.gsub(stems, '_+', '\n') .. '\n')) do
      asked[#asked + 1], owner[#asked + 1] = stem, i
    end
  end
  for at, value in ipairs(ask_in_slices('HMGET', words_key, asked)) do
    if value then found[owner[at]] = true end
  end
  return found
end

local STATES = { ['1'] = 'hidden', ['0'] = 'shown' }

--[[ KEYS tally terms said words  ARGV most all skip. The words that most say behind the first `skip`, of which with
all = 0 only those that are shown. {ok, tally, (word, how many, state)...}; state: shown, hidden by staff, or waiting, for it is listed ]]
local function words_top(keys, args)
  local reply, most, all = { 'ok', redis.call('GET', keys[1]) or '' }, tonumber(args[1]), args[2] == '1'
  local skip = tonumber(args[3])
  local found, at = 0, skip
  while found < most and at < skip + LOOKED_MAX do
    local page = redis.call('ZREVRANGE', keys[2], at, at + LOOK - 1, 'WITHSCORES')
    local names, veils = {}, {}
    for i = 1, #page, 2 do
      names[#names + 1], veils[#veils + 1] = page[i], ' ' .. page[i]
    end
    if not names[1] then break end
    local values, veiled = redis.call('HMGET', keys[3], unpack(names)), redis.call('HMGET', keys[3], unpack(veils))
    local listed = listed_among(keys[4], values)
    for i = 1, #names do
      local state = STATES[veiled[i] or ''] or (listed[i] and 'waiting' or 'shown')
      if found < most and (all or state == 'shown') then
        found = found + 1
        reply[#reply + 1] = best_of(values[i] or '', names[i])
        reply[#reply + 1] = tonumber(page[2 * i])
        reply[#reply + 1] = state
      end
    end
    at = at + LOOK
  end
  return reply
end

--[[ KEYS room tally terms said acts  ARGV key hide who. Staff hides a word or shows it, whatever lists say.
{ok, epoch, tally}, {missing}: nobody says it ]]
local function word_hide(keys, args)
  local epoch = redis.call('HGET', keys[1], 'epoch')
  if not epoch then return { 'missing' } end
  local field, text = ' ' .. args[1], redis.call('GET', keys[2])
  if not text or not redis.call('ZSCORE', keys[3], args[1]) then return { 'missing' } end
  if redis.call('HGET', keys[4], field) ~= args[2] then
    redis.call('HSET', keys[4], field, args[2])
    local tally = read_tally(keys[2])
    tally[1] = tally[1] + 1
    text = write_tally(keys[2], tally)
    note_act(keys[1], keys[5], args[3], 'word', '', '', args[2] == '1' and 'shown' or 'hidden',
      args[2] == '1' and 'hidden' or 'shown')
  end
  return { 'ok', tonumber(epoch), text }
end

register('say_words', say_words)
register('say_words_from', say_words_from)
register('words_top', words_top, 'no-writes')
register('word_hide', word_hide)
