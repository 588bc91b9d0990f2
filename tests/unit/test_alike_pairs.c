/* SPDX-License-Identifier: Apache-2.0 */

/* How well ideas that are the same are told from those that are not:
 * tests/data/similar.tsv, written by hand as people write, all of it on one board. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "domain/alike.h"
#include "live/word_alike.h"

#define PAIRS_FILE      "tests/data/similar.tsv"
#define HELD_OUT        "# Held out"
#define PAIRS_MAX       400
#define PAIRS_LEAST     200
#define PRECISION_LEAST 0.9
#define RECALL_LEAST    0.7

enum { LANG, LABEL, TYPED, POSTED, FIELDS };

struct pair {
    char line[512];
    char *fields[FIELDS];
    bool is_held_out; /* Written when all that could be tuned was decided. */
};

static struct pair pairs[PAIRS_MAX];
static size_t n_pairs;

static int read_pairs(void **state)
{
    FILE *file = fopen(PAIRS_FILE, "r");
    struct pair *pair = pairs;
    bool is_held_out = false;

    (void)state;
    assert_non_null(file);
    while (n_pairs < PAIRS_MAX && fgets(pair->line, sizeof pair->line, file)) {
        char *rest = pair->line;

        if (pair->line[0] == '#') {
            is_held_out = strncmp(pair->line, HELD_OUT, strlen(HELD_OUT)) == 0;
            continue;
        }
        pair->is_held_out = is_held_out;
        pair->line[strcspn(pair->line, "\n")] = '\0';
        for (size_t i = 0; i < FIELDS; i++)
            pair->fields[i] = strsep(&rest, "\t");
        assert_non_null(pair->fields[POSTED]);
        pair++;
        n_pairs++;
    }
    (void)fclose(file);
    return 0;
}

/* Each posted text once. */
static uint32_t place_of(const struct pair *pair)
{
    for (uint32_t i = 0; i < n_pairs; i++)
        if (strcmp(pairs[i].fields[POSTED], pair->fields[POSTED]) == 0)
            return i;
    return UINT32_MAX;
}

static bool everyone(void *context, uint32_t place)
{
    (void)context;
    (void)place;
    return true;
}

static bool is_told(struct word_index *index, const struct pair *pair)
{
    struct alike_found found[SIMILAR_MAX];
    const struct alike_query query = {
        .typed = {.title = pair->fields[TYPED], .title_len = strlen(pair->fields[TYPED])},
        .may_show = everyone,
        .least = ALIKE_LEAST,
    };
    size_t n = word_index_alike(index, &query, found, SIMILAR_MAX);

    for (size_t i = 0; i < n; i++)
        if (found[i].place == place_of(pair))
            return true;
    return false;
}

struct marks {
    size_t pairs, same, told, right;
};

static double precision(const struct marks *marks)
{
    return (double)marks->right / (double)marks->told;
}

static double recall(const struct marks *marks)
{
    return (double)marks->right / (double)marks->same;
}

static void add(struct marks *marks, bool is_same, bool told)
{
    marks->pairs++;
    marks->same += is_same;
    marks->told += told;
    marks->right += is_same && told;
}

static void same_ideas_are_told_from_others(void **state)
{
    const char *lang = *state;
    struct lexicon *lexicon = lexicon_new();
    struct index_share share = {.bytes_max = INDEX_BYTES_MAX};
    struct word_index *index = word_index_new(lexicon, &share);
    struct marks all = {0}, held = {0};

    for (uint32_t i = 0; i < n_pairs; i++) {
        const char *posted = pairs[i].fields[POSTED];

        if (place_of(&pairs[i]) == i)
            word_index_put(
                index, i,
                &(struct index_text){.title = posted, .title_len = strlen(posted)});
    }
    for (size_t i = 0; i < n_pairs; i++) {
        bool is_same = strcmp(pairs[i].fields[LABEL], "same") == 0;
        bool told;

        if (strcmp(pairs[i].fields[LANG], lang) != 0)
            continue;
        told = is_told(index, &pairs[i]);
        add(&all, is_same, told);
        if (pairs[i].is_held_out)
            add(&held, is_same, told);
        if (told != is_same)
            print_message("  %s %s | %s\n",
                          told ? "not the same:" : "not found:", pairs[i].fields[TYPED],
                          pairs[i].fields[POSTED]);
    }
    print_message("%s: %zu pairs, precision %.3f, recall %.3f; "
                  "held out: %zu pairs, precision %.3f, recall %.3f\n",
                  lang, all.pairs, precision(&all), recall(&all), held.pairs,
                  precision(&held), recall(&held));
    word_index_free(index);
    assert_int_equal(share.bytes, 0);
    lexicon_free(lexicon);
    assert_true(precision(&all) >= PRECISION_LEAST && recall(&all) >= RECALL_LEAST);
    assert_true(precision(&held) >= PRECISION_LEAST && recall(&held) >= RECALL_LEAST);
}

static void there_are_enough_of_them(void **state)
{
    (void)state;
    assert_true(n_pairs >= PAIRS_LEAST);
}

int main(void)
{
    static char french[] = "fr", english[] = "en";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_enough_of_them),
        {"same ideas are told from others, in French", same_ideas_are_told_from_others,
         NULL, NULL, french},
        {"same ideas are told from others, in English", same_ideas_are_told_from_others,
         NULL, NULL, english},
    };

    return cmocka_run_group_tests(tests, read_pairs, NULL);
}
