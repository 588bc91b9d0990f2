/* SPDX-License-Identifier: Apache-2.0 */

#include "service/export_source.h"

#include "base/mem.h"
#include "service/export_points.h"
#include "service/internal.h"
#include "service/results.h"
#include "service/results_files.h"
#include "store/store_terms.h"
#include "wire/record.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS_PER_S 1000u

void export_pseudonym(const struct export_rows *rows, const struct participant *who,
                      char out[PSEUDONYM_CHARS + 1])
{
    uint8_t hash[crypto_generichash_BYTES_MIN];

    crypto_generichash(hash, sizeof hash, who->bytes, sizeof who->bytes, rows->key,
                       sizeof rows->key);
    sodium_bin2hex(out, PSEUDONYM_CHARS + 1, hash, PSEUDONYM_BYTES);
}

void export_round_pseudonym(const struct export_rows *rows, const struct participant *who,
                            const struct round_of *round, uint8_t out[PSEUDONYM_BYTES])
{
    uint8_t hash[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;

    crypto_generichash_init(&state, rows->key, sizeof rows->key, sizeof hash);
    crypto_generichash_update(&state, who->bytes, sizeof who->bytes);
    crypto_generichash_update(&state, (const uint8_t *)&round->round, sizeof round->round);
    crypto_generichash_update(&state, (const uint8_t *)round->question.text,
                              strlen(round->question.text));
    crypto_generichash_final(&state, hash, sizeof hash);
    memcpy(out, hash, PSEUDONYM_BYTES);
}

static void put_person(struct export_rows *rows, const struct participant *who)
{
    char name[PSEUDONYM_CHARS + 1];

    export_pseudonym(rows, who, name);
    sheet_text(&rows->sheet, name, PSEUDONYM_CHARS);
}

/* ---- Which ideas there are: from the shelf, in the order they came ----------------------
 */

struct place {
    struct id id;
    uint32_t number;
};

static int by_number(const void *a, const void *b)
{
    const struct place *one = a, *other = b;

    return (one->number > other->number) - (one->number < other->number);
}

/* What people took back is not carried anywhere. */
static void keep_ids(struct export_rows *rows, const struct shelf *shelf)
{
    struct place *places = mem_zero((shelf->n + 1) * sizeof *places);

    for (size_t i = 0; i < shelf->n; i++)
        if (shelf->ideas[i]->idea.state != IDEA_WITHDRAWN)
            places[rows->n++] =
                (struct place){shelf->ideas[i]->idea.id, shelf->ideas[i]->idea.number};
    qsort(places, rows->n, sizeof *places, by_number);
    rows->ids = mem_zero((rows->n + 1) * sizeof *rows->ids);
    for (size_t i = 0; i < rows->n; i++)
        rows->ids[i] = places[i].id;
    free(places);
    rows->is_over = rows->n == 0;
}

static void shelf_there(struct shelf_wait *wait, enum err err)
{
    struct export_rows *rows = wait->owner;
    const struct mirror_board *board =
        mirror_board(&rows->watch->mirror, &rows->note->about);

    if (!err && !board)
        err = ERR_NOT_FOUND;
    if (!err)
        err = board_tags_read(board->def, &rows->tags);
    if (!err)
        keep_ids(rows, &board->shelf);
    rows->ready(rows, err);
}

static void begin_board(struct export_rows *rows)
{
    rows->shelf = (struct shelf_wait){.done = shelf_there, .owner = rows};
    shelves_load(rows->watch, &rows->note->about, &rows->shelf);
}

static size_t next_ids(const struct export_rows *rows)
{
    size_t left = rows->n - rows->at;

    return left < CARRY_IDEAS_MAX ? left : CARRY_IDEAS_MAX;
}

/* ---- Ideas ----------------------------------------------------------------------------
 */

static enum err put_idea(struct export_rows *rows, const struct idea_read *read)
{
    static const struct participant nobody;
    const struct gate_read *gate = &read->gate;
    struct idea_row row = {
        .idea = &read->idea,
        .words = read->words,
        .author = "",
        .tags = &rows->tags,
        .gate = {gate->state.passed, gate->reached_ms, gate->good, gate->bad},
    };
    char author[PSEUDONYM_CHARS + 1];

    if (memcmp(&read->idea.author, &nobody, sizeof nobody) != 0) {
        export_pseudonym(rows, &read->idea.author, author);
        row.author = author;
    }
    return idea_row_write(&rows->sheet, &row);
}

static void ideas_came(struct store_request *io, enum err err, const void *result)
{
    struct export_rows *rows = io->owner;
    const struct idea_pages *pages = result;

    for (size_t i = 0; !err && i < pages->n; i++)
        if (pages->ideas[i].idea.state != IDEA_WITHDRAWN)
            err = put_idea(rows, &pages->ideas[i]);
    rows->at += next_ids(rows);
    rows->is_over = rows->at == rows->n;
    rows->ready(rows, err);
}

static void more_ideas(struct export_rows *rows)
{
    rows->io = (struct store_request){.done = ideas_came, .owner = rows};
    store_carry_ideas(rows->service->store, &rows->io, &rows->watch->id, &rows->note->about,
                      rows->ids + rows->at, next_ids(rows));
}

/* So many of the ideas asked for were read to their end. */
static void go_on_from(struct export_rows *rows, size_t done, const char next[24])
{
    rows->at += done;
    memcpy(rows->cursor, next, sizeof rows->cursor);
    rows->is_over = rows->at == rows->n;
}

/* ---- Supports ---------------------------------------------------------------------------
 */

/* "<n> <on> <seconds>": only those that are on. */
static void put_support(struct export_rows *rows, const struct carry_entry *entry)
{
    const char *on = strchr(entry->value, ' ');
    const char *since = on ? strchr(on + 1, ' ') : NULL;
    const struct id *idea = &rows->ids[rows->at + entry->of];

    if (!since || on[1] != '1')
        return;
    sheet_text(&rows->sheet, idea->text, strlen(idea->text));
    put_person(rows, &entry->participant);
    sheet_time(&rows->sheet, strtoull(since + 1, NULL, 10) * MS_PER_S);
}

static void supports_came(struct store_request *io, enum err err, const void *result)
{
    struct export_rows *rows = io->owner;
    const struct carry_entries *list = result;

    if (!err && list->done > next_ids(rows))
        err = ERR_INTERNAL;
    if (!err) {
        for (size_t i = 0; i < list->n; i++)
            put_support(rows, &list->entries[i]);
        go_on_from(rows, list->done, list->next);
    }
    rows->ready(rows, err);
}

static void more_supports(struct export_rows *rows)
{
    const struct idea_place board = {rows->watch->id, rows->note->about, {{0}}};

    rows->io = (struct store_request){.done = supports_came, .owner = rows};
    store_carry_supports(rows->service->store, &rows->io, &board, rows->ids + rows->at,
                         next_ids(rows), rows->cursor);
}

/* ---- Comments ---------------------------------------------------------------------------
 */

static enum err put_comment(struct export_rows *rows, const struct carry_comment *entry)
{
    char author[PSEUDONYM_CHARS + 1];
    const struct comment_row row = {&rows->ids[rows->at + entry->of], &entry->comment,
                                    entry->words, author};

    if (entry->comment.state == IDEA_WITHDRAWN)
        return OK;
    export_pseudonym(rows, &entry->comment.author, author);
    return comment_row_write(&rows->sheet, &row);
}

static void comments_came(struct store_request *io, enum err err, const void *result)
{
    struct export_rows *rows = io->owner;
    const struct carry_comments *list = result;

    if (!err && list->done > next_ids(rows))
        err = ERR_INTERNAL;
    for (size_t i = 0; !err && i < list->n; i++)
        err = put_comment(rows, &list->comments[i]);
    if (!err)
        go_on_from(rows, list->done, list->next);
    rows->ready(rows, err);
}

static void more_comments(struct export_rows *rows)
{
    const struct idea_place board = {rows->watch->id, rows->note->about, {{0}}};

    rows->io = (struct store_request){.done = comments_came, .owner = rows};
    store_carry_comments(rows->service->store, &rows->io, &board, rows->ids + rows->at,
                         next_ids(rows), rows->cursor);
}

/* ---- Questions --------------------------------------------------------------------------
 */

static void begin_question(struct export_rows *rows)
{
    const struct mirror_question *slot =
        mirror_question(&rows->watch->mirror, &rows->note->about);
    enum err err = slot ? definition_texts_read(slot->def, &rows->texts) : ERR_NOT_FOUND;

    if (!err)
        err = settings_read(rows->watch->mirror.settings, &rows->settings);
    if (!err) {
        rows->round = (struct round_of){slot->question.id, slot->question.round};
        rows->rules = slot->question.rules;
    }
    rows->ready(rows, err);
}

static void tally_came(struct store_request *io, enum err err, const void *result)
{
    struct export_rows *rows = io->owner;
    const struct tally *tally = result;
    const struct result_words words = {&rows->rules.shape, &rows->texts,
                                       rows->settings.lang};
    char text[ANSWER_TEXT_MAX];

    for (size_t i = 0; !err && i < rows->rules.shape.n_cells; i++) {
        const char *answer = result_count_name(&words, i, text);

        sheet_text(&rows->sheet, answer, strlen(answer));
        sheet_number(&rows->sheet, tally->counts[i] > 0 ? (uint64_t)tally->counts[i] : 0);
    }
    rows->is_over = true;
    rows->ready(rows, err);
}

static void words_came(struct store_request *io, enum err err, const void *result)
{
    struct export_rows *rows = io->owner;
    const struct cloud *cloud = result;

    for (size_t i = 0; !err && i < cloud->n; i++) {
        sheet_text(&rows->sheet, cloud->terms[i].text, cloud->terms[i].len);
        sheet_number(&rows->sheet, cloud->terms[i].n);
    }
    if (!err) {
        rows->at += cloud->n;
        rows->is_over = cloud->n < TERMS_LISTED_MAX;
    }
    rows->ready(rows, err);
}

/* All of them, also those that are not shown. */
static void more_words(struct export_rows *rows)
{
    const struct cloud_look look = {rows->round, TERMS_LISTED_MAX, true,
                                    (uint32_t)rows->at};

    rows->io = (struct store_request){.done = words_came, .owner = rows};
    store_cloud_read(rows->service->store, &rows->io, &rows->watch->id, &look);
}

static void more_counts(struct export_rows *rows)
{
    if (rows->rules.shape.kind == KIND_WORDS) {
        more_words(rows);
        return;
    }
    rows->io = (struct store_request){.done = tally_came, .owner = rows};
    store_tally_read(rows->service->store, &rows->io, &rows->watch->id, &rows->round);
}

/* ---- The table --------------------------------------------------------------------------
 */

const struct export_source *export_source(enum carry_what what)
{
    static const char *const supports[] = {"idea", "supporter", "since"};
    static const char *const counts[] = {"answer", "votes"};
    static const struct export_source sources[CARRIED] = {
        [CARRY_IDEAS] = {idea_columns, IDEA_COLUMNS_N, begin_board, more_ideas},
        [CARRY_SUPPORTS] = {supports, 3, begin_board, more_supports},
        [CARRY_COMMENTS] = {comment_columns, COMMENT_COLUMNS_N, begin_board, more_comments},
        [CARRY_BALLOTS] = {NULL, 0, begin_question_ballots, results_more},
        [CARRY_COUNTS] = {counts, 2, begin_question, more_counts},
        [CARRY_POINTS] = {point_columns, POINT_COLUMNS_N, begin_points, more_points},
        [CARRY_RESULTS] = {NULL, 0, begin_question_results, results_more},
        [CARRY_ROOM_RESULTS] = {NULL, 0, begin_room_results, results_more},
        [CARRY_REPORT] = {NULL, 0, begin_report, results_more},
        [CARRY_ROOM_BALLOTS] = {NULL, 0, begin_room_ballots, results_more},
    };

    return &sources[what];
}
