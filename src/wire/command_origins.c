/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_origins.h"

#include "base/origin.h"
#include "wire/event.h"

#include <string.h>

/* The origin and nothing behind it, in the one spelling that browsers have. */
static bool take_origin(const json_t *item, struct strbuf *lines)
{
    const char *text = json_string_value(item), *host = text ? strstr(text, "://") : NULL;
    char line[ORIGIN_BYTES_MAX + 1];
    struct origin origin;

    if (!host || strlen(text) > ORIGIN_BYTES_MAX || strpbrk(host + 3, "/?#") ||
        !origin_read(text, &origin))
        return false;
    origin_write(&origin, line);
    strbuf_printf(lines, "%s%s", lines->len > 0 ? "\n" : "", line);
    return true;
}

void read_space_origins(struct fields *f, struct command *c)
{
    struct strbuf lines = {0};
    const json_t *list;

    c->origins.is_given = fields_has(f, "origins");
    if (!c->origins.is_given)
        return;
    list = take_shape(f, "origins", "Origins");
    if (!json_is_array(list) || json_array_size(list) > ORIGINS_PER_SPACE_MAX)
        fields_fail(f, ERR_BAD_FIELD, "origins");
    for (size_t i = 0; !f->err && i < json_array_size(list); i++)
        if (!take_origin(json_array_get(list, i), &lines))
            fields_fail(f, ERR_BAD_FIELD, "origins");
    c->origins.lines = buf_new(lines.text ? lines.text : "", lines.len);
    strbuf_done(&lines);
}

struct buf **owns_origins(struct command *c)
{
    return &c->origins.lines;
}

void origins_json(struct strbuf *out, const struct buf *origins)
{
    const char *at = origins ? origins->text : "";
    bool is_first = true;

    strbuf_puts(out, "[");
    while (*at) {
        size_t len = strcspn(at, "\n");

        strbuf_puts(out, is_first ? "" : ",");
        json_text(out, at, len);
        is_first = false;
        at += len + (at[len] == '\n');
    }
    strbuf_puts(out, "]");
}
