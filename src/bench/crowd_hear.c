/* SPDX-License-Identifier: Apache-2.0 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "bench/crowd_inside.h"

#define INPUT_BYTES 65536 /* Of one read. */

/* What the server sends is JSON without blanks: looking for a key is enough, and leaves the
 * machine to the server. */
static bool find_number(const char *text, const char *key, uint64_t *out)
{
    const char *at = strstr(text, key);

    if (!at)
        return false;
    *out = strtoull(at + strlen(key), NULL, 10);
    return true;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* ---- Tallies ---- */

static void screen_saw(struct crowd *crowd, uint64_t before, uint64_t after)
{
    if (crowd->probe_left == 0 || before >= crowd->probe_revision ||
        after < crowd->probe_revision || --crowd->probe_left > 0)
        return;
    histogram_add(&crowd->stats.screen, (crowd_now_ns() - crowd->probe_ns) / 1000);
}

/* A new race begins when the last is over: how long until all show the ballot of `c`? */
static void start_probe(struct crowd *crowd, const struct crowd_client *c,
                        uint64_t revision)
{
    if (crowd->probe_left > 0 || revision <= crowd->probe_revision || crowd->n_asleep > 0)
        return;
    crowd->probe_revision = revision;
    crowd->probe_ns = c->cast_ns;
    crowd->probe_left = crowd_behind(crowd, revision);
    if (crowd->probe_left == 0) /* The screens were sooner than the answer. */
        histogram_add(&crowd->stats.screen, (crowd_now_ns() - c->cast_ns) / 1000);
}

static void hear_tally(struct crowd *crowd, struct crowd_client *c, const char *text)
{
    char question[ID_BYTES_MAX + 16];
    uint64_t epoch, revision, round;

    (void)snprintf(question, sizeof question, "\"question\":\"%s\"", crowd->question);
    if (!strstr(text, question) || !find_number(text, "\"epoch\":", &epoch) ||
        !find_number(text, "\"rev\":", &revision) ||
        !find_number(text, "\"round\":", &round) || round != crowd->round)
        return;
    crowd->stats.tallies++;
    if (epoch > c->epoch) {
        c->epoch = epoch;
        c->revision = 0;
    }
    if (revision > c->revision) {
        screen_saw(crowd, c->revision, revision);
        c->revision = revision;
    }
}

/* ---- Facts ---- */

static void count_fact(struct crowd *crowd, struct crowd_client *c)
{
    size_t *heard = &crowd->heard[++c->facts % CROWD_UNSEEN_FACTS];

    crowd->stats.facts++;
    if (++*heard < crowd->n - crowd->n_asleep)
        return;
    *heard = 0;
    crowd->facts_done = c->facts;
}

static void hear_fact(struct crowd *crowd, struct crowd_client *c, uint64_t seq)
{
    uint64_t told = crowd->options.told_ns ? *crowd->options.told_ns : 0;

    if (seq <= c->seq)
        return; /* Its second half, or what a hello repeats. */
    c->seq = seq;
    count_fact(crowd, c);
    if (told)
        histogram_add(&crowd->stats.fact, (crowd_now_ns() - told) / 1000);
}

static void hear_you(struct crowd *crowd, struct crowd_client *c)
{
    if (c->began_ns)
        histogram_add(&crowd->stats.join, (crowd_now_ns() - c->began_ns) / 1000);
    c->began_ns = 0;
    crowd->n_seated += !c->is_seated;
    c->is_seated = true;
}

static void hear_event(struct crowd *crowd, struct crowd_client *c, const char *text)
{
    uint64_t seq;

    if (begins(text, "{\"ev\":\"tally\"") || begins(text, "{\"ev\":\"voters\""))
        hear_tally(crowd, c, text);
    else if (begins(text, "{\"ev\":\"ideas\""))
        crowd->stats.tallies++;
    else if (begins(text, "{\"ev\":\"you\""))
        hear_you(crowd, c);
    else if (!find_number(text, "\"seq\":", &seq))
        return; /* How many people there are, and the like. */
    else if (begins(text, "{\"ev\":\"snapshot\""))
        c->seq = seq;
    else
        hear_fact(crowd, c, seq);
}

/* ---- Answers ---- */

static void hear_counted(struct crowd *crowd, struct crowd_client *c, const char *text)
{
    uint64_t revision = 0;

    c->is_pending = false;
    c->acked_n = c->n;
    c->acked_option = c->option;
    crowd->n_pending--;
    crowd->stats.acked++;
    histogram_add(&crowd->stats.ack, (crowd_now_ns() - c->cast_ns) / 1000);
    if (crowd->options.board)
        return; /* Each screen shows other ideas. */
    if (find_number(text, "\"rev\":", &revision) && revision > crowd->acked_revision)
        crowd->acked_revision = revision;
    start_probe(crowd, c, revision);
}

/* What a client does after an error is in the protocol's table. */
static void hear_error(struct crowd *crowd, struct crowd_client *c, const char *text)
{
    static const char *const kept[] = {"\"try_again\"", "\"store_full\"", "\"going_away\"",
                                       "\"too_many\""};
    const char *code = strstr(text, "\"code\":\"");

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (strstr(text, kept[i])) {
            crowd_set_sent(crowd, c, false);
            c->again_ms = crowd_now_ns() / 1000000 + CROWD_AGAIN_MS;
            crowd->stats.resent++;
            if (c->state == CROWD_GREETING)
                crowd_lose(crowd, c);
            return;
        }
    crowd->stats.refused++;
    (void)snprintf(crowd->stats.refusal, sizeof crowd->stats.refusal, "%.*s",
                   code ? (int)strcspn(code + 8, "\"") : 0, code ? code + 8 : "");
}

static void hear_welcome(struct crowd *crowd, struct crowd_client *c, const char *text)
{
    uint64_t epoch;

    crowd->stats.resumed += strstr(text, "\"resumed\":true") != NULL;
    if (find_number(text, "\"epoch\":", &epoch) && epoch > c->epoch) {
        c->epoch = epoch;
        c->revision = 0;
    }
    crowd_enter(crowd, c, CROWD_READY);
    crowd_send_look(crowd, c);
    if (!c->is_pending)
        return;
    crowd->stats.resent++;
    crowd_send_cast(crowd, c);
}

static void hear(struct crowd *crowd, struct crowd_client *c, const char *text)
{
    uint64_t mid = 0;

    if (!begins(text, "{\"re\":")) {
        hear_event(crowd, c, text);
        return;
    }
    (void)find_number(text, "\"re\":", &mid);
    if (!strstr(text, "\"ok\":"))
        hear_error(crowd, c, text);
    else if (mid == 0 && c->state == CROWD_GREETING)
        hear_welcome(crowd, c, text);
    else if (c->is_pending && mid == c->n)
        hear_counted(crowd, c, text);
}

/* ---- Bytes ---- */

/* A whole frame at `at`, if there is one: its length, else 0. The text ends with a NUL for
 * as long as it is looked at. */
static size_t take_frame(struct crowd *crowd, struct crowd_client *c, char *at, size_t have)
{
    struct websocket_frame frame;

    if (!websocket_read(at, have, &frame))
        return 0;
    char *text = at + frame.head, after = text[frame.len];

    text[frame.len] = '\0';
    if (frame.opcode == WEBSOCKET_TEXT)
        hear(crowd, c, text);
    else if (frame.opcode == WEBSOCKET_CLOSE)
        crowd_lose(crowd, c);
    else if (frame.opcode == WEBSOCKET_PING)
        crowd_send(crowd, c, WEBSOCKET_PONG, text, frame.len);
    text[frame.len] = after;
    return frame.head + frame.len;
}

static size_t take_header(struct crowd *crowd, struct crowd_client *c, char *at,
                          size_t have)
{
    at[have] = '\0';
    const char *end = strstr(at, "\r\n\r\n");

    if (!end)
        return 0;
    if (!begins(at, "HTTP/1.1 101")) {
        crowd_lose(crowd, c);
        return 0;
    }
    crowd_upgraded(crowd, c);
    return (size_t)(end - at) + 4;
}

static void keep_rest(struct crowd_client *c, const char *rest, size_t len)
{
    free(c->part);
    c->part = NULL;
    c->part_len = len;
    if (len == 0)
        return;
    c->part = mem_alloc(len);
    memcpy(c->part, rest, len);
}

/* All that can be taken of `have` bytes; what is left waits for more. */
static void take(struct crowd *crowd, struct crowd_client *c, char *bytes, size_t have)
{
    size_t at = 0, step = 1;

    while (step > 0 && at < have && c->state != CROWD_OFF) {
        step = c->state == CROWD_UPGRADING ? take_header(crowd, c, bytes + at, have - at)
                                           : take_frame(crowd, c, bytes + at, have - at);
        at += step;
    }
    keep_rest(c, bytes + at, c->state == CROWD_OFF ? 0 : have - at);
}

/* The page ends when its connection does; the next one is the WebSocket. */
static void take_page(struct crowd *crowd, struct crowd_client *c, const char *bytes,
                      size_t len)
{
    if (len > 0) {
        if (!c->has_visited && !begins(bytes, "HTTP/1.1 200"))
            crowd_lose(crowd, c);
        c->has_visited = true;
        return;
    }
    crowd_lose(crowd, c);
    if (!c->has_visited)
        return;
    histogram_add(&crowd->stats.page, (crowd_now_ns() - c->began_ns) / 1000);
    c->again_ms = 0;
}

void crowd_on_readable(struct crowd *crowd, struct crowd_client *c)
{
    static char bytes[2 * INPUT_BYTES + 1];

    if (c->part_len > INPUT_BYTES) {
        crowd_lose(crowd, c);
        return;
    }
    if (c->part_len)
        memcpy(bytes, c->part, c->part_len);
    ssize_t got = line_recv(&c->line, bytes + c->part_len, INPUT_BYTES);

    if (got > 0)
        crowd->stats.bytes += (uint64_t)got;
    if (got >= 0 && c->state == CROWD_VISITING)
        take_page(crowd, c, bytes, (size_t)got);
    else if (got > 0)
        take(crowd, c, bytes, c->part_len + (size_t)got);
    else if (got == 0 || errno != EAGAIN)
        crowd_lose(crowd, c);
}
