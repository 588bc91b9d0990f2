/* SPDX-License-Identifier: Apache-2.0 */

#include "live/word_index.h"

#include "base/limits.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_FIRST 1024
#define WORDS_READ  512 /* Of one text. */

/* Memory that counts. */
static void *resize(struct word_index *index, void *old, size_t before, size_t bytes)
{
    index->share->bytes += bytes - before;
    return mem_resize(old, bytes);
}

static void *release(struct word_index *index, void *old, size_t bytes)
{
    index->share->bytes -= bytes;
    free(old);
    return NULL;
}

struct word_index *word_index_new(struct lexicon *lexicon, struct index_share *share)
{
    struct word_index *index = mem_zero(sizeof *index);

    index->lexicon = lexicon;
    index->share = share;
    index->n_slots = SLOTS_FIRST;
    index->slots = resize(index, NULL, 0, SLOTS_FIRST * sizeof *index->slots);
    memset(index->slots, 0, SLOTS_FIRST * sizeof *index->slots);
    index->words = resize(index, NULL, 0, WORDS_READ * sizeof *index->words);
    return index;
}

void word_index_free(struct word_index *index)
{
    if (!index)
        return;
    for (uint32_t i = 0; i < index->n_terms; i++)
        release(index, index->terms[i].entries, index->terms[i].cap * sizeof(uint32_t));
    for (uint32_t i = 0; i < index->cap_ideas; i++)
        release(index, index->ideas[i].terms, index->ideas[i].n * sizeof(uint32_t));
    for (size_t i = 0; i < INDEX_GROUPS_MAX; i++)
        release(index, index->groups[i].terms, index->groups[i].cap * sizeof(uint32_t));
    release(index, index->terms, index->cap_terms * sizeof *index->terms);
    release(index, index->letters, index->cap_terms * sizeof *index->letters);
    release(index, index->slots, index->n_slots * sizeof *index->slots);
    release(index, index->ideas, index->cap_ideas * sizeof *index->ideas);
    release(index, index->scores, index->cap_ideas * sizeof *index->scores);
    release(index, index->marks, index->cap_ideas * sizeof *index->marks);
    release(index, index->words, WORDS_READ * sizeof *index->words);
    free(index);
}

/* ---- Stems -----------------------------------------------------------------------------
 */

static uint32_t hash_of(const char *text)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * 16777619u;
    return hash ^ hash >> 15;
}

static uint32_t *slot_of(const struct word_index *index, const char *stem)
{
    uint32_t at = hash_of(stem) & (index->n_slots - 1);

    while (index->slots[at] && strcmp(index->terms[index->slots[at] - 1].stem, stem) != 0)
        at = (at + 1) & (index->n_slots - 1);
    return &index->slots[at];
}

uint32_t word_index_find(const struct word_index *index, const char *stem)
{
    uint32_t found = *slot_of(index, stem);

    return found ? found - 1 : TERM_NONE;
}

static void grow_slots(struct word_index *index)
{
    size_t before = index->n_slots * sizeof *index->slots;

    index->n_slots *= 2;
    index->slots = resize(index, index->slots, before, 2 * before);
    memset(index->slots, 0, 2 * before);
    for (uint32_t i = 0; i < index->n_terms; i++)
        *slot_of(index, index->terms[i].stem) = i + 1;
}

static void join_group(struct word_index *index, uint16_t group, uint32_t term)
{
    if (!group || group >= INDEX_GROUPS_MAX)
        return;
    uint32_t cap = index->groups[group].cap;

    if (index->groups[group].n == cap) {
        index->groups[group].cap = cap ? 2 * cap : 4;
        index->groups[group].terms =
            resize(index, index->groups[group].terms, cap * sizeof(uint32_t),
                   index->groups[group].cap * sizeof(uint32_t));
    }
    index->groups[group].terms[index->groups[group].n++] = term;
}

static uint32_t term_of(struct word_index *index, const struct word *word)
{
    uint32_t known = word_index_find(index, word->stem);

    if (known != TERM_NONE)
        return known;
    if (index->n_terms == index->cap_terms) {
        uint32_t cap = index->cap_terms;

        index->cap_terms = cap ? 2 * cap : 256;
        index->terms = resize(index, index->terms, cap * sizeof *index->terms,
                              index->cap_terms * sizeof *index->terms);
        index->letters = resize(index, index->letters, cap * sizeof *index->letters,
                                index->cap_terms * sizeof *index->letters);
    }
    if (2 * (index->n_terms + 1) > index->n_slots)
        grow_slots(index);
    uint32_t number = index->n_terms;
    struct term *term = &index->terms[number];

    *term = (struct term){.group = word->group, .is_weak = word->is_weak};
    memcpy(term->stem, word->stem, sizeof term->stem);
    index->letters[number] = word_letters(word->stem);
    *slot_of(index, word->stem) = number + 1;
    index->n_terms++;
    join_group(index, word->group, number);
    return number;
}

uint64_t word_letters(const char *text)
{
    uint64_t letters = 0;

    for (; *text; text++)
        letters |= 1ull << ((uint8_t)*text & 63);
    return letters;
}

bool word_is_typo(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    if (*a && *b && strcmp(a + 1, b + 1) == 0)
        return true;
    if ((*a && strcmp(a + 1, b) == 0) || (*b && strcmp(a, b + 1) == 0))
        return true;
    return a[0] && b[0] && a[0] == b[1] && a[1] == b[0] && strcmp(a + 2, b + 2) == 0;
}

/* ---- Ideas -----------------------------------------------------------------------------
 */

static void grow_ideas(struct word_index *index, uint32_t place)
{
    uint32_t cap = index->cap_ideas, more = cap ? cap : 256;

    while (more <= place)
        more *= 2;
    if (place < cap)
        return;
    index->ideas = resize(index, index->ideas, cap * sizeof *index->ideas,
                          more * sizeof *index->ideas);
    index->scores = resize(index, index->scores, cap * sizeof *index->scores,
                           more * sizeof *index->scores);
    index->marks = resize(index, index->marks, cap, more);
    memset(index->ideas + cap, 0, (more - cap) * sizeof *index->ideas);
    index->cap_ideas = more;
}

static void remove_entry(struct term *term, uint32_t place)
{
    for (uint32_t i = 0; i < term->n; i++) {
        if (term->entries[i] / 2 == place) {
            term->entries[i] = term->entries[--term->n];
            return;
        }
    }
}

static void add_entry(struct word_index *index, struct term *term, uint32_t entry)
{
    if (term->n == term->cap) {
        uint32_t cap = term->cap;

        term->cap = cap ? cap + cap / 2 : 2;
        term->entries = resize(index, term->entries, cap * sizeof *term->entries,
                               term->cap * sizeof *term->entries);
    }
    term->entries[term->n++] = entry;
}

/* Adds the distinct terms of one text to `terms`; returns how many there are then. */
static uint16_t read_terms(struct word_index *index, const char *text, size_t len,
                           uint32_t terms[], uint16_t n)
{
    size_t words = lexicon_read(index->lexicon, text, len, index->words, WORDS_READ);

    for (size_t i = 0; i < words && n < INDEX_TERMS_MAX; i++) {
        if (index->words[i].is_stop)
            continue;
        uint32_t term = term_of(index, &index->words[i]);
        uint16_t at = 0;

        while (at < n && terms[at] != term)
            at++;
        if (at == n)
            terms[n++] = term;
    }
    return n;
}

static void forget(struct word_index *index, uint32_t place)
{
    struct indexed *idea = &index->ideas[place];

    if (!idea->terms)
        return;
    for (uint16_t i = 0; i < idea->n; i++)
        remove_entry(&index->terms[idea->terms[i]], place);
    release(index, idea->terms, idea->n * sizeof *idea->terms);
    *idea = (struct indexed){0};
    index->n_ideas--;
}

void word_index_put(struct word_index *index, uint32_t place, const struct index_text *text)
{
    uint32_t terms[INDEX_TERMS_MAX];

    if (place < index->cap_ideas)
        forget(index, place);
    if (index->share->bytes >= index->share->bytes_max) {
        index->is_partial = true;
        return;
    }
    grow_ideas(index, place);
    uint16_t n_title = read_terms(index, text->title, text->title_len, terms, 0);
    uint16_t n = read_terms(index, text->text, text->text_len, terms, n_title);
    struct indexed *idea = &index->ideas[place];

    if (n == 0)
        return;
    idea->terms = resize(index, NULL, 0, n * sizeof *terms);
    memcpy(idea->terms, terms, n * sizeof *terms);
    idea->n = n;
    idea->n_title = n_title;
    for (uint16_t i = 0; i < n; i++)
        add_entry(index, &index->terms[terms[i]], 2 * place + (i < n_title));
    index->n_ideas++;
}
