/* SPDX-License-Identifier: Apache-2.0 */

/* Boards, ideas and supports as the functions in Redis write them, and what workers are
 * told of a board: whatever is read is read again from what it was packed into. */
#include "fuzz/repack.h"
#include "store/record_board.h"

#include <inttypes.h>
#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void board(const struct board_record *record)
{
    struct strbuf out = {0};
    struct board_record again;

    must_be_id(&record->id);
    packet_add_text(&out, record->id.text);
    packet_add_number(&out, record->version);
    packet_add_number(&out, record->place);
    packet_add_text(&out, phase_rule(record->phase)->name);
    packet_add_number(&out, record->closes_ms);
    packet_add(&out, record->def->text, record->def->len);
    packet_add_number(&out, record->rules_version);
    must(board_record_read(packed(&out), &again));
    must(again.rules_version == record->rules_version);
    must(again.version == record->version && again.place == record->place);
    must(again.phase == record->phase && again.closes_ms == record->closes_ms);
    must(again.def->len == record->def->len);
    board_record_done(&again);
    strbuf_done(&out);
}

static void card(const struct idea *idea)
{
    struct id with[MERGED_INTO_MAX];
    struct strbuf out = {0};
    struct idea again;

    must_be_id(&idea->id);
    must(idea->supports == 0 && idea->rev == 0);
    packet_add_text(&out, idea->id.text);
    packet_add_number(&out, idea->number);
    packet_add_number(&out, idea->version);
    packet_add_number(&out, idea->at_ms);
    packet_add(&out, idea->author.bytes, PARTICIPANT_BYTES);
    packet_add_text(&out, idea_state_name(idea->state));
    packet_add_text(&out, idea_status_name(idea->status));
    packet_add_number(&out, idea->tags);
    packet_add_text(&out, idea->into.text);
    packet_add_text(&out, "tent tarp");
    packet_add_number(&out, idea->group);
    packet_add_number(&out, idea->accepted);
    must(idea_card_read(packed(&out), &again));
    must(again.group == idea->group && again.accepted == idea->accepted);
    must(id_same(&again.into, &idea->into));
    must(idea_card_with(packed(&out), with) == 2 && strcmp(with[1].text, "tarp") == 0);
    must(again.number == idea->number && again.version == idea->version);
    must(again.at_ms == idea->at_ms && again.tags == idea->tags);
    must(again.state == idea->state && again.status == idea->status);
    must(memcmp(again.author.bytes, idea->author.bytes, PARTICIPANT_BYTES) == 0);
    strbuf_done(&out);
}

static void heat(const struct idea *idea)
{
    struct strbuf out = {0};
    struct idea again = {0};

    must(isfinite(idea->trend));
    strbuf_printf(&out, "%" PRIu64 " %" PRIu32 " 1.5 3 %" PRIu32 " %" PRIu64 " 1.25 0.5",
                  idea->rev, idea->supports, idea->comments, idea->talk_rev);
    must(idea_heat_read(packed(&out), &again));
    must(again.rev == idea->rev && again.supports == idea->supports && again.is_busy);
    must(again.comments == idea->comments && again.talk_rev == idea->talk_rev);
    strbuf_done(&out);
}

static void news(const struct board_news *told)
{
    struct strbuf out = {0};
    struct board_news again;

    must_be_id(&told->board);
    packet_add_text(&out, "board");
    packet_add_number(&out, told->epoch);
    packet_add_text(&out, told->board.text);
    packet_add_number(&out, told->rev);
    must(board_news_read(packed(&out), &again));
    must(again.epoch == told->epoch && again.rev == told->rev);
    must(id_same(&again.board, &told->board));
    strbuf_done(&out);
}

static void support(uint32_t n, bool on, bool is_none)
{
    char text[32];
    uint32_t n_again;
    bool on_again;

    must(!is_none || (n == 0 && !on)); /* Nothing is what nobody gave. */
    (void)snprintf(text, sizeof text, "%" PRIu32 " %d 7 0 5 +12 -3", n, on);
    must(support_read((struct packet){text, strlen(text)}, &n_again, &on_again));
    must(n_again == n && on_again == on);
}

static void entry(const struct history_entry *read)
{
    struct strbuf out = {0};
    struct history_entry again;

    packet_add_number(&out, read->at_ms);
    packet_add_text(&out, history_what_name(read->what));
    packet_add_text(&out, history_by_name(read->by));
    packet_add(&out, read->who.bytes, read->has_who ? PARTICIPANT_BYTES : 0);
    packet_add_text(&out, read->before);
    packet_add_text(&out, read->after);
    must(history_entry_read(packed(&out), &again));
    must(again.at_ms == read->at_ms && again.what == read->what && again.by == read->by);
    must(strcmp(again.before, read->before) == 0 && strcmp(again.after, read->after) == 0);
    strbuf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct packet given = {(const char *)data, size};
    struct board_record record;
    struct history_entry past;
    struct board_news told;
    struct idea idea;
    uint32_t n;
    bool on;

    if (board_record_read(given, &record))
        board(&record);
    board_record_done(&record);
    if (idea_card_read(given, &idea))
        card(&idea);
    if (idea_heat_read(given, &idea))
        heat(&idea);
    if (support_read(given, &n, &on))
        support(n, on, size == 0);
    if (history_entry_read(given, &past))
        entry(&past);
    if (board_news_read(given, &told))
        news(&told);
    return 0;
}
