/* SPDX-License-Identifier: Apache-2.0 */

#include "service/tellings.h"

#include "base/mem.h"
#include "service/internal.h"
#include "store/store_results.h"
#include "wire/ballot_kept.h"

#include <stdlib.h>
#include <string.h>

/* To read so few costs nothing worth saving. */
#define FEW_TO_READ 1000
#define TENTH       10

struct telling_work {
    struct split splits[TABLES_MAX]; /* All that was read. */
    struct table_types types;
    struct split_kept next, told; /* What may be told of it; what was, before. */
    char cursor[24];
};

/* `told` may be part of the work. */
static void end(struct telling *telling, enum err err, const struct split_kept *told)
{
    struct telling_work *work = telling->work;

    telling->work = NULL;
    telling->done(telling, err, err ? NULL : told);
    free(work);
}

/* ---- Is it worth reading? --------------------------------------------------------------
 */

/* What was read in vain, so that it is not again before there is more to it. */
static struct watch_vain *vain_of(const struct telling *telling)
{
    struct mirror *mirror = &telling->watch->mirror;
    const struct mirror_question *slot = mirror_question(mirror, &telling->round.question);

    return slot ? &telling->watch->vain[slot - mirror->slots] : NULL;
}

/* Who has answered it, and who has said what they are. */
static uint64_t answers_by_now(const struct telling *telling)
{
    const struct mirror *mirror = &telling->watch->mirror;
    uint64_t n = telling->voters;

    for (size_t i = 0; i < mirror->n_slots; i++)
        if (mirror->slots[i].is_used &&
            mirror->slots[i].question.rules.shape.kind == KIND_SEGMENT)
            n += mirror->slots[i].tally.voters;
    return n;
}

static uint64_t version_of(const struct telling *telling)
{
    const struct mirror_question *slot =
        mirror_question(&telling->watch->mirror, &telling->round.question);

    return slot ? slot->question.version : 0;
}

static void note_vain(const struct telling *telling)
{
    struct watch_vain *vain = vain_of(telling);

    if (vain)
        *vain = (struct watch_vain){telling->round, version_of(telling),
                                    answers_by_now(telling)};
}

static bool was_vain(const struct telling *telling)
{
    const struct watch_vain *vain = vain_of(telling);
    uint64_t now = answers_by_now(telling);

    return vain && round_same(&vain->round, &telling->round) &&
           vain->version == version_of(telling) &&
           now < vain->answers + vain->answers / TENTH;
}

/* Of many ballots only where two groups, the fewest that are told, can be large enough. */
static bool is_worth_reading(const struct telling *telling)
{
    uint64_t told = telling->work->told.tables.told;

    if (telling->how != TELL_NOW)
        return false;
    return telling->voters <= FEW_TO_READ ||
           (telling->voters >= 2 * (told + SEGMENT_PEOPLE_MIN) && !was_vain(telling));
}

/* ---- What may be told -------------------------------------------------------------------
 */

/* Somebody may have been quicker; then that is what everyone is told. */
static void kept(struct store_request *io, enum err err, const void *result)
{
    end(io->owner, err, result);
}

static const struct split *was_of(const struct split_kept *was, const struct round_of *by)
{
    for (size_t s = 0; s < split_segments(was); s++)
        if (round_same(&was->by[s], by))
            return &was->tables.of[s];
    return NULL;
}

/* What was told, in the places of what is told next. */
static void arrange(const struct split_kept *was, const struct split_kept *next,
                    struct tables *out)
{
    size_t n_segments = split_segments(next), n_were = split_segments(was);

    *out = (struct tables){.told = was->tables.told, .n = next->tables.n};
    for (size_t s = 0; s < n_segments; s++) {
        const struct split *table = was_of(was, &next->by[s]);

        if (table)
            out->of[s] = *table;
    }
    for (size_t source = 0; source < SPLIT_SOURCES; source++)
        out->of[n_segments + source] = was->tables.of[n_were + source];
}

/* Tables that may not be told anew stay as they were, with the names that they had. */
static void leave_others(const struct tables *were, const struct split_kept *was,
                         struct split_kept *next)
{
    size_t n_segments = split_segments(next);

    for (size_t s = 0; s < next->tables.n; s++) {
        if (next->tables.of[s].n_groups > 0)
            continue;
        next->tables.of[s] = were->of[s];
        if (s >= n_segments)
            next->names[s - n_segments] = was->names[s - n_segments];
    }
}

/* What was told of it before stays, while what came since would tell of few. */
static bool may_tell(struct telling_work *work)
{
    struct tables were;

    if (work->told.tables.n == 0) {
        tables_make(work->splits, work->next.tables.n, &work->types, &work->next.tables);
        return work->next.tables.told > 0;
    }
    arrange(&work->told, &work->next, &were);
    if (!tables_follow(&were, work->splits, &work->types, &work->next.tables))
        return false;
    leave_others(&were, &work->told, &work->next);
    return true;
}

static void judge(struct telling *telling)
{
    struct telling_work *work = telling->work;

    if (!may_tell(work)) {
        note_vain(telling);
        end(telling, OK, &work->told);
        return;
    }
    telling->io.done = kept;
    store_split_keep(telling->watch->service->store, &telling->io, &telling->watch->id,
                     &telling->round, &work->told, &work->next);
}

static void counted(struct telling *telling)
{
    struct telling_work *work = telling->work;

    if (telling->how == TELL_NOW) {
        judge(telling);
        return;
    }
    tables_of_every(work->splits, work->next.tables.n, &work->next.tables);
    end(telling, OK, &work->next);
}

/* ---- Ballots
 * -----------------------------------------------------------------------------
 */

/* Which of the names it is, a new one behind them; SPLIT_NOT_SAID for none, or for one too
 * many: those are told together. */
static int32_t name_place(struct split_names *names, const char *name, size_t len)
{
    size_t i = 0;

    if (len == 0 || len > PLACE_BYTES_MAX)
        return SPLIT_NOT_SAID;
    while (i < names->n && (strncmp(names->name[i], name, len) != 0 || names->name[i][len]))
        i++;
    if (i == SEGMENT_OPTIONS_MAX)
        return SPLIT_NOT_SAID;
    if (i == names->n)
        memcpy(names->name[names->n++], name, len);
    return (int32_t)i;
}

/* "<channel>\t<place>\t<device>\t<its name>"; "" is a phone. A device is told by its name.
 */
static void add_sources(struct split_kept *next, const char *source,
                        int32_t places[SPLIT_SOURCES])
{
    static const enum split_source columns[] = {SOURCE_CHANNEL, SOURCE_PLACE, SPLIT_SOURCES,
                                                SOURCE_DEVICE};

    places[SOURCE_PLACE] = places[SOURCE_DEVICE] = SPLIT_NOT_SAID;
    if (!*source)
        source = "phone";
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        size_t len = strcspn(source, "\t");

        if (columns[i] < SPLIT_SOURCES)
            places[columns[i]] = name_place(&next->names[columns[i]], source, len);
        source += len + (source[len] != '\0');
    }
}

static enum err add_person(struct telling_work *work, const struct results_person *person)
{
    size_t n_segments = split_segments(&work->next);
    int32_t options[TABLES_MAX] = {0};
    struct cells cells;
    enum err err = ballot_kept_cells(person->value, &cells);

    if (err)
        return err;
    memcpy(options, person->groups, n_segments * sizeof *options);
    add_sources(&work->next, person->source, options + n_segments);
    for (size_t s = 0; s < work->next.tables.n; s++)
        split_add(&work->splits[s], options[s], &cells);
    table_types_add(&work->types, options);
    return OK;
}

static void read_page(struct telling *telling);

static void page_came(struct store_request *io, enum err err, const void *result)
{
    struct telling *telling = io->owner;
    struct telling_work *work = telling->work;
    const struct results_people *page = result;

    for (size_t i = 0; !err && i < page->n; i++)
        err = add_person(work, &page->people[i]);
    if (!err && telling->is_wanted && !telling->is_wanted(telling))
        err = ERR_GOING_AWAY;
    if (err) {
        end(telling, err, NULL);
        return;
    }
    memcpy(work->cursor, page->next, sizeof work->cursor);
    if (page->is_last)
        counted(telling);
    else
        read_page(telling);
}

static void read_page(struct telling *telling)
{
    const struct telling_work *work = telling->work;
    const struct results_page page = {telling->round, split_segments(&work->next),
                                      work->next.by, work->cursor};

    telling->io.done = page_came;
    store_results_people(telling->watch->service->store, &telling->io, &telling->watch->id,
                         &page);
}

/* All there are, in the host's order: the same on every worker. */
static void take_segments(struct telling *telling)
{
    struct telling_work *work = telling->work;
    struct mirror *mirror = &telling->watch->mirror;
    struct tables *tables = &work->next.tables;

    for (size_t i = 0; i < mirror->room.n_order && tables->n < SEGMENTS_MAX; i++) {
        const struct mirror_question *slot =
            mirror_question(mirror, &mirror->room.order[i]);

        if (!slot || slot->question.rules.shape.kind != KIND_SEGMENT ||
            slot->question.state == QUESTION_DRAFT)
            continue;
        work->splits[tables->n] =
            split_empty(telling->n_cells, slot->question.rules.shape.n_options);
        work->next.by[tables->n++] =
            (struct round_of){slot->question.id, slot->question.round};
    }
    for (size_t source = 0; source < SPLIT_SOURCES; source++)
        work->splits[tables->n++] = split_empty(telling->n_cells, SEGMENT_OPTIONS_MAX);
}

static void read_ballots(struct telling *telling)
{
    take_segments(telling);
    telling->work->cursor[0] = '0';
    read_page(telling);
}

static void was_told(struct store_request *io, enum err err, const void *result)
{
    struct telling *telling = io->owner;
    struct telling_work *work = telling->work;

    if (err) {
        end(telling, err, NULL);
        return;
    }
    work->told = *(const struct split_kept *)result;
    if (is_worth_reading(telling))
        read_ballots(telling);
    else
        end(telling, OK, &work->told);
}

void telling_begin(struct telling *telling)
{
    telling->work = mem_zero(sizeof *telling->work);
    telling->io = (struct store_request){.done = was_told, .owner = telling};
    if (watch_tells_all(telling->watch, &telling->round))
        telling->how = TELL_EVERY;
    if (telling->how == TELL_EVERY)
        read_ballots(telling);
    else
        store_split_keep(telling->watch->service->store, &telling->io, &telling->watch->id,
                         &telling->round, NULL, NULL);
}
