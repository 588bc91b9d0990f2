/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures of questions' options: there while a question has them, and gone an hour later.
 */

#include "lib/store_rig.h"
#include "store/store_images.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static struct redis_fixture redis;
static struct rig_world world;
static struct rig here;
static struct rig_ask ask;
static struct id room;
static struct participant ann;
static char limit[32], bytes[32];

static int begin(void **state)
{
    (void)state;
    freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
    room = rig_id("room");
    ann = rig_person(1);
    rig_begin(&here, &world, &redis);
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_end(&here, &ask);
    return 0;
}

static void keep_limit(struct rig_ask *asked, const void *result)
{
    const struct image_refusal *refusal = result;

    (void)asked;
    (void)snprintf(limit, sizeof limit, "%s", refusal->limit ? refusal->limit : "");
}

static void keep_bytes(struct rig_ask *asked, const void *result)
{
    const struct image_bytes *image = result;

    (void)asked;
    (void)snprintf(bytes, sizeof bytes, "%s %.*s", image->is_png ? "png" : "jpeg",
                   (int)(image->len < 16 ? image->len : 16), image->bytes);
}

static enum err put(const char *id, size_t len)
{
    char *full = calloc(1, len);
    const struct image_new image = {
        .id = rig_id(id),
        .who = &ann,
        .is_png = true,
        .full = memset(full, 'F', len),
        .full_len = len,
        .small = "small",
        .small_len = 5,
    };

    limit[0] = '\0';
    store_option_put(here.store, rig_request(&ask, keep_limit), &room, &image);
    enum err err = rig_await(&here, &ask);

    free(full);
    return err;
}

static enum err ticket(void)
{
    static const uint8_t hash[TICKET_HASH_BYTES] = {1};

    limit[0] = '\0';
    store_option_ticket(here.store, rig_request(&ask, keep_limit), &room,
                        &(struct image_asking){&ann, true, hash, "p"});
    return rig_await(&here, &ask);
}

static enum err look(const char *id, bool is_small)
{
    struct id image = rig_id(id);

    store_option_read(here.store, rig_request(&ask, keep_bytes), &room, &image, is_small);
    return rig_await(&here, &ask);
}

/* A definition that names up to two pictures. */
static struct buf *def_with(const char *first, const char *second)
{
    struct strbuf text = {0};

    strbuf_printf(&text,
                  "{\"kind\":\"pair\",\"title\":\",\\\"images\\\":[{\\\"id\\\":\","
                  "\"options\":[\"A\",\"B\"],\"images\":[{\"id\":\"%s\",\"alt\":\"a "
                  "{\\\"id\\\":\\\"zzz\\\",\\\"alt\\\":\"},",
                  first);
    if (second)
        strbuf_printf(&text, "{\"id\":\"%s\",\"alt\":\"b\"}", second);
    else
        strbuf_puts(&text, "null");
    strbuf_puts(&text, "],\"results\":\"always\"}");
    return strbuf_take(&text);
}

static enum err add(const char *question, const char *first, const char *second)
{
    struct buf *def = def_with(first, second);
    struct id id = rig_id(question);

    store_question_add(here.store, rig_request(&ask, rig_keep_question), &room, &id, def,
                       true);
    enum err err = rig_await(&here, &ask);

    buf_unref(def);
    return err;
}

static enum err change(const char *question, uint64_t version, const char *first)
{
    struct buf *def = def_with(first, NULL);
    struct id id = rig_id(question);

    store_question_update(here.store, rig_request(&ask, rig_keep_question), &room, &id,
                          version, def, true);
    enum err err = rig_await(&here, &ask);

    buf_unref(def);
    return err;
}

static enum err take_away(const char *question, uint64_t version)
{
    struct id id = rig_id(question);

    store_question_remove(here.store, rig_request(&ask, rig_keep_question), &room, &id,
                          version);
    return rig_await(&here, &ask);
}

/* An hour goes by: what waits for a question has waited long enough. */
static void wait_an_hour(void)
{
    freeReplyObject(redis_fixture_do(
        &redis, "EVAL %s 1 {room}:optpics",
        "local all = redis.call('HGETALL', KEYS[1]) for i = 1, #all, 2 do if all[i] ~= "
        "'bytes' then local n = string.gsub(all[i + 1], '13:(%d+),$', '1:1,') "
        "redis.call('HSET', KEYS[1], all[i], n) end end return 0"));
}

static void they_stay_while_a_question_has_them(void **state)
{
    (void)state;
    assert_int_equal(put("aaa", 100), OK);
    assert_int_equal(put("aaa", 100), OK); /* The answer got lost. */
    assert_int_equal(put("bbb", 100), OK);
    assert_int_equal(add("q", "aaa", "bbb"), OK);
    assert_int_equal(add("q", "aaa", "bbb"), OK);
    assert_int_equal(add("copy", "aaa", NULL), OK);
    assert_int_equal(add("other", "nothing", NULL), ERR_BAD_IMAGE);
    wait_an_hour();
    assert_int_equal(ticket(), OK);
    assert_int_equal(look("aaa", false), OK);
    assert_string_equal(bytes, "png FFFFFFFFFFFFFFFF");
    assert_int_equal(look("aaa", true), OK);
    assert_string_equal(bytes, "png small");

    assert_int_equal(change("q", 1, "nothing"), ERR_BAD_IMAGE);
    assert_int_equal(change("q", 1, "bbb"), OK);
    assert_int_equal(take_away("copy", 1), OK);
    assert_int_equal(look("aaa", true),
                     OK); /* Undone within the hour: it is there still. */
    wait_an_hour();
    assert_int_equal(ticket(), OK);
    assert_int_equal(look("aaa", true), ERR_NOT_FOUND);
    assert_int_equal(look("bbb", true), OK);
    assert_int_equal(take_away("q", 2), OK);
    wait_an_hour();
    assert_int_equal(ticket(), OK);
    assert_int_equal(look("bbb", true), ERR_NOT_FOUND);

    redisReply *left = redis_fixture_do(&redis, "HGET {room}:optpics bytes");
    assert_string_equal(left->str, "0");
    freeReplyObject(left);
    left = redis_fixture_do(&redis, "HLEN {room}:optimg");
    assert_int_equal(left->integer, 0);
    freeReplyObject(left);
}

static void there_are_so_many_and_so_much(void **state)
{
    char name[8];

    (void)state;
    for (int i = 0; i < OPTION_IMAGES_BYTES / IMAGE_BYTES_MAX - 1; i++) {
        (void)snprintf(name, sizeof name, "big%d", i);
        assert_int_equal(put(name, IMAGE_BYTES_MAX), OK);
    }
    assert_int_equal(put("onemore", IMAGE_BYTES_MAX), ERR_LIMIT_REACHED);
    assert_string_equal(limit, "option_bytes");
    for (int i = OPTION_IMAGES_BYTES / IMAGE_BYTES_MAX - 1; i < OPTION_IMAGES_MAX; i++) {
        (void)snprintf(name, sizeof name, "p%d", i);
        assert_int_equal(put(name, 10), OK);
    }
    assert_int_equal(put("onemore", 10), ERR_LIMIT_REACHED);
    assert_string_equal(limit, "option_images");
    assert_int_equal(ticket(), ERR_LIMIT_REACHED);
}

static void a_room_that_goes_takes_them_along(void **state)
{
    (void)state;
    assert_int_equal(put("aaa", 100), OK);
    assert_int_equal(add("q", "aaa", NULL), OK);
    store_room_delete(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    redisReply *keys = redis_fixture_do(&redis, "KEYS {room}*");
    assert_int_equal(keys->elements, 0);
    freeReplyObject(keys);
    assert_int_equal(put("bbb", 100), ERR_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(they_stay_while_a_question_has_them),
        TEST(there_are_so_many_and_so_much),
        TEST(a_room_that_goes_takes_them_along),
    };
    int failed;

    redis_fixture_start(&redis, NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    redis_fixture_stop(&redis);
    return failed;
}
