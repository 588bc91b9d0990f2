--[[ Pictures of questions: of their options, and slides. Put in behind shared/room.lua.

Keys, both with the room's {tag}
  {R}:optpics  hash  picture -> packed: kind, size, the questions that have it ",q1,q2,", and until
                     when it is kept for one, ms: 0 once one has it; and bytes: of all
  {R}:optimg   hash  "<picture>:full", "<picture>:small" -> its bytes

Invariant
  A picture that a definition names is in both, and names the question.

Many questions may have the same one: a copy of a question has its pictures. The room's look has those
of its logo, under a name that no question can have. ]]

local OPTION_PICTURE = { 'kind', 'bytes', 'questions', 'till' }
local OPTION_LOOSE_MS = 3600000
local LOOK = '~look'

-- Those of a room's logo, by its settings.
local function look_pictures(settings)
  local ids = {}
  if not string.find(settings, '"logo":', 1, true) then return ids end
  local logo = cjson.decode(settings).theme.logo
  for _, side in ipairs { 'light', 'dark' } do
    if logo[side] then ids[#ids + 1] = logo[side].id end
  end
  return ids
end

-- Those of a definition: canonical JSON, where no text holds a quote that is not escaped.
local function option_pictures(def)
  local ids = {}
  local from = string.find(def, ',"images":[', 1, true) or string.find(def, ',"slide":{', 1, true)
  if from then
    for id in string.gmatch(string.sub(def, from), '{"id":"([a-z0-9_-]+)","alt":') do ids[#ids + 1] = id end
  end
  return ids
end

local function has_option_pictures(key, ids)
  for _, id in ipairs(ids) do
    if redis.call('HEXISTS', key, id) == 0 then return false end
  end
  return true
end

local function with_question(questions, question, wanted)
  local kept = {}
  for id in string.gmatch(questions, '[^,]+') do
    if id ~= question then kept[#kept + 1] = id end
  end
  if wanted then kept[#kept + 1] = question end
  return #kept > 0 and ',' .. table.concat(kept, ',') .. ',' or ''
end

-- The question has these from now on, and no others. Whom no question has any more waits an hour.
local function keep_option_pictures(key, question, ids)
  local all, wanted = redis.call('HGETALL', key), {}
  for _, id in ipairs(ids) do wanted[id] = true end
  for i = 1, #all, 2 do
    if all[i] ~= 'bytes' then
      local picture = unpack_record(all[i + 1], OPTION_PICTURE)
      local questions = with_question(picture.questions, question, wanted[all[i]])
      if questions ~= picture.questions then
        picture.questions = questions
        picture.till = questions == '' and whole(now_ms() + OPTION_LOOSE_MS) or '0'
        redis.call('HSET', key, all[i], pack_record(picture, OPTION_PICTURE))
      end
    end
  end
end

-- Those that no question took, or has any more, in time.
local function forget_option_pictures(key, bytes_key)
  local all, now = redis.call('HGETALL', key), now_ms()
  for i = 1, #all, 2 do
    local picture = all[i] ~= 'bytes' and unpack_record(all[i + 1], OPTION_PICTURE)
    if picture and picture.questions == '' and tonumber(picture.till) <= now then
      redis.call('HDEL', bytes_key, all[i] .. ':full', all[i] .. ':small')
      redis.call('HDEL', key, all[i])
      redis.call('HINCRBY', key, 'bytes', '-' .. picture.bytes)
    end
  end
end
