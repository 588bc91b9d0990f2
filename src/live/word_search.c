/* SPDX-License-Identifier: Apache-2.0 */

#include "live/word_search.h"

#include "domain/alike.h"

#include <string.h>

#define SEARCH_WORDS_MAX 10
#define TITLE_FACTOR     2.0 /* A word of the title says more than one of the text. */
#define PREFIX_FACTOR    0.7
#define TYPO_LETTERS_MIN 5
#define CUT_LETTERS_MAX  3 /* A half typed word may be longer than the stem by so many. */
#define CUT_LETTERS_MIN  4

/* How a term may be what was typed: the best first. */
enum fit { FIT_SAME, FIT_BEGINS, FIT_TYPO, FITS };

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool is_cut(const char *stem, const char *written)
{
    size_t len = strlen(stem), typed = strlen(written);

    return len >= CUT_LETTERS_MIN && typed > len && typed - len <= CUT_LETTERS_MAX &&
           begins(written, stem);
}

static bool fits(const struct term *term, const struct word *word, enum fit fit)
{
    switch (fit) {
    case FIT_SAME:
        return strcmp(term->stem, word->stem) == 0;
    case FIT_BEGINS:
        return begins(term->stem, word->stem) || begins(term->stem, word->written) ||
               is_cut(term->stem, word->written);
    case FIT_TYPO:
        return strlen(word->stem) >= TYPO_LETTERS_MIN &&
               word_is_typo(term->stem, word->stem);
    case FITS:
        break;
    }
    return false;
}

/* Of the ideas that have all words so far (their mark says how many), those that have this
 * term too. Returns whether there was any. */
static bool mark(struct word_index *index, const struct term *term, uint8_t so_far,
                 double factor)
{
    float weight = (float)(factor * alike_weight(index->n_ideas, term->n, term->is_weak));

    for (uint32_t i = 0; i < term->n; i++) {
        uint32_t place = term->entries[i] / 2;

        if (index->marks[place] != so_far)
            continue;
        index->marks[place]++;
        index->scores[place] +=
            term->entries[i] & 1 ? weight * (float)TITLE_FACTOR : weight;
    }
    return term->n > 0;
}

/* Whether a term with these letters may fit at all: it begins with the stem or is one of
 * its beginnings, or is a letter apart. */
static bool may_fit(uint64_t letters, uint64_t stem, uint64_t written)
{
    return (letters & stem) == stem || (letters & written) == letters ||
           letters_are_near(letters, stem);
}

static void search_word(struct word_index *index, const struct word *word, uint8_t so_far)
{
    static const double factors[FITS] = {1.0, PREFIX_FACTOR, ALIKE_TYPO};
    uint64_t stem = word_letters(word->stem), written = word_letters(word->written);
    bool is_known = false;

    for (enum fit fit = FIT_SAME; fit < FITS; fit++) {
        if (fit == FIT_TYPO && is_known)
            return;
        for (uint32_t i = 0; i < index->n_terms; i++)
            if (may_fit(index->letters[i], stem, written) &&
                index->terms[i].stem[0] == word->stem[0] &&
                fits(&index->terms[i], word, fit))
                is_known |= mark(index, &index->terms[i], so_far, factors[fit]);
    }
}

/* What is searched for: without the words that say nothing, unless there is nothing else.
 */
static size_t words_of(struct word_index *index, const char *text, size_t len,
                       struct word words[])
{
    size_t n = lexicon_read(index->lexicon, text, len, words, SEARCH_WORDS_MAX), kept = 0;

    for (size_t i = 0; i < n; i++)
        if (!words[i].is_stop)
            words[kept++] = words[i];
    return kept ? kept : n;
}

const float *word_index_search(struct word_index *index, const char *text, size_t len,
                               uint32_t *n)
{
    struct word words[SEARCH_WORDS_MAX];
    size_t n_words = words_of(index, text, len, words);

    *n = n_words && index->cap_ideas ? index->cap_ideas : 0;
    if (*n == 0)
        return NULL;
    memset(index->scores, 0, index->cap_ideas * sizeof *index->scores);
    memset(index->marks, 0, index->cap_ideas);
    for (size_t i = 0; i < n_words; i++)
        search_word(index, &words[i], (uint8_t)i);
    for (uint32_t place = 0; place < index->cap_ideas; place++)
        if (index->marks[place] != n_words)
            index->scores[place] = 0.0f;
    return index->scores;
}
