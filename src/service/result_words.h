/* SPDX-License-Identifier: Apache-2.0 */

/* What the counts and the answers of a question are called in files. */
#ifndef SERVICE_RESULT_WORDS_H
#define SERVICE_RESULT_WORDS_H

#include "domain/figures.h"
#include "wire/record.h"

#define ANSWER_TEXT_MAX (OPTION_BYTES_MAX + 40) /* A figure's name beside an option's. */

/* A question as its words are needed. */
struct result_words {
    const struct kind_shape *shape;
    const struct definition_texts *texts;
    const char *lang; /* Of the room. */
};

/* Each may be written to `text`, or stay where the definition has it. */

/* What a figure is about: an option, a step, the values of a bin; "" for the whole. */
const char *result_figure_about(const struct result_words *words, int32_t cell,
                                char text[ANSWER_TEXT_MAX]);
/* The count at this place of a tally. */
const char *result_count_name(const struct result_words *words, size_t cell,
                              char text[ANSWER_TEXT_MAX]);
/* The i-th number of a ballot. */
const char *result_answer(const struct result_words *words, const int32_t *numbers,
                          size_t i, char text[ANSWER_TEXT_MAX]);

/* A group of a segment; the one behind them is of those who have not answered. */
const char *result_group(const struct definition_texts *segment, uint32_t group,
                         const char *lang);
/* Where ballots came from: of those that do not say. */
const char *result_no_source(const char *lang);

#endif
