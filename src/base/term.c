/* SPDX-License-Identifier: Apache-2.0 */

#include "base/term.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#define PLURAL_LETTERS_MIN 4

/* ---- Plurals ----------------------------------------------------------------------------
 */

/* They end in s, and without it they would be another word. */
static const char *const whole_words[] = {
    "fois",  "mois", "bois", "paris", "news", "cours", "temps", "sens", "lens",
    "corps", "mars", "tous", "vers",  "hors", "dans",  "sans",  "plus", "moins"};

static bool is_whole(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof whole_words / sizeof *whole_words; i++)
        if (strlen(whole_words[i]) == len && memcmp(whole_words[i], word, len) == 0)
            return true;
    return false;
}

static bool ends_in(const char *word, size_t len, const char *end)
{
    size_t n = strlen(end);

    return len >= n && memcmp(word + len - n, end, n) == 0;
}

static bool is_vowel(char letter)
{
    return strchr("aeiou", letter) != NULL;
}

/* "chevaux", "jeux", "bijoux"; 0: it is none of these. */
static size_t cut_x(char *word, size_t len)
{
    if (ends_in(word, len, "eaux") || ends_in(word, len, "eux") ||
        ends_in(word, len, "oux"))
        return len - 1;
    if (len == PLURAL_LETTERS_MIN || !ends_in(word, len, "aux"))
        return 0;
    word[len - 2] = 'l';
    return len - 1;
}

/* What is left must be the same for the one and the many: "box", "boxe" of "boxes". */
static size_t even_out(char *word, size_t len)
{
    static const char *const ends[] = {"xe", "che", "she", "sse", "zze", "oe"};

    if (len > 2 && ends_in(word, len, "ie"))
        return len - 1;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (len > strlen(ends[i]) + 1 && ends_in(word, len, ends[i]))
            return len - 1;
    if (len > 2 && word[len - 1] == 'y' && !is_vowel(word[len - 2]))
        word[len - 1] = 'i';
    return len;
}

/* Of one word of plain letters; returns its length then. */
static size_t cut_plural(char *word, size_t len)
{
    size_t cut;

    for (size_t i = 0; i < len; i++)
        if (word[i] < 'a' || word[i] > 'z')
            return len;
    if (len >= PLURAL_LETTERS_MIN) {
        if (is_whole(word, len))
            return len;
        cut = cut_x(word, len);
        if (cut)
            return cut;
        if (word[len - 1] == 's' && word[len - 2] != 's')
            len--;
    }
    return even_out(word, len);
}

/* ---- Reading ----------------------------------------------------------------------------
 */

struct writing {
    char *out;
    size_t len;
    size_t part; /* Where the present part begins. */
};

static void end_part(struct writing *writing)
{
    if (writing->len == writing->part)
        return;
    writing->len = writing->part +
                   cut_plural(writing->out + writing->part, writing->len - writing->part);
    if (writing->len < TERM_KEY_BYTES_MAX)
        writing->out[writing->len++] = '_';
    writing->part = writing->len;
}

static void put(struct writing *writing, const char *bytes, size_t len)
{
    if (writing->len + len > TERM_KEY_BYTES_MAX)
        return;
    memcpy(writing->out + writing->len, bytes, len);
    writing->len += len;
}

/* Signs that belong to a word: "C++", "R&B". */
static bool is_of_word(ucs4_t c, bool is_first)
{
    if (c == '=' || c == '_' || c == '*' || c == ',' || c == '|')
        return false;
    if (c == '&' || c == '@' || c == '%' || (c == '#' && !is_first))
        return true;
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N |
                                                   UC_CATEGORY_MASK_S);
}

static void read_char(struct writing *writing, ucs4_t c)
{
    uint8_t bytes[6];
    int len;

    if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Cf))
        return;
    if (!is_of_word(c, writing->len == writing->part)) {
        end_part(writing);
        return;
    }
    c = uc_tolower(c);
    if (c == 0xe6 || c == 0x153) {
        put(writing, c == 0xe6 ? "ae" : "oe", 2);
        return;
    }
    len = u8_uctomb(bytes, c, sizeof bytes);
    if (len > 0)
        put(writing, (const char *)bytes, (size_t)len);
}

size_t term_key(const char *text, size_t len, char out[TERM_KEY_BYTES_MAX + 1])
{
    struct writing writing = {.out = out};
    size_t folded_len = 0;

    out[0] = '\0';
    if (len == 0 || u8_check((const uint8_t *)text, len))
        return 0;
    uint8_t *folded =
        u8_normalize(UNINORM_NFKD, (const uint8_t *)text, len, NULL, &folded_len);
    if (!folded)
        return 0;
    for (size_t at = 0; at < folded_len;) {
        ucs4_t c;
        int step = u8_mbtouc_unsafe(&c, folded + at, folded_len - at);

        read_char(&writing, c);
        at += (size_t)step;
    }
    free(folded);
    end_part(&writing);
    if (writing.len > 0 && out[writing.len - 1] == '_')
        writing.len--;
    out[writing.len] = '\0';
    return writing.len;
}
