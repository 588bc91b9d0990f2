/* SPDX-License-Identifier: Apache-2.0 */

#include "store/record_board.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What records did not have at first. "-3": there were three, and are none. */
static bool board_rules_read(struct packet *rest, uint64_t *version)
{
    struct packet text;

    *version = 0;
    if (rest->len == 0)
        return true;
    return packet_next(rest, &text) && rest->len == 0 &&
           ((text.len > 1 && text.at[0] == '-') || packet_number(text, version));
}

bool board_record_read(struct packet packed, struct board_record *out)
{
    struct packet rest = packed, def;
    char phase[WORD_BYTES_MAX];

    *out = (struct board_record){0};
    if (!packet_next_id(&rest, &out->id) || !packet_next_number(&rest, &out->version) ||
        !packet_next_u32(&rest, &out->place) || !packet_next_word(&rest, phase) ||
        !phase_read(phase, &out->phase) || !packet_next_number(&rest, &out->closes_ms) ||
        !packet_next(&rest, &def) || !board_rules_read(&rest, &out->rules_version))
        return false;
    out->def = buf_new(def.at, def.len);
    return true;
}

void board_record_done(struct board_record *record)
{
    buf_unref(record->def);
    record->def = NULL;
}

/* A number, or nothing. */
static bool card_number_read(struct packet *rest, uint64_t max, uint64_t *out)
{
    struct packet text;

    *out = 0;
    return packet_next(rest, &text) &&
           (text.len == 0 || (packet_number(text, out) && *out <= max));
}

/* What is read of a card, but is no part of the idea itself. */
struct card_parts {
    struct packet with, listed, images;
};

/* What cards did not have at first: what it was merged into, and what into it; its group,
 * and the rules that were accepted; listed words in it; its pictures. */
static bool card_ties_read(struct packet *rest, struct idea *out, struct card_parts *parts)
{
    struct packet text;
    uint64_t group = 0;

    *parts = (struct card_parts){{"", 0}, {"", 0}, {"", 0}};
    if (rest->len == 0)
        return true;
    if (!packet_next(rest, &text) ||
        (text.len > 0 && !id_read(text.at, text.len, &out->into)) ||
        !packet_next(rest, &parts->with))
        return false;
    if (rest->len > 0 && (!card_number_read(rest, GROUPS_PER_BOARD_MAX, &group) ||
                          !card_number_read(rest, UINT64_MAX, &out->accepted)))
        return false;
    if (rest->len > 0 && !packet_next(rest, &parts->listed))
        return false;
    out->group = (uint32_t)group;
    if (rest->len > 0 && !packet_next(rest, &parts->images))
        return false;
    return rest->len == 0;
}

static bool card_read(struct packet packed, struct idea *out, struct card_parts *parts)
{
    struct packet rest = packed, author;
    char state[WORD_BYTES_MAX], status[WORD_BYTES_MAX];

    *out = (struct idea){0};
    if (!packet_next_id(&rest, &out->id) || !packet_next_u32(&rest, &out->number) ||
        !packet_next_number(&rest, &out->version) ||
        !packet_next_number(&rest, &out->at_ms) || !packet_next(&rest, &author) ||
        author.len != PARTICIPANT_BYTES || !packet_next_word(&rest, state) ||
        !idea_state_read(state, &out->state) || !packet_next_word(&rest, status) ||
        !idea_status_read(status, &out->status) || !packet_next_u32(&rest, &out->tags) ||
        !card_ties_read(&rest, out, parts))
        return false;
    memcpy(out->author.bytes, author.at, PARTICIPANT_BYTES);
    return true;
}

bool idea_card_read(struct packet packed, struct idea *out)
{
    struct card_parts parts;

    return card_read(packed, out, &parts);
}

static size_t ids_read(struct packet text, size_t most, struct id out[])
{
    struct packet part;
    size_t n = 0;

    while (n < most && packet_next_part(&text, &part) &&
           id_read(part.at, part.len, &out[n]))
        n++;
    return n;
}

size_t idea_card_with(struct packet packed, struct id with[])
{
    struct card_parts parts;
    struct idea idea;

    return card_read(packed, &idea, &parts) ? ids_read(parts.with, MERGED_INTO_MAX, with)
                                            : 0;
}

size_t idea_card_images(struct packet packed, struct id images[])
{
    struct card_parts parts;
    struct idea idea;

    return card_read(packed, &idea, &parts)
               ? ids_read(parts.images, IMAGES_PER_IDEA_MAX, images)
               : 0;
}

struct packet idea_card_listed(struct packet packed)
{
    struct card_parts parts;
    struct idea idea;

    return card_read(packed, &idea, &parts) ? parts.listed : (struct packet){"", 0};
}

static bool next_part_number(struct packet *rest, uint64_t max, uint64_t *out)
{
    struct packet part;

    return packet_next_part(rest, &part) && packet_number(part, out) && *out <= max;
}

static bool next_part_real(struct packet *rest, double *out)
{
    struct packet part;
    char text[32], *end;

    if (!packet_next_part(rest, &part) || !packet_text(part, text, sizeof text))
        return false;
    *out = strtod(text, &end);
    return *end == '\0' && isfinite(*out);
}

#define HEAT_BUSY 3 /* See functions/shared/idea.lua. */

bool idea_heat_read(struct packet text, struct idea *out)
{
    uint64_t supports, on, comments = 0;

    if (!next_part_number(&text, UINT64_MAX, &out->rev) ||
        !next_part_number(&text, UINT32_MAX, &supports) ||
        !next_part_real(&text, &out->trend) || !next_part_number(&text, HEAT_BUSY, &on))
        return false;
    /* One that was written before there were comments ends here. What is behind those is
     * the functions' own. */
    if (text.len > 0 && (!next_part_number(&text, UINT32_MAX, &comments) ||
                         !next_part_number(&text, UINT64_MAX, &out->talk_rev)))
        return false;
    out->supports = (uint32_t)supports;
    out->comments = (uint32_t)comments;
    out->is_busy = on == HEAT_BUSY;
    return true;
}

bool spent_read(struct packet text, uint32_t *supports)
{
    uint64_t given = 0, posted;

    if (text.len > 0 && (!next_part_number(&text, UINT32_MAX, &given) ||
                         !next_part_number(&text, UINT32_MAX, &posted) || text.len > 0))
        return false;
    *supports = (uint32_t)given;
    return true;
}

bool support_read(struct packet text, uint32_t *n, bool *on)
{
    uint64_t number = 0, is_on = 0, at;

    if (text.len > 0 &&
        (!next_part_number(&text, UINT32_MAX, &number) ||
         !next_part_number(&text, 1, &is_on) || !next_part_number(&text, UINT64_MAX, &at)))
        return false;
    *n = (uint32_t)number;
    *on = is_on == 1;
    return true;
}

bool history_entry_read(struct packet packed, struct history_entry *out)
{
    struct packet rest = packed, who, before, after;
    char what[WORD_BYTES_MAX], by[WORD_BYTES_MAX];

    *out = (struct history_entry){0};
    if (!packet_next_number(&rest, &out->at_ms) || !packet_next_word(&rest, what) ||
        !history_what_read(what, &out->what) || !packet_next_word(&rest, by) ||
        !history_by_read(by, &out->by) || !packet_next(&rest, &who) ||
        (who.len != 0 && who.len != PARTICIPANT_BYTES) || !packet_next(&rest, &before) ||
        !packet_next(&rest, &after) || rest.len > 0)
        return false;
    out->has_who = who.len > 0;
    if (out->has_who)
        memcpy(out->who.bytes, who.at, PARTICIPANT_BYTES);
    return packet_text(before, out->before, sizeof out->before) &&
           packet_text(after, out->after, sizeof out->after);
}

bool board_news_read(struct packet packed, struct board_news *out)
{
    struct packet tag;

    return packet_next(&packed, &tag) && packet_is(tag, "board") &&
           packet_next_number(&packed, &out->epoch) &&
           packet_next_id(&packed, &out->board) && packet_next_number(&packed, &out->rev) &&
           packed.len == 0;
}
