/* SPDX-License-Identifier: Apache-2.0 */

/* Records inside a command, within wire: checked, cleaned and made canonical. */
#ifndef WIRE_RECORD_TAKE_H
#define WIRE_RECORD_TAKE_H

#include "wire/command.h"
#include "wire/fields.h"

/* The caller owns out->json, which is NULL after an error. */
void take_definition(struct fields *f, const char *name, struct definition *out);
/* NULL after an error. */
struct buf *take_settings(struct fields *f, const char *name);
/* out->json is the caller's, NULL after an error. */
void take_board_definition(struct fields *f, const char *name,
                           struct board_definition *out);
/* "title", "text", "name" and "tags" of a contribution; out->json likewise. `source`: by
 * what way it came; empty: by its author's own hand. */
void take_idea_words(struct fields *f, const char *source, struct idea_words *out);
/* "title" and "text" of one that is being typed; out->json likewise. */
void take_typed_words(struct fields *f, struct idea_words *out);
/* What is searched for. NULL after an error. */
struct buf *take_search(struct fields *f, const char *name);
/* What the team says of an idea, at most ABOUT_BYTES_MAX bytes; may be empty. NULL after an
 * error. */
struct buf *take_about(struct fields *f, const char *name);
/* "owner" and "by" of an answer. */
void take_decision(struct fields *f, struct idea_decision *out);
void take_ballot(struct fields *f, const char *name, struct ballot *out);

#endif
