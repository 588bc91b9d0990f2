/* SPDX-License-Identifier: Apache-2.0 */

#include "app/presses_uv.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "press/press.h"

#define CHUNK_BYTES      65536
#define OUTPUT_BYTES_MAX (2 * IMAGE_BYTES_MAX + CHUNK_BYTES)
#define PAGE_DIGITS      12

/* One picture on its way through a process. */
struct press_run {
    struct presses_uv *presses;
    struct press_job *job; /* NULL: abandoned. */
    struct list link;      /* In `waiting` before it begins. */
    uv_process_t process;
    uv_pipe_t in, out;
    uv_write_t write;
    struct clock_timer late; /* The end of its time; at first its beginning. */
    unsigned n_open;         /* Handles. */
    bool is_page;            /* Of a PDF. */
    bool is_begun, is_ended; /* With `status`. */
    bool is_late;            /* Its time was over. */
    int64_t status;
    int signal;
    struct strbuf output;
    char chunk[CHUNK_BYTES];
};

static void begin_next(struct presses_uv *presses);

/* ---- The end
 * -----------------------------------------------------------------------------
 */

/* Whether what was sent made it fail; or somebody stopped it, and it may be good. */
static bool is_its_fault(const struct press_run *run)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGABRT, SIGXCPU,
                                 SIGILL,  SIGFPE, SIGTRAP, SIGSYS};

    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (run->signal == faults[i])
            return true;
    /* A library that has no memory left ends the process with a status of its own. */
    return run->is_late ||
           (run->is_ended && !run->signal && run->status != PRESS_EXIT_FAULT);
}

static enum err result_of(const struct press_run *run, struct pressed *pressed)
{
    enum err bad = run->is_page ? ERR_BAD_PDF : ERR_BAD_IMAGE;

    if (!is_its_fault(run))
        return ERR_STORE_DOWN;
    if (run->signal || run->is_late)
        return bad;
    if (run->is_page && run->status == PRESS_EXIT_LOCKED)
        return ERR_LOCKED_PDF;
    return run->status == EXIT_SUCCESS &&
                   press_output_read(run->output.text, run->output.len, pressed)
               ? OK
               : bad;
}

static void finish(struct press_run *run)
{
    struct presses_uv *presses = run->presses;
    struct pressed pressed = {0};
    enum err err = result_of(run, &pressed);

    presses->clock->cancel(presses->clock, &run->late);
    presses->is_busy = false;
    if (err == ERR_STORE_DOWN && run->job)
        log_warn("press.stopped", "status=%lld signal=%d", (long long)run->status,
                 run->signal);
    if (run->job) {
        run->job->run = NULL;
        run->job->done(run->job, err, err ? NULL : &pressed);
    }
    strbuf_done(&run->output);
    free(run);
    begin_next(presses);
}

static void on_closed(uv_handle_t *handle)
{
    struct press_run *run = handle->data;

    if (--run->n_open == 0)
        finish(run);
}

static void close_once(void *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, on_closed);
}

static void stop(struct press_run *run)
{
    if (!uv_is_closing((uv_handle_t *)&run->process))
        (void)uv_process_kill(&run->process, SIGKILL);
}

/* ---- Between
 * -----------------------------------------------------------------------------
 */

static void on_exit_of(uv_process_t *process, int64_t status, int number)
{
    struct press_run *run = process->data;

    run->is_ended = true;
    run->status = status;
    run->signal = number;
    close_once(process);
    close_once(&run->in);
}

static void give_room(uv_handle_t *handle, size_t wished, uv_buf_t *out)
{
    struct press_run *run = handle->data;

    (void)wished;
    *out = uv_buf_init(run->chunk, sizeof run->chunk);
}

static void on_output(uv_stream_t *stream, ssize_t n, const uv_buf_t *chunk)
{
    struct press_run *run = stream->data;

    if (n > 0 && run->output.len + (size_t)n <= OUTPUT_BYTES_MAX) {
        strbuf_add(&run->output, chunk->base, (size_t)n);
        return;
    }
    if (n == 0)
        return;
    close_once(stream);
    if (n > 0)
        stop(run);
}

static void on_written(uv_write_t *write, int status)
{
    struct press_run *run = write->data;

    (void)status; /* What it made of it, it says itself. */
    close_once(&run->in);
}

static void on_late(struct clock_timer *timer)
{
    struct press_run *run = timer->owner;

    run->is_late = true;
    stop(run);
}

/* ---- The beginning
 * -----------------------------------------------------------------------
 */

static bool spawn(struct press_run *run)
{
    char name[] = "clameur", what[] = "press", language[] = "LC_ALL=C";
    char page[PAGE_DIGITS];
    char *argv[] = {name, what, run->is_page ? page : NULL, NULL};
    char *environment[] = {language, NULL};
    uv_stdio_container_t streams[] = {
        {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE,
         .data.stream = (uv_stream_t *)&run->in},
        {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE,
         .data.stream = (uv_stream_t *)&run->out},
        {.flags = UV_IGNORE},
    };
    const uv_process_options_t options = {
        .exit_cb = on_exit_of,
        .file = "/proc/self/exe", /* Also after a newer one took its place. */
        .args = argv,
        .env = environment, /* None of ours: it may hold secrets. */
        .stdio = streams,
        .stdio_count = sizeof streams / sizeof *streams,
    };

    (void)snprintf(page, sizeof page, "%u", run->job->page);
    return uv_spawn(run->presses->loop, &run->process, &options) == 0;
}

static void feed(struct press_run *run)
{
    union {
        const char *kept;
        char *wanted; /* Only read. */
    } bytes = {run->job->bytes};
    uv_buf_t whole = uv_buf_init(bytes.wanted, (unsigned)run->job->len);

    run->write.data = run;
    uv_read_start((uv_stream_t *)&run->out, give_room, on_output);
    if (uv_write(&run->write, (uv_stream_t *)&run->in, &whole, 1, on_written) != 0)
        close_once(&run->in);
}

static void begin(struct clock_timer *timer)
{
    struct press_run *run = timer->owner;

    if (!run->job) {
        finish(run);
        return;
    }
    run->is_begun = true;
    run->n_open = 3;
    uv_pipe_init(run->presses->loop, &run->in, 0);
    uv_pipe_init(run->presses->loop, &run->out, 0);
    run->process.data = run->in.data = run->out.data = run;
    if (spawn(run)) {
        run->late = (struct clock_timer){.fire = on_late, .owner = run};
        run->presses->clock->after(run->presses->clock, &run->late, PRESS_MS);
        feed(run);
        return;
    }
    close_once(&run->process);
    close_once(&run->in);
    close_once(&run->out);
}

static void begin_next(struct presses_uv *presses)
{
    if (presses->is_busy || list_is_empty(&presses->waiting))
        return;
    struct press_run *run = container_of(presses->waiting.next, struct press_run, link);

    list_remove(&run->link);
    presses->is_busy = true;
    run->late = (struct clock_timer){.fire = begin, .owner = run};
    presses->clock->after(presses->clock, &run->late, 0);
}

static void submit(struct presses *port, struct press_job *job)
{
    struct presses_uv *presses = container_of(port, struct presses_uv, presses);
    struct press_run *run = mem_zero(sizeof *run);

    run->presses = presses;
    run->job = job;
    run->is_page = job->page > 0;
    job->run = run;
    list_append(&presses->waiting, &run->link);
    begin_next(presses);
}

static void abandon(struct presses *port, struct press_job *job)
{
    struct press_run *run = job->run;

    (void)port;
    if (!run)
        return;
    job->run = NULL;
    run->job = NULL;
    if (run->is_begun) {
        close_once(&run->in); /* What is written from is gone. */
        stop(run);
    } else if (!list_is_empty(&run->link)) {
        list_remove(&run->link);
        free(run);
    }
}

void presses_uv_init(struct presses_uv *presses, uv_loop_t *loop, struct clock *clock)
{
    *presses = (struct presses_uv){.loop = loop, .clock = clock};
    presses->presses.submit = submit;
    presses->presses.abandon = abandon;
    list_init(&presses->waiting);
}
