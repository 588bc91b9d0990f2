/* SPDX-License-Identifier: Apache-2.0 */

/* Packs records as the functions in Redis do, so that what was read can be read again:
 * what a reader takes, it takes in one meaning. */
#ifndef FUZZ_REPACK_H
#define FUZZ_REPACK_H

#include "store/record.h"

#include <stdlib.h>
#include <string.h>

static inline void must(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static inline struct packet packed(const struct strbuf *packed)
{
    return (struct packet){packed->text, packed->len};
}

static inline bool same_bytes(const struct strbuf *a, const struct strbuf *b)
{
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static inline void must_be_id(const struct id *id)
{
    struct id again;

    must(id_read(id->text, strlen(id->text), &again) && id_same(&again, id));
}

static inline void repack_room(const struct room_record *record,
                               const struct rounds *rounds, struct strbuf *out)
{
    const struct room *room = &record->room;
    struct strbuf order = {0};

    for (size_t i = 0; i < room->n_order; i++)
        strbuf_printf(&order, "%s%s:%u", i ? "," : "", room->order[i].text,
                      rounds ? rounds->round[i] : 1);
    packet_add_text(out, room->id.text);
    packet_add_text(out, room->code.text);
    packet_add_number(out, room->epoch);
    packet_add_number(out, room->seq);
    packet_add_number(out, room->rev);
    packet_add_text(out, room_access_name(room->access));
    packet_add(out, record->passcode_hash, record->has_passcode ? PASSCODE_HASH_BYTES : 0);
    packet_add_text(out, room->current.text);
    packet_add(out, order.len ? order.text : "", order.len);
    packet_add(out, record->settings->text, record->settings->len);
    packet_add_number(out, 0); /* Created: not kept. */
    packet_add_text(out, room->board.text);
    strbuf_done(&order);
}

static inline void repack_question(const struct question_record *record, struct strbuf *out)
{
    packet_add_text(out, record->id.text);
    packet_add_text(out, question_state_name(record->state));
    packet_add_number(out, record->round);
    packet_add_number(out, record->version);
    packet_add_number(out, record->def_version);
    packet_add_number(out, record->closes_ms);
    packet_add_number(out, record->may_change);
    packet_add(out, record->def->text, record->def->len);
    packet_add_number(out, 0); /* The definition put aside: not kept. */
    packet_add_number(out, record->before);
    packet_add_number(out, 0); /* What that was before: likewise. */
}

static inline void must_be_room(const struct room_record *record)
{
    const struct room *room = &record->room;
    struct code code;

    must_be_id(&room->id);
    must(code_read(room->code.text, CODE_CHARS, &code));
    must(room_access_name(room->access) != NULL);
    must(room->n_order <= QUESTIONS_PER_ROOM_MAX);
    for (size_t i = 0; i < room->n_order; i++)
        must_be_id(&room->order[i]);
    if (!id_is_none(&room->current))
        must_be_id(&room->current);
    if (!id_is_none(&room->board))
        must_be_id(&room->board);
    must(record->settings && record->settings->text[record->settings->len] == '\0');
}

static inline void must_be_question(const struct question_record *record)
{
    must_be_id(&record->id);
    must(question_state_name(record->state) != NULL && record->round > 0);
    must(record->def && record->def->text[record->def->len] == '\0');
}

#endif
