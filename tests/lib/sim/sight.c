/* SPDX-License-Identifier: Apache-2.0 */

/* What a person may see, and whether it is what is so. */
#include "lib/sim/person.h"

#include <string.h>

bool sight_shows_counts(const struct person *person, const struct known_question *question,
                        bool has_voted)
{
    bool is_revealed = question->state == QUESTION_REVEALED;

    if (person_is_staff(person) || question->results == RESULTS_ALWAYS)
        return true;
    if (person->view == SEES_STAGE)
        return question->results != RESULTS_NEVER && is_revealed;
    return has_voted && (question->results == RESULTS_AFTER_VOTE ||
                         (question->results == RESULTS_AFTER_CLOSE && is_revealed));
}

static const char *tally_differs(const struct person *person, uint32_t index,
                                 const struct known_question *seen,
                                 const struct known_question *is)
{
    const struct known_tally *told = &seen->tally, *truth = &is->tally;
    bool shows = sight_shows_counts(
        person, is, person->own[index].is_told && person->own[index].round == is->round);

    if (!shows && is->hide_voters)
        return NULL; /* Nothing is said of it. */
    if (told->round != is->round || told->rev != truth->rev)
        return "revision";
    if (shows && !told->has_counts)
        return "counts that may be seen";
    if (told->has_counts && memcmp(told->counts, truth->counts, sizeof told->counts) != 0)
        return "counts";
    return told->has_voters && told->voters != truth->voters ? "voters" : NULL;
}

static const char *question_differs(const struct person *person, uint32_t index,
                                    const struct known *truth)
{
    const struct known_question *is = &truth->questions[index];
    const struct known_question *seen = &person->known.questions[index];
    bool shows = is->is_used && (person_is_staff(person) || is->state != QUESTION_DRAFT);

    if (seen->is_used != shows)
        return shows ? "question that is missing" : "question that is gone";
    if (!shows)
        return NULL;
    if (seen->state != is->state || seen->round != is->round ||
        seen->version != is->version || seen->closes != is->closes ||
        seen->results != is->results || seen->n_cells != is->n_cells)
        return "question";
    return tally_differs(person, index, seen, is);
}

static bool order_differs(const struct person *person, const struct known *truth)
{
    const struct known *seen = &person->known;
    uint32_t at = 0;

    for (uint32_t i = 0; i < truth->n_order; i++) {
        uint32_t index = truth->order[i];

        if (!person_is_staff(person) && truth->questions[index].state == QUESTION_DRAFT)
            continue;
        if (at >= seen->n_order || seen->order[at++] != index)
            return true;
    }
    return at != seen->n_order;
}

const char *person_differs(const struct person *person, const struct known *truth)
{
    const struct known *seen = &person->known;
    bool shows_current = truth->current < SIM_QUESTIONS &&
                         (person_is_staff(person) ||
                          truth->questions[truth->current].state != QUESTION_DRAFT);

    if (!person->has_position || seen->epoch != truth->epoch)
        return "epoch";
    if (person_is_staff(person) ? seen->seq != truth->seq : seen->seq > truth->seq)
        return "seq";
    if (strcmp(seen->title, truth->title) != 0 ||
        seen->current != (shows_current ? truth->current : SIM_QUESTIONS))
        return "room";
    if (order_differs(person, truth))
        return "order";
    if (person_is_staff(person) && seen->rev != truth->rev)
        return "rev";
    for (uint32_t i = 0; i < SIM_QUESTIONS; i++) {
        const char *differs = question_differs(person, i, truth);

        if (differs)
            return differs;
    }
    /* Best effort: nothing but news from the others tells how many there are. */
    return seen->people != truth->people && !person->sim->is_deaf ? "people" : NULL;
}
