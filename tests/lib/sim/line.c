/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/line.h"

#include "base/mem.h"
#include "live/frame.h"
#include "service/session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define AIR_US_MIN   500
#define AIR_US_MAX   40000
#define TURN_US_MAX  300
#define GHOST_US_MAX 3000000 /* How long one that left is still heard at most. */

/* Up: one message. Down: one write of frames. */
struct letter {
    struct list link;
    struct loop_event arrival;
    struct line *line;
    bool is_up;
    struct strbuf bytes;
};

struct line {
    struct list link; /* In worker->lines. */
    struct sim_worker *worker;
    struct loop *loop;
    struct line_options options;
    const struct line_listener *listener; /* NULL: it hung up. */
    struct session_sink sink;
    struct session *session; /* NULL: the worker closed it. */
    struct list letters;
    struct strbuf heard; /* Frames of a message that is not whole. */
    uint64_t last_up_us, last_down_us;
    struct loop_event gather, end;
    bool closes, is_over; /* Asked to close; and when the last letter has arrived. */
};

static void line_free(struct line *line)
{
    while (!list_is_empty(&line->letters)) {
        struct letter *letter = container_of(line->letters.next, struct letter, link);

        loop_cancel(line->loop, &letter->arrival);
        list_remove(&letter->link);
        strbuf_done(&letter->bytes);
        free(letter);
    }
    loop_cancel(line->loop, &line->gather);
    loop_cancel(line->loop, &line->end);
    strbuf_done(&line->heard);
    free(line);
}

/* The worker's side is done with it. */
static void hang_up(struct line *line)
{
    struct sim_worker *worker = line->worker;

    if (!line->session)
        return;
    session_free(line->session);
    line->session = NULL;
    list_remove(&line->link);
    worker_left(worker);
}

/* ---- Down ------------------------------------------------------------------------------
 */

/* A frame's length, header and all; `fin` when it ends a message. */
static size_t frame_whole(const unsigned char *at, size_t *header, bool *fin)
{
    size_t len = at[1] & 0x7f;

    *fin = at[0] & 0x80;
    *header = 2;
    if (len == 126) {
        len = (size_t)at[2] << 8 | at[3];
        *header = 4;
    }
    return *header + len;
}

static void hear(struct line *line, const struct strbuf *frames)
{
    size_t header;
    bool fin;

    for (size_t at = 0; at < frames->len && line->listener;) {
        const unsigned char *frame = (const unsigned char *)frames->text + at;
        size_t whole = frame_whole(frame, &header, &fin);

        strbuf_add(&line->heard, frame + header, whole - header);
        at += whole;
        if (fin) {
            line->listener->message(line->listener->context, line->heard.text,
                                    line->heard.len);
            line->heard.len = 0;
        }
    }
}

static void on_end(void *context)
{
    struct line *line = context;
    const struct line_listener *listener = line->listener;

    line->listener = NULL;
    hang_up(line);
    line_free(line);
    if (listener)
        listener->closed(listener->context);
}

static void end_after(struct line *line, uint64_t us)
{
    line->is_over = true;
    loop_after(line->loop, &line->end, us);
}

static void arrive(void *context)
{
    struct letter *letter = context;
    struct line *line = letter->line;
    struct strbuf bytes = letter->bytes;
    bool is_up = letter->is_up;

    list_remove(&letter->link);
    free(letter);
    if (!is_up)
        hear(line, &bytes);
    else if (line->session && !line->closes)
        session_receive(line->session, bytes.text, bytes.len);
    strbuf_done(&bytes);
}

static void post(struct line *line, bool is_up, struct strbuf *bytes)
{
    struct letter *letter = mem_zero(sizeof *letter);
    uint64_t *last = is_up ? &line->last_up_us : &line->last_down_us;
    uint64_t at = line->loop->now_us + chance_between(line->loop, AIR_US_MIN, AIR_US_MAX);

    if (at < *last)
        at = *last;
    *last = at;
    *letter = (struct letter){.line = line, .is_up = is_up, .bytes = *bytes};
    letter->arrival = (struct loop_event){.run = arrive, .context = letter};
    list_init(&letter->link);
    list_append(&line->letters, &letter->link);
    loop_after(line->loop, &letter->arrival, at - line->loop->now_us);
}

/* As net does: whole frames, as many as the window holds, then the next turn. */
static void on_gather(void *context)
{
    struct line *line = context;
    static char window[WRITE_BYTES_MAX];
    struct strbuf frames = {0};
    bool more = false;
    size_t len = session_gather(line->session, window, sizeof window, &more);

    if (len > 0) {
        strbuf_add(&frames, window, len);
        post(line, false, &frames);
    }
    if (more) {
        loop_after(line->loop, &line->gather, chance_below(line->loop, TURN_US_MAX));
    } else if (line->closes) {
        uint64_t left = line->last_down_us > line->loop->now_us
                            ? line->last_down_us - line->loop->now_us
                            : 0;

        hang_up(line);
        end_after(line, left + 1);
    }
}

static void gather_soon(struct line *line)
{
    uint64_t us = chance_below(line->loop, TURN_US_MAX);

    if (line->gather.place || !line->session || line->is_over)
        return;
    if (line->options.slow_us)
        us += chance_between(line->loop, 0, line->options.slow_us);
    loop_after(line->loop, &line->gather, us);
}

static void on_wake(struct session_sink *sink, bool urgent)
{
    (void)urgent;
    gather_soon(container_of(sink, struct line, sink));
}

static void on_close(struct session_sink *sink, uint16_t status)
{
    struct line *line = container_of(sink, struct line, sink);

    (void)status;
    line->closes = true;
    gather_soon(line);
}

/* ---- What a person does with it --------------------------------------------------- */

struct line *line_open(struct sim_worker *worker, const struct line_options *options,
                       const struct line_listener *listener)
{
    struct line *line = mem_zero(sizeof *line);
    const struct session_from from = {.participant = &options->who,
                                      .address = options->who.bytes[0]};

    line->worker = worker;
    line->loop = &worker->sim->loop;
    line->options = *options;
    line->listener = listener;
    line->sink = (struct session_sink){on_wake, on_close};
    line->gather = (struct loop_event){.run = on_gather, .context = line};
    line->end = (struct loop_event){.run = on_end, .context = line};
    list_init(&line->letters);
    list_init(&line->link);
    list_append(&worker->lines, &line->link);
    line->session = session_new(worker->service, &from, &line->sink);
    return line;
}

void line_say(struct line *line, const char *format, ...)
{
    struct strbuf text = {0};
    char message[1024];
    va_list args;

    va_start(args, format);
    int len = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    strbuf_add(&text, message, (size_t)len);
    post(line, true, &text);
}

void line_leave(struct line *line)
{
    line->listener = NULL;
    if (!line->is_over)
        end_after(line, chance_below(line->loop, 2)
                            ? 0
                            : chance_between(line->loop, 0, GHOST_US_MAX));
}

void lines_break(struct list *lines)
{
    while (!list_is_empty(lines)) {
        struct line *line = container_of(lines->next, struct line, link);

        loop_cancel(line->loop, &line->gather);
        hang_up(line);
        end_after(line, chance_between(line->loop, AIR_US_MIN, AIR_US_MAX));
    }
}
