/* SPDX-License-Identifier: Apache-2.0 */

/* Rows of the table of commands: those about comments and reports. */
#ifndef WIRE_COMMAND_TALK_H
#define WIRE_COMMAND_TALK_H

#include "wire/command.h"
#include "wire/fields.h"

void read_comment_list(struct fields *f, struct command *c);
void read_comment_post(struct fields *f, struct command *c);
void read_comment_withdraw(struct fields *f, struct command *c);
void read_comment_like(struct fields *f, struct command *c);
void read_comment_check(struct fields *f, struct command *c);
void read_comment_report(struct fields *f, struct command *c);
void read_idea_report(struct fields *f, struct command *c);
void read_review_list(struct fields *f, struct command *c);

struct buf **owns_comment(struct command *c);
struct buf **owns_comment_check(struct command *c);

#endif
