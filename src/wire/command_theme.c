/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_theme.h"

#include "wire/theme.h"

/* A theme, null, or nothing: what there is is asked for. True: its logo is there, too. */
static bool take(struct fields *f, struct command *c)
{
    struct strbuf json = {0};
    struct theme theme = {0};

    c->theme.is_given = fields_has(f, "theme");
    take_theme(f, "theme", &theme);
    if (f->err || !theme.is_set)
        return false;
    theme_write(&json, &theme);
    c->theme.json = strbuf_take(&json);
    return !id_is_none(&theme.logo.image);
}

void read_theme_look(struct fields *f, struct command *c)
{
    (void)take(f, c);
}

/* With a logo, the room that has its picture, too. */
void read_space_theme(struct fields *f, struct command *c)
{
    struct code from = {0};
    bool has_logo = take(f, c);

    if (has_logo || fields_has(f, "from"))
        from = take_code(f, "from");
    if (has_logo)
        c->theme.from = from;
}

struct buf **owns_theme(struct command *c)
{
    return &c->theme.json;
}
