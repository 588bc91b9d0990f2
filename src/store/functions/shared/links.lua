-- Links that give a role: how they are packed, and whether they came too late.

-- `place`: where a kiosk stands; '' of all others.
local LINK = { 'id', 'role', 'label', 'created', 'expires', 'once', 'used', 'secret', 'place' }

local function has_expired(link)
  local expires = tonumber(link.expires)
  return expires > 0 and now_ms() >= expires
end
