/* SPDX-License-Identifier: Apache-2.0 */

#include "store/record_images.h"

bool image_record_next(struct packet *rest, struct idea_image *out)
{
    char state[WORD_BYTES_MAX];
    struct packet alt;

    *out = (struct idea_image){0};
    if (!packet_next_id(rest, &out->id) || !packet_next_word(rest, state) ||
        !idea_state_read(state, &out->state) || !packet_next_u32(rest, &out->width) ||
        !packet_next_u32(rest, &out->height) || !packet_next(rest, &alt) ||
        alt.len > ALT_BYTES_MAX)
        return false;
    out->alt = alt.at;
    out->alt_len = alt.len;
    return true;
}

bool idea_images_read(struct packet packed, struct idea_image out[], size_t *n)
{
    struct packet one;

    for (*n = 0; packed.len > 0; ++*n)
        if (*n == IMAGES_PER_IDEA_MAX || !packet_next(&packed, &one) ||
            !image_record_next(&one, &out[*n]) || one.len > 0)
            return false;
    return true;
}

/* ---- What an idea is to have ------------------------------------------------------------
 */

static const struct idea_images as_they_are;

static const struct idea_images *or_none(const struct idea_images *images)
{
    return images ? images : &as_they_are;
}

size_t images_keys(const struct idea_images *images)
{
    images = or_none(images);
    return IMAGE_KEYS + images->n + images->n_had;
}

void add_images_keys(struct redis_command *command, const struct id *room,
                     const struct id *board, const struct idea_images *images)
{
    images = or_none(images);
    redis_command_key(command, "{%s}:pics", room->text);
    redis_command_key(command, "{%s}:pictures", room->text);
    redis_command_key(command, "{%s}:loose", room->text);
    redis_command_key(command, "{%s}:unseen:%s", room->text, board->text);
    for (size_t i = 0; i < images->n; i++)
        redis_command_key(command, "{%s}:img:%s", room->text, images->wanted[i].id.text);
    for (size_t i = 0; i < images->n_had; i++)
        redis_command_key(command, "{%s}:img:%s", room->text, images->had[i].text);
}

void add_images(struct redis_command *command, const struct idea_images *images)
{
    struct strbuf packed = {0};

    for (size_t i = 0; images && i < images->n; i++) {
        packet_add_text(&packed, images->wanted[i].id.text);
        packet_add_text(&packed, images->wanted[i].alt);
    }
    redis_command_add(command, images ? packed.text : "-", images ? packed.len : 1);
    redis_command_text(command, images && images->are_checked ? "pending" : "shown");
    strbuf_done(&packed);
}
