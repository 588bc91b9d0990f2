#!lua name=clameur_results_@version@
--[[ SPDX-License-Identifier: Apache-2.0

results: what a question has come to, all its rounds together, and who is in which group. Nothing is
written here; what is read is kept by rooms.lua and ballots.lua.

A group is what a participant's ballot to a question of the kind `segment` says: it weighs one cell. ]]

-- @include shared/room.lua@
-- @include shared/devices.lua@

--[[ KEYS question, then the tally of each round asked for. {ok, now, since, tally...}
`since`: the first round that was answered under the definition that the question has now; what was
answered before cannot be told by it. ]]
local function results_rounds(keys)
  local question = redis.call('HMGET', keys[1], 'round', 'def_version', 'aside_def', 'def_round')
  if not question[1] then return { 'missing' } end
  local since = tonumber(question[4])
  if not since then -- A question that nobody has rewritten since there is such a field.
    since = question[2] == '1' and 1 or tonumber(question[1])
    if question[3] == question[2] then since = math.min(since, math.max(1, tonumber(question[1]) - 1)) end
  end
  local reply = { 'ok', now_ms(), since }
  for i = 2, #keys do reply[i + 2] = redis.call('GET', keys[i]) or '' end
  return reply
end

-- Which cell a ballot to a segment weighs, from 1; 0: there is none.
local function group_of(value)
  local cell = value and string.match(value, '^%d+ (%d+):')
  return cell and tonumber(cell) + 1 or 0
end

-- Where these came from, "<channel>\t<place>\t<device>\t<its name>" or '' of phones without a place, and which came
-- late. KEYS from late sources devices
local function sources_of(from, late, sources, devices, people)
  if #people == 0 or redis.call('EXISTS', from) == 0 then return {}, {} end
  local numbers, texts, out = redis.call('HMGET', from, unpack(people)), {}, {}
  for i, number in ipairs(numbers) do
    if number and not texts[number] then
      local text = redis.call('HGET', sources, number) or ''
      local device = read_device(devices, string.match(text, '([^\t]*)$'))
      texts[number] = text .. '\t' .. (device and device.name or '')
    end
    out[i] = number and texts[number]
  end
  return out, redis.call('HMGET', late, unpack(people))
end

--[[ KEYS ballots from late sources devices, then the ballots of each segment  ARGV cursor most
One page of the first, each with where it came from, whether late, and its participant's groups: {ok, 1 if it was
the last, cursor of the next, (participant value source late group...)...}. Nobody comes twice while ballots only
come and change. ]]
local function results_people(keys, args)
  local found = redis.call('HSCAN', keys[1], args[1], 'COUNT', args[2])
  local flat = found[2]
  local reply, people, at = { 'ok', found[1] == '0' and 1 or 0, found[1] }, {}, 3
  for i = 1, #flat, 2 do people[#people + 1] = flat[i] end
  local groups = {}
  local sources, late = sources_of(keys[2], keys[3], keys[4], keys[5], people)
  for s = 6, #keys do
    groups[s - 5] = #people > 0 and redis.call('HMGET', keys[s], unpack(people)) or {}
  end
  for i = 1, #people do
    reply[at + 1], reply[at + 2] = people[i], flat[2 * i]
    reply[at + 3], reply[at + 4] = sources[i] or '', late[i] and 1 or 0
    at = at + 4
    for s = 1, #groups do
      at = at + 1
      reply[at] = group_of(groups[s][i])
    end
  end
  return reply
end

register('results_rounds', results_rounds, 'no-writes')
register('results_people', results_people, 'no-writes')
