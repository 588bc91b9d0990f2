/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/fake_redis.h"

#include "base/mem.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOURCE      "tests/lib/sim/redis.lua" /* Tests run in the source folder. */
#define FAULT_BYTES 256

struct fake_redis {
    lua_State *lua;
    int table; /* What redis.lua returned, in the registry. */
    const struct fake_redis_host *host;
    const char *from, *to; /* fake_redis_mutate */
    char fault[FAULT_BYTES];
};

static struct fake_redis *of(lua_State *lua)
{
    return lua_touserdata(lua, lua_upvalueindex(1));
}

static struct span span_at(lua_State *lua, int at)
{
    struct span span;

    span.at = luaL_checklstring(lua, at, &span.len);
    return span;
}

static int host_now(lua_State *lua)
{
    const struct fake_redis_host *host = of(lua)->host;
    uint64_t now = host->now_us(host->context), seconds = now / 1000000;

    lua_pushnumber(lua, (lua_Number)seconds);
    lua_pushnumber(lua, (lua_Number)(now % 1000000));
    return 2;
}

static int host_publish(lua_State *lua)
{
    const struct fake_redis_host *host = of(lua)->host;

    host->publish(host->context, span_at(lua, 1), span_at(lua, 2), span_at(lua, 3));
    return 0;
}

static int host_home(lua_State *lua)
{
    const struct fake_redis_host *host = of(lua)->host;

    lua_pushnumber(lua, host->home(host->context, span_at(lua, 1)));
    return 1;
}

static void die(struct fake_redis *redis)
{
    fprintf(stderr, "%s: %s\n", SOURCE, lua_tostring(redis->lua, -1));
    abort();
}

/* Calls redis.<name> with `n` arguments that are on the stack. */
static void call(struct fake_redis *redis, const char *name, int n, int results)
{
    lua_rawgeti(redis->lua, LUA_REGISTRYINDEX, redis->table);
    lua_getfield(redis->lua, -1, name);
    lua_remove(redis->lua, -2);
    lua_insert(redis->lua, -1 - n);
    if (lua_pcall(redis->lua, n, results, 0) != 0)
        die(redis);
}

static void host_function(struct fake_redis *redis, const char *name, lua_CFunction run)
{
    lua_pushlightuserdata(redis->lua, redis);
    lua_pushcclosure(redis->lua, run, 1);
    lua_setfield(redis->lua, -2, name);
}

struct fake_redis *fake_redis_new(const struct fake_redis_host *host)
{
    struct fake_redis *redis = mem_zero(sizeof *redis);

    redis->host = host;
    redis->lua = luaL_newstate();
    luaL_openlibs(redis->lua);
    if (luaL_loadfile(redis->lua, SOURCE) != 0)
        die(redis);
    lua_newtable(redis->lua);
    host_function(redis, "now", host_now);
    host_function(redis, "publish", host_publish);
    host_function(redis, "home", host_home);
    if (lua_pcall(redis->lua, 1, 1, 0) != 0)
        die(redis);
    redis->table = luaL_ref(redis->lua, LUA_REGISTRYINDEX);
    return redis;
}

void fake_redis_free(struct fake_redis *redis)
{
    lua_close(redis->lua);
    free(redis);
}

void fake_redis_reset(struct fake_redis *redis, unsigned masters)
{
    lua_pushnumber(redis->lua, masters);
    call(redis, "reset", 1, 0);
    redis->fault[0] = '\0';
}

void fake_redis_mutate(struct fake_redis *redis, const char *from, const char *to)
{
    redis->from = from;
    redis->to = to;
}

/* ---- Commands in, answers out ----------------------------------------------------- */

/* What functions return is a few arrays deep. NOLINTBEGIN(misc-no-recursion) */
static void write_value(lua_State *lua, struct strbuf *out);

static void write_array(lua_State *lua, struct strbuf *out)
{
    int n = (int)lua_objlen(lua, -1);

    strbuf_printf(out, "*%d\r\n", n);
    for (int i = 1; i <= n; i++) {
        lua_rawgeti(lua, -1, i);
        write_value(lua, out);
        lua_pop(lua, 1);
    }
}

/* A table is an error, a status, or an array. */
static void write_table(lua_State *lua, struct strbuf *out)
{
    static const struct {
        const char *field, *sign;
    } lines[] = {{"err", "-"}, {"ok", "+"}};

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        lua_getfield(lua, -1, lines[i].field);
        bool is_it = lua_isstring(lua, -1);
        if (is_it)
            strbuf_printf(out, "%s%s\r\n", lines[i].sign, lua_tostring(lua, -1));
        lua_pop(lua, 1);
        if (is_it)
            return;
    }
    write_array(lua, out);
}

/* As Redis turns what a function returned into an answer. */
static void write_value(lua_State *lua, struct strbuf *out)
{
    struct span text;

    switch (lua_type(lua, -1)) {
    case LUA_TNUMBER:
        strbuf_printf(out, ":%lld\r\n", (long long)lua_tonumber(lua, -1));
        break;
    case LUA_TSTRING:
        text = span_at(lua, -1);
        strbuf_printf(out, "$%zu\r\n", text.len);
        strbuf_add(out, text.at, text.len);
        strbuf_puts(out, "\r\n");
        break;
    case LUA_TTABLE:
        write_table(lua, out);
        break;
    default:
        strbuf_puts(out, lua_toboolean(lua, -1) ? ":1\r\n" : "$-1\r\n");
        break;
    }
}
/* NOLINTEND(misc-no-recursion) */

static void push_word(struct fake_redis *redis, const redisReply *word, bool is_code)
{
    const char *at = is_code && redis->from ? strstr(word->str, redis->from) : NULL;
    luaL_Buffer text;

    if (!at) {
        lua_pushlstring(redis->lua, word->str, (size_t)word->len);
        return;
    }
    luaL_buffinit(redis->lua, &text);
    luaL_addlstring(&text, word->str, (size_t)(at - word->str));
    luaL_addstring(&text, redis->to);
    luaL_addstring(&text, at + strlen(redis->from));
    luaL_pushresult(&text);
}

void fake_redis_run(struct fake_redis *redis, unsigned master, const redisReply *command,
                    struct strbuf *out)
{
    lua_State *lua = redis->lua;
    bool loads = command->elements > 2 && strcmp(command->element[0]->str, "FUNCTION") == 0;

    lua_createtable(lua, (int)command->elements, 0);
    for (size_t i = 0; i < command->elements; i++) {
        push_word(redis, command->element[i], loads && i == command->elements - 1);
        lua_rawseti(lua, -2, (int)i + 1);
    }
    lua_pushnumber(lua, master);
    call(redis, "run", 2, 2);
    bool is_fault = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
    size_t from = out->len;
    write_value(lua, out);
    lua_pop(lua, 1);
    if (is_fault && !redis->fault[0])
        (void)snprintf(redis->fault, sizeof redis->fault, "%s: %.*s",
                       command->element[command->elements > 1]->str, (int)(out->len - from),
                       out->text + from);
}

static redisReply *ask(struct fake_redis *redis, const char *format, va_list args)
{
    redisReader *reader = redisReaderCreate();
    struct strbuf out = {0};
    void *command = NULL, *answer = NULL;
    char *text = NULL;
    int len = redisvFormatCommand(&text, format, args);

    redisReaderFeed(reader, text, (size_t)len);
    if (len < 0 || redisReaderGetReply(reader, &command) != REDIS_OK || !command)
        abort();
    fake_redis_run(redis, 0, command, &out);
    redisReaderFeed(reader, out.text, out.len);
    if (redisReaderGetReply(reader, &answer) != REDIS_OK || !answer)
        abort();
    freeReplyObject(command);
    redisReaderFree(reader);
    redisFreeCommand(text);
    strbuf_done(&out);
    return answer;
}

redisReply *fake_redis_ask(struct fake_redis *redis, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    redisReply *answer = ask(redis, format, args);
    va_end(args);
    return answer;
}

uint64_t fake_redis_number(struct fake_redis *redis, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    redisReply *answer = ask(redis, format, args);
    va_end(args);
    uint64_t number = (uint64_t)answer->integer;
    if (answer->type == REDIS_REPLY_STRING)
        number = strtoull(answer->str, NULL, 10);
    freeReplyObject(answer);
    return number;
}

struct buf *fake_redis_audit(struct fake_redis *redis, const char *path, const char *room,
                             const char *board)
{
    lua_pushstring(redis->lua, path);
    lua_pushstring(redis->lua, room);
    lua_pushstring(redis->lua, board);
    call(redis, "audit", 3, 1);
    struct span said = span_at(redis->lua, -1);
    struct buf *out = buf_new(said.at, said.len);

    lua_pop(redis->lua, 1);
    return out;
}

struct buf *fake_redis_dump(struct fake_redis *redis)
{
    struct strbuf text = {0};

    call(redis, "dump", 0, 1);
    struct span all = span_at(redis->lua, -1);
    strbuf_add(&text, all.at, all.len);
    lua_pop(redis->lua, 1);
    return strbuf_take(&text);
}

void fake_redis_set_full(struct fake_redis *redis, bool full)
{
    lua_pushboolean(redis->lua, full);
    call(redis, "set_full", 1, 0);
}

void fake_redis_start(struct fake_redis *redis, unsigned master, bool keeps_functions)
{
    lua_pushnumber(redis->lua, master);
    lua_pushboolean(redis->lua, keeps_functions);
    call(redis, "start", 2, 0);
}

/* What redis.<name> returns. */
static uint64_t number_of(struct fake_redis *redis, const char *name, int n)
{
    call(redis, name, n, 1);
    uint64_t number = (uint64_t)lua_tonumber(redis->lua, -1);
    lua_pop(redis->lua, 1);
    return number;
}

uint64_t fake_redis_life(struct fake_redis *redis, unsigned master)
{
    lua_pushnumber(redis->lua, master);
    return number_of(redis, "life", 1);
}

uint64_t fake_redis_writes(struct fake_redis *redis)
{
    return number_of(redis, "writes", 0);
}

void fake_redis_remember(struct fake_redis *redis)
{
    call(redis, "remember", 0, 0);
}

void fake_redis_fall_back(struct fake_redis *redis, unsigned master)
{
    lua_pushnumber(redis->lua, master);
    call(redis, "fall_back", 1, 0);
}

const char *fake_redis_fault(const struct fake_redis *redis)
{
    return redis->fault[0] ? redis->fault : NULL;
}
