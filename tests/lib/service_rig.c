/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/service_rig.h"

#include "base/mem.h"
#include "live/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PATIENCE_MS 60000

void worker_rig_open(struct worker_rig *worker, struct rig_world *world,
                     const char *address)
{
    worker_rig_open_copying(worker, world, address, 0);
}

void worker_rig_open_copying(struct worker_rig *worker, struct rig_world *world,
                             const char *address, uint32_t ack_replicas)
{
    *worker = (struct worker_rig){.world = world,
                                  .identity = {.key = {1, 2, 3}, .space = "home"}};
    const struct service_options options = {
        .clock = world->clock,
        .counters = &worker->counters,
        .identity = &worker->identity,
        .store = {.address = address, .ack_replicas = ack_replicas, .loop = &world->loop},
    };
    worker->service = service_new(&options);
}

static void set_flag(void *flag)
{
    *(bool *)flag = true;
}

void worker_rig_close(struct worker_rig *worker)
{
    bool closed = false;

    service_close(worker->service, set_flag, &closed);
    rig_until(worker->world, &closed);
}

/* ---- People --------------------------------------------------------------------- */

static void wake(struct session_sink *sink, bool urgent)
{
    (void)urgent;
    container_of(sink, struct talk, sink)->is_dirty = true;
}

static void closes(struct session_sink *sink, uint16_t status)
{
    container_of(sink, struct talk, sink)->close_status = status;
}

void talk_open(struct talk *talk, struct worker_rig *worker, uint32_t person)
{
    struct participant participant = rig_person(person);
    const struct session_from from = {.participant = &participant, .address = person};

    *talk = (struct talk){.sink = {wake, closes}, .worker = worker};
    talk->session = session_new(worker->service, &from, &talk->sink);
}

void talk_close(struct talk *talk)
{
    session_free(talk->session);
    strbuf_done(&talk->heard);
}

void talk_say(struct talk *talk, const char *format, ...)
{
    char text[MESSAGE_BYTES_MAX];
    va_list args;

    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    assert_in_range(len, 1, sizeof text - 1);
    session_receive(talk->session, text, (size_t)len);
}

/* As net does: once a turn, whole frames, as many as the window holds. */
static void hear(struct talk *talk)
{
    static char window[WRITE_BYTES_MAX];
    struct strbuf frames = {0};
    bool more = talk->is_dirty;

    talk->is_dirty = false;
    while (more) {
        size_t len = session_gather(talk->session, window, sizeof window, &more);

        strbuf_add(&frames, window, len);
    }
    if (frames.len) {
        struct buf *whole = strbuf_take(&frames);

        frame_payload(whole, &talk->heard);
        strbuf_puts(&talk->heard, "\n");
        buf_unref(whole);
    }
}

/* What is awaited, for the message of a test that waits in vain. */
struct patience {
    uv_timer_t timer;
    const struct talk *talk;
    const char *phrase;
};

static void give_up(uv_timer_t *timer)
{
    const struct patience *patience = timer->data;
    const struct strbuf *heard = &patience->talk->heard;

    fail_msg("waited in vain for %s, heard: %s",
             patience->phrase ? patience->phrase : "a close",
             heard->text ? heard->text : "nothing");
}

static bool has_closed(const struct talk *talk, const char *phrase)
{
    (void)phrase;
    return talk->close_status != 0;
}

bool talk_has_heard(const struct talk *talk, const char *phrase)
{
    return talk->heard.text && strstr(talk->heard.text, phrase);
}

static void until(struct talk *talk, bool (*is_so)(const struct talk *, const char *),
                  const char *phrase)
{
    struct patience *patience = mem_zero(sizeof *patience);

    patience->talk = talk;
    patience->phrase = phrase;
    patience->timer.data = patience;
    uv_timer_init(&talk->worker->world->loop, &patience->timer);
    uv_timer_start(&patience->timer, give_up, PATIENCE_MS, 0);
    for (hear(talk); !is_so(talk, phrase); hear(talk))
        uv_run(&talk->worker->world->loop, UV_RUN_ONCE);
    uv_close((uv_handle_t *)&patience->timer, (uv_close_cb)free);
}

void talk_until(struct talk *talk, const char *phrase)
{
    until(talk, talk_has_heard, phrase);
}

void talk_until_closed(struct talk *talk)
{
    until(talk, has_closed, NULL);
}

void talk_forget(struct talk *talk)
{
    strbuf_done(&talk->heard);
}

const char *talk_value(const struct talk *talk, const char *key)
{
    static char value[128];
    char quoted[64];
    const char *at = NULL;

    snprintf(quoted, sizeof quoted, "\"%s\":\"", key);
    for (const char *next = talk->heard.text; next && (next = strstr(next, quoted)); next++)
        at = next + strlen(quoted);
    assert_non_null(at);
    size_t len = strcspn(at, "\"");
    assert_true(len < sizeof value);
    memcpy(value, at, len);
    value[len] = '\0';
    return value;
}

void worker_rig_own(struct worker_rig *worker, const struct redis_fixture *redis,
                    uint32_t person)
{
    struct link_secret link;
    char secret[SECRET_CHARS_MAX + 1];
    struct rig rig;
    struct rig_ask ask = {0};
    struct talk talk;

    link_secret_mint(worker->world->clock, ROLE_OWNER, NULL, secret);
    assert_true(link_secret_read(&worker->identity, secret, strlen(secret), &link));
    rig_open(&rig, worker->world, redis->address);
    do /* A busy machine may take long to connect. */
        store_owner_link_create(rig.store, rig_request(&ask, NULL), link.hash,
                                LINK_OWNER_TTL_S);
    while (rig_await(&rig, &ask) == ERR_STORE_DOWN);
    assert_int_equal(ask.err, OK);
    rig_close(&rig);

    talk_open(&talk, worker, person);
    talk_say(&talk, "{\"mid\":1,\"cmd\":\"link.exchange\",\"secret\":\"%s\"}", secret);
    talk_until(&talk, "\"role\":\"owner\"");
    talk_say(&talk, "{\"mid\":2,\"cmd\":\"link.exchange\",\"secret\":\"%s\"}", secret);
    talk_until(&talk,
               "\"re\":2"); /* The same device again: it may have missed the answer. */
    talk_close(&talk);
}
