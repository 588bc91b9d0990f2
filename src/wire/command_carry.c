/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_carry.h"

#include <string.h>

static const struct {
    const char *name;
    bool is_document; /* May be one (JSON), beside the tables. */
} files[CARRIED] = {
    [CARRY_IDEAS] = {"ideas", false},         [CARRY_SUPPORTS] = {"supports", false},
    [CARRY_COMMENTS] = {"comments", false},   [CARRY_BALLOTS] = {"ballots", false},
    [CARRY_COUNTS] = {"counts", false},       [CARRY_RESULTS] = {"results", true},
    [CARRY_ROOM_RESULTS] = {"results", true}, [CARRY_ROOM_BALLOTS] = {"ballots", true},
    [CARRY_REPORT] = {"report", false},       [CARRY_POINTS] = {"points", false},
};

const char *carry_what_name(enum carry_what what)
{
    return files[what].name;
}

/* One of those from `first` to `last`. */
static void read_what(struct fields *f, struct command *c, enum carry_what first,
                      enum carry_what last)
{
    const char *name = take_name(f, "what");

    for (unsigned what = first; name && what <= last; what++)
        if (strcmp(name, files[what].name) == 0) {
            c->carry.what = (enum carry_what)what;
            return;
        }
    fields_fail(f, ERR_BAD_FIELD, "what");
}

static void read_format(struct fields *f, struct command *c)
{
    const char *name = take_name(f, "format");

    if (!name)
        return;
    if (!sheet_format_read(name, &c->carry.format) || c->carry.format == SHEET_HTML ||
        (c->carry.format == SHEET_JSON && !files[c->carry.what].is_document))
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
    read_what(f, c, CARRY_BALLOTS, CARRY_RESULTS);
    read_format(f, c);
}

void read_room_export(struct fields *f, struct command *c)
{
    read_what(f, c, CARRY_ROOM_RESULTS, CARRY_ROOM_BALLOTS);
    read_format(f, c);
}

void read_deck(struct fields *f, struct command *c)
{
    c->carry.about = take_id(f, "id");
    if (strlen(c->carry.about.text) > DECK_ID_CHARS_MAX)
        fields_fail(f, ERR_BAD_FIELD, "id");
}
