/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_theme.h"

#include "wire/theme.h"

/* A theme, null, or nothing: what there is is asked for. */
void read_theme(struct fields *f, struct command *c)
{
    struct strbuf json = {0};

    c->theme.is_given = fields_has(f, "theme");
    take_theme(f, "theme", &c->theme.theme);
    if (f->err || !c->theme.theme.is_set)
        return;
    theme_write(&json, &c->theme.theme);
    c->theme.json = strbuf_take(&json);
}

struct buf **owns_theme(struct command *c)
{
    return &c->theme.json;
}
