--[[ One participant's support of an idea, as it is stored: "<n> <on> <seconds>", and behind that, where
ideas were merged into this one, "<own on> <own seconds>" and a mark for each of those that the
participant supported: " +<number>" while that one's support counts here, " -<number>" from when they
took theirs back. So `on` is what everyone sees, `own_on` the participant's own word of number n. At the end
" p<points>", if the participant's own word gave the idea's author any: see shared/points.lua. ]]

local function parts_of(value)
  local points = string.match(value, ' p(%d+)$')
  if points then value = string.sub(value, 1, -#points - 3) end
  local n, on, at, rest = string.match(value, '^(%d+) (%d) (%d+)(.*)$')
  local own_on, own_at, marks = string.match(rest, '^ (%d) (%d+)(.*)$')
  return { n = tonumber(n), on = on, at = tonumber(at), own_on = own_on or on,
    own_at = tonumber(own_at or at), marks = marks or '', points = tonumber(points) or 0 }
end

local function support_text(support)
  local text = string.format('%.0f %s %.0f', support.n, support.on, support.at)
  if support.marks ~= '' then
    text = string.format('%s %s %.0f%s', text, support.own_on, support.own_at, support.marks)
  end
  return support.points > 0 and text .. ' p' .. whole(support.points) or text
end

local function mark_of(support, number)
  return string.match(support.marks .. ' ', ' ([+-])' .. number .. ' ')
end

local function unmark(support, number)
  local marks = string.gsub(support.marks .. ' ', ' [+-]' .. number .. ' ', ' ', 1)
  support.marks = string.sub(marks, 1, -2)
end

-- Does it count, by the participant's own word or for another idea's sake?
local function is_carried(support)
  return string.find(support.marks, '+', 1, true) ~= nil
end

-- Taken back: also what other ideas brought along.
local function take_back(support)
  support.on, support.own_on, support.points = '0', '0', 0
  support.marks = string.gsub(support.marks, '%+', '-')
end
