/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/points_audit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

/* Netstrings, as the functions pack them. */
#define UNPACK                                                                             \
    "local function unpacked(bytes) local list, at = {}, 1 "                               \
    "while at <= #bytes do local colon = string.find(bytes, ':', at, true) "               \
    "local last = colon + tonumber(string.sub(bytes, at, colon - 1)) "                     \
    "list[#list + 1] = string.sub(bytes, colon + 1, last) at = last + 2 end "              \
    "return list end "

static const char *const audit = UNPACK
    "local R, B = '{' .. ARGV[1] .. '}:', ARGV[2] "
    "local call, sums, months, moved, boards = redis.call, {}, {}, {}, {} "
    "for _, e in ipairs(call('XRANGE', R .. 'points:log', '-', '+')) do "
    "  local m = unpacked(e[2][2]) local by = tonumber(m[3]) "
    "  sums[m[1]] = (sums[m[1]] or 0) + by "
    "  if m[4] == B and m[2] ~= 'comment' then moved[m[5]] = moved[m[5]] or {} "
    "    moved[m[5]][m[2]] = (moved[m[5]][m[2]] or 0) + by end end "
    "local all = call('ZRANGE', R .. 'points', 0, -1, 'WITHSCORES') "
    "for i = 1, #all, 2 do local who, period = string.sub(all[i], 1, 16), "
    "string.sub(all[i], 17) "
    "  local points = tonumber(all[i + 1]) - tonumber(period) * 4294967296 - 2147483648 "
    "  if period == '0' then "
    "    if points ~= (sums[who] or 0) then return 'board ' .. points .. ' log ' .. "
    "(sums[who] or 0) end "
    "    boards[who] = true "
    "  else months[who] = (months[who] or 0) + points end end "
    "for who, sum in pairs(sums) do if not boards[who] then return 'not on the board: ' .. "
    "sum end "
    "  if months[who] ~= sum then return 'months do not add up to ' .. sum end end "
    "local function parts(v) local points = string.match(v, ' p(%d+)$') "
    "  local n, on, at, rest = string.match(v, '^(%d+) (%d) (%d+)(.*)$') "
    "  local own, own_at = string.match(rest, '^ (%d) (%d+)') "
    "  return on, own or on, tonumber(own_at or at), tonumber(points) or 0 end "
    "local cards, n_own = call('HGETALL', R .. 'cards:' .. B), 0 "
    "for i = 1, #cards, 2 do local id, card = cards[i], unpacked(cards[i + 1]) "
    "  local on, earned = 0, 0 "
    "  for _, v in ipairs(call('HVALS', R .. 'sup:' .. B .. ':' .. id)) do "
    "    local is_on, is_own, _, points = parts(v) "
    "    if is_on == '1' then on = on + 1 end "
    "    if is_own == '1' then n_own = n_own + 1 earned = earned + points "
    "    elseif points ~= 0 then return 'off, and says points' end end "
    "  local heat = call('HGET', R .. 'heat:' .. B, id) "
    "  if tonumber(string.match(heat, '^%d+ (%d+)')) ~= on then return 'supports of ' .. "
    "id end "
    "  local given, m = call('HGET', R .. 'given:' .. B, id), moved[id] or {} "
    "  if given then "
    "    local counts, idea, retained, support = string.match(given, '^(%d) (%d+) (%d+) "
    "(%d+)$') "
    "    if (counts == '1') ~= (card[6] == 'shown') then return id .. ' counts: ' .. "
    "counts end "
    "    if tonumber(support) ~= earned then return id .. ' earned ' .. support .. ' not ' "
    ".. earned end "
    "    local k = tonumber(counts) "
    "    if (m.idea or 0) ~= k * idea or (m.retained or 0) ~= k * retained or (m.support "
    "or 0) ~= k * support "
    "      then return id .. ' moved otherwise than it has earned' end "
    "  elseif earned > 0 or next(m) then return id .. ' gave, and nothing says so' end end "
    "local mine, seen = call('ZRANGE', R .. 'mine:' .. B, 0, -1), {} "
    "local spent = call('HGETALL', R .. 'spent:' .. B) "
    "for i = 1, #spent, 2 do for entry in string.gmatch(spent[i + 1], ' (%d%d%d%d%d%d%d%d%d"
    "%d%S+)') do "
    "  mine[#mine + 1] = spent[i] .. entry end end "
    "if #mine ~= n_own then return 'mine is not ' .. n_own end "
    "for _, member in ipairs(mine) do "
    "  if seen[member] then return 'mine twice' end "
    "  seen[member] = true "
    "  local v = call('HGET', R .. 'sup:' .. B .. ':' .. string.sub(member, 27), "
    "string.sub(member, 1, 16)) "
    "  local _, is_own, at = parts(v or '0 0 0') "
    "  if is_own ~= '1' or at ~= tonumber(string.sub(member, 17, 26)) then return "
    "'mine' end end "
    "return 'ok'";

void points_audit(const struct redis_fixture *redis, const char *room, const char *board)
{
    redisReply *reply = redis_fixture_do(redis, "EVAL %s 0 %s %s", audit, room, board);

    assert_non_null(reply->str);
    assert_string_equal(reply->str, "ok");
    freeReplyObject(reply);
}

void points_moved(const struct redis_fixture *redis, const char *room, long long *sum,
                  long long *n)
{
    static const char *const script = UNPACK
        "local sum, n = 0, 0 "
        "for _, e in ipairs(redis.call('XRANGE', '{' .. ARGV[1] .. '}:points:log', '-', "
        "'+')) "
        "do sum = sum + tonumber(unpacked(e[2][2])[3]) n = n + 1 end return {sum, n}";
    redisReply *reply = redis_fixture_do(redis, "EVAL %s 0 %s", script, room);

    assert_int_equal(reply->elements, 2);
    *sum = reply->element[0]->integer;
    *n = reply->element[1]->integer;
    freeReplyObject(reply);
}
