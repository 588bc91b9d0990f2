--[[ Pictures of ideas. Put in behind shared/room.lua and shared/idea.lua.

Keys, all with the room's {tag}
  {R}:pics            hash  picture -> packed: whose it is, where, and what it shows in words: the one place
                            where those are
  {R}:pictures        hash  "bytes" -> of all; participant -> "<pictures of theirs> <of these, loose>"
  {R}:loose           zset  picture that no idea has -> until when it may be put to one, ms
  {R}:unseen:<board>  zset  picture that staff is to check -> when it was put to its idea, ms
  {R}:img:<picture>   hash  full, small: the bytes; expires by itself while the picture is loose

Invariants
  A picture is loose, or the one idea that it names has it on its card.
  What {R}:pictures counts are the pictures of {R}:pics. ]]

local PICTURE = { 'id', 'owner', 'state', 'kind', 'width', 'height', 'bytes', 'board', 'idea', 'alt', 'was' }
-- `was`: hidden, of one that staff hid and whose idea let go of it: put back, it is hidden still.
local LOOSE_MS = 3600000
local PURGE_MAX = 50 -- that are forgotten in one call

local function read_picture(key, id)
  local known = redis.call('HGET', key, id)
  return known and unpack_record(known, PICTURE) or nil
end

local function write_picture(key, picture)
  redis.call('HSET', key, picture.id, pack_record(picture, PICTURE))
end

local function read_stock(key, who)
  local all, loose = string.match(redis.call('HGET', key, who) or '0 0', '^(%d+) (%d+)$')
  return { all = tonumber(all), loose = tonumber(loose) }
end

local function count_pictures(key, who, all, loose, bytes)
  local stock = read_stock(key, who)
  stock = { all = math.max(0, stock.all + all), loose = math.max(0, stock.loose + loose) }
  if stock.all == 0 then redis.call('HDEL', key, who)
  else redis.call('HSET', key, who, string.format('%.0f %.0f', stock.all, stock.loose)) end
  if bytes ~= 0 then redis.call('HINCRBY', key, 'bytes', whole(bytes)) end
end

-- May they see it, once they may read its idea?
local function may_see(picture, who, staff)
  return picture.state == 'shown' or staff == '1' or picture.owner == who
end

-- "<id> <id>" of a card, or of what came with a change.
local function each_picture(text)
  return string.gmatch(text, '[^ ]+')
end

--[[ What becomes of an idea's pictures. `wanted` is packed: id, words, id, words...; '-': as they are.
nil and a status: that cannot be. Every picture that the idea has or gets must have its key in `keys`. ]]
local function judge_pictures(pics_key, keys, wanted, card, board, who)
  local plan = { gets = {}, drops = {}, ids = card.images or '', same = true, keys = {} }
  if wanted == '-' then return plan end
  for _, key in ipairs(keys) do
    local id = string.match(key, ':img:(.+)$')
    if id then plan.keys[id] = key end
  end
  local ids, has, rest = {}, {}, wanted
  while rest ~= '' do
    local part = unpack_record(rest, { 'id', 'alt' })
    rest = string.sub(rest, #pack { part.id, part.alt } + 1)
    local picture = read_picture(pics_key, part.id)
    if not picture or has[part.id] then return nil, 'picture' end
    local is_here = picture.board == board and picture.idea == card.id
    if not is_here and (picture.owner ~= who or redis.call('EXISTS', plan.keys[part.id]) == 0) then
      return nil, 'picture'
    end
    if not is_here and picture.state ~= 'loose' then return nil, 'picture' end
    plan.same = plan.same and is_here and picture.alt == part.alt
    picture.alt, has[part.id] = part.alt, true
    ids[#ids + 1], plan.gets[#plan.gets + 1] = part.id, picture
  end
  for id in each_picture(plan.ids) do
    if not has[id] then
      if not plan.keys[id] then return nil, 'stale' end -- The caller has not heard of it yet.
      plan.drops[#plan.drops + 1] = read_picture(pics_key, id)
    end
  end
  local text = table.concat(ids, ' ')
  plan.same, plan.ids = plan.same and text == plan.ids, text
  return plan
end

--[[ `at` has the keys pics, stock, loose and unseen. A picture that comes is in `state`, shown or
pending; one whose idea does not want it any more is loose again. ]]
local function write_pictures(at, plan, board, idea, state)
  for _, picture in ipairs(plan.gets) do
    if picture.state == 'loose' then
      redis.call('PERSIST', plan.keys[picture.id])
      redis.call('ZREM', at.loose, picture.id)
      count_pictures(at.stock, picture.owner, 0, -1, 0)
      local becomes = picture.was == 'hidden' and 'hidden' or state
      picture.state, picture.board, picture.idea = becomes, board, idea
      if becomes == 'pending' then redis.call('ZADD', at.unseen, whole(now_ms()), picture.id) end
    end
    write_picture(at.pics, picture)
  end
  for _, picture in ipairs(plan.drops) do
    picture.was = picture.state == 'hidden' and 'hidden' or ''
    picture.state, picture.board, picture.idea, picture.alt = 'loose', '', '', ''
    redis.call('ZREM', at.unseen, picture.id)
    redis.call('ZADD', at.loose, whole(now_ms() + LOOSE_MS), picture.id)
    redis.call('PEXPIRE', plan.keys[picture.id], LOOSE_MS)
    count_pictures(at.stock, picture.owner, 0, 1, 0)
    write_picture(at.pics, picture)
  end
end

-- Of an idea that this one may read: packed id, state, width, height, words of each that they may see.
local function pictures_seen(pics_key, card, who, staff)
  if card.images == '' then return '' end
  local out = {}
  for id in each_picture(card.images) do
    local picture = read_picture(pics_key, id)
    if picture and may_see(picture, who, staff) then
      out[#out + 1] = pack { id, picture.state, picture.width, picture.height, picture.alt }
    end
  end
  return pack(out)
end

-- Those of an idea that goes for good; their bytes are for the caller.
local function forget_pictures(pics_key, stock_key, card)
  for id in each_picture(card.images) do
    local picture = read_picture(pics_key, id)
    if picture then
      count_pictures(stock_key, picture.owner, -1, 0, -tonumber(picture.bytes))
      redis.call('HDEL', pics_key, id)
    end
  end
end

-- Those that nobody put to an idea in time: their bytes are gone by now.
local function forget_loose(at)
  local due = redis.call('ZRANGEBYSCORE', at.loose, '-inf', whole(now_ms()), 'LIMIT', 0, PURGE_MAX)
  for _, id in ipairs(due) do
    local picture = read_picture(at.pics, id)
    if picture then count_pictures(at.stock, picture.owner, -1, -1, -tonumber(picture.bytes)) end
    redis.call('HDEL', at.pics, id)
    redis.call('ZREM', at.loose, id)
  end
end
