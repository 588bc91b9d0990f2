/* SPDX-License-Identifier: Apache-2.0 */

#include "service/results_ballots.h"

#include "service/ballot_pile.h"
#include "service/internal.h"

#include <string.h>

#define PILED_AT_ONCE   50000
#define WRITTEN_AT_ONCE 500

static void first_page(struct results_ballots *ballots)
{
    ballots->cursor[0] = '0';
    ballots->cursor[1] = '\0';
}

/* True at the end. */
static bool turn_page(struct results_ballots *ballots, const struct results_people *page)
{
    memcpy(ballots->cursor, page->next, sizeof ballots->cursor);
    return page->is_last;
}

static void read_page(struct results_ballots *ballots,
                      void (*done)(struct store_request *io, enum err err,
                                   const void *result))
{
    struct export_rows *rows = ballots->rows;
    const struct results_page page = {
        .round = ballots->round,
        .n_segments = rows->is_full ? ballots->n_segments : 0,
        .segments = ballots->segments,
        .cursor = ballots->cursor,
    };

    rows->io = (struct store_request){.done = done, .owner = ballots};
    store_results_people(rows->service->store, &rows->io, &rows->watch->id, &page);
}

static void page_came(struct store_request *io, enum err err, const void *result)
{
    struct results_ballots *ballots = io->owner;
    const struct results_people *page = result;

    for (size_t i = 0; !err && i < page->n; i++)
        ballots->person(ballots->rows, &page->people[i]);
    ballots->paged(ballots->rows, err, !err && turn_page(ballots, page));
}

/* Some of the pile; behind its last ballot the next one is begun. */
static void write_pile(struct results_ballots *ballots)
{
    const struct pile_ballot *ballot = NULL;
    bool is_last = false;

    for (size_t i = 0; i < WRITTEN_AT_ONCE; i++) {
        ballot = ballot_pile_take(ballots->pile);
        if (!ballot)
            break;
        const struct results_person person = {
            .participant = ballot->participant, .value = ballot->value, .source = ""};

        ballots->person(ballots->rows, &person);
    }
    if (!ballot) {
        ballots->is_piled = false;
        first_page(ballots);
        is_last = !ballot_pile_next(ballots->pile);
    }
    ballots->paged(ballots->rows, OK, is_last);
}

static void pile_came(struct store_request *io, enum err err, const void *result)
{
    struct results_ballots *ballots = io->owner;
    const struct results_people *page = result;

    for (size_t i = 0; !err && i < page->n; i++) {
        const struct results_person *person = &page->people[i];
        uint8_t name[PSEUDONYM_BYTES];

        export_round_pseudonym(ballots->rows, &person->participant, &ballots->round, name);
        ballot_pile_add(ballots->pile, name, &person->participant, person->value);
    }
    if (err) {
        ballots->paged(ballots->rows, err, false);
        return;
    }
    if (!turn_page(ballots, page)) {
        read_page(ballots, pile_came);
        return;
    }
    ballot_pile_sort(ballots->pile);
    ballots->is_piled = true;
    write_pile(ballots);
}

void results_ballots_begin(struct results_ballots *ballots)
{
    first_page(ballots);
    if (!ballots->rows->is_full)
        ballots->pile = ballot_pile_new(ballots->voters, PILED_AT_ONCE);
}

void results_ballots_more(struct results_ballots *ballots)
{
    if (!ballots->pile)
        read_page(ballots, page_came);
    else if (ballots->is_piled)
        write_pile(ballots);
    else
        read_page(ballots, pile_came);
}

void results_ballots_done(struct results_ballots *ballots)
{
    ballot_pile_free(ballots->pile);
    *ballots = (struct results_ballots){0};
}
