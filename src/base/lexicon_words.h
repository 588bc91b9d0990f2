/* SPDX-License-Identifier: Apache-2.0 */

/* What base/lexicon.c knows of French and English, as it is folded: no accents, no
 * capitals. Each list ends with NULL. */
#ifndef BASE_LEXICON_WORDS_H
#define BASE_LEXICON_WORDS_H

/* Separated by blanks. */
extern const char lexicon_french_stops[];
extern const char lexicon_english_stops[];
extern const char lexicon_weak_words[];
/* Pairs that are also written as one word: "week end". */
extern const char *const lexicon_pairs[];
/* Words of like meaning, a line each. General ones only: a sport or a dish that is like
 * another is another idea. */
extern const char *const lexicon_groups[];

#endif
