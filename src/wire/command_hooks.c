/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_hooks.h"

static void read_events(struct fields *f, struct command *c)
{
    const json_t *list = take_shape(f, "events", "HookEvents");
    size_t n = json_array_size(list);

    if (!json_is_array(list) || n == 0 || n > HOOK_EVENTS) {
        fields_fail(f, ERR_BAD_FIELD, "events");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const char *name = json_string_value(json_array_get(list, i));
        enum hook_event event;

        if (!name || !hook_event_read(name, &event))
            fields_fail(f, ERR_BAD_FIELD, "events");
        else
            c->hook.events |= 1u << event;
    }
}

void read_hook_add(struct fields *f, struct command *c)
{
    const json_t *url;

    c->hook.hook = take_id(f, "id");
    url = take_shape(f, "url", "HookUrl");
    /* Whether plain http is good, too, is for the operator to say. */
    if (!json_is_string(url) ||
        !hook_url_is_good(json_string_value(url), json_string_length(url), true))
        fields_fail(f, ERR_BAD_FIELD, "url");
    read_events(f, c);
    if (!f->err && json_is_string(url))
        c->hook.url = buf_new(json_string_value(url), json_string_length(url));
}

void read_hook(struct fields *f, struct command *c)
{
    c->hook.hook = take_id(f, "hook");
}

struct buf **owns_hook(struct command *c)
{
    return &c->hook.url;
}
