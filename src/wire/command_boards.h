/* SPDX-License-Identifier: Apache-2.0 */

/* Rows of the table of commands: those about boards and ideas. Each reader takes the
 * command's own fields; each owner says what command_done frees. */
#ifndef WIRE_COMMAND_BOARDS_H
#define WIRE_COMMAND_BOARDS_H

#include "wire/command.h"
#include "wire/fields.h"

void read_board_add(struct fields *f, struct command *c);
void read_board_rules(struct fields *f, struct command *c);
void read_board_version(struct fields *f, struct command *c);
void read_board_update(struct fields *f, struct command *c);
void read_board_move(struct fields *f, struct command *c);
void read_board_look(struct fields *f, struct command *c);
void read_idea_read(struct fields *f, struct command *c);
void read_idea_list(struct fields *f, struct command *c);
void read_idea_similar(struct fields *f, struct command *c);
void read_idea_post(struct fields *f, struct command *c);
void read_idea_withdraw(struct fields *f, struct command *c);
void read_idea_edit(struct fields *f, struct command *c);
void read_idea_support(struct fields *f, struct command *c);
void read_idea_check(struct fields *f, struct command *c);
void read_idea_answer(struct fields *f, struct command *c);
void read_idea_history(struct fields *f, struct command *c);

struct buf **owns_board(struct command *c);
struct buf **owns_words(struct command *c);
struct buf **owns_search(struct command *c);
struct buf **owns_typed(struct command *c);
struct buf **owns_ids(struct command *c);
struct buf **owns_verdict(struct command *c);

#endif
