/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_gates.h"

void read_idea_opinion(struct fields *f, struct command *c)
{
    c->idea_opinion.board = take_id(f, "board");
    c->idea_opinion.idea = take_id(f, "idea");
    c->idea_opinion.n = take_u32(f, "n", 1, INT32_MAX);
    if (!fields_has(f, "good"))
        fields_fail(f, ERR_BAD_FIELD, "good");
    c->idea_opinion.good = take_bool(f, "good", false);
}

void read_idea_queue(struct fields *f, struct command *c)
{
    c->idea_queue.board = take_id(f, "board");
}
