/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_points.h"

#include <string.h>

#define SECONDS_DIGITS      10
#define QUIZ_PLACES_DEFAULT 10

static const struct text_limits name_limits = {0, NAME_CHARS_MAX, NAME_BYTES_MAX, 0};

static uint32_t take_n(struct fields *f, uint32_t max, uint32_t if_missing)
{
    return fields_has(f, "n") ? take_u32(f, "n", 1, max) : if_missing;
}

void read_points_board(struct fields *f, struct command *c)
{
    const char *name = fields_has(f, "period") ? take_name(f, "period") : "all";

    c->points_board.is_this_month = name && strcmp(name, "month") == 0;
    if (name && !c->points_board.is_this_month &&
        !period_read(name, &c->points_board.period))
        fields_fail(f, ERR_BAD_FIELD, "period");
    if (fields_has(f, "scope")) {
        const char *scope = take_name(f, "scope");

        c->points_board.is_of_space = scope && strcmp(scope, "space") == 0;
        if (scope && !c->points_board.is_of_space && strcmp(scope, "room") != 0)
            fields_fail(f, ERR_BAD_FIELD, "scope");
    }
    if (fields_has(f, "skip"))
        c->points_board.skip = take_u32(f, "skip", 0, POINTS_SKIP_MAX);
    c->points_board.n = take_n(f, POINTS_PAGE_MAX, POINTS_PAGE_DEFAULT);
}

void read_quiz_board(struct fields *f, struct command *c)
{
    c->quiz_board.has_question = fields_has(f, "question");
    if (c->quiz_board.has_question)
        c->quiz_board.question = take_id(f, "question");
    if (fields_has(f, "skip"))
        c->quiz_board.skip = take_u32(f, "skip", 0, QUIZ_PLAYERS_MAX);
    c->quiz_board.n = QUIZ_PLACES_DEFAULT;
    if (fields_has(f, "n"))
        c->quiz_board.n = take_u32(f, "n", 0, QUIZ_PLACES_MAX);
}

static void take_entry(struct fields *f, const char *name, struct entry_id *out)
{
    char text[SECRET_CHARS_MAX + 1] = "";

    take_secret(f, name, text);
    if (!f->err && !entry_id_read(text, strlen(text), out))
        fields_fail(f, ERR_BAD_FIELD, name);
}

void read_points_log(struct fields *f, struct command *c)
{
    c->entry.has_entry = fields_has(f, "before");
    if (c->entry.has_entry)
        take_entry(f, "before", &c->entry.entry);
    c->entry.n = take_n(f, POINTS_PAGE_MAX, POINTS_PAGE_DEFAULT);
}

void read_points_select(struct fields *f, struct command *c)
{
    const char *name;

    c->points_select.id = take_id(f, "id");
    name = take_name(f, "period");
    if (name && !period_read(name, &c->points_select.period))
        fields_fail(f, ERR_BAD_FIELD, "period");
    c->points_select.n = take_u32(f, "n", 1, SELECT_MAX);
    if (fields_has(f, "ties") && (name = take_name(f, "ties")) &&
        !ties_read(name, &c->points_select.ties))
        fields_fail(f, ERR_BAD_FIELD, "ties");
}

/* "<seconds><idea>", as a page of supports named its last one. */
static void take_after(struct fields *f, struct command *c)
{
    char text[SECRET_CHARS_MAX + 1] = "";
    uint64_t seconds = 0;
    size_t i = 0;

    take_secret(f, "after", text);
    for (; i < SECONDS_DIGITS && text[i] >= '0' && text[i] <= '9'; i++)
        seconds = seconds * 10 + (uint64_t)(text[i] - '0');
    if (!f->err &&
        (i < SECONDS_DIGITS || !id_read(text + i, strlen(text + i), &c->me_supports.after)))
        fields_fail(f, ERR_BAD_FIELD, "after");
    c->me_supports.after_s = seconds;
}

void read_me_supports(struct fields *f, struct command *c)
{
    c->me_supports.board = take_id(f, "board");
    c->me_supports.has_after = fields_has(f, "after");
    if (c->me_supports.has_after)
        take_after(f, c);
    c->me_supports.n = take_n(f, IDEAS_PER_PAGE_MAX, IDEAS_PER_PAGE_MAX);
}

void read_me_name(struct fields *f, struct command *c)
{
    if (!fields_has(f, "name"))
        fields_fail(f, ERR_BAD_FIELD, "name");
    take_text(f, "name", name_limits, c->me_name.name);
}

void read_me_look(struct fields *f, struct command *c)
{
    take_entry(f, "upto", &c->entry.entry);
}
