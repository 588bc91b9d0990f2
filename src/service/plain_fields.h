/* SPDX-License-Identifier: Apache-2.0 */

/* The page without JavaScript, for the kinds of question that are answered with numbers
 * rather than by choosing a row: what to fill in, and what came of it. */
#ifndef SERVICE_PLAIN_FIELDS_H
#define SERVICE_PLAIN_FIELDS_H

#include "live/mirror.h"
#include "service/pages.h"
#include "store/store.h"
#include "wire/record.h"

struct plain_fields {
    const struct words *words;
    const struct mirror_question *slot;
    const struct definition_texts *texts;
    const struct own_ballot *own; /* NULL: none, or unknown. */
};

/* Is a question of this kind asked so? */
bool plain_fields_suit(enum kind kind);
/* One input for each number of a ballot, filled in as the participant's own is. */
void plain_fields_form(struct strbuf *out, const struct plain_fields *fields);
/* One line for each figure of the tally. */
void plain_fields_counts(struct strbuf *out, const struct plain_fields *fields);

#endif
