/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/event.h"

#include <inttypes.h>
#include <string.h>

/* Ids, codes and names of tables need no escapes. */
static void add_bool(struct strbuf *out, const char *before, bool value)
{
    strbuf_puts(out, before);
    strbuf_puts(out, value ? "true" : "false");
}

static void add_id_or_null(struct strbuf *out, const char *before, const struct id *id)
{
    strbuf_puts(out, before);
    if (id_is_none(id))
        strbuf_puts(out, "null");
    else
        strbuf_printf(out, "\"%s\"", id->text);
}

/* ---- Records ------------------------------------------------------------------ */

/* How much of a definition everyone may know. Its last fields are what is right, which is
 * told once the question is revealed, and the host's notes. No text holds a quote that is
 * not escaped. */
static size_t public_len(const struct buf *def, enum question_state state)
{
    static const char right[] = ",\"right\":", notes[] = ",\"notes\":\"";
    const char *end = state == QUESTION_REVEALED
                          ? NULL
                          : memmem(def->text, def->len, right, sizeof right - 1);

    if (!end)
        end = memmem(def->text, def->len, notes, sizeof notes - 1);
    return end ? (size_t)(end - def->text) : def->len - 1;
}

void record_question(struct strbuf *out, const struct question_view *view)
{
    const struct question *q = view->question;

    strbuf_printf(out,
                  "{\"id\":\"%s\",\"state\":\"%s\",\"round\":%" PRIu32
                  ",\"version\":%" PRIu64 ",\"closes\":%" PRIu64,
                  q->id.text, question_state_name(q->state), q->round, q->version,
                  q->closes_ms);
    if (q->before)
        strbuf_printf(out, ",\"before\":%" PRIu32, q->before);
    if (view->is_staff && q->undo.until_ms)
        strbuf_printf(out, ",\"undo\":{\"move\":\"%s\",\"until\":%" PRIu64 "}",
                      question_move_name(q->undo.move), q->undo.until_ms);
    strbuf_puts(out, ",\"def\":");
    strbuf_add(out, view->def->text,
               view->is_staff ? view->def->len - 1 : public_len(view->def, q->state));
    strbuf_puts(out, "}}");
}

void record_room(struct strbuf *out, const struct room_view *view)
{
    const struct room *room = view->room;

    strbuf_printf(out, "{\"id\":\"%s\",\"code\":\"%s\",\"rev\":%" PRIu64, room->id.text,
                  room->code.text, room->rev);
    add_id_or_null(out, ",\"current\":", view->current);
    add_id_or_null(out, ",\"board\":", view->board);
    strbuf_puts(out, ",\"order\":[");
    for (size_t i = 0; i < view->n_order; i++)
        strbuf_printf(out, i ? ",\"%s\"" : "\"%s\"", view->order[i].text);
    strbuf_printf(out, "],\"access\":\"%s\"", room_access_name(room->access));
    if (room->small_groups_ms)
        strbuf_printf(out, ",\"small_groups\":%" PRIu64, room->small_groups_ms);
    strbuf_puts(out, ",\"settings\":");
    strbuf_add(out, view->settings->text, view->settings->len);
    strbuf_puts(out, "}");
}

/* ---- Facts ---------------------------------------------------------------------- */

static void begin_fact(struct strbuf *out, const char *name, uint64_t seq)
{
    strbuf_printf(out, "{\"ev\":\"%s\",\"seq\":%" PRIu64, name, seq);
}

void event_fact_question(struct strbuf *out, const char *name, uint64_t seq,
                         const struct question_view *view)
{
    begin_fact(out, name, seq);
    strbuf_puts(out, ",\"question\":");
    record_question(out, view);
    strbuf_puts(out, "}");
}

void event_question_removed(struct strbuf *out, uint64_t seq, const struct id *question)
{
    begin_fact(out, "question.removed", seq);
    strbuf_printf(out, ",\"id\":\"%s\"}", question->text);
}

void event_room_changed(struct strbuf *out, uint64_t seq, const struct room_view *view)
{
    begin_fact(out, "room.changed", seq);
    strbuf_puts(out, ",\"room\":");
    record_room(out, view);
    strbuf_puts(out, "}");
}

/* ---- Other events ----------------------------------------------------------------- */

void event_tally(struct strbuf *out, uint64_t epoch, const struct id *question,
                 const struct tally *tally, enum tally_part part)
{
    strbuf_printf(out,
                  "{\"ev\":\"%s\",\"epoch\":%" PRIu64
                  ",\"question\":\"%s\",\"round\":%" PRIu32 ",\"rev\":%" PRIu64,
                  part == TALLY_VOTERS ? "voters" : "tally", epoch, question->text,
                  tally->round, tally->revision);
    if (part != TALLY_COUNTS)
        strbuf_printf(out, ",\"voters\":%" PRIu64, tally->voters);
    if (part != TALLY_VOTERS) {
        for (uint32_t i = 0; i < tally->n_cells; i++)
            strbuf_printf(out, i ? ",%" PRId64 : ",\"counts\":[%" PRId64, tally->counts[i]);
        strbuf_puts(out, "]");
    }
    strbuf_puts(out, "}");
}

void event_tally_words(struct strbuf *out, const struct buf *words)
{
    out->len--; /* The bracket that closes it. */
    strbuf_puts(out, ",\"words\":");
    strbuf_puts(out, words ? words->text : "[]");
    strbuf_puts(out, "}");
}

void event_people(struct strbuf *out, uint32_t n)
{
    strbuf_printf(out, "{\"ev\":\"people\",\"n\":%" PRIu32 "}", n);
}

void event_reactions(struct strbuf *out, const struct reaction_sums *sums)
{
    strbuf_printf(out, "{\"ev\":\"reactions\",\"epoch\":%" PRIu64 ",\"sums\":[",
                  sums->epoch);
    for (size_t i = 0; i < REACTIONS; i++)
        strbuf_printf(out, "%s%" PRIu64, i ? "," : "", sums->of[i]);
    strbuf_puts(out, "]}");
}

void event_store(struct strbuf *out, const struct store_news *news)
{
    add_bool(out, "{\"ev\":\"store\",\"up\":", news->up);
    add_bool(out, ",\"full\":", news->full);
    strbuf_printf(out, ",\"keeps\":\"%s\",\"replicas\":%" PRIu32 "}", news->keeps,
                  news->replicas);
}

void event_bye(struct strbuf *out, uint32_t again_ms)
{
    strbuf_printf(out, "{\"ev\":\"bye\",\"again_ms\":%" PRIu32 "}", again_ms);
}
