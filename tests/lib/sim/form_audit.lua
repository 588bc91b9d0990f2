--[[ SPDX-License-Identifier: Apache-2.0

Counts by hand what is kept beside the ballots of a round: of a quiz when each came, of words the cloud.
ARGV room, then "<question>:<round>". 'ok', or what does not add up. ]]

local R, OF, call = '{' .. ARGV[1] .. '}:', ARGV[2], redis.call

local function hash(key)
  local flat, out = call('HGETALL', key), {}
  for i = 1, #flat, 2 do out[flat[i]] = flat[i + 1] end
  return out
end

local ballots = hash(R .. 'ballots:' .. OF)
local kind = string.match(call('HGET', R .. 'q:' .. string.match(OF, '^%w+'), 'def'), '"kind":"(%a+)"')

-- ---- A time for each answer, and no other -----------------------------------------------------

local times = hash(R .. 'times:' .. OF)
for who in pairs(ballots) do
  if kind == 'quiz' and not string.match(times[who] or '', '^%d+$') then return 'an answer has no time' end
end
for who in pairs(times) do
  if kind ~= 'quiz' or not ballots[who] then return 'a time without an answer' end
end

-- ---- Words: each as often as it is said, in all spellings together ------------------------------

local said = {}
for _, value in pairs(kind == 'words' and ballots or {}) do
  for key in string.gmatch(string.match(value, '^%d+ (%S+)'), '([^,=]+)=?[^,]*') do said[key] = (said[key] or 0) + 1 end
end
local cloud = call('ZRANGE', R .. 'terms:' .. OF, 0, -1, 'WITHSCORES')
local spelled = hash(R .. 'said:' .. OF)
for i = 1, #cloud, 2 do
  local key, n, sum = cloud[i], tonumber(cloud[i + 1]), 0
  if said[key] ~= n then return key .. ' is in the cloud ' .. n .. ' times, said ' .. (said[key] or 0) end
  for times_written in string.gmatch(spelled[key] or '', '\n(%d+) ') do sum = sum + tonumber(times_written) end
  if sum ~= n then return key .. ' is written ' .. sum .. ' times, said ' .. n end
  said[key], spelled[key] = nil, nil
end
if next(said) then return next(said) .. ' is not in the cloud' end
for key in pairs(spelled) do
  if string.sub(key, 1, 1) ~= ' ' then return key .. ' is written, and not said' end
end
return 'ok'
