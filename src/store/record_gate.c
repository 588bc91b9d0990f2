/* SPDX-License-Identifier: Apache-2.0 */

#include "store/record_gate.h"

#include "store/record_board.h"

static bool next_number(struct packet *rest, uint64_t max, uint64_t *out)
{
    struct packet part;

    return packet_next_part(rest, &part) && packet_number(part, out) && *out <= max;
}

static bool next_status(struct packet *rest, enum idea_status *out)
{
    struct packet part;
    char word[WORD_BYTES_MAX];

    return packet_next_part(rest, &part) && packet_text(part, word, sizeof word) &&
           idea_status_read(word, out);
}

bool gate_state_read(struct packet text, struct gate_state *out)
{
    uint64_t passed, is_over;

    *out = (struct gate_state){0};
    if (text.len == 0)
        return true;
    if (!next_number(&text, UINT32_MAX, &passed) ||
        !next_number(&text, UINT64_MAX, &out->base_ms) ||
        !next_number(&text, UINT64_MAX, &out->by_ms) || !next_status(&text, &out->given) ||
        !next_number(&text, 1, &is_over) || text.len > 0)
        return false;
    out->passed = (uint32_t)passed;
    out->is_over = is_over == 1;
    return true;
}

bool opinions_read(struct packet text, uint32_t *good, uint32_t *bad)
{
    uint64_t yes = 0, no = 0;

    if (text.len > 0 && (!next_number(&text, UINT32_MAX, &yes) ||
                         !next_number(&text, UINT32_MAX, &no) || text.len > 0))
        return false;
    *good = (uint32_t)yes;
    *bad = (uint32_t)no;
    return true;
}

static bool own_read(struct packet text, struct gate_read *out)
{
    uint64_t n = 0, good = 0;

    if (text.len > 0 && (!next_number(&text, UINT32_MAX, &n) ||
                         !next_number(&text, 1, &good) || text.len > 0))
        return false;
    out->own_n = (uint32_t)n;
    out->own_good = good == 1;
    return true;
}

bool gate_read_read(struct packet packed, struct gate_read *out)
{
    struct packet state, opinions, own;

    *out = (struct gate_read){0};
    return packet_next(&packed, &state) && packet_next(&packed, &opinions) &&
           packet_next(&packed, &own) && packed.len == 0 &&
           gate_state_read(state, &out->state) &&
           opinions_read(opinions, &out->good, &out->bad) && own_read(own, out);
}
