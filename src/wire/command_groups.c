/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_groups.h"

void read_idea_group(struct fields *f, struct command *c)
{
    c->idea_group.board = take_id(f, "board");
    c->idea_group.idea = take_id(f, "idea");
    c->idea_group.version = take_u64(f, "version", 0, INTEGER_EXACT_MAX);
    if (!take_null(f, "group")) /* Null: out of its group. */
        c->idea_group.group = 1 + take_u32(f, "group", 0, GROUPS_PER_BOARD_MAX - 1);
}
