/* SPDX-License-Identifier: Apache-2.0 */

/* The page without JavaScript: a room's question as an HTML form. Every text is escaped. */
#ifndef SERVICE_PLAIN_H
#define SERVICE_PLAIN_H

#include "live/mirror.h"
#include "service/pages.h"
#include "store/store.h"

void html_text(struct strbuf *out, const char *text);

/* The words of `key`, escaped. */
void plain_words(struct strbuf *out, const struct words *words, const char *key);
/* Likewise, with `text` in place of its {name}s, as numbers are. */
void plain_filled(struct strbuf *out, const struct words *words, const char *key,
                  const char *text);
/* How many there are of something: "<key>_one" or "<key>_other". */
void plain_number(struct strbuf *out, const struct words *words, const char *key,
                  uint32_t n);
/* How many of so many questions are answered. */
void plain_progress(struct strbuf *out, const struct words *words, uint32_t done,
                    uint32_t all);
/* What became of a form. */
void plain_said(struct strbuf *out, const struct words *words, const char *key, bool good);
/* A paragraph with the words of `key`. */
void plain_notice(struct strbuf *out, const struct words *words, const char *key);
/* The way to the page without JavaScript, for who is not sent there. */
void plain_way(struct strbuf *out, const struct words *words);
/* Above all else: nothing that happens here counts. */
void plain_rehearsal(struct strbuf *out, const struct words *words);
/* Likewise: groups are told however small they are. */
void plain_small_groups(struct strbuf *out, const struct words *words);
/* Whose room it is, and the way to the other language, as the script's page has them.
 * `logo`: what its logo says; NULL: it has none. */
void plain_header(struct strbuf *out, const struct words *words, const char *title,
                  const char *logo);
/* The page that asks for a code. */
void plain_home(struct strbuf *out, const struct words *words);
/* The form that asks for a room's passcode, and leads back to the page. */
void plain_invitation(struct strbuf *out, const struct page_ask *ask, const char *code);
void plain_passcode(struct strbuf *out, const struct page_ask *ask, const char *code);
/* A question as a card: its form while it is open, what there is to see of its tally, what
 * to wait for. `own` is the participant's ballot, NULL if none or unknown; `outcome` the
 * key of what became of the form that led here, NULL if none did. */
void plain_question(struct strbuf *out, const struct words *words, struct mirror *mirror,
                    struct mirror_question *slot, const struct own_ballot *own,
                    const char *outcome);

#endif
