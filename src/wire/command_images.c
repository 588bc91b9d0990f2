/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_images.h"

#include <string.h>

static const struct text_limits alt_limits = {1, ALT_CHARS_MAX, ALT_BYTES_MAX, 0};

void read_image_ticket(struct fields *f, struct command *c)
{
    if (fields_has(f, "board"))
        c->image.board = take_id(f, "board");
    c->image.image = take_id(f, "id");
}

void read_image_check(struct fields *f, struct command *c)
{
    const char *name;

    c->image.board = take_id(f, "board");
    c->image.idea = take_id(f, "idea");
    c->image.image = take_id(f, "image");
    name = take_name(f, "state");
    if (name && (!idea_state_read(name, &c->image.state) ||
                 (c->image.state != IDEA_SHOWN && c->image.state != IDEA_HIDDEN)))
        fields_fail(f, ERR_BAD_FIELD, "state");
}

void read_image_list(struct fields *f, struct command *c)
{
    c->image.board = take_id(f, "board");
}

void take_image(struct fields *f, json_t *item, const char *path, struct image_ref *out)
{
    struct fields inner;

    if (!json_is_object(item)) {
        fields_fail(f, ERR_BAD_FIELD, "images");
        return;
    }
    fields_begin(&inner, item, path);
    out->id = take_id(&inner, "id");
    take_text(&inner, "alt", alt_limits, out->alt);
    if (fields_end(&inner))
        fields_fail_within(f, &inner);
}

void take_images(struct fields *f, struct command *c)
{
    json_t *list = take_shape(f, "images", "ImageRefs");
    struct image_ref images[IMAGES_PER_IDEA_MAX];
    size_t n = json_array_size(list);

    if (!list)
        return;
    if (!json_is_array(list) || n > IMAGES_PER_IDEA_MAX) {
        fields_fail(f, ERR_BAD_FIELD, "images");
        return;
    }
    memset(images, 0, sizeof images);
    for (size_t i = 0; i < n; i++)
        take_image(f, json_array_get(list, i), "images.", &images[i]);
    if (!f->err && n > 0)
        c->images = buf_new(images, n * sizeof *images);
}
