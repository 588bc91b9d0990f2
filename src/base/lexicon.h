/* SPDX-License-Identifier: Apache-2.0 */

/* Words as people write them, made comparable: "Réservées" and "reserver" have one stem.
 *
 * A text is folded (no accents, no capitals), cut into words, and each word stemmed by the
 * English and then the French rules. Both, for people of both languages meet on one board
 * and short texts do not tell theirs; what one set of rules cuts, the other leaves alone.
 * Words that hold sentences together are marked, and so are those that any wish has
 * ("more", "please"); words of like meaning share a group. */
#ifndef BASE_LEXICON_H
#define BASE_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORD_BYTES_MAX 31 /* What is longer is cut. */

struct word {
    char stem[WORD_BYTES_MAX + 1];
    char written[WORD_BYTES_MAX + 1]; /* Folded, not stemmed. */
    bool is_stop;                     /* "the", "pour": says nothing by itself. */
    bool is_weak;                     /* "more", "installer": says little. */
    uint16_t group;                   /* Of like words; 0: none. */
};

struct lexicon;

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *lexicon); /* Takes NULL. */
/* The first words of a text, in their order, at most `max`. What is no text has none. */
size_t lexicon_read(struct lexicon *lexicon, const char *text, size_t len,
                    struct word words[], size_t max);

#endif
