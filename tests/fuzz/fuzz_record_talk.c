/* SPDX-License-Identifier: Apache-2.0 */

/* Comments, likes and reports as the functions in Redis write them: whatever is read is
 * read again from what it was packed into. */
#include "fuzz/repack.h"
#include "store/record_talk.h"

#include <inttypes.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void card(const struct comment *comment)
{
    struct strbuf out = {0};
    struct comment again;

    must_be_id(&comment->id);
    packet_add_text(&out, comment->id.text);
    packet_add_number(&out, comment->number);
    packet_add_number(&out, comment->version);
    packet_add_number(&out, comment->at_ms);
    packet_add(&out, comment->author.bytes, PARTICIPANT_BYTES);
    packet_add_text(&out, idea_state_name(comment->state));
    packet_add_text(&out, "");
    packet_add_number(&out, comment->likes);
    must(comment_card_read(packed(&out), &again));
    must(again.number == comment->number && again.version == comment->version);
    must(again.at_ms == comment->at_ms && again.likes == comment->likes);
    must(again.state == comment->state);
    must(memcmp(again.author.bytes, comment->author.bytes, PARTICIPANT_BYTES) == 0);
    strbuf_done(&out);
}

/* The words that it waits for lie within what was read, and come back as they were. */
static void held(struct packet given, const struct comment *comment)
{
    const struct packet words = comment_card_listed(given);
    struct strbuf out = {0};

    must(words.len == 0 ||
         (words.at >= given.at && words.at + words.len <= given.at + given.len));
    packet_add_text(&out, comment->id.text);
    packet_add_number(&out, comment->number);
    packet_add_number(&out, comment->version);
    packet_add_number(&out, comment->at_ms);
    packet_add(&out, comment->author.bytes, PARTICIPANT_BYTES);
    packet_add_text(&out, idea_state_name(comment->state));
    packet_add_text(&out, "");
    packet_add_number(&out, comment->likes);
    packet_add(&out, words.at, words.len);
    const struct packet again = comment_card_listed(packed(&out));

    must(again.len == words.len &&
         (words.len == 0 || memcmp(again.at, words.at, words.len) == 0));
    strbuf_done(&out);
}

static void like(uint32_t n, bool on, bool is_none)
{
    struct strbuf out = {0};
    uint32_t n_again;
    bool on_again;

    must(!is_none || (n == 0 && !on));
    strbuf_printf(&out, "%" PRIu32 " %d", n, on);
    must(like_read(packed(&out), &n_again, &on_again));
    must(n_again == n && on_again == on);
    strbuf_done(&out);
}

static void thing(const struct review_thing *found)
{
    struct strbuf out = {0};
    struct review_thing again;

    must_be_id(&found->idea);
    if (!id_is_none(&found->comment))
        must_be_id(&found->comment);
    strbuf_printf(&out, "%s %s", found->idea.text, found->comment.text);
    must(review_thing_read(packed(&out), &again));
    must(id_same(&again.idea, &found->idea) && id_same(&again.comment, &found->comment));
    strbuf_done(&out);
}

static void reports(const uint32_t found[REPORT_REASONS])
{
    struct strbuf out = {0};
    uint32_t again[REPORT_REASONS];

    for (unsigned i = 0; i < REPORT_REASONS; i++)
        strbuf_printf(&out, "%s%" PRIu32, i ? " " : "", found[i]);
    must(review_reports_read(packed(&out), again));
    must(memcmp(again, found, sizeof again) == 0);
    strbuf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct packet given = {(const char *)data, size};
    uint32_t n, counts[REPORT_REASONS];
    struct review_thing found;
    struct comment comment;
    bool on;

    if (comment_card_read(given, &comment)) {
        card(&comment);
        held(given, &comment);
    }
    if (like_read(given, &n, &on))
        like(n, on, size == 0);
    if (review_thing_read(given, &found))
        thing(&found);
    if (review_reports_read(given, counts))
        reports(counts);
    return 0;
}
