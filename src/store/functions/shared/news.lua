--[[ What became of ideas, for those whom it concerns: their author, and with most of it whoever
supports them. Put in by the build where a library says so, behind shared/room.lua.

Keys, all with the room's {tag}
  {R}:news  stream  packed: board, idea, what, status, state and author afterwards, and which ideas were
                    merged into it. Never people's words
  {R}:bus   channel "there is news since", see `tell_news` ]]

local NEWS = { 'board', 'idea', 'what', 'status', 'state', 'author', 'with' }
local NEWS_MAX = '10000'

-- `what`: status, answer, merged; to the author alone: shown, hidden.
local function tell_news(room_key, news_key, board, card, what)
  local at = redis.call('HMGET', room_key, 'id', 'epoch')
  local id = redis.call('XADD', news_key, 'MAXLEN', '~', NEWS_MAX, '*', 'n',
    pack { board, card.id, what, card.status, card.state, card.author, card.with })
  redis.call('SPUBLISH', '{' .. at[1] .. '}:bus', pack { 'news', at[2], id })
end
