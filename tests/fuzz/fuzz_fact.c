/* SPDX-License-Identifier: Apache-2.0 */

/* An entry of the journal, as workers hear it from each other. */
#include "fuzz/repack.h"
#include "store/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const abouts[] = {
    [FACT_ROOM] = "room",
    [FACT_QUESTION] = "question",
    [FACT_QUESTION_REMOVED] = "removed",
    [FACT_RIGHTS] = "rights",
    [FACT_ROOM_DELETED] = "deleted",
};

static void repack_fact(const struct fact *fact, struct strbuf *out)
{
    struct strbuf room = {0}, question = {0};

    repack_room(&fact->room, NULL, &room);
    if (fact->about == FACT_QUESTION)
        repack_question(&fact->question, &question);
    if (fact->about == FACT_QUESTION_REMOVED)
        packet_add_text(&question, fact->question.id.text);
    packet_add_text(out, "fact");
    packet_add_number(out, fact->epoch);
    packet_add_number(out, fact->seq);
    packet_add_number(out, fact->at_ms);
    packet_add_text(out, fact->name);
    packet_add_text(out, abouts[fact->about]);
    packet_add(out, room.text, room.len);
    packet_add(out, question.len ? question.text : "", question.len);
    strbuf_done(&room);
    strbuf_done(&question);
}

static void must_be_fact(const struct fact *fact)
{
    must(fact->about <= FACT_ROOM_DELETED && strlen(fact->name) < FACT_NAME_BYTES);
    must_be_room(&fact->room);
    if (fact->about == FACT_QUESTION)
        must_be_question(&fact->question);
    else
        must(!fact->question.def);
    if (fact->about == FACT_QUESTION_REMOVED)
        must_be_id(&fact->question.id);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct packet given = {(const char *)data, size};
    struct strbuf first = {0}, second = {0};
    struct fact fact, again;

    if (!fact_read(given, &fact)) {
        must(!fact.room.settings && !fact.question.def); /* Nothing is left to free. */
        return 0;
    }
    must_be_fact(&fact);
    repack_fact(&fact, &first);
    must(fact_read(packed(&first), &again));
    repack_fact(&again, &second);
    must(same_bytes(&first, &second));
    strbuf_done(&first);
    strbuf_done(&second);
    fact_done(&fact);
    fact_done(&again);
    return 0;
}
