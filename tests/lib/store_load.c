/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/store_load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static void note_counted(struct load *load)
{
    struct clock *clock = load->rig->world->clock;
    uint64_t now = clock->mono_ms(clock);

    if (load->n_counted > 0 && now - load->counted_ms > load->paused_ms)
        load->paused_ms = now - load->counted_ms;
    load->counted_ms = now;
    load->n_counted++;
}

static void send_next(struct load_seat *seat)
{
    struct load *load = seat->load;
    struct cast *cast = &seat->cast;
    unsigned option;

    seat->person = load->n_people++;
    option = seat->person % 5;
    cast->participant = rig_person(seat->person);
    cast->cells.n = 1;
    cast->cells.cell[0] = (struct cell){(uint8_t)option, 1};
    cast->ballot_len =
        (uint8_t)snprintf(cast->ballot, sizeof cast->ballot, "{\"options\":[%u]}", option);
    store_cast(load->rig->store, cast);
}

static void on_answer(struct store_request *request, enum err err, const void *result)
{
    struct load_seat *seat = request->owner;
    struct load *load = seat->load;

    (void)result;
    if (err == ERR_STORE_DOWN) {
        load->n_again++;
        store_cast(load->rig->store, &seat->cast);
        return;
    }
    assert_int_equal(err, OK);
    note_counted(load);
    if (!load->is_ending && load->n_people < LOAD_PEOPLE_MAX)
        send_next(seat);
    else if (--load->n_out == 0)
        load->is_over = true;
}

void load_begin(struct load *load, struct rig *rig, const char *room)
{
    memset(load, 0, sizeof *load);
    load->rig = rig;
    load->room = rig_id(room);
    load->n_out = LOAD_WINDOW;
    for (size_t i = 0; i < LOAD_WINDOW; i++) {
        struct load_seat *seat = &load->seats[i];

        seat->load = load;
        seat->cast.request.done = on_answer;
        seat->cast.request.owner = seat;
        seat->cast.room = load->room;
        seat->cast.question = rig_id("q");
        seat->cast.round = seat->cast.n = 1;
        seat->cast.version = 1;
        send_next(seat);
    }
}

void load_end(struct load *load)
{
    load->is_ending = true;
    rig_until(load->rig->world, &load->is_over);
}

size_t load_until_heard(struct rig *by, struct rig *there, const struct id *room)
{
    static uint32_t person = 4000000; /* Nobody who voted before. */
    struct rig_cast cast;
    size_t n = 0, doubts;

    do {
        doubts = there->n_doubts;
        n++;
        do {
            rig_cast_init(&cast, "q", person, 1, 0);
            cast.cast.room = *room;
        } while (rig_cast_await(by, &cast) == ERR_STORE_DOWN); /* As a phone does. */
        assert_int_equal(cast.err, OK);
        person++;
        while (there->tally.revision != cast.revision && there->n_doubts == doubts)
            rig_until_count(there->world, &there->n_news, there->n_news + 1);
    } while (there->tally.revision != cast.revision);
    return n;
}

size_t load_lost(const struct load *load, const struct redis_fixture *redis)
{
    redisReply *names = redis_fixture_do(redis, "HKEYS {%s}:ballots:q:1", load->room.text);
    bool *is_there = calloc(load->n_people, sizeof *is_there);
    size_t lost = 0;

    assert_non_null(is_there);
    for (size_t i = 0; i < names->elements; i++) {
        uint32_t person;

        memcpy(&person, names->element[i]->str, sizeof person);
        assert_true(person < load->n_people);
        is_there[person] = true;
    }
    for (uint32_t i = 0; i < load->n_people; i++)
        lost += !is_there[i];
    free(is_there);
    freeReplyObject(names);
    return lost;
}
