--[[ Where ballots came from, beside the ballots: of phones without a place nothing is kept. Needs shared/room.lua,
shared/devices.lua and shared/outbox.lua.

  {R}:sources             hash  number -> "<channel>\t<place>\t<device>", that text -> its number, and n: how many
                                there are. 0 is "other", for all that came when there were SOURCES_MAX
  {R}:from:<id>:<round>   hash  participant -> number
  {R}:late:<id>:<round>   hash  participant -> how many ms after the close it came

A source is told as "<channel>\t<place>\t<device>"; a kiosk's place is where it stands now. ]]

local SOURCES_MAX = 500 -- as in base/limits.h
local CROWD_MAX = 30 -- KIOSK_CROWD_MAX: people on one device within a minute: more look like one who taps on
local MINUTE_MS = 60000
local QUIET_MS = 10 * MINUTE_MS -- without a crowd, before the next one is said

-- What the sources and devices of one call have come to, so that each is read and written once.
local function open_register(sources, devices, states, outbox)
  return { sources = sources, devices = devices, states = states, outbox = outbox, now = now_ms(), numbers = {},
    known = {}, flagged = {} }
end

-- {text, number or nil, device, state}; nil: a device that is none any more.
local function source_of(register, text)
  local known = register.known[text]
  if known ~= nil then return known or nil end
  local channel, place, id = string.match(text, '^([^\t]*)\t([^\t]*)\t([^\t]*)$')
  local source = { device = id ~= '' and id }
  if source.device then
    local device = read_device(register.devices, id)
    if not device or device.revoked ~= '0' then
      register.known[text] = false
      return nil
    end
    place = device.place
    source.state = read_state(register.states, id)
  end
  source.text = channel .. '\t' .. place .. '\t' .. id
  register.known[text] = source
  return source
end

local function number_of(register, source)
  if source.number then return source.number end
  local number = redis.call('HGET', register.sources, source.text)
  if not number then
    local n = tonumber(redis.call('HGET', register.sources, 'n') or 0)
    if n >= SOURCES_MAX then
      number = '0'
      redis.call('HSET', register.sources, number, 'other\t\t')
    else
      number = whole(n + 1)
      redis.call('HSET', register.sources, number, source.text, source.text, number, 'n', number)
    end
  end
  source.number = number
  return number
end

-- Somebody voted there, `ago` ms before now. Resent votes are not noted: nobody came.
local function note_visit(register, source, who, ago)
  local state = source.state
  if not state then return end
  state.votes = step(state.votes, 1)
  source.is_noted = true
  if state.last == who then return end
  local minute = whole(math.floor((register.now - ago) / MINUTE_MS))
  state.last, state.people = who, step(state.people, 1)
  state.crowd = state.minute == minute and step(state.crowd, 1) or '1'
  state.minute = minute
  if tonumber(state.crowd) <= CROWD_MAX then return end
  if register.now - tonumber(state.flagged) > QUIET_MS then
    register.flagged[#register.flagged + 1] = source.device
  end
  state.flagged = whole(register.now)
end

-- The devices that were flagged just now, parted by spaces; webhooks are told.
local function close_register(register)
  for _, source in pairs(register.known) do
    if source and source.is_noted then write_state(register.states, source.device, source.state) end
  end
  for _, device in ipairs(register.flagged) do post_out(register.outbox, 'device.flagged', '', '', '', device) end
  return table.concat(register.flagged, ' ')
end

-- ---- Ballots ------------------------------------------------------------------------

-- When a round was closed; nil: it is open, or was never.
local function closed_at(question)
  local gate = redis.call('HMGET', question, 'gate', 'closed')
  local state, closes = string.match(gate[1] or '', '^%d+ %d+ (%a+) (%d+)')
  if state == 'open' then
    closes = tonumber(closes)
    return closes > 0 and now_ms() >= closes and closes or nil
  end
  return state ~= 'draft' and tonumber(gate[2] or '') or nil
end

-- Which ballots (by their place) may be taken in, which of them although the question is closed.
local function sort_ballots(register, ballots, closed, grace)
  local in_time, late = {}, {}
  for i, ballot in ipairs(ballots) do
    ballot.source = source_of(register, ballot.from)
    local is_late = closed and ballot.source and ballot.source.device and
      register.now - ballot.ago < closed and register.now <= closed + grace
    if ballot.source then
      local list = is_late and late or in_time
      list[#list + 1] = i
    end
  end
  return in_time, late
end

-- Notes what the plain function said of those numbered `list`: a letter each, and what comes with it.
local function take_statuses(ballots, list, reply)
  local at = 5
  for place, i in ipairs(list) do
    local status = string.sub(reply[3], place, place)
    ballots[i].status = status
    if status ~= '+' and status ~= '=' then
      ballots[i].n, ballots[i].ballot, at = reply[at], reply[at + 1], at + 2
    end
  end
end

-- Where those that were applied came from, and which of them came late.
local function keep_sources(register, keys, ballots, list, late_by)
  local from = {}
  for _, i in ipairs(list) do
    local ballot = ballots[i]
    if ballot.status == '+' then
      from[#from + 1], from[#from + 2] = ballot.who, number_of(register, ballot.source)
      if late_by then
        redis.call('HSET', keys.late, ballot.who, whole(late_by))
      elseif ballot.source.device then
        redis.call('HDEL', keys.late, ballot.who)
      end
      note_visit(register, ballot.source, ballot.who, ballot.ago)
    end
  end
  if from[1] then redis.call('HSET', keys.from, unpack(from)) end
end

local function is_kept_as_late(keys, ballot)
  return ballot.source and ballot.source.device and redis.call('HEXISTS', keys.late, ballot.who) == 1
end

--[[ Counts ballots by `count`, which takes what the plain function does and, as its third, that the question is
to be taken as open; `columns` of its arguments have one for each ballot, behind the first three. The keys behind
its own are from late sources devices devstate outbox, the arguments behind its own grace_ms, then ago and source of
each. Replies as the plain function does, with letters of its own: l counted, late, and
L again; x by a device that is none. Behind the letters are the devices that were flagged. ]]
local function count_from(count, keys, args, n_keys, columns)
  local n = tonumber(args[3])
  local own_args = #args - 1 - 2 * n
  local plain_keys = { unpack(keys, 1, n_keys) }
  local mine = { from = keys[n_keys + 1], late = keys[n_keys + 2] }
  local register = open_register(keys[n_keys + 3], keys[n_keys + 4], keys[n_keys + 5], keys[n_keys + 6])
  local closed, grace = closed_at(keys[2]), tonumber(args[own_args + 1])
  local ballots = {}
  for i = 1, n do
    ballots[i] = { who = args[3 + i], ago = tonumber(args[own_args + 1 + i]),
      from = args[own_args + 1 + n + i], status = 'x', n = 0, ballot = '' }
  end
  local in_time, late = sort_ballots(register, ballots, closed, grace)
  local reply = { 'ok', tonumber(redis.call('HGET', keys[1], 'epoch') or 0), '',
    redis.call('GET', keys[4]) or '0 0' }
  for _, list in ipairs { late, in_time } do
    if list[1] then
      local call = { args[1], args[2], whole(#list) }
      for column = 0, columns - 1 do
        for _, i in ipairs(list) do call[#call + 1] = args[3 + column * n + i] end
      end
      for at = 4 + columns * n, own_args do call[#call + 1] = args[at] end
      local said = count(plain_keys, call, list == late)
      if said.err or said[1] ~= 'ok' then return said end
      take_statuses(ballots, list, said)
      keep_sources(register, mine, ballots, list, list == late and register.now - closed)
      reply[4] = said[4]
    end
  end
  local flagged = close_register(register)

  local letters = {}
  for i, ballot in ipairs(ballots) do
    local is_counted = ballot.status == '+' or ballot.status == '='
    if is_counted and is_kept_as_late(mine, ballot) then ballot.status = ballot.status == '+' and 'l' or 'L' end
    letters[i] = ballot.status
    if not is_counted then
      reply[#reply + 1], reply[#reply + 2] = ballot.n, ballot.ballot
    end
  end
  reply[3] = table.concat(letters) .. flagged
  return reply
end
