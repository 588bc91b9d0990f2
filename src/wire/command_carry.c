/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_carry.h"

#include <string.h>

static const char *const names[CARRIED] = {
    [CARRY_IDEAS] = "ideas",       [CARRY_SUPPORTS] = "supports",
    [CARRY_COMMENTS] = "comments", [CARRY_BALLOTS] = "ballots",
    [CARRY_COUNTS] = "counts",
};

const char *carry_what_name(enum carry_what what)
{
    return names[what];
}

/* One of those from `first` to `last`. */
static void read_what(struct fields *f, struct command *c, enum carry_what first,
                      enum carry_what last)
{
    const char *name = take_name(f, "what");

    for (unsigned what = first; name && what <= last; what++)
        if (strcmp(name, names[what]) == 0) {
            c->carry.what = (enum carry_what)what;
            return;
        }
    fields_fail(f, ERR_BAD_FIELD, "what");
}

static void read_format(struct fields *f, struct command *c)
{
    const char *name = take_name(f, "format");

    if (name && !sheet_format_read(name, &c->carry.format))
        fields_fail(f, ERR_BAD_FIELD, "format");
}

void read_board_export(struct fields *f, struct command *c)
{
    c->carry.about = take_id(f, "board");
    read_what(f, c, CARRY_IDEAS, CARRY_COMMENTS);
    read_format(f, c);
}

void read_board_import(struct fields *f, struct command *c)
{
    c->carry.about = take_id(f, "board");
    c->carry.is_dry = take_bool(f, "dry", false);
}

void read_question_export(struct fields *f, struct command *c)
{
    c->carry.about = take_id(f, "question");
    read_what(f, c, CARRY_BALLOTS, CARRY_COUNTS);
    read_format(f, c);
}
