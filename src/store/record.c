/* SPDX-License-Identifier: Apache-2.0 */

#include "store/record.h"

#include "store/record_board.h"

#include <string.h>

/* Empty means none. */
static bool next_id_or_none(struct packet *rest, struct id *out)
{
    struct packet text;

    *out = (struct id){0};
    return packet_next(rest, &text) && (text.len == 0 || id_read(text.at, text.len, out));
}

/* ---- Rooms ------------------------------------------------------------------------ */

bool order_read(struct packet text, struct room *room, struct rounds *rounds)
{
    room->n_order = 0;
    while (text.len > 0) {
        const char *comma = memchr(text.at, ',', text.len);
        size_t len = comma ? (size_t)(comma - text.at) : text.len;
        const char *colon = memchr(text.at, ':', len);
        uint64_t round;

        if (!colon || room->n_order == QUESTIONS_PER_ROOM_MAX)
            return false;
        size_t id_len = (size_t)(colon - text.at);
        if (!id_read(text.at, id_len, &room->order[room->n_order]) ||
            !packet_number((struct packet){colon + 1, len - id_len - 1}, &round) ||
            round == 0 || round > UINT32_MAX)
            return false;
        rounds->round[room->n_order++] = (uint32_t)round;
        if (comma)
            len++;
        text = (struct packet){text.at + len, text.len - len};
    }
    return true;
}

static bool room_fields_read(struct packet rest, struct room_record *out,
                             struct rounds *rounds, struct packet *settings)
{
    struct packet code, passcode, order, small = {"", 0};
    char access[WORD_BYTES_MAX];
    uint64_t created;

    if (!packet_next_id(&rest, &out->room.id) || !packet_next(&rest, &code) ||
        !code_read(code.at, code.len, &out->room.code) ||
        !packet_next_number(&rest, &out->room.epoch) ||
        !packet_next_number(&rest, &out->room.seq) ||
        !packet_next_number(&rest, &out->room.rev) || !packet_next_word(&rest, access) ||
        !room_access_read(access, &out->room.access) || !packet_next(&rest, &passcode) ||
        !next_id_or_none(&rest, &out->room.current) || !packet_next(&rest, &order) ||
        !order_read(order, &out->room, rounds) || !packet_next(&rest, settings) ||
        !packet_next_number(&rest, &created))
        return false;
    /* Journals hold records of a time without boards to look at. */
    if (rest.len > 0 && !next_id_or_none(&rest, &out->room.board))
        return false;
    /* Or of one when small groups were told together everywhere. */
    if (rest.len > 0 && (!packet_next(&rest, &small) || rest.len > 0))
        return false;
    if (small.len > 0 && !packet_number(small, &out->room.small_groups_ms))
        return false;
    if (passcode.len != 0 && passcode.len != PASSCODE_HASH_BYTES)
        return false;
    out->has_passcode = passcode.len > 0;
    if (out->has_passcode)
        memcpy(out->passcode_hash, passcode.at, PASSCODE_HASH_BYTES);
    return true;
}

bool room_record_read(struct packet packed, struct room_record *out, struct rounds *rounds)
{
    struct packet settings;
    struct rounds unused;

    *out = (struct room_record){0};
    if (!room_fields_read(packed, out, rounds ? rounds : &unused, &settings))
        return false;
    out->settings = buf_new(settings.at, settings.len);
    return true;
}

void room_record_done(struct room_record *record)
{
    buf_unref(record->settings);
    record->settings = NULL;
}

/* ---- Questions ---------------------------------------------------------------------- */

/* "<move> <ms>", or nothing. */
static bool undo_read(struct packet text, struct question_undo *out)
{
    char words[WORD_BYTES_MAX + 24], *space;

    *out = (struct question_undo){0};
    if (text.len == 0)
        return true;
    if (!packet_text(text, words, sizeof words) || !(space = strchr(words, ' ')))
        return false;
    *space++ = '\0';
    return question_move_read(words, &out->move) &&
           packet_number((struct packet){space, strlen(space)}, &out->until_ms);
}

bool question_record_read(struct packet packed, struct question_record *out)
{
    struct packet rest = packed, def, undo = {"", 0};
    char state[WORD_BYTES_MAX];
    uint64_t aside_def, before = 0, aside_before;

    *out = (struct question_record){0};
    if (!packet_next_id(&rest, &out->id) || !packet_next_word(&rest, state) ||
        !question_state_read(state, &out->state) || !packet_next_u32(&rest, &out->round) ||
        out->round == 0 || !packet_next_number(&rest, &out->version) ||
        !packet_next_number(&rest, &out->def_version) ||
        !packet_next_number(&rest, &out->closes_ms) ||
        !packet_next_bool(&rest, &out->may_change) || !packet_next(&rest, &def) ||
        !packet_next_number(&rest, &aside_def))
        return false;
    /* Journals hold records of a time without second votes. */
    if (rest.len > 0 && (!packet_next_number(&rest, &before) || before >= out->round ||
                         !packet_next_number(&rest, &aside_before)))
        return false;
    /* Or of one when nobody was offered to take anything back. */
    if (rest.len > 0 && !packet_next(&rest, &undo))
        return false;
    if (rest.len > 0 && (!packet_next_number(&rest, &out->opened_ms) || rest.len > 0))
        return false;
    if (!undo_read(undo, &out->undo))
        return false;
    out->before = (uint32_t)before;
    out->def = buf_new(def.at, def.len);
    return true;
}

void question_record_done(struct question_record *record)
{
    buf_unref(record->def);
    record->def = NULL;
}

/* ---- Facts ----------------------------------------------------------------------------
 */

static const char *const about_names[] = {
    [FACT_ROOM] = "room",
    [FACT_QUESTION] = "question",
    [FACT_QUESTION_REMOVED] = "removed",
    [FACT_BOARD] = "board",
    [FACT_BOARD_REMOVED] = "board_removed",
    [FACT_DEVICE] = "device",
    [FACT_RIGHTS] = "rights",
    [FACT_ROOM_DELETED] = "deleted",
};

static bool about_read(struct packet text, enum fact_about *out)
{
    for (unsigned i = 0; i < sizeof about_names / sizeof about_names[0]; i++) {
        if (packet_is(text, about_names[i])) {
            *out = (enum fact_about)i;
            return true;
        }
    }
    return false;
}

static bool fact_thing_read(struct packet packed, struct fact *out)
{
    if (out->about == FACT_QUESTION)
        return question_record_read(packed, &out->question);
    if (out->about == FACT_BOARD)
        return board_record_read(packed, &out->board);
    if (out->about == FACT_BOARD_REMOVED)
        return packet_next_id(&packed, &out->board.id) && packed.len == 0;
    if (out->about == FACT_QUESTION_REMOVED)
        return packet_next_id(&packed, &out->question.id) && packed.len == 0;
    if (out->about == FACT_DEVICE)
        return packet_next_id(&packed, &out->device) && packed.len == 0;
    return packed.len == 0;
}

bool fact_read(struct packet packed, struct fact *out)
{
    struct packet rest = packed, tag, name, about, room, thing;

    *out = (struct fact){0};
    if (!packet_next(&rest, &tag) || !packet_is(tag, "fact") ||
        !packet_next_number(&rest, &out->epoch) || !packet_next_number(&rest, &out->seq) ||
        !packet_next_number(&rest, &out->at_ms) || !packet_next(&rest, &name) ||
        !packet_text(name, out->name, sizeof out->name) || !packet_next(&rest, &about) ||
        !about_read(about, &out->about) || !packet_next(&rest, &room) ||
        !packet_next(&rest, &thing) || rest.len > 0 ||
        !room_record_read(room, &out->room, NULL))
        return false;
    if (fact_thing_read(thing, out))
        return true;
    fact_done(out);
    return false;
}

void fact_done(struct fact *fact)
{
    room_record_done(&fact->room);
    question_record_done(&fact->question);
    board_record_done(&fact->board);
}

/* ---- Rights and ballots
 * ------------------------------------------------------------------ */

bool link_read(struct packet packed, struct link *out)
{
    struct packet rest = packed, label, secret, place;
    char role[WORD_BYTES_MAX];

    *out = (struct link){0};
    return packet_next_id(&rest, &out->id) && packet_next_word(&rest, role) &&
           role_read(role, &out->role) && packet_next(&rest, &label) &&
           packet_text(label, out->label, sizeof out->label) &&
           packet_next_number(&rest, &out->created_ms) &&
           packet_next_number(&rest, &out->expires_ms) &&
           packet_next_bool(&rest, &out->once) && packet_next_bool(&rest, &out->used) &&
           packet_next(&rest, &secret) &&
           /* Those that were made before there were kiosks have no place. */
           (rest.len == 0 ||
            (packet_next(&rest, &place) &&
             packet_text(place, out->place, sizeof out->place) && rest.len == 0));
}

/* The next of "host:<link>,stage:<link>": its role, and by what it was given. */
static bool grant_next(struct packet *rest, enum role *role, struct packet *by)
{
    char word[WORD_BYTES_MAX];
    const char *comma = memchr(rest->at, ',', rest->len);
    size_t len = comma ? (size_t)(comma - rest->at) : rest->len;
    const char *colon = memchr(rest->at, ':', len);
    size_t name_len = colon ? (size_t)(colon - rest->at) : len;
    struct packet name = {rest->at, name_len};

    *by = colon ? (struct packet){colon + 1, len - name_len - 1} : (struct packet){"", 0};
    if (comma)
        len++;
    *rest = (struct packet){rest->at + len, rest->len - len};
    return packet_text(name, word, sizeof word) && role_read(word, role);
}

enum role grants_read(struct packet text)
{
    enum role most = ROLE_NONE, role;
    struct packet by;

    while (text.len > 0)
        if (grant_next(&text, &role, &by) && role > most)
            most = role;
    return most;
}

bool grants_audit(struct packet text)
{
    enum role role;
    struct packet by;
    bool is_one = false;

    while (text.len > 0)
        is_one = (grant_next(&text, &role, &by) && role == ROLE_AUDITOR) || is_one;
    return is_one;
}

bool grants_device_read(struct packet text, struct id *out)
{
    enum role role;
    struct packet by;
    bool is_one = false;

    while (text.len > 0)
        if (grant_next(&text, &role, &by) && role == ROLE_KIOSK)
            is_one = id_read(by.at, by.len, out) || is_one;
    return is_one;
}

bool stored_ballot_read(struct packet text, uint32_t *n, struct packet *ballot)
{
    const char *first = text.len > 0 ? memchr(text.at, ' ', text.len) : NULL;
    uint64_t number;

    if (!first)
        return false;
    size_t digits = (size_t)(first - text.at);
    const char *second = memchr(first + 1, ' ', text.len - digits - 1);
    if (!second || !packet_number((struct packet){text.at, digits}, &number) ||
        number > UINT32_MAX)
        return false;
    *n = (uint32_t)number;
    *ballot = (struct packet){second + 1, text.len - (size_t)(second - text.at) - 1};
    return true;
}
