--[[ How a board's record lies in {R}:boards. Put in behind shared/room.lua. ]]

local BOARD = { 'id', 'version', 'place', 'phase', 'closes', 'def', 'rules' }

local function read_board(key, id)
  local bytes = redis.call('HGET', key, id)
  return bytes and unpack_record(bytes, BOARD)
end
