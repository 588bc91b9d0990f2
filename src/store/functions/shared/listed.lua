--[[ The words that a room takes in only once staff has read them. Put in behind shared/room.lua.

  {R}:words      hash  stem of a listed word, or of two or three in a row with blanks between -> "<so many
                       words of the lists have it> <one of these as it was listed>"
  {R}:wordlists  zset  "<list> <word as it was listed>", all with score 0

What people write comes here folded: a stem a line, an empty line where another text begins. Whatever was
listed a moment ago holds, for it is looked up in the call that writes. ]]

local LISTED_ASKED = 1000 -- unpack has a limit of a few thousand values
local LISTED_SHOWN = 5    -- words that staff is told of one text

-- What of a folded text may be on a list: each stem, and with the one or two before it.
local function to_look_up(folded)
  local asked, one, two = {}, nil, nil
  for stem in string.gmatch(folded, '([^\n]*)\n') do
    if stem == '' then
      one, two = nil, nil
    else
      asked[#asked + 1] = stem
      if one then asked[#asked + 1] = one .. ' ' .. stem end
      if two then asked[#asked + 1] = two .. ' ' .. one .. ' ' .. stem end
      two, one = one, stem
    end
  end
  return asked
end

-- The listed words in it, a line each, as they were listed; '' for none.
local function listed_in(key, folded)
  if folded == '' or redis.call('EXISTS', key) == 0 then return '' end
  local asked, found, seen = to_look_up(folded), {}, {}
  for from = 1, #asked, LISTED_ASKED do
    local to = math.min(from + LISTED_ASKED - 1, #asked)
    for _, value in ipairs(redis.call('HMGET', key, unpack(asked, from, to))) do
      local word = value and string.match(value, '^%d+ (.*)$')
      if word and not seen[word] and #found < LISTED_SHOWN then
        found[#found + 1], seen[word] = word, true
      end
    end
  end
  return table.concat(found, '\n')
end
