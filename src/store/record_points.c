/* SPDX-License-Identifier: Apache-2.0 */

#include "store/record_points.h"

#include <string.h>

bool packet_entry_id(struct packet text, struct entry_id *out)
{
    return entry_id_read(text.at, text.len, out);
}

static bool next_participant(struct packet *rest, struct participant *out)
{
    struct packet bytes;

    if (!packet_next(rest, &bytes) || bytes.len != PARTICIPANT_BYTES)
        return false;
    memcpy(out->bytes, bytes.at, PARTICIPANT_BYTES);
    return true;
}

static bool signed_number(struct packet text, int64_t *out)
{
    bool is_negative = text.len > 0 && text.at[0] == '-';
    uint64_t number;

    if (is_negative) {
        text.at++;
        text.len--;
    }
    if (!packet_number(text, &number) || number > INT32_MAX)
        return false;
    *out = is_negative ? -(int64_t)number : (int64_t)number;
    return true;
}

bool points_move_read(struct packet packed, struct points_move *out)
{
    struct packet by;
    char rule[WORD_BYTES_MAX];

    *out = (struct points_move){0};
    return next_participant(&packed, &out->who) && packet_next_word(&packed, rule) &&
           points_rule_read(rule, &out->rule) && packet_next(&packed, &by) &&
           signed_number(by, &out->by) && packet_next_id(&packed, &out->board) &&
           packet_next_id(&packed, &out->idea) && packed.len == 0;
}

/* ---- Selections ------------------------------------------------------------------------
 */

static bool people_read(struct packet list, struct selection *out,
                        struct points_place *people)
{
    while (list.len > 0) {
        struct points_place *person = &people[out->n_people];
        struct packet one;

        if (out->n_people == SELECTED_MAX || !packet_next(&list, &one))
            return false;
        *person = (struct points_place){0};
        if (!next_participant(&one, &person->who) ||
            !packet_next_number(&one, &person->points) ||
            !packet_next_number(&one, &person->place) || one.len > 0)
            return false;
        out->n_people++;
    }
    out->people = people;
    return true;
}

bool selection_read(struct packet packed, struct selection *out,
                    struct points_place *people)
{
    struct packet upto, list;
    char ties[WORD_BYTES_MAX];

    *out = (struct selection){0};
    if (!packet_next_id(&packed, &out->id) || !packet_next_number(&packed, &out->at_ms) ||
        !packet_next_u32(&packed, &out->period) || !packet_next_u32(&packed, &out->n) ||
        !packet_next_word(&packed, ties) || !ties_read(ties, &out->ties) ||
        !packet_next(&packed, &upto) || !packet_entry_id(upto, &out->upto) ||
        !packet_next_u32(&packed, &out->left_out) || !packet_next(&packed, &list) ||
        packed.len > 0)
        return false;
    return !people || people_read(list, out, people);
}

/* ---- News ------------------------------------------------------------------------------
 */

bool news_read(struct packet packed, struct news *out)
{
    char what[WORD_BYTES_MAX], status[WORD_BYTES_MAX], state[WORD_BYTES_MAX];
    struct packet with; /* What was merged into it: for the functions to know. */

    *out = (struct news){0};
    return packet_next_id(&packed, &out->board) && packet_next_id(&packed, &out->idea) &&
           packet_next_word(&packed, what) && news_what_read(what, &out->what) &&
           packet_next_word(&packed, status) && idea_status_read(status, &out->status) &&
           packet_next_word(&packed, state) && idea_state_read(state, &out->state) &&
           next_participant(&packed, &out->author) &&
           (packed.len == 0 || (packet_next(&packed, &with) && packed.len == 0));
}

bool news_hint_read(struct packet packed, struct news_hint *out)
{
    struct packet tag, id;

    return packet_next(&packed, &tag) && packet_is(tag, "news") &&
           packet_next_number(&packed, &out->epoch) && packet_next(&packed, &id) &&
           packet_entry_id(id, &out->id) && packed.len == 0;
}
