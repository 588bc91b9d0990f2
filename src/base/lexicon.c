/* SPDX-License-Identifier: Apache-2.0 */

#include "base/lexicon.h"

#include "base/lexicon_words.h"
#include "base/mem.h"

#include <assert.h>
#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#define GROUP_LETTERS_MIN 2
#define JOINED_HEAD_MAX   2 /* "e-mail", "t-shirt": the head is no word of its own. */

/* What is known of a stem, or of a word or pair as it is written. */
struct known {
    char *text;
    bool is_weak;
    uint16_t group;
};

struct known_list {
    size_t n, cap;
    struct known *known; /* Sorted by text once all are in. */
};

/* Words come again and again: what one was judged to be is kept until another takes its
 * place. */
#define MEMORY_SLOTS 8192
struct remembered {
    struct word word;
    bool is_marked;
};

struct lexicon {
    struct sb_stemmer *english, *french;
    struct known_list stops, unmarked_stops, stems, pairs;
    struct remembered memory[MEMORY_SLOTS];
};

/* ---- Stems -----------------------------------------------------------------------------
 */

static void stem_by(struct sb_stemmer *stemmer, char *word)
{
    const sb_symbol *stem =
        sb_stemmer_stem(stemmer, (const sb_symbol *)word, (int)strlen(word));
    int len = sb_stemmer_length(stemmer);

    if (!stem || len <= 0 || len > WORD_BYTES_MAX)
        return;
    memcpy(word, stem, (size_t)len);
    word[len] = '\0';
}

static bool ends_in(const char *word, size_t len, const char *end)
{
    size_t n = strlen(end);

    return len > n + 1 && memcmp(word + len - n, end, n) == 0;
}

/* The French rules know "ées" by its accent, which went. */
static void cut_participle(char *word)
{
    static const char *const ends[] = {"ees", "ee", "es"};
    size_t len = strlen(word);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (ends_in(word, len, ends[i])) {
            word[len - strlen(ends[i]) + 1] = '\0';
            return;
        }
    }
}

static void stem(const struct lexicon *lexicon, struct word *word)
{
    memcpy(word->stem, word->written, sizeof word->stem);
    cut_participle(word->stem);
    stem_by(lexicon->english, word->stem);
    stem_by(lexicon->french, word->stem);
}

/* ---- What is known
 * ----------------------------------------------------------------------- */

static int compare_known(const void *a, const void *b)
{
    return strcmp(((const struct known *)a)->text, ((const struct known *)b)->text);
}

static const struct known *find(const struct known_list *list, const char *text)
{
    struct known wanted = {.text = NULL};
    char copy[2 * WORD_BYTES_MAX + 2];
    size_t len = strlen(text);

    memcpy(copy, text, len + 1);
    wanted.text = copy;
    return list->n ? bsearch(&wanted, list->known, list->n, sizeof wanted, compare_known)
                   : NULL;
}

/* The first to say what a stem is has the last word. */
static void know(struct known_list *list, const char *text, const struct known *what)
{
    for (size_t i = 0; i < list->n; i++) {
        struct known *known = &list->known[i];

        if (strcmp(known->text, text) == 0) {
            known->is_weak |= what->is_weak;
            if (!known->group)
                known->group = what->group;
            return;
        }
    }
    if (list->n == list->cap) {
        list->cap = list->cap ? 2 * list->cap : 256;
        list->known = mem_resize(list->known, list->cap * sizeof *list->known);
    }
    list->known[list->n] = *what;
    list->known[list->n++].text = mem_text(text);
}

static void sort(struct known_list *list)
{
    if (list->n)
        qsort(list->known, list->n, sizeof *list->known, compare_known);
}

/* Each word of `words` by itself, as it is or as its stem. */
static void know_words(struct lexicon *lexicon, struct known_list *list, const char *words,
                       const struct known *what, bool as_stems)
{
    for (const char *at = words; *at;) {
        size_t len = strcspn(at, " ");
        struct word word = {0};

        assert(len <= WORD_BYTES_MAX);
        memcpy(word.written, at, len);
        stem(lexicon, &word);
        know(list, as_stems ? word.stem : word.written, what);
        at += len + strspn(at + len, " ");
    }
}

struct lexicon *lexicon_new(void)
{
    struct lexicon *lexicon = mem_zero(sizeof *lexicon);

    lexicon->english = sb_stemmer_new("english", "UTF_8");
    lexicon->french = sb_stemmer_new("french", "UTF_8");
    assert(lexicon->english && lexicon->french);
    know_words(lexicon, &lexicon->stops, lexicon_french_stops, &(struct known){0}, false);
    know_words(lexicon, &lexicon->unmarked_stops, lexicon_english_stops, &(struct known){0},
               false);
    know_words(lexicon, &lexicon->stems, lexicon_weak_words,
               &(struct known){.is_weak = true}, true);
    for (uint16_t i = 0; lexicon_groups[i]; i++)
        know_words(lexicon, &lexicon->stems, lexicon_groups[i],
                   &(struct known){.group = (uint16_t)(i + 1)}, true);
    for (size_t i = 0; lexicon_pairs[i]; i++)
        know(&lexicon->pairs, lexicon_pairs[i], &(struct known){0});
    sort(&lexicon->stops);
    sort(&lexicon->unmarked_stops);
    sort(&lexicon->stems);
    sort(&lexicon->pairs);
    return lexicon;
}

static void forget(struct known_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(list->known[i].text);
    free(list->known);
}

void lexicon_free(struct lexicon *lexicon)
{
    if (!lexicon)
        return;
    sb_stemmer_delete(lexicon->english);
    sb_stemmer_delete(lexicon->french);
    forget(&lexicon->stops);
    forget(&lexicon->unmarked_stops);
    forget(&lexicon->stems);
    forget(&lexicon->pairs);
    free(lexicon);
}

/* ---- Reading ---------------------------------------------------------------------------
 */

struct reading {
    struct lexicon *lexicon;
    struct word *words;
    size_t n, max;
    struct word word; /* Being written. */
    size_t len;
    bool has_marks; /* An accent was taken off: "thé" is not "the". */
    size_t joint;   /* Where a hyphen was, if what stands before it is short. */
};

/* A letter by itself comes of "l'été" or "kid's". */
static bool is_stop(const struct reading *reading, const char *word)
{
    if (word[0] >= 'a' && word[0] <= 'z' && !word[1])
        return true;
    return find(&reading->lexicon->stops, word) ||
           (!reading->has_marks && find(&reading->lexicon->unmarked_stops, word));
}

static struct remembered *slot_of(struct lexicon *lexicon, const char *text)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * 16777619u;
    return &lexicon->memory[(hash ^ hash >> 16) % MEMORY_SLOTS];
}

static void judge(struct reading *reading, struct word *word)
{
    struct remembered *slot = slot_of(reading->lexicon, word->written);
    const struct known *known;

    if (slot->is_marked == reading->has_marks &&
        strcmp(slot->word.written, word->written) == 0) {
        *word = slot->word;
        return;
    }

    stem(reading->lexicon, word);
    word->is_stop = is_stop(reading, word->written);
    known = find(&reading->lexicon->stems, word->stem);
    if (known) {
        word->is_weak = known->is_weak;
        word->group = known->group;
    }
    *slot = (struct remembered){*word, reading->has_marks};
}

/* "week" and "end" are one word, with a hyphen or a blank. */
static bool join_pair(const struct reading *reading, struct word *word)
{
    char pair[2 * WORD_BYTES_MAX + 2];

    if (reading->n == 0)
        return false;
    const char *before = reading->words[reading->n - 1].written;
    size_t head = strlen(before), tail = strlen(word->written);

    if (head + tail > WORD_BYTES_MAX)
        return false;
    (void)snprintf(pair, sizeof pair, "%s %s", before, word->written);
    if (!find(&reading->lexicon->pairs, pair))
        return false;
    memmove(word->written + head, word->written, tail + 1);
    memcpy(word->written, before, head);
    return true;
}

static void end_word(struct reading *reading)
{
    struct word *word = &reading->word;

    if (reading->len > 0) {
        word->written[reading->len] = '\0';
        if (join_pair(reading, word))
            reading->n--;
        judge(reading, word);
        if (reading->n < reading->max)
            reading->words[reading->n++] = *word;
    }
    *word = (struct word){0};
    reading->len = 0;
    reading->joint = 0;
    reading->has_marks = false;
}

static void put(struct reading *reading, const char *bytes, size_t len)
{
    if (reading->len + len > WORD_BYTES_MAX)
        return;
    memcpy(reading->word.written + reading->len, bytes, len);
    reading->len += len;
}

static bool is_hyphen(ucs4_t c)
{
    return c == '-' || c == 0x2010;
}

/* Letters that are two, or another, without being marked so. */
static const char *spelled(ucs4_t c)
{
    static const struct {
        ucs4_t letter;
        const char *text;
    } table[] = {{0xe6, "ae"}, {0x153, "oe"}, {0xdf, "ss"},
                 {0xf8, "o"},  {0x142, "l"},  {0x131, "i"}};

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].letter == c)
            return table[i].text;
    return NULL;
}

static void read_char(struct reading *reading, ucs4_t c)
{
    if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M)) {
        reading->has_marks = true;
        return;
    }
    /* What does not show parts no word, or it would hide one. */
    if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cf))
        return;
    if (is_hyphen(c) && reading->len > 0 && reading->len <= JOINED_HEAD_MAX &&
        !reading->joint) {
        reading->joint = reading->len;
        return;
    }
    if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N)) {
        end_word(reading);
        return;
    }
    /* Writing without blanks: each sign is a word. */
    bool is_sign = uc_is_property_ideographic(c);
    c = uc_tolower(c);
    const char *text = spelled(c);
    uint8_t bytes[6];
    int len = u8_uctomb(bytes, c, sizeof bytes);

    if (is_sign)
        end_word(reading);
    if (text)
        put(reading, text, strlen(text));
    else if (len > 0)
        put(reading, (const char *)bytes, (size_t)len);
    if (is_sign)
        end_word(reading);
}

size_t lexicon_read(struct lexicon *lexicon, const char *text, size_t len,
                    struct word words[], size_t max)
{
    struct reading reading = {.lexicon = lexicon, .words = words, .max = max};
    size_t folded_len = 0;

    if (len == 0 || max == 0 || u8_check((const uint8_t *)text, len))
        return 0;
    uint8_t *folded =
        u8_normalize(UNINORM_NFKD, (const uint8_t *)text, len, NULL, &folded_len);
    if (!folded)
        return 0;
    for (size_t at = 0; at < folded_len && reading.n < max;) {
        ucs4_t c;
        int step = u8_mbtouc_unsafe(&c, folded + at, folded_len - at);

        read_char(&reading, c);
        at += (size_t)step;
    }
    end_word(&reading);
    free(folded);
    return reading.n;
}
