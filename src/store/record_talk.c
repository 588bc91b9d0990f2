/* SPDX-License-Identifier: Apache-2.0 */

#include "store/record_talk.h"

#include <string.h>

static bool card_read(struct packet packed, struct comment *out, struct packet *listed)
{
    struct packet rest = packed, author, by;
    char state[WORD_BYTES_MAX];

    *out = (struct comment){0};
    *listed = (struct packet){"", 0};
    if (!packet_next_id(&rest, &out->id) || !packet_next_u32(&rest, &out->number) ||
        !packet_next_number(&rest, &out->version) ||
        !packet_next_number(&rest, &out->at_ms) || !packet_next(&rest, &author) ||
        author.len != PARTICIPANT_BYTES || !packet_next_word(&rest, state) ||
        !idea_state_read(state, &out->state) || !packet_next(&rest, &by) ||
        !packet_next_u32(&rest, &out->likes))
        return false;
    /* Cards did not have it at first. */
    if (rest.len > 0 && (!packet_next(&rest, listed) || rest.len > 0))
        return false;
    memcpy(out->author.bytes, author.at, PARTICIPANT_BYTES);
    return true;
}

bool comment_card_read(struct packet packed, struct comment *out)
{
    struct packet listed;

    return card_read(packed, out, &listed);
}

struct packet comment_card_listed(struct packet packed)
{
    struct packet listed;
    struct comment comment;

    return card_read(packed, &comment, &listed) ? listed : (struct packet){"", 0};
}

static bool next_number(struct packet *rest, uint64_t max, uint64_t *out)
{
    struct packet part;

    return packet_next_part(rest, &part) && packet_number(part, out) && *out <= max;
}

bool like_read(struct packet text, uint32_t *n, bool *on)
{
    uint64_t number = 0, is_on = 0;

    if (text.len > 0 && (!next_number(&text, UINT32_MAX, &number) ||
                         !next_number(&text, 1, &is_on) || text.len > 0))
        return false;
    *n = (uint32_t)number;
    *on = is_on == 1;
    return true;
}

bool review_thing_read(struct packet text, struct review_thing *out)
{
    const char *blank = memchr(text.at, ' ', text.len);

    *out = (struct review_thing){0};
    if (!blank)
        return false;
    size_t idea = (size_t)(blank - text.at), comment = text.len - idea - 1;

    return id_read(text.at, idea, &out->idea) &&
           (comment == 0 || id_read(blank + 1, comment, &out->comment));
}

bool review_score_read(struct packet text, int64_t *out)
{
    bool is_below = text.len > 0 && text.at[0] == '-';
    struct packet digits = {text.at + is_below, text.len - is_below};
    uint64_t number;

    if (!packet_number(digits, &number) || number > INT64_MAX)
        return false;
    *out = is_below ? -(int64_t)number : (int64_t)number;
    return true;
}

bool review_reports_read(struct packet text, uint32_t reports[REPORT_REASONS])
{
    uint64_t n;

    memset(reports, 0, REPORT_REASONS * sizeof *reports);
    for (size_t i = 0; text.len > 0; i++) {
        if (!next_number(&text, UINT32_MAX, &n))
            return false;
        if (i < REPORT_REASONS)
            reports[i] = (uint32_t)n;
    }
    return true;
}
