/* SPDX-License-Identifier: Apache-2.0 */

/* question.split: of what may be told of a question by groups, the table that is asked for.
 */
#include "base/mem.h"
#include "service/actor.h"
#include "service/tellings.h"
#include "wire/command_count.h"

#include <stdlib.h>
#include <string.h>

struct split_count {
    struct telling telling;
    struct round_of asked; /* By which it is told; or by */
    bool is_by_source;
    enum split_source source;
};

/* May this one see it? To tell more of an open question is for those to decide who have
 * more than a screen: what is told early is all that is told for long. */
static enum err judge(const struct request *request, const struct mirror_question *slot)
{
    bool is_host = actor_may(request->actor, RIGHT_FETCH);

    if (!is_host && request->actor->role != ROLE_STAGE)
        return ERR_FORBIDDEN;
    if (!slot || (!is_host && !mirror_is_told(slot, AUDIENCE_PUBLIC)))
        return ERR_NOT_FOUND;
    if (slot->question.state == QUESTION_DRAFT)
        return ERR_WRONG_MOVE;
    if (request->command.split.is_now && !is_host)
        return ERR_FORBIDDEN;
    if (!question_shows_counts(slot->question.rules.results, slot->question.state,
                               is_host ? VIEWER_HOST : VIEWER_STAGE) ||
        (slot->question.rules.hide_voters && !is_host))
        return ERR_FORBIDDEN;
    return OK;
}

static bool is_segment(const struct mirror_question *slot)
{
    return slot && slot->question.rules.shape.kind == KIND_SEGMENT;
}

/* NULL: both are as they should be. */
static const char *wrong_field(const struct mirror_question *slot,
                               const struct mirror_question *by, bool is_by_source)
{
    if (!split_suits(slot->question.rules.shape.kind))
        return "question";
    return is_by_source || (is_segment(by) && by->question.state != QUESTION_DRAFT) ? NULL
                                                                                    : "by";
}

static struct mirror_question *slot_of(const struct request *request)
{
    return mirror_question(&request->watch->mirror, &request->command.split.question);
}

static void write_source(const struct split_count *count, const struct split_kept *told,
                         struct strbuf *ok)
{
    const struct split_names *names = &told->names[count->source];
    const char *list[SEGMENT_OPTIONS_MAX];

    for (size_t i = 0; i < names->n; i++)
        list[i] = names->name[i];
    split_write(ok, &told->tables.of[split_segments(told) + count->source]);
    ok->len--; /* Its last brace. */
    split_names_write(ok, list, names->n);
    strbuf_puts(ok, "}");
}

/* No groups when it is not among the tables that are told. */
static void write_segment(const struct split_count *count, const struct split_kept *told,
                          struct strbuf *ok)
{
    const struct split none = {0};
    const struct split *found = &none;

    for (size_t s = 0; s < split_segments(told); s++)
        if (round_same(&told->by[s], &count->asked))
            found = &told->tables.of[s];
    split_write(ok, found);
}

static bool is_wanted(const struct telling *telling)
{
    const struct request *request = telling->owner;

    return request->actor != NULL;
}

static void groups_came(struct telling *telling, enum err err,
                        const struct split_kept *told)
{
    struct request *request = telling->owner;
    struct split_count *count = request->with.split;
    struct strbuf ok = {0};

    if (!err)
        (count->is_by_source ? write_source : write_segment)(count, told, &ok);
    free(count);
    if (err)
        request_fail(request, err);
    else
        request_ok(request, &ok);
}

void use_question_split(struct request *request)
{
    const struct mirror_question *slot = slot_of(request);
    const struct command *command = &request->command;
    const struct mirror_question *by =
        mirror_question(&request->watch->mirror, &command->split.by);
    enum err err = judge(request, slot);
    const char *field = err ? NULL : wrong_field(slot, by, command->split.is_by_source);

    if ((field || (err && err != ERR_FORBIDDEN)) && request_is_early(request))
        return;
    if (err || field) {
        const struct error_detail detail = {.field = field};

        request_fail_with(request, err ? err : ERR_BAD_FIELD, &detail);
        return;
    }
    struct split_count *count = mem_zero(sizeof *count);

    count->is_by_source = command->split.is_by_source;
    count->source = command->split.source;
    if (!count->is_by_source)
        count->asked = (struct round_of){by->question.id, by->question.round};
    bool is_open = slot->question.state == QUESTION_OPEN;

    count->telling = (struct telling){
        .watch = request->watch,
        .round = {slot->question.id, slot->question.round},
        .n_cells = slot->question.rules.shape.n_cells,
        .voters = slot->tally.voters,
        .how = is_open && !command->split.is_now ? TELL_AGAIN : TELL_NOW,
        .is_wanted = is_wanted,
        .done = groups_came,
        .owner = request,
    };
    request->with.split = count;
    telling_begin(&count->telling);
}
