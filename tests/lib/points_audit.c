/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/points_audit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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

#define SCRIPT     "tests/lib/points_audit.lua" /* Tests run in the source folder. */
#define SCRIPT_MAX 8192

void points_audit(const struct redis_fixture *redis, const char *room, const char *board)
{
    FILE *file = fopen(SCRIPT, "r");
    char audit[SCRIPT_MAX];

    assert_non_null(file);
    size_t len = fread(audit, 1, sizeof audit, file);
    (void)fclose(file);
    assert_in_range(len, 1, sizeof audit - 1);
    audit[len] = '\0';
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
