/* SPDX-License-Identifier: Apache-2.0 */

/* Rankings counted from their ballots, which are read in pages, as an export reads them. */
#include "base/mem.h"
#include "domain/ranked.h"
#include "service/actor.h"
#include "store/carry.h"
#include "wire/command_count.h"
#include "wire/record.h"

#include <stdlib.h>
#include <string.h>

struct ballot_count {
    struct round_of round;
    uint64_t version;
    struct ranked_ballots ballots;
    char cursor[24];
};

static void end(struct request *request, enum err err, struct strbuf *ok)
{
    struct ballot_count *count = request->with.count;

    ranked_done(&count->ballots);
    free(count);
    if (err == ERR_LIMIT_REACHED) {
        const struct error_detail detail = {.limit = "ballots_counted"};

        request_fail_with(request, err, &detail);
    } else if (err) {
        request_fail(request, err);
    } else {
        request_ok(request, ok);
    }
}

/* Does it take no more ballots? */
static enum err judge(const struct mirror_question *slot)
{
    if (!slot)
        return ERR_NOT_FOUND;
    return slot->question.state == QUESTION_CLOSED ||
                   slot->question.state == QUESTION_REVEALED
               ? OK
               : ERR_WRONG_MOVE;
}

/* Is it still what it was when the count began? */
static enum err judge_again(const struct mirror_question *slot,
                            const struct ballot_count *count)
{
    enum err err = judge(slot);

    if (!err &&
        (slot->question.round != count->round.round || slot->def_version != count->version))
        err = ERR_WRONG_MOVE;
    return err;
}

static struct mirror_question *slot_of(const struct request *request)
{
    return mirror_question(&request->watch->mirror, &request->command.count.question);
}

static void answer(struct request *request)
{
    const struct ranked_ballots *ballots = &request->with.count->ballots;
    struct strbuf ok = {0};

    if (request->command.count.method == COUNT_CONDORCET) {
        struct ranked_pairs pairs;

        ranked_condorcet(ballots, &pairs);
        ranked_pairs_write(&ok, &pairs, ballots);
    } else {
        struct ranked_runoff run;

        ranked_run_off(ballots, &run);
        ranked_runoff_write(&ok, &run, ballots);
    }
    end(request, OK, &ok);
}

/* "<n> <cells> <ballot>" */
static enum err take(struct ranked_ballots *ballots, const char *value)
{
    int32_t order[BALLOT_NUMBERS_MAX];
    const char *text = strchr(value, '{');

    return ranked_add(ballots, order, text ? ballot_numbers(text, order) : 0);
}

static void read_page(struct request *request);

static void page_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct ballot_count *count = request->with.count;
    const struct carry_entries *page = result;

    for (size_t i = 0; !err && i < page->n; i++)
        err = take(&count->ballots, page->entries[i].value);
    if (err == ERR_BAD_BALLOT)
        err = ERR_INTERNAL; /* None of those is kept. */
    if (!err)
        err = judge_again(slot_of(request), count);
    if (err || !request->actor) {
        end(request, err ? err : ERR_GOING_AWAY, NULL);
        return;
    }
    if (page->done == 1) {
        answer(request);
        return;
    }
    memcpy(count->cursor, page->next, sizeof count->cursor);
    read_page(request);
}

static void read_page(struct request *request)
{
    const struct ballot_count *count = request->with.count;

    request->io.done = page_came;
    store_carry_ballots(request->service->store, &request->io, &request->watch->id,
                        &count->round, count->cursor);
}

void use_question_count(struct request *request)
{
    const struct mirror_question *slot = slot_of(request);
    enum err err = judge(slot);
    const struct error_detail detail = {.field = "question"};

    if (err && request_is_early(request))
        return;
    if (err) {
        request_fail(request, err);
        return;
    }
    if (slot->question.rules.shape.kind != KIND_RANKING) {
        request_fail_with(request, ERR_BAD_FIELD, &detail);
        return;
    }
    struct ballot_count *count = mem_zero(sizeof *count);

    count->round = (struct round_of){slot->question.id, slot->question.round};
    count->version = slot->def_version;
    count->ballots.n_options = slot->question.rules.shape.n_options;
    count->cursor[0] = '0';
    request->with.count = count;
    read_page(request);
}
