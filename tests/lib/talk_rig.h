/* SPDX-License-Identifier: Apache-2.0 */

/* An idea "tent" on the board of board_rig.h, and what people say of it one after the
 * other. Person TALK_STAFF is of the team. */
#ifndef TESTS_LIB_TALK_RIG_H
#define TESTS_LIB_TALK_RIG_H

#include "lib/board_rig.h"
#include "store/store_talk.h"

#define TALK_AUTHOR      1 /* Of the idea. */
#define TALK_STAFF       99
#define TALK_WORDS_BYTES 64

struct talk_rig {
    struct board_rig board;
    /* What the last answers were. */
    struct comment_changed said;
    struct like like;
    struct comment_list list;
    struct comment_read comments[2 * COMMENTS_PER_PAGE_MAX];
    char words[2 * COMMENTS_PER_PAGE_MAX][TALK_WORDS_BYTES];
    struct review_list review;
};

void talk_rig_open(struct talk_rig *rig);
void talk_rig_close(struct talk_rig *rig);
void talk_rig_phase(struct talk_rig *rig, enum board_phase phase, bool is_checked);

enum err talk_rig_say(struct talk_rig *rig, const char *id, uint32_t person,
                      const char *text);
enum err talk_rig_say_on(struct talk_rig *rig, const char *idea, const char *id,
                         uint32_t person, const char *text);
enum err talk_rig_withdraw(struct talk_rig *rig, const char *id, uint32_t person);
enum err talk_rig_check(struct talk_rig *rig, const char *id, uint64_t version,
                        enum idea_state state, const char *why);
enum err talk_rig_like(struct talk_rig *rig, const char *id, uint32_t person, uint32_t n,
                       bool on);
/* `id` NULL: the idea itself. */
enum err talk_rig_report(struct talk_rig *rig, const char *id, uint32_t person,
                         enum report_reason reason);

enum err talk_rig_read(struct talk_rig *rig, uint32_t person, struct comment_query query);
void talk_rig_page(struct talk_rig *rig, uint32_t person, enum comment_order order,
                   const char *after, uint32_t n);
void talk_rig_since(struct talk_rig *rig, uint32_t person, uint64_t since);
void talk_rig_review(struct talk_rig *rig);
/* The comments that are in rig->review. */
void talk_rig_review_comments(struct talk_rig *rig);
/* The ids of what was listed, those aside in brackets: "(a)b c ". */
void talk_rig_assert_listed(const struct talk_rig *rig, const char *expected);

#endif
