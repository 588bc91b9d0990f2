--[[ What webhooks are told. Put in behind shared/room.lua.

  {R}:outbox  stream  packed events, each under its own id; there only while the room has hooks: see hooks.lua

Ids and words of our own tables alone, never what people wrote: that is read when it is delivered. ]]

local OUTBOX_MAX = 10000 -- events that wait for receivers that are away; the oldest go first

-- In the call that makes the change, behind its other writes. `hook` is the only one to be told, '' for all.
local function post_out(key, name, board, idea, before, after, hook)
  redis.call('XADD', key, 'NOMKSTREAM', 'MAXLEN', '~', OUTBOX_MAX, '*', 'event',
    pack { name, board, idea, before, after, hook or '' })
end
