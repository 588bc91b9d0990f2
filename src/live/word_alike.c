/* SPDX-License-Identifier: Apache-2.0 */

#include "live/word_alike.h"

#include "base/limits.h"
#include "domain/alike.h"

#include <stdlib.h>
#include <string.h>

#define TYPED_WORDS_MAX  24     /* Of the title; of the text, what stands first. */
#define TYPED_ALL_MAX    48     /* With those of the text. */
#define STAND_INS_MAX    512    /* Terms that stand for typed words. */
#define COMPARED_MAX     64     /* Ideas that are compared both ways. */
#define ENTRIES_READ_MAX 100000 /* Of the lists of all terms. */
#define TYPO_LETTERS_MIN 5      /* In shorter words a letter makes another word. */
#define TYPO_IDEAS_MAX   3      /* One of the two words is as rare as that. */

struct typed_word {
    double weight;
    double met; /* By the idea that is being compared. */
    uint32_t with;
    uint32_t first, n; /* Its stand-ins. */
    bool in_title;
};

/* A term that stands for a typed word, itself among them. */
struct stand_in {
    uint32_t term;
    uint16_t word;
    double factor;
};

struct comparison {
    struct word_index *index;
    const struct alike_query *query;
    struct typed_word typed[TYPED_ALL_MAX];
    uint16_t n_typed;
    struct stand_in stand_ins[STAND_INS_MAX], by_term[STAND_INS_MAX];
    uint32_t n_stand_ins;
    double all; /* Weights of the typed title. */
};

static void stand_in(struct comparison *c, uint32_t term, double factor)
{
    struct typed_word *word = &c->typed[c->n_typed];

    for (uint32_t i = word->first; i < c->n_stand_ins; i++)
        if (c->stand_ins[i].term == term)
            return;
    if (c->n_stand_ins == STAND_INS_MAX)
        return;
    c->stand_ins[c->n_stand_ins++] = (struct stand_in){term, c->n_typed, factor};
    if (c->index->terms[term].n > word->with)
        word->with = c->index->terms[term].n;
}

static void find_typos(struct comparison *c, const struct word *word, uint32_t own)
{
    const struct word_index *index = c->index;
    uint64_t letters = word_letters(word->stem);
    uint32_t with = own == TERM_NONE ? 0 : index->terms[own].n;

    if (strlen(word->stem) < TYPO_LETTERS_MIN)
        return;
    for (uint32_t i = 0; i < index->n_terms; i++) {
        if (!letters_are_near(index->letters[i], letters) || i == own)
            continue;
        const struct term *term = &index->terms[i];

        if (term->stem[0] != word->stem[0] ||
            (with > TYPO_IDEAS_MAX && term->n > TYPO_IDEAS_MAX))
            continue;
        if (word_is_typo(word->stem, term->stem))
            stand_in(c, i, ALIKE_TYPO);
    }
}

/* Whether a word was typed before. */
static bool is_known(const struct comparison *c, const struct word words[], size_t at)
{
    (void)c;
    for (size_t i = 0; i < at; i++)
        if (strcmp(words[i].stem, words[at].stem) == 0)
            return true;
    return false;
}

static void type_word(struct comparison *c, const struct word *word, bool in_title)
{
    const struct word_index *index = c->index;
    struct typed_word *typed = &c->typed[c->n_typed];
    uint32_t own = word_index_find(index, word->stem);

    *typed = (struct typed_word){.first = c->n_stand_ins, .in_title = in_title};
    if (own != TERM_NONE)
        stand_in(c, own, ALIKE_SAME);
    if (word->group && word->group < INDEX_GROUPS_MAX)
        for (uint32_t i = 0; i < index->groups[word->group].n; i++)
            stand_in(c, index->groups[word->group].terms[i], ALIKE_GROUP);
    if (in_title)
        find_typos(c, word, own);
    typed->n = c->n_stand_ins - typed->first;
    typed->weight = alike_weight(index->n_ideas, typed->with, word->is_weak);
    if (in_title)
        c->all += typed->weight;
    c->n_typed++;
}

static void type_text(struct comparison *c, const char *text, size_t len, bool in_title)
{
    size_t n = lexicon_read(c->index->lexicon, text, len, c->index->words, TYPED_ALL_MAX);
    uint16_t max = in_title ? TYPED_WORDS_MAX : TYPED_ALL_MAX;

    for (size_t i = 0; i < n && c->n_typed < max; i++)
        if (!c->index->words[i].is_stop && !is_known(c, c->index->words, i))
            type_word(c, &c->index->words[i], in_title);
}

/* ---- First step: all ideas
 * ----------------------------------------------------------------
 */

static int rarest_first(const void *a, const void *b)
{
    const struct typed_word *left = *(struct typed_word *const *)a;
    const struct typed_word *right = *(struct typed_word *const *)b;

    return (left->weight < right->weight) - (left->weight > right->weight);
}

static void weigh_ideas(struct comparison *c)
{
    const struct word_index *index = c->index;
    const struct typed_word *order[TYPED_ALL_MAX] = {NULL};
    size_t n = 0, read = 0;

    memset(index->scores, 0, index->cap_ideas * sizeof *index->scores);
    for (uint16_t i = 0; i < c->n_typed; i++)
        if (c->typed[i].in_title)
            order[n++] = &c->typed[i];
    qsort(order, n, sizeof(struct typed_word *), rarest_first);
    for (size_t i = 0; i < n; i++) {
        for (uint32_t s = order[i]->first; s < order[i]->first + order[i]->n; s++) {
            const struct term *term = &index->terms[c->stand_ins[s].term];
            float weight = (float)(order[i]->weight * c->stand_ins[s].factor);

            if (read + term->n > ENTRIES_READ_MAX)
                continue;
            read += term->n;
            for (uint32_t e = 0; e < term->n; e++)
                index->scores[term->entries[e] / 2] +=
                    term->entries[e] & 1 ? weight : weight * (float)ALIKE_TEXT;
        }
    }
}

/* The candidates with the highest scores; `best` is kept with the lowest first. */
static void sink(struct alike_found best[], size_t n)
{
    size_t at = 0;

    for (;;) {
        size_t low = at, left = 2 * at + 1;

        if (left < n && best[left].score < best[low].score)
            low = left;
        if (left + 1 < n && best[left + 1].score < best[low].score)
            low = left + 1;
        if (low == at)
            return;
        struct alike_found moved = best[at];

        best[at] = best[low];
        best[low] = moved;
        at = low;
    }
}

static size_t pick(const struct comparison *c, struct alike_found best[])
{
    const struct word_index *index = c->index;

    for (size_t i = 0; i < COMPARED_MAX; i++)
        best[i] = (struct alike_found){UINT32_MAX, 0.0};
    for (uint32_t place = 0; place < index->cap_ideas; place++) {
        double score = (double)index->scores[place];

        if (score <= best[0].score || !c->query->may_show(c->query->context, place))
            continue;
        best[0] = (struct alike_found){place, score};
        sink(best, COMPARED_MAX);
    }
    size_t n = 0;

    for (size_t i = 0; i < COMPARED_MAX; i++)
        if (best[i].place != UINT32_MAX)
            best[n++] = best[i];
    return n;
}

/* ---- Second step: both ways
 * -----------------------------------------------------------------
 */

static int by_term(const void *a, const void *b)
{
    const struct stand_in *left = a, *right = b;

    return (left->term > right->term) - (left->term < right->term);
}

static uint32_t first_of(const struct comparison *c, uint32_t term)
{
    uint32_t low = 0, high = c->n_stand_ins;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (c->by_term[middle].term < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Notes how well this term of the idea meets each typed word; returns how well it is met.
 */
static double meet(struct comparison *c, uint32_t term, bool in_title)
{
    double met = 0.0;

    for (uint32_t i = first_of(c, term); i < c->n_stand_ins && c->by_term[i].term == term;
         i++) {
        struct typed_word *word = &c->typed[c->by_term[i].word];
        double factor = c->by_term[i].factor,
               here = in_title ? factor : factor * ALIKE_TEXT;

        if (here > word->met)
            word->met = here;
        if (!word->in_title)
            factor *= ALIKE_TEXT;
        if (factor > met)
            met = factor;
    }
    return met;
}

static double compare(struct comparison *c, uint32_t place)
{
    const struct word_index *index = c->index;
    const struct indexed *idea = &index->ideas[place];
    struct alike_side typed = {.all = c->all}, posted = {0};

    for (uint16_t i = 0; i < c->n_typed; i++)
        c->typed[i].met = 0.0;
    for (uint16_t i = 0; i < idea->n; i++) {
        const struct term *term = &index->terms[idea->terms[i]];
        bool in_title = i < idea->n_title;
        double met = meet(c, idea->terms[i], in_title);

        if (in_title) {
            double weight = alike_weight(index->n_ideas, term->n, term->is_weak);

            posted.all += weight;
            posted.met += met * weight;
        }
    }
    for (uint16_t i = 0; i < c->n_typed; i++)
        if (c->typed[i].in_title)
            typed.met += c->typed[i].met * c->typed[i].weight;
    return alike_score(&typed, &posted);
}

static int best_first(const void *a, const void *b)
{
    const struct alike_found *left = a, *right = b;

    if (left->score != right->score)
        return (left->score < right->score) - (left->score > right->score);
    return (left->place > right->place) - (left->place < right->place);
}

size_t word_index_alike(struct word_index *index, const struct alike_query *query,
                        struct alike_found found[], size_t max)
{
    struct comparison c = {.index = index, .query = query};
    struct alike_found best[COMPARED_MAX];
    size_t n = 0;

    if (index->cap_ideas == 0)
        return 0;
    type_text(&c, query->typed.title, query->typed.title_len, true);
    type_text(&c, query->typed.text, query->typed.text_len, false);
    memcpy(c.by_term, c.stand_ins, c.n_stand_ins * sizeof *c.by_term);
    qsort(c.by_term, c.n_stand_ins, sizeof *c.by_term, by_term);
    weigh_ideas(&c);
    size_t compared = pick(&c, best);

    for (size_t i = 0; i < compared; i++)
        best[i].score = compare(&c, best[i].place);
    qsort(best, compared, sizeof *best, best_first);
    while (n < compared && n < max && best[n].score >= query->least) {
        found[n] = best[n];
        n++;
    }
    return n;
}
