-- Grants: "host:<link>,participant:<invitation>", what gave somebody a role in a room.

-- The grants of `text` without those of `link`, and whether there were any.
local function grants_without(text, link)
  local kept, found = {}, false
  for role, by in string.gmatch(text, '([^:,]+):([^:,]+)') do
    if by == link then
      found = true
    else
      kept[#kept + 1] = role .. ':' .. by
    end
  end
  return table.concat(kept, ','), found
end

local function grants_with(text, role, link)
  return text .. (text == '' and '' or ',') .. role .. ':' .. link
end

-- What is left of them after `link` was taken back is kept.
local function grants_keep(roles_key, participant, grants)
  if grants == '' then redis.call('HDEL', roles_key, participant)
  else redis.call('HSET', roles_key, participant, grants) end
end
