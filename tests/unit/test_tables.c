/* SPDX-License-Identifier: Apache-2.0 */

/* An attack on what is told by groups. Whoever keeps every table that was ever told, of
 * every segment, and every total, may add and subtract them as they like. Here they try all
 * of it: for each set of one to four people, is there a sum of multiples in which just
 * those are left? In random worlds, where people come, answer otherwise and say that they
 * are something else while tables are asked for: the round is open all the while. A rule
 * that was weakened on purpose is broken.
 *
 * Totals run while it is open, and each step is a ballot. It is nobody's by name: put
 * beside a table, a total says something of people only where it is known who had voted by
 * then, and the tables say so of the moments at which they were made. So those totals are
 * among what is held against each other. What this leaves out is the last of the tests by
 * hand. */

#include "base/limits.h"
#include "base/mem.h"
#include "domain/isolate.h"
#include "domain/tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define PEOPLE_MAX   384
#define VERSIONS_MAX 4 /* Ballots of one, one after the other. */
#define ATOMS_MAX    (PEOPLE_MAX * VERSIONS_MAX)
#define VIEWS_MAX    64
#define WORLDS       400
#define PRIME        UINT64_C(1000003)
#define LEAST        SEGMENT_PEOPLE_MIN
#define TRIALS       2000
#define TRIAL_GROUPS 6

/* ---- A world ----------------------------------------------------------------------- */

static uint64_t seed;
static uint32_t chance(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 11) % n;
}

/* A view is what was told of one group at one time: a row of noughts and ones over ballots,
 * each of which is one that somebody gave once. */
struct world {
    size_t n_people, n_segments, n_options[TABLES_MAX];
    struct person {
        int32_t options[TABLES_MAX];
        size_t version;
        bool has_voted, is_rare;
    } people[PEOPLE_MAX];
    size_t n_views;
    uint8_t views[VIEWS_MAX][ATOMS_MAX];
    bool has_told;
    struct tables told;
};

enum rule {
    RULE_SHIPPED,
    RULE_NOT_TOGETHER,  /* Each table is judged by itself. */
    RULE_BY_DIFFERENCE, /* Told again when each group differs by five, or by nothing. */
    RULE_FIVE_MORE      /* Told again when each group has five more. */
};

static size_t atom_of(size_t person, size_t version)
{
    return person * VERSIONS_MAX + version;
}

static void people_move(struct world *world)
{
    for (uint32_t moves = chance(8); moves > 0; moves--) {
        struct person *person = &world->people[chance((uint32_t)world->n_people)];
        size_t segment = chance((uint32_t)world->n_segments);

        if (chance(3) == 0)
            person->options[segment] = (int32_t)chance((uint32_t)world->n_options[segment]);
        else if (person->version + 1 < VERSIONS_MAX && person->has_voted)
            person->version++;
    }
    size_t here = 4;

    for (size_t p = 0; p < world->n_people; p++)
        here += world->people[p].has_voted;
    if (here > world->n_people / 2)
        here = world->n_people / 2;
    for (uint32_t come = chance(3) ? chance(9) : 3 * chance((uint32_t)here + 1); come > 0;
         come--)
        world->people[chance((uint32_t)world->n_people)].has_voted = true;
}

static void count(const struct world *world, struct split splits[],
                  struct table_types *types)
{
    static const struct cells none = {0};

    for (size_t s = 0; s < world->n_segments; s++)
        splits[s] = split_empty(1, (uint32_t)world->n_options[s]);
    for (size_t p = 0; p < world->n_people; p++) {
        const struct person *person = &world->people[p];

        if (!person->has_voted)
            continue;
        for (size_t s = 0; s < world->n_segments; s++) {
            struct cells cells = none;

            /* Ballots that were changed are different; their counts are told, too. */
            cells.n = 1;
            cells.cell[0].weight = (int32_t)(1 + (p * 7 + person->version * 3) % 5);
            split_add(&splits[s], person->options[s], &cells);
        }
        table_types_add(types, person->options);
    }
}

static bool is_apart(const struct tables *told, const struct tables *next)
{
    for (size_t s = 0; s < next->n; s++)
        for (uint32_t g = 0; g < next->of[s].n_groups; g++) {
            const struct split_group *a = &next->of[s].groups[g], *b = NULL;
            uint64_t by;

            for (uint32_t other = 0; other < told->of[s].n_groups; other++)
                if (told->of[s].groups[other].members == a->members)
                    b = &told->of[s].groups[other];
            if (!b)
                continue;
            by = a->voters > b->voters ? a->voters - b->voters : b->voters - a->voters;
            if (by < LEAST && (by || a->counts[0] != b->counts[0]))
                return false;
        }
    return true;
}

static bool has_five_more(const struct tables *told, const struct tables *next)
{
    for (size_t s = 0; s < next->n; s++)
        for (uint32_t g = 0; g < next->of[s].n_groups; g++)
            for (uint32_t other = 0; other < told->of[s].n_groups; other++)
                if (told->of[s].groups[other].members == next->of[s].groups[g].members &&
                    next->of[s].groups[g].voters < told->of[s].groups[other].voters + LEAST)
                    return false;
    return next->told > 0;
}

static void tell_everyone(struct world *world)
{
    uint8_t *view = world->views[world->n_views++];

    for (size_t p = 0; p < world->n_people; p++)
        if (world->people[p].has_voted)
            view[atom_of(p, world->people[p].version)] = 1;
}

static void tell(struct world *world, const struct tables *next)
{
    if (world->n_views < VIEWS_MAX)
        tell_everyone(world);
    for (size_t s = 0; s < next->n; s++)
        for (uint32_t g = 0; g < next->of[s].n_groups && world->n_views < VIEWS_MAX; g++) {
            uint8_t *view = world->views[world->n_views++];

            for (size_t p = 0; p < world->n_people; p++) {
                const struct person *person = &world->people[p];

                if (person->has_voted &&
                    next->of[s].groups[g].members >> person->options[s] & 1)
                    view[atom_of(p, person->version)] = 1;
            }
        }
    for (size_t s = 0; s < next->n; s++)
        if (next->of[s].n_groups > 0 || !world->has_told)
            world->told.of[s] = next->of[s];
    world->told.n = next->n;
    world->told.told = next->told;
    world->has_told = true;
}

static void look(struct world *world, enum rule rule)
{
    static struct table_types types;
    static struct split splits[TABLES_MAX];
    struct tables next;

    memset(&types, 0, sizeof types);
    count(world, splits, &types);
    tables_make(splits, world->n_segments, &types, &next);
    if (rule == RULE_NOT_TOGETHER)
        for (size_t s = 0; s < world->n_segments; s++)
            split_told(&splits[s], LEAST, &next.of[s]);
    bool may = next.told > 0;

    if (world->has_told && rule == RULE_BY_DIFFERENCE)
        may = is_apart(&world->told, &next);
    else if (world->has_told && rule == RULE_FIVE_MORE)
        may = has_five_more(&world->told, &next);
    else if (world->has_told)
        may = rule == RULE_SHIPPED && tables_follow(&world->told, splits, &types, &next);
    if (may)
        tell(world, &next);
}

/* ---- The attacker -------------------------------------------------------------------- */

static uint64_t inverse(uint64_t of)
{
    uint64_t out = 1;

    for (uint64_t exponent = PRIME - 2; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            out = out * of % PRIME;
        of = of * of % PRIME;
    }
    return out;
}

/* Ballots that are in the same views stand for each other. */
struct alike {
    size_t atom;
    size_t n_people, people[LEAST]; /* Whose; LEAST: or more. */
};
struct kinds {
    size_t n;
    struct alike kind[ATOMS_MAX];
};

static bool is_same_atom(const struct world *world, size_t a, size_t b)
{
    for (size_t v = 0; v < world->n_views; v++)
        if (world->views[v][a] != world->views[v][b])
            return false;
    return true;
}

static void find_kinds(const struct world *world, struct kinds *out)
{
    out->n = 0;
    for (size_t a = 0; a < world->n_people * VERSIONS_MAX; a++) {
        size_t person = a / VERSIONS_MAX, k = 0;

        while (k < out->n && !is_same_atom(world, out->kind[k].atom, a))
            k++;
        struct alike *kind = &out->kind[k];

        if (k == out->n)
            out->kind[out->n++] = (struct alike){.atom = a};
        if (kind->n_people == LEAST ||
            (kind->n_people > 0 && kind->people[kind->n_people - 1] == person))
            continue;
        kind->people[kind->n_people++] = person;
    }
}

/* All of whom are among these. */
static bool is_gone(const struct alike *kind, const size_t *people, size_t n)
{
    size_t gone = 0;

    for (size_t i = 0; i < kind->n_people; i++)
        for (size_t p = 0; p < n; p++)
            gone += kind->people[i] == people[p];
    return gone == kind->n_people;
}

typedef uint64_t matrix[VIEWS_MAX][ATOMS_MAX];

static size_t rank_of(matrix m, size_t rows, size_t columns)
{
    size_t rank = 0;

    for (size_t a = 0; a < columns && rank < rows; a++) {
        size_t v = rank;

        while (v < rows && !m[v][a])
            v++;
        if (v == rows)
            continue;
        for (size_t c = a; c < columns; c++) {
            uint64_t kept = m[rank][c];

            m[rank][c] = m[v][c];
            m[v][c] = kept;
        }
        uint64_t by = inverse(m[rank][a]);
        for (v = rank + 1; v < rows; v++) {
            uint64_t times = m[v][a] * by % PRIME;

            for (size_t c = a; times && c < columns; c++)
                m[v][c] = (m[v][c] + (PRIME - times) * m[rank][c]) % PRIME;
        }
        rank++;
    }
    return rank;
}

/* Of the views, without the ballots of those people. */
static size_t rank_without(const struct world *world, const struct kinds *kinds,
                           const size_t *people, size_t n)
{
    static matrix m;
    size_t columns = 0;

    for (size_t k = 0; k < kinds->n; k++) {
        if (is_gone(&kinds->kind[k], people, n))
            continue;
        for (size_t v = 0; v < world->n_views; v++)
            m[v][columns] = world->views[v][kinds->kind[k].atom];
        columns++;
    }
    return rank_of(m, world->n_views, columns);
}

/* Those without whom something is gone that nobody else has: all others of a set that is
 * found might as well be left out of it. */
static void find_rare(struct world *world, const struct kinds *kinds)
{
    for (size_t p = 0; p < world->n_people; p++)
        world->people[p].is_rare = false;
    for (size_t k = 0; k < kinds->n; k++)
        for (size_t i = 0; kinds->kind[k].n_people < LEAST && i < kinds->kind[k].n_people;
             i++)
            world->people[kinds->kind[k].people[i]].is_rare = true;
}

/* All sets of one to `depth` people. */
/* NOLINTNEXTLINE(misc-no-recursion): four people deep */
static bool finds(const struct world *world, const struct kinds *kinds, size_t rank,
                  size_t people[LEAST], size_t n, size_t depth)
{
    if (n > 0 && rank_without(world, kinds, people, n) < rank)
        return true;
    for (size_t p = n ? people[n - 1] + 1 : 0; n < depth && p < world->n_people; p++) {
        if (!world->people[p].is_rare)
            continue;
        people[n] = p;
        if (finds(world, kinds, rank, people, n + 1, depth))
            return true;
    }
    return false;
}

/* How many worlds the attacker finds somebody in, and in how many there was anything. */
struct outcome {
    size_t broken, told, told_twice, told_thrice;
};

/* `start` have voted when it begins; sets of up to `depth` people are tried. */
static struct outcome attack(enum rule rule, size_t most_people, size_t worlds,
                             size_t start, size_t depth)
{
    static struct world world;
    static struct kinds kinds;
    struct outcome outcome = {0};
    size_t people[LEAST];

    for (size_t w = 0; w < worlds; w++) {
        seed = 0x9e3779b97f4a7c15u * (w + 1);
        memset(&world, 0, sizeof world);
        world.n_people = most_people - chance((uint32_t)most_people / 3);
        world.n_segments = 1 + chance(3);
        for (size_t s = 0; s < world.n_segments; s++)
            world.n_options[s] = 2;
        for (size_t p = 0; p < world.n_people; p++)
            for (size_t s = 0; s < world.n_segments; s++)
                world.people[p].options[s] = (int32_t)chance((uint32_t)world.n_options[s]);
        for (size_t p = 0; p < start; p++)
            world.people[p].has_voted = true;
        size_t tellings = 0;

        for (size_t looks = 8; looks > 0; looks--) {
            uint64_t before = world.n_views;

            people_move(&world);
            look(&world, rule);
            tellings += world.n_views > before;
        }
        outcome.told += tellings > 0;
        outcome.told_twice += tellings > 1;
        outcome.told_thrice += tellings > 2;
        find_kinds(&world, &kinds);
        find_rare(&world, &kinds);
        outcome.broken +=
            world.n_views > 0 &&
            finds(&world, &kinds, rank_without(&world, &kinds, NULL, 0), people, 0, depth);
    }
    return outcome;
}

static void nobody_is_found_by_any_sum_of_what_was_told(void **state)
{
    struct outcome outcome = attack(RULE_SHIPPED, 18, WORLDS, 0, LEAST - 1);

    (void)state;
    assert_int_equal(outcome.broken, 0);
    assert_true(outcome.told > WORLDS / 4);
}

/* Where so many come that there is a second telling, and a third. */
static void nor_when_it_was_told_twice_and_thrice(void **state)
{
    struct outcome outcome = attack(RULE_SHIPPED, PEOPLE_MAX, WORLDS / 3, 10, LEAST - 1);

    (void)state;
    assert_int_equal(outcome.broken, 0);
    assert_true(outcome.told_twice > WORLDS / 4 && outcome.told_thrice > 10);
}

static void tables_that_are_judged_one_by_one_give_people_away(void **state)
{
    (void)state;
    assert_true(attack(RULE_NOT_TOGETHER, 18, WORLDS / 4, 10, 2).broken > 0);
}

static void differences_of_five_between_two_tellings_are_not_enough(void **state)
{
    (void)state;
    assert_true(attack(RULE_BY_DIFFERENCE, 18, WORLDS, 10, 2).broken > 0);
}

static void nor_is_it_enough_that_five_more_came_to_each_group(void **state)
{
    (void)state;
    assert_true(attack(RULE_FIVE_MORE, 24, 2 * WORLDS, 10, 2).broken > 0);
}

/* ---- By hand ----------------------------------------------------------------------- */

static void people_who_are_in_one_table_and_not_in_the_other_are_found(void **state)
{
    /* Of A 10 people; of X the same but one: A - X is that one. */
    struct isolate_type few[] = {{0x5, 9}, {0x9, 1}, {0xa, 10}};
    struct isolate_type many[] = {{0x5, 9}, {0x9, 5}, {0xa, 10}};
    struct isolate_type apart[] = {{0x5, 9}, {0xa, 10}};

    (void)state;
    assert_true(isolates(few, 3, LEAST));
    assert_false(isolates(many, 3, LEAST));
    assert_false(isolates(apart, 2, LEAST));
    assert_false(isolates(apart, 0, LEAST));
}

/* Two ways of few lead from one half to the other: together they are too few, too. */
static void a_few_who_tell_two_halves_apart_are_found_together(void **state)
{
    struct isolate_type four[] = {{0x9, 20}, {0x12, 20}, {0xa, 2}, {0x11, 2}};
    struct isolate_type six[] = {{0x9, 20}, {0x12, 20}, {0xa, 3}, {0x11, 3}};

    (void)state;
    assert_true(isolates(four, 4, LEAST));
    assert_false(isolates(six, 4, LEAST));
}

/* By trying every set of types. */
static bool isolates_by_trial(const struct isolate_type types[], size_t n, uint64_t least)
{
    static matrix m;
    size_t whole = 0;

    for (uint32_t gone = 0; gone < 1u << n; gone++) {
        uint64_t people = 0;
        size_t columns = 0;

        for (size_t i = 0; i < n; i++) {
            if (gone >> i & 1) {
                people += types[i].people;
                continue;
            }
            for (size_t v = 0; v < TRIAL_GROUPS; v++)
                m[v][columns] = types[i].columns >> v & 1;
            columns++;
        }
        size_t rank = people < least ? rank_of(m, TRIAL_GROUPS, columns) : whole;

        if (gone == 0)
            whole = rank;
        if (rank < whole)
            return true;
    }
    return false;
}

static void whoever_is_found_by_trial_is_found(void **state)
{
    size_t found = 0, not_found = 0;

    (void)state;
    seed = 11;
    for (size_t trial = 0; trial < TRIALS; trial++) {
        struct isolate_type types[8];
        size_t n = 2 + chance(7);
        uint64_t least = 1 + chance(40);

        for (size_t i = 0; i < n; i++) /* A group of each of three tables of two. */
            types[i] = (struct isolate_type){
                1u << chance(2) | 4u << chance(2) | 16u << chance(2), 1 + chance(30)};
        bool is_found = isolates_by_trial(types, n, least);

        assert_int_equal(isolates(types, n, least), is_found);
        found += is_found;
        not_found += !is_found;
    }
    assert_true(found > TRIALS / 10 && not_found > TRIALS / 10);
}

/* 16 people of two halves, then so many more in each. */
static bool may_follow_with(uint64_t more)
{
    static struct table_types types;
    struct split all = split_empty(1, 2);
    struct tables first, next;
    const struct cells cells = {.n = 1, .cell = {{0, 1}}};
    uint64_t n = 8;

    memset(&types, 0, sizeof types);
    for (int turn = 0; turn < 2; turn++, n = more) {
        for (uint64_t i = 0; i < 2 * n; i++) {
            const int32_t options[TABLES_MAX] = {(int32_t)(i % 2)};

            split_add(&all, options[0], &cells);
            table_types_add(&types, options);
        }
        if (turn == 0)
            tables_make(&all, 1, &types, &first);
    }
    assert_int_equal(first.told, 16);
    bool may = tables_follow(&first, &all, &types, &next);

    assert_true(!may || next.told == 16 + 16 + 2 * more);
    return may;
}

static void another_telling_waits_for_five_more_than_there_ever_were(void **state)
{
    (void)state;
    assert_false(may_follow_with(0));
    assert_false(may_follow_with(12));
    assert_true(may_follow_with(13));
}

/* Seven of A and one of B vote, then eight of B. The tables alone tell of nobody. Who saw
 * that all of A and one more had voted when the total was of eight has that one: what is
 * known from elsewhere no rule about tables can take back. */
static void who_saw_whose_votes_had_come_by_some_moment_is_not_stopped(void **state)
{
    enum { A = 1, B = 2, AMONG_THE_FIRST = 4 };
    struct isolate_type told[] = {{A, 7}, {B, 9}};
    struct isolate_type seen[] = {
        {A | AMONG_THE_FIRST, 7}, {B | AMONG_THE_FIRST, 1}, {B, 8}};

    (void)state;
    assert_false(isolates(told, 2, LEAST));
    assert_true(isolates(seen, 3, LEAST));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_found_by_any_sum_of_what_was_told),
        cmocka_unit_test(nor_when_it_was_told_twice_and_thrice),
        cmocka_unit_test(tables_that_are_judged_one_by_one_give_people_away),
        cmocka_unit_test(differences_of_five_between_two_tellings_are_not_enough),
        cmocka_unit_test(nor_is_it_enough_that_five_more_came_to_each_group),
        cmocka_unit_test(people_who_are_in_one_table_and_not_in_the_other_are_found),
        cmocka_unit_test(a_few_who_tell_two_halves_apart_are_found_together),
        cmocka_unit_test(whoever_is_found_by_trial_is_found),
        cmocka_unit_test(another_telling_waits_for_five_more_than_there_ever_were),
        cmocka_unit_test(who_saw_whose_votes_had_come_by_some_moment_is_not_stopped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
