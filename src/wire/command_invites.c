/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_invites.h"

#include <string.h>

static const struct text_limits label_limits = {0, LABEL_CHARS_MAX, LABEL_BYTES_MAX, 0};

/* Each cleaned, with the NUL behind it. */
static enum err take_label(const json_t *item, struct strbuf *out)
{
    char label[LABEL_BYTES_MAX + 1];

    if (!json_is_string(item))
        return ERR_BAD_FIELD;
    enum err err =
        text_clean(json_string_value(item), json_string_length(item), label_limits, label);
    if (!err)
        strbuf_add(out, label, strlen(label) + 1);
    return err;
}

void read_invite_add(struct fields *f, struct command *c)
{
    struct strbuf labels = {0};

    c->invite.id = take_id(f, "id");

    const json_t *list = take_shape(f, "labels", "Texts");
    size_t n = json_array_size(list);

    if (n == 0 || n > INVITES_AT_ONCE_MAX)
        fields_fail(f, ERR_BAD_FIELD, "labels");
    for (size_t i = 0; !f->err && i < n; i++) {
        enum err err = take_label(json_array_get(list, i), &labels);

        if (err)
            fields_fail(f, err, "labels");
    }
    c->invite.n = (uint32_t)n;
    c->invite.labels = strbuf_take(&labels);
}

void read_invite_list(struct fields *f, struct command *c)
{
    c->invite.n = INVITES_PER_PAGE_MAX;
    if (fields_has(f, "n"))
        c->invite.n = take_u32(f, "n", 1, INVITES_PER_PAGE_MAX);
    if (fields_has(f, "after"))
        c->invite.number = take_u32(f, "after", 0, INVITE_NUMBER_MAX);
}

/* One, or all of them: never all by leaving something out. */
void read_invite_revoke(struct fields *f, struct command *c)
{
    bool is_all = fields_has(f, "all");

    if (is_all && !take_bool(f, "all", false))
        fields_fail(f, ERR_BAD_FIELD, "all");
    if (!is_all)
        c->invite.number = take_u32(f, "number", 1, INVITE_NUMBER_MAX);
}

struct buf **owns_invited(struct command *c)
{
    return &c->invite.labels;
}
