/* SPDX-License-Identifier: Apache-2.0 */

/* A file on its way in: rows are read as the store takes those before them, some on each
 * turn of the loop. Each becomes an idea whose id follows from what the row says, so the
 * same file again changes nothing. */
#include "service/carry.h"

#include "base/mem.h"
#include "service/internal.h"
#include "service/stems.h"
#include "service/ticket.h"
#include "wire/event.h"
#include "wire/idea_row.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_PER_TURN 500 /* that are wrong */

struct import_run {
    struct import *import; /* NULL: abandoned. */
    struct service *service;
    struct ticket_use use;
    struct watch *watch;
    struct csv csv;
    struct idea_columns columns;
    struct board_tags tags;
    uint32_t half_life_s;
    size_t n; /* Ideas to be put in next. */
    struct carry_idea ideas[CARRY_IDEAS_MAX];
    bool is_over;
    struct store_request io;
    struct clock_timer later;
    bool is_waiting; /* For the store. */
    size_t n_rows, n_bad;
    struct carry_receipt sum;
    struct strbuf errors;
};

static void drop_ideas(struct import_run *run)
{
    while (run->n > 0) {
        buf_unref(run->ideas[--run->n].words);
        buf_unref(run->ideas[run->n].folded);
    }
}

static void run_free(struct import_run *run)
{
    run->service->n_transfers--;
    drop_ideas(run);
    csv_done(&run->csv);
    strbuf_done(&run->errors);
    watch_unref(run->watch);
    free(run);
}

static void answer(struct import_run *run, enum err err, const char *field,
                   struct strbuf *ok)
{
    struct import *import = run->import;
    const struct error_detail detail = {.field = field};
    struct strbuf json = {0};
    struct buf *made;

    if (err) {
        answer_error(&json, false, NULL, err, &detail);
    } else {
        answer_begin(&json, NULL);
        strbuf_add(&json, ok->text, ok->len);
        answer_end(&json);
    }
    made = strbuf_take(&json);
    run_free(run);
    import->run = NULL;
    import->done(import, err, made);
    buf_unref(made);
}

static void finish(struct import_run *run)
{
    struct strbuf ok = {0};

    strbuf_printf(&ok, "{\"rows\":%zu,\"new\":%zu,\"known\":%zu,\"over\":%zu,\"bad\":%zu,",
                  run->n_rows, run->sum.n_new, run->sum.n_known, run->sum.n_over,
                  run->n_bad);
    strbuf_puts(&ok, "\"errors\":[");
    strbuf_add(&ok, run->errors.text, run->errors.len);
    strbuf_puts(&ok, "]}");
    answer(run, OK, NULL, &ok);
    strbuf_done(&ok);
}

/* ---- Rows ------------------------------------------------------------------------------
 */

static void blame(struct import_run *run, enum err err, const char *field)
{
    if (++run->n_bad > IMPORT_ERRORS_MAX)
        return;
    strbuf_printf(&run->errors, "%s{\"row\":%zu,\"code\":\"%s\"", run->n_bad > 1 ? "," : "",
                  run->csv.row, err_code(err));
    if (field)
        strbuf_printf(&run->errors, ",\"field\":\"%s\"", field);
    strbuf_puts(&run->errors, "}");
}

/* What a row is called in the file, or else what it says, of this board. */
static struct id id_of(const struct import_run *run, const struct idea_read_row *row)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    const char *board = run->use.note.about.text;
    uint8_t hash[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;
    struct id id = {{0}};

    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const uint8_t *)board, strlen(board) + 1);
    if (row->key_len)
        crypto_generichash_update(&state, (const uint8_t *)row->key, row->key_len);
    else
        crypto_generichash_update(&state, (const uint8_t *)row->words->text,
                                  row->words->len);
    crypto_generichash_final(&state, hash, sizeof hash);
    for (size_t i = 0; i < ID_BYTES_MAX; i++)
        id.text[i] = digits[hash[i] % (sizeof digits - 1)];
    return id;
}

static void read_row(struct import_run *run)
{
    struct clock *clock = run->service->clock;
    struct idea_read_row row;
    const char *field = NULL;
    enum err err = idea_row_read(&run->csv, &run->columns, &run->tags, &row, &field);

    run->n_rows++;
    if (err) {
        blame(run, err, field);
        return;
    }
    if (row.is_merged) { /* It is in the row that it was merged into. */
        run->sum.n_known++;
        buf_unref(row.words);
        return;
    }
    run->ideas[run->n++] = (struct carry_idea){
        .id = id_of(run, &row),
        .other = row.id,
        .tags = row.tags,
        .group = row.group,
        .status = row.status,
        .state = row.state,
        .at_ms = row.at_ms ? row.at_ms : clock->wall_ms(clock),
        .words = row.words,
        .folded = folded_row(run->service, row.words),
    };
}

static void read_rows(struct import_run *run)
{
    for (int i = 0; i < ROWS_PER_TURN && run->n < CARRY_IDEAS_MAX && !run->is_over; i++) {
        enum csv_result result = csv_next(&run->csv);

        run->is_over = result != CSV_ROW;
        if (result == CSV_ROW)
            read_row(run);
        else if (result == CSV_BROKEN)
            blame(run, ERR_MALFORMED, NULL); /* And nothing after it can be read. */
    }
}

static void put(struct import_run *run);

/* One turn's share. */
static void go_on(struct clock_timer *timer)
{
    struct import_run *run = timer->owner;
    struct clock *clock = run->service->clock;

    read_rows(run);
    if (run->n == CARRY_IDEAS_MAX || (run->is_over && run->n > 0))
        put(run);
    else if (run->is_over)
        finish(run);
    else
        clock->after(clock, timer, 0);
}

static void was_put(struct store_request *io, enum err err, const void *result)
{
    struct import_run *run = io->owner;
    const struct carry_receipt *receipt = result;

    run->is_waiting = false;
    if (!run->import) {
        run_free(run);
        return;
    }
    if (err) {
        answer(run, err, NULL, NULL);
        return;
    }
    run->sum.n_new += receipt->n_new;
    run->sum.n_known += receipt->n_known;
    run->sum.n_over += receipt->n_over;
    shelves_hear(run->watch, &run->use.note.about, receipt->rev);
    drop_ideas(run);
    go_on(&run->later);
}

static void put(struct import_run *run)
{
    const struct carry_parcel parcel = {
        .half_life_s = run->half_life_s,
        .is_dry = run->use.note.is_dry,
        .n = run->n,
        .ideas = run->ideas,
        .by = &run->use.note.participant,
        .n_before = run->sum.n_new,
    };

    run->is_waiting = true;
    run->io = (struct store_request){.done = was_put, .owner = run};
    store_carry_put(run->service->store, &run->io, &run->watch->id, &run->use.note.about,
                    &parcel);
}

/* ---- Beginning -------------------------------------------------------------------------
 */

static void ticket_taken(struct ticket_use *use, enum err err)
{
    struct import_run *run = container_of(use, struct import_run, use);
    const struct mirror_board *board;

    run->is_waiting = false;
    run->watch = use->watch;
    if (!run->import) {
        run_free(run);
        return;
    }
    board = err ? NULL : mirror_board(&use->watch->mirror, &use->note.about);
    if (!err && !board)
        err = ERR_NOT_FOUND;
    if (!err)
        err = board_tags_read(board->def, &run->tags);
    if (err) {
        answer(run, err, NULL, NULL);
        return;
    }
    run->half_life_s = board_half_life_s(board->board.rules.kind);
    if (csv_next(&run->csv) != CSV_ROW || !idea_columns_read(&run->csv, &run->columns)) {
        answer(run, ERR_BAD_FIELD, "title", NULL);
        return;
    }
    go_on(&run->later);
}

static void refuse(struct clock_timer *timer)
{
    answer(timer->owner, ERR_TOO_MANY, NULL, NULL);
}

bool import_may_come(const struct service *service, const char *way)
{
    uint8_t hash[TICKET_HASH_BYTES];
    struct code code;

    return ticket_way_read(service->identity, way, &code, hash);
}

void import_start(struct service *service, struct import *import, const char *way,
                  const char *text, size_t len)
{
    struct import_run *run = mem_zero(sizeof *run);

    run->import = import;
    run->service = service;
    run->later = (struct clock_timer){.fire = go_on, .owner = run};
    csv_begin(&run->csv, text, len);
    import->run = run;
    if (++service->n_transfers > TRANSFERS_MAX) {
        run->later.fire = refuse;
        service->clock->after(service->clock, &run->later, 0);
        return;
    }
    run->is_waiting = true;
    run->use.done = ticket_taken;
    ticket_use(service, &run->use, way, TICKET_IMPORT);
}

void import_abandon(struct import *import)
{
    struct import_run *run = import->run;

    if (!run)
        return;
    import->run = NULL;
    run->import = NULL; /* And with it the text, which is not looked at again. */
    if (run->is_waiting)
        return;
    run->service->clock->cancel(run->service->clock, &run->later);
    run_free(run);
}
