/* SPDX-License-Identifier: Apache-2.0 */

/* A server that answers every call with nonsense: each request gets one clear error
 * (or an empty answer), and nothing else happens. Run it under a sanitizer. */

#include "lib/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* After the four that it needs. */
#include <cmocka.h>

#define HELD_MAX 65536

/* One connection to the server of nonsense. */
struct victim {
    uv_pipe_t pipe;
    redisReader *reader;
    char in[HELD_MAX];
};

static struct rig_world world;
static struct rig here;
static struct rig_ask ask;
static uv_pipe_t listener;
static char folder[] = "/tmp/clameur-hostile-XXXXXX";
static char path[64], address[80];
static const char *nonsense; /* What is answered to anything but setting up. */

static void on_victim_closed(uv_handle_t *handle)
{
    struct victim *victim = handle->data;

    redisReaderFree(victim->reader);
    free(victim);
}

static void on_room(uv_handle_t *handle, size_t wanted, uv_buf_t *room)
{
    struct victim *victim = handle->data;

    (void)wanted;
    *room = uv_buf_init(victim->in, sizeof victim->in);
}

static void say(struct victim *victim, const char *text)
{
    char copy[128];
    uv_buf_t bytes = uv_buf_init(copy, (unsigned)strlen(text));

    assert_true(bytes.len < sizeof copy);
    memcpy(copy, text, bytes.len);
    (void)uv_try_write((uv_stream_t *)&victim->pipe, &bytes, 1);
}

static void answer(struct victim *victim, const redisReply *command)
{
    const char *verb = command->element[0]->str;

    if (strcmp(verb, "ROLE") == 0 || strcmp(verb, "CONFIG") == 0)
        say(victim, "*0\r\n");
    else if (strcmp(verb, "FUNCTION") == 0)
        say(victim,
            strcmp(command->element[1]->str, "LIST") == 0 ? "*0\r\n" : "+loaded\r\n");
    else
        say(victim, nonsense);
}

static void on_heard(uv_stream_t *stream, ssize_t len, const uv_buf_t *bytes)
{
    struct victim *victim = stream->data;
    void *command = NULL;

    if (len < 0) {
        uv_close((uv_handle_t *)stream, on_victim_closed);
        return;
    }
    redisReaderFeed(victim->reader, bytes->base, (size_t)len);
    while (redisReaderGetReply(victim->reader, &command) == REDIS_OK && command) {
        answer(victim, command);
        freeReplyObject(command);
    }
}

static void on_visit(uv_stream_t *server, int status)
{
    struct victim *victim = calloc(1, sizeof *victim);

    assert_int_equal(status, 0);
    victim->reader = redisReaderCreate();
    uv_pipe_init(&world.loop, &victim->pipe, 0);
    victim->pipe.data = victim;
    assert_int_equal(uv_accept(server, (uv_stream_t *)&victim->pipe), 0);
    uv_read_start((uv_stream_t *)&victim->pipe, on_room, on_heard);
}

/* Every request that reads a reply. */
static void each_request(enum err errs[], size_t *n)
{
    static struct rig_ask many[32];
    static struct rig_cast cast;
    const struct id room = rig_id("room"), q = rig_id("q");
    const struct participant ann = rig_person(1);
    const struct code code = rig_code("K7Q42M");
    const struct round_of round = {q, 1};
    const struct room_change change = {.rev = 1};
    const struct question_moving moving = {.move = MOVE_RESTORE, .version = 1};
    const uint8_t hash[SECRET_HASH_BYTES] = {1};
    struct buf *text = buf_new("{}", 2);
    struct store *store = here.store;
    size_t i = 0;

#define NEXT(keep) rig_request(&many[i++], keep)
    store_code_find(store, NEXT(rig_keep_id), &code);
    store_room_create(store, NEXT(rig_keep_room), &room, &code, text, NULL);
    store_room_list(store, NEXT(NULL));
    store_room_load(store, NEXT(rig_keep_image), &room);
    store_room_update(store, NEXT(rig_keep_room), &room, &change);
    store_room_delete(store, NEXT(NULL), &room);
    store_question_add(store, NEXT(rig_keep_question), &room, &q, text, true);
    store_question_update(store, NEXT(rig_keep_question), &room, &q, 1, text, true);
    store_question_remove(store, NEXT(rig_keep_question), &room, &q, 1);
    store_question_place(store, NEXT(NULL), &room, &q, 1);
    store_question_move(store, NEXT(rig_keep_question), &room, &q, &moving);
    store_you(store, NEXT(rig_keep_you), &room, &ann, &round, 1);
    store_space_role(store, NEXT(rig_keep_role), &ann);
    store_link_list(store, NEXT(rig_keep_links), &room);
    store_link_exchange(store, NEXT(rig_keep_role), &room, hash, &ann);
    store_owner_link_exchange(store, NEXT(rig_keep_role), hash, &ann);
    store_pulse(store, NEXT(rig_keep_pulse), &room, &round, 1);
    store_facts_after(store, NEXT(rig_keep_facts), &room, 1);
    store_tally_read(store, NEXT(rig_keep_tally), &room, &round);
#undef NEXT
    rig_cast_init(&cast, "q", 1, 1, 0);
    rig_cast_send(&here, &cast);
    for (*n = 0; *n < i; ++*n) {
        rig_until(&world, &many[*n].is_done);
        errs[*n] = many[*n].err;
        rig_ask_done(&many[*n]);
    }
    rig_until(&world, &cast.is_done);
    errs[(*n)++] = cast.err;
    buf_unref(text);
}

static void nonsense_is_an_error_and_never_more(void **state)
{
    static const char *const rows[] = {
        "$-1\r\n",
        ":7\r\n",
        ":-9223372036854775808\r\n",
        "+OK\r\n",
        "$0\r\n\r\n",
        "*0\r\n",
        "*-1\r\n",
        "*1\r\n*1\r\n*1\r\n:1\r\n",
        "*1\r\n$2\r\nok\r\n",
        "*2\r\n$2\r\nok\r\n:-5\r\n",
        "*3\r\n$2\r\nok\r\n$-1\r\n$-1\r\n",
        "*3\r\n$2\r\nok\r\n$9\r\n9999999:x\r\n:1\r\n",
        "*4\r\n$2\r\nok\r\n:-1\r\n:-1\r\n:-1\r\n",
        "*5\r\n$2\r\nok\r\n:1\r\n$3\r\n+++\r\n:1\r\n:1\r\n",
        "*2\r\n$5\r\nagain\r\n$6\r\n,,,,,,\r\n",
        "*2\r\n$5\r\nagain\r\n$1\r\n0\r\n",
        "*2\r\n$5\r\nagain\r\n$1\r\n2\r\n",
        "*2\r\n$5\r\nagain\r\n$4\r\nq1:1\r\n",
        "*2\r\n$5\r\nagain\r\n:99999999999\r\n",
        "*1\r\n$5\r\nagain\r\n",
        "*1\r\n$5\r\nstale\r\n",
        "*2\r\n$5\r\nround\r\n:-3\r\n",
        "*2\r\n$5\r\nround\r\n$1\r\n2\r\n",
        "*2\r\n$5\r\nstale\r\n$4\r\n1:a,\r\n",
        "-WEIRD nobody knows why\r\n",
    };
    enum err errs[32];
    size_t n;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        nonsense = rows[i];
        each_request(errs, &n);
        for (size_t k = 0; k < n; k++)
            assert_int_not_equal(errs[k], ERR_STORE_DOWN);
        assert_int_not_equal(errs[n - 1], OK); /* No ballot was counted by nonsense. */
        assert_int_not_equal(errs[3], OK);     /* No room was loaded from it. */
        assert_int_not_equal(errs[16], OK);    /* It has no pulse. */
    }
}

/* Bytes that are no Redis protocol, or a right answer too many, end the connection. */
static void a_broken_connection_is_left_and_the_calls_wait_in_vain(void **state)
{
    static const char *const rows[] = {"hello\r\n", "*1\r\n$2\r\nok\r\n:1\r\n:2\r\n"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct id room = rig_id("room");
        uint64_t before = count_get(&here.counters.store_reconnects);

        nonsense = rows[i];
        store_pulse(here.store, rig_request(&ask, NULL), &room, NULL, 0);
        assert_in_range(rig_await(&here, &ask), ERR_STORE_DOWN, ERR_INTERNAL);
        store_pulse(here.store, rig_request(&ask, NULL), &room, NULL, 0);
        assert_in_range(rig_await(&here, &ask), ERR_STORE_DOWN, ERR_INTERNAL);
        assert_true(count_get(&here.counters.store_reconnects) > before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nonsense_is_an_error_and_never_more),
        cmocka_unit_test(a_broken_connection_is_left_and_the_calls_wait_in_vain),
    };
    char *made = mkdtemp(folder);
    int failed;

    if (!made)
        return 1;
    (void)snprintf(path, sizeof path, "%s/s", folder);
    (void)snprintf(address, sizeof address, "unix://%s", path);
    rig_world_open(&world);
    uv_pipe_init(&world.loop, &listener, 0);
    if (uv_pipe_bind(&listener, path) || uv_listen((uv_stream_t *)&listener, 16, on_visit))
        return 1;
    rig_open(&here, &world, address);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    rig_close(&here);
    uv_close((uv_handle_t *)&listener, NULL);
    rig_world_close(&world);
    rig_ask_done(&ask);
    (void)unlink(path);
    (void)rmdir(folder);
    return failed;
}
