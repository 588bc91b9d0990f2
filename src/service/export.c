/* SPDX-License-Identifier: Apache-2.0 */

/* A file on its way out. Rows are fetched when the slices before them have left, so it
 * holds one page of them however long it is. A workbook is made whole first, in a file and
 * off the loop, and then leaves in slices too.
 *
 *   ticket ── source begins ── opened ──┬─ text:  rows ─> slices, rows ─> slices … last
 *                                       └─ XLSX:  rows ─> file, rows ─> file … finished,
 *                                                 file ─> slices … last */
#include "service/carry.h"

#include "base/mem.h"
#include "base/work.h"
#include "service/export_source.h"
#include "service/internal.h"
#include "service/results.h"
#include "service/sheet_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct export_run {
    struct export *export; /* NULL: abandoned. */
    struct service *service;
    struct ticket_use use;
    const struct export_source *source;
    struct export_rows rows;
    bool is_open;
    enum { WAITS_FOR_NOBODY, WAITS_FOR_STORE, WAITS_FOR_WORK } waits;
    struct strbuf out;
    size_t given; /* Of `out`. */
    struct clock_timer later;
    struct sheet_file *file; /* Of a workbook. */
    bool is_finished;        /* So is the file; all that is left is to read it. */
    bool is_read;            /* To its end. */
    struct work work;
    enum err err;
};

/* Of the service: it may be gone before work comes back. */
static void let_go(struct export_run *run)
{
    if (run->service)
        run->service->n_transfers--;
    run->service = NULL;
    watch_unref(run->rows.watch);
    run->rows.watch = NULL;
}

static void run_free(struct export_run *run)
{
    let_go(run);
    sheet_file_free(run->file);
    results_done(&run->rows);
    strbuf_done(&run->out);
    free(run->rows.ids);
    free(run);
}

/* Nothing more will come of it. */
static void fail(struct export_run *run, enum err err)
{
    struct export *export = run->export;
    bool is_open = run->is_open;

    run_free(run);
    if (!export)
        return;
    export->run = NULL;
    if (is_open)
        export->slice(export, err, "", 0, true);
    else
        export->opened(export, err, NULL);
}

/* True when it came back to nobody, and is gone. */
static bool came_back(struct export_run *run)
{
    run->waits = WAITS_FOR_NOBODY;
    if (run->export)
        return false;
    run_free(run);
    return true;
}

/* ---- Slices ---------------------------------------------------------------------------
 */

static bool all_is_there(const struct export_run *run)
{
    return run->rows.note->format == SHEET_XLSX ? run->is_read : run->rows.is_over;
}

static void give(struct clock_timer *timer)
{
    struct export_run *run = timer->owner;
    struct export *export = run->export;
    size_t len = run->out.len - run->given;

    if (len > EXPORT_SLICE_BYTES)
        len = EXPORT_SLICE_BYTES;
    const char *bytes = len ? run->out.text + run->given : "";

    run->given += len;
    bool is_last = run->given == run->out.len && all_is_there(run);

    if (is_last)
        export->run = NULL;
    export->slice(export, OK, bytes, len, is_last);
    if (is_last)
        run_free(run);
}

static void give_soon(struct export_run *run)
{
    run->service->clock->after(run->service->clock, &run->later, 0);
}

static void empty(struct export_run *run)
{
    run->out.len = 0;
    run->given = 0;
}

/* ---- The file of a workbook -----------------------------------------------------------
 */

static void fetch_rows(struct export_run *run);

static void submit(struct export_run *run, void (*what)(struct work *),
                   void (*done)(struct work *))
{
    run->waits = WAITS_FOR_WORK;
    run->work = (struct work){.run = what, .done = done, .owner = run};
    run->service->works->submit(run->service->works, &run->work);
}

static void read_file(struct work *work)
{
    struct export_run *run = work->owner;
    long len;

    strbuf_reserve(&run->out, EXPORT_SLICE_BYTES);
    len = sheet_file_read(run->file, run->out.text, EXPORT_SLICE_BYTES);
    if (len < 0)
        run->err = ERR_INTERNAL;
    else
        run->out.len = (size_t)len;
    run->is_read = len <= 0;
}

static void file_was_read(struct work *work)
{
    struct export_run *run = work->owner;

    if (came_back(run))
        return;
    if (run->err)
        fail(run, run->err);
    else
        give_soon(run);
}

static void add_rows(struct work *work)
{
    struct export_run *run = work->owner;

    if (!run->file)
        run->file = sheet_file_new();
    if (!run->file) {
        run->err = ERR_STORE_FULL; /* No room for a temporary file. */
        return;
    }
    sheet_file_add(run->file, &run->out);
    if (!run->rows.is_over)
        return;
    run->is_finished = true;
    if (!sheet_file_finish(run->file))
        run->err = ERR_STORE_FULL;
}

static void rows_were_added(struct work *work)
{
    struct export_run *run = work->owner;

    if (came_back(run))
        return;
    empty(run);
    if (run->err)
        fail(run, run->err);
    else if (run->is_finished)
        submit(run, read_file, file_was_read);
    else
        fetch_rows(run);
}

/* ---- Rows ------------------------------------------------------------------------------
 */

static void fetch_rows(struct export_run *run)
{
    run->waits = WAITS_FOR_STORE;
    run->source->more(&run->rows);
}

static void rows_came(struct export_rows *rows, enum err err)
{
    struct export_run *run = container_of(rows, struct export_run, rows);

    if (came_back(run))
        return;
    if (err)
        fail(run, err);
    else if (rows->note->format == SHEET_XLSX)
        submit(run, add_rows, rows_were_added);
    else if (run->out.len == 0 && !rows->is_over)
        fetch_rows(run); /* A page of what was withdrawn. */
    else
        give_soon(run);
}

void export_next(struct export *export)
{
    struct export_run *run = export->run;
    bool is_book = run->rows.note->format == SHEET_XLSX;

    if (is_book && !run->is_finished) {
        /* What it begins with goes along with its first rows. */
        if (run->rows.is_over)
            submit(run, add_rows, rows_were_added);
        else
            fetch_rows(run);
        return;
    }
    if (run->given < run->out.len) {
        give_soon(run);
        return;
    }
    empty(run);
    if (is_book)
        submit(run, read_file, file_was_read);
    else if (!run->rows.is_over)
        fetch_rows(run);
    else
        give_soon(run);
}

/* ---- Opening ---------------------------------------------------------------------------
 */

static void head_make(const struct export_run *run, struct export_head *out)
{
    const struct ticket_note *note = run->rows.note;
    char today[SHEET_TIME_BYTES];

    sheet_time_text(run->service->clock->wall_ms(run->service->clock), today);
    out->type = sheet_format_type(note->format);
    out->is_page = note->format == SHEET_HTML;
    out->style_source =
        out->is_page ? watch_theme(run->rows.watch)->of[THEME_OF_PAPER].source : NULL;
    (void)snprintf(out->name, sizeof out->name, "%s-%s-%.10s.%s",
                   run->rows.watch->mirror.room.code.text, carry_what_name(note->what),
                   today, sheet_format_name(note->format));
}

static void begun(struct export_rows *rows, enum err err)
{
    struct export_run *run = container_of(rows, struct export_run, rows);
    struct export_head head;

    if (came_back(run))
        return;
    if (err) {
        fail(run, err);
        return;
    }
    if (rows->sheet.n_columns > 0) {
        sheet_part(&rows->sheet, carry_what_name(rows->note->what));
        sheet_begin(&rows->sheet);
    }
    rows->ready = rows_came;
    run->is_open = true;
    head_make(run, &head);
    run->export->opened(run->export, OK, &head);
}

static void source_begin(struct export_run *run)
{
    struct export_rows *rows = &run->rows;

    run->source = export_source(run->use.note.what);
    run->service->clock->random(run->service->clock, rows->key, sizeof rows->key);
    rows->service = run->service;
    rows->note = &run->use.note;
    rows->cursor[0] = '0';
    rows->sheet = (struct sheet){.format = run->use.note.format,
                                 .columns = run->source->columns,
                                 .n_columns = run->source->n_columns,
                                 .out = &run->out};
    rows->ready = begun;
    run->waits = WAITS_FOR_STORE;
    run->source->begin(rows);
}

static void ticket_taken(struct ticket_use *use, enum err err)
{
    struct export_run *run = container_of(use, struct export_run, use);
    struct export_rows *rows = &run->rows;

    rows->watch = use->watch;
    rows->is_full = use->is_full;
    if (came_back(run))
        return;
    if (err) {
        fail(run, err);
        return;
    }
    source_begin(run);
}

static void refuse(struct clock_timer *timer)
{
    struct export_run *run = timer->owner;

    fail(run, run->err);
}

static struct export_run *run_new(struct service *service, struct export *export)
{
    struct export_run *run = mem_zero(sizeof *run);

    run->export = export;
    run->service = service;
    run->later = (struct clock_timer){.fire = give, .owner = run};
    export->run = run;
    run->waits = WAITS_FOR_STORE;
    return run;
}

/* True when it is not to go on. */
static bool refused(struct export_run *run, enum err err)
{
    bool has_room = ++run->service->n_transfers <= TRANSFERS_MAX;

    if (has_room && !err)
        return false;
    run->err = err ? err : ERR_TOO_MANY;
    run->waits = WAITS_FOR_NOBODY;
    run->later.fire = refuse;
    give_soon(run);
    return true;
}

void export_open(struct service *service, struct export *export, const char *way)
{
    struct export_run *run = run_new(service, export);

    if (refused(run, OK))
        return;
    run->use.done = ticket_taken;
    ticket_use(service, &run->use, way, TICKET_EXPORT);
}

/* ---- A report --------------------------------------------------------------------------
 * Printed and handed round: it tells everyone no more than a host may know. */

static void host_entered(struct entering *entering, enum err err, enum role role,
                         const struct you *you)
{
    struct ticket_use *use = container_of(entering, struct ticket_use, entering);
    struct export_run *run = container_of(use, struct export_run, use);

    run->rows.watch = entering->watch;
    if (came_back(run))
        return;
    if (!err && !entered_may(role, you, RIGHT_FETCH))
        err = ERR_FORBIDDEN;
    if (err)
        fail(run, err);
    else
        source_begin(run);
}

void report_open(struct service *service, struct export *export,
                 const struct report_ask *ask)
{
    struct export_run *run = run_new(service, export);
    enum err err = ask->participant ? OK : ERR_FORBIDDEN;
    struct code code;

    if (!code_read(ask->code, strlen(ask->code), &code))
        err = ERR_NOT_FOUND;
    if (refused(run, err))
        return;
    run->rows.words = ask->words;
    run->use.note = (struct ticket_note){.what = CARRY_REPORT, .format = SHEET_HTML};
    run->use.entering = (struct entering){
        .participant = *ask->participant, .view = VIEW_HOST, .done = host_entered};
    enter_room(service, &run->use.entering, &code);
}

void export_abandon(struct export *export)
{
    struct export_run *run = export->run;

    if (!run)
        return;
    export->run = NULL;
    run->export = NULL;
    if (run->waits == WAITS_FOR_WORK)
        let_go(run);
    if (run->waits != WAITS_FOR_NOBODY)
        return; /* It ends when that comes back. */
    run->service->clock->cancel(run->service->clock, &run->later);
    run_free(run);
}
