--[[ What a participant gave and posted on a board. Put in behind shared/room.lua.

  {R}:spent:<board>  hash  participant -> "<supports given> <ideas posted>", and behind that
                           " <seconds of 10 digits><idea>" for each support that is on by their own word:
                           those at hand, as they came
  {R}:mine:<board>   zset  participant, seconds and idea of those that are at hand no more: all scores are 0

Most people support a few ideas, and what they have spent is read and written with each support anyway:
what they support stands there, for a member of a large sorted set costs more than all the rest of a
support. Whoever supports so many that writing them again each time would be dear has the older ones in
the sorted set; before format 2 all were there.

Invariant
  Every support that is on by the participant's own word is in the one or the other once, and nothing else is. ]]

local AT_HAND_BYTES = 400 -- of those at hand; beyond it, the older half goes

local function read_spent(text)
  if not text then return { supports = 0, ideas = 0, own = '' } end
  local supports, ideas, own = string.match(text, '^(%d+) (%d+)(.*)$')
  return { supports = tonumber(supports), ideas = tonumber(ideas), own = own }
end

local function spent_text(spent)
  return numeral(spent.supports) .. ' ' .. numeral(spent.ideas) .. spent.own
end

local function digits_of(at)
  return string.format('%010d', at)
end

local function entry_of(at, idea)
  return digits_of(at) .. idea
end

--[[ An own support came. Those that are at hand no more are added to `aged`, as ZADD has it. ]]
local function add_own(spent, who, entry, aged)
  local own = spent.own .. ' ' .. entry
  if #own > AT_HAND_BYTES then
    local cut = string.find(own, ' ', #own - AT_HAND_BYTES / 2, true) or #own + 1
    for older in string.gmatch(string.sub(own, 1, cut - 1), '%S+') do
      aged[#aged + 1], aged[#aged + 2] = '0', who .. older
    end
    own = string.sub(own, cut)
  end
  spent.own = own
end

-- One went. If it is not at hand, it is added to `gone`, as ZREM has it.
local function drop_own(spent, who, entry, gone)
  local own = spent.own .. ' '
  local first, last = string.find(own, ' ' .. entry .. ' ', 1, true)
  if not first then
    gone[#gone + 1] = who .. entry
    return
  end
  spent.own = string.sub(string.sub(own, 1, first) .. string.sub(own, last + 1), 1, -2)
end
