/* SPDX-License-Identifier: Apache-2.0 */

/* What we say to clients: one encoder each, appending JSON to a strbuf. No encoder can
 * fail. Definitions and settings are kept as JSON and copied through. */
#ifndef WIRE_EVENT_H
#define WIRE_EVENT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "domain/board.h"
#include "domain/history.h"
#include "domain/idea.h"
#include "domain/image.h"
#include "domain/points.h"
#include "domain/policy.h"
#include "domain/question.h"
#include "domain/reaction.h"
#include "domain/room.h"
#include "domain/tally.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A JSON string with its quotes; `<`, `>` and `&` are escaped too, so that it may stand
 * inside HTML. */
void json_text(struct strbuf *out, const char *text, size_t len);
/* Copies JSON made by wire, escaping `<`, `>`, `&`, U+2028 and U+2029 for use inside
 * <script>. */
void json_for_script(struct strbuf *out, const char *json, size_t len);

/* {"re":7,"ok":…} in two halves around what a command answers; without mid (`re` NULL):
 * {"ok":…}. */
void answer_begin(struct strbuf *out, const uint32_t *re);
void answer_end(struct strbuf *out);
/* More fields of an error; {0} for none. */
struct error_detail {
    const char *field, *limit;
    const char *nearest; /* A colour that would do. */
    const char *into;    /* The idea that one was merged into. */
    bool has_n;
    uint32_t n;
    const char *ballot; /* JSON text of ballot_len bytes, NULL for none. */
    size_t ballot_len;
    bool has_on, on;          /* Of a support. */
    bool has_good, good;      /* Of an opinion. */
    uint32_t round;           /* 0: none. */
    uint32_t page;            /* Of a PDF; 0: none. */
    uint64_t again_ms;        /* 0: none. */
    const struct buf *record; /* JSON under the key "record", NULL for none. */
};
/* `re` NULL writes "re":null when `is_socket`, and no re at all otherwise. */
void answer_error(struct strbuf *out, bool is_socket, const uint32_t *re, enum err err,
                  const struct error_detail *detail);

/* Records. */
struct question_view {
    const struct question *question;
    const struct buf *def;
    bool is_staff; /* Its notes are for staff alone. */
};
void record_question(struct strbuf *out, const struct question_view *view);
/* `order` lists only the questions that this viewer may know of; `current` and `board`
 * likewise, or none. */
struct room_view {
    const struct room *room;
    const struct buf *settings;
    const struct id *order;
    size_t n_order;
    const struct id *current;
    const struct id *board;
};
void record_room(struct strbuf *out, const struct room_view *view);

struct board_view {
    const struct board *board;
    const struct buf *def;
    bool is_staff; /* Others ask for the rules. */
};
/* The rules of a definition, as JSON text; "" with its quotes where it has none. */
void record_rules(struct strbuf *out, const struct buf *def);
void record_board(struct strbuf *out, const struct board_view *view);
/* An idea with its words, as one participant reads it. `words` is JSON of wire/record.h. */
struct gate_view;
struct idea_view {
    const struct idea *idea;
    const struct buf *words;
    uint32_t n; /* Of this one's support. */
    bool on, is_mine, is_staff;
    const struct gate_view *gate; /* NULL: the board has none. */
    const struct buf *listed;     /* What it waits for, to staff; NULL: none. */
    const struct id *with;        /* n_with ideas that were merged into it. */
    size_t n_with;
    const struct idea_image *images; /* n_images that this one may see. */
    size_t n_images;
};
/* "held", of listed words, a line each. */
void record_held(struct strbuf *out, const struct buf *listed);
/* The fields of one. */
void image_fields(struct strbuf *out, const struct idea_image *image);
void record_idea(struct strbuf *out, const struct idea_view *view);

/* One change of an idea: {"at":…,"what":"status","by":"team","from":"new","to":"read"}. */
void record_history_entry(struct strbuf *out, const struct history_entry *entry);

/* Events. */
/* What became of an idea that this one posted or supports. */
struct notice {
    struct entry_id id;
    const struct id *board, *idea;
    enum news_what what;
    enum idea_status status;
    enum idea_state state;
    bool is_mine;
};
/* Its fields alone, and the event. */
void notice_fields(struct strbuf *out, const struct notice *notice);
void event_notice(struct strbuf *out, const struct notice *notice);
void event_fact_question(struct strbuf *out, const char *name, uint64_t seq,
                         const struct question_view *view);
void event_question_removed(struct strbuf *out, uint64_t seq, const struct id *question);
void event_room_changed(struct strbuf *out, uint64_t seq, const struct room_view *view);
/* What of a tally somebody may see: "tally" with or without the number of voters, or
 * "voters" alone. */
enum tally_part { TALLY_WHOLE, TALLY_COUNTS, TALLY_VOTERS, TALLY_PARTS };
void event_tally(struct strbuf *out, uint64_t epoch, const struct id *question,
                 const struct tally *tally, enum tally_part part);
void event_fact_board(struct strbuf *out, const char *name, uint64_t seq,
                      const struct board_view *view);
void event_device_changed(struct strbuf *out, uint64_t seq, const struct id *device);
void event_board_removed(struct strbuf *out, uint64_t seq, const struct id *board);
/* What moved of the ideas that somebody looks at. Of one they may not see any more, only
 * that it is gone. */
struct idea_glance {
    const struct idea *idea;
    bool may_see;
};
struct ideas_event {
    uint64_t epoch, rev;
    const struct id *board;
    uint32_t total;          /* Ideas that everyone may see. */
    const uint32_t *pending; /* Those that wait, to staff; else NULL. */
    size_t n;
    const struct idea_glance *ideas;
};
void event_ideas(struct strbuf *out, const struct ideas_event *event);
/* Puts the words of a cloud into such an event, as its last field; NULL: there are none. */
void event_tally_words(struct strbuf *out, const struct buf *words);
void event_people(struct strbuf *out, uint32_t n);
void event_reactions(struct strbuf *out, const struct reaction_sums *sums);
struct store_news {
    bool up, full;
    const char *keeps; /* What a counted ballot is promised: "disk". */
    uint32_t replicas; /* In the memory of so many more machines. */
};
void event_store(struct strbuf *out, const struct store_news *news);
void event_bye(struct strbuf *out, uint32_t again_ms);

#endif
