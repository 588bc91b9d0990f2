/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_merge.h"

void read_idea_unmerge(struct fields *f, struct command *c)
{
    c->idea_merge.board = take_id(f, "board");
    c->idea_merge.idea = take_id(f, "idea");
    c->idea_merge.version = take_u64(f, "version", 0, INTEGER_EXACT_MAX);
}

void read_idea_merge(struct fields *f, struct command *c)
{
    read_idea_unmerge(f, c);
    c->idea_merge.into = take_id(f, "into");
    if (id_same(&c->idea_merge.idea, &c->idea_merge.into))
        fields_fail(f, ERR_BAD_FIELD, "into");
}
