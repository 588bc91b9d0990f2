/* SPDX-License-Identifier: Apache-2.0 */

/* A worker's copy of one watched room, and the only structure from which clients
 * are told anything: the page's first state, hello, resume and snapshot are
 * functions of it.
 *
 *   facts    -> a ring of ready-made messages for each audience (live/ring.h)
 *   tallies  -> a slot for each question: the newest message and a stamp
 *
 * A listener (live/listener.h) remembers its position in a ring and the stamps it was
 * sent, so the newest wins by construction. How often slots are sent is how often a
 * listener's class is visited: the first change at once, then at most every TALLY_*_MS.
 *
 * The mirror may be late: it shows, it never decides. */
#ifndef LIVE_MIRROR_H
#define LIVE_MIRROR_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/list.h"
#include "domain/question.h"
#include "domain/reaction.h"
#include "domain/room.h"
#include "domain/tally.h"
#include "live/ring.h"
#include "live/shelf.h"
#include "wire/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Staff is told of drafts, everyone else is not. */
enum audience { AUDIENCE_PUBLIC, AUDIENCE_STAFF, AUDIENCES };
/* How often tallies are sent. */
enum pace { PACE_PHONE, PACE_STAGE, PACES };

struct mirror_question {
    bool is_used;
    struct question question;
    uint64_t def_version;
    struct buf *def;
    struct tally tally;
    struct buf *words; /* [["Sea",12],…] of a question that asks for some; NULL: none. */
    bool awaits_tally; /* A round came back: its tally is not zero, but in the store. */
    uint32_t stamp;    /* Of the newest change of what slots show. */
    /* Messages of the present tally, made when first needed; NULL: not made. */
    struct buf *messages[TALLY_PARTS];
};

struct mirror_board {
    bool is_used;
    struct board board;
    struct buf *def;
    bool is_loaded;     /* The shelf may be shown. */
    struct shelf shelf; /* Empty until somebody asks for it. */
    struct list looks;  /* struct look */
};

struct mirror {
    struct clock *clock;
    struct room room;
    struct buf *settings;
    size_t n_slots; /* Slots ever used: listeners remember a stamp for each. */
    struct mirror_question slots[QUESTIONS_PER_ROOM_MAX];
    uint32_t stamp; /* The newest given out; 0 is "never sent". */
    struct mirror_board boards[BOARDS_PER_ROOM_MAX];
    uint32_t people;
    uint32_t people_stamp;
    struct buf *people_message;
    bool shows_reactions;
    struct reaction_sums reactions; /* `epoch` 0: not known yet. */
    uint32_t reactions_stamp;       /* 0: nothing to tell. */
    struct buf *reactions_message;
    struct clock_timer reactions_timer;
    uint64_t reactions_told_ms;

    struct ring rings[AUDIENCES];
    struct buf *snapshots[AUDIENCES]; /* Made when first needed; NULL: not made. */

    struct mirror_pace {
        struct list listeners;
        struct clock_timer timer;
        uint64_t visited_ms;
    } paces[PACES];
};

void mirror_init(struct mirror *mirror, struct clock *clock);
/* No listener may be left. */
void mirror_done(struct mirror *mirror);

/* ---- What is known changes ------------------------------------------------------- */

/* Adopt a room's own record; takes references. */
void mirror_set_room(struct mirror *mirror, const struct room *room, struct buf *settings);
/* Adopt a question's record, new or changed. Takes a reference to `def`. Returns its slot.
 */
struct mirror_question *mirror_set_question(struct mirror *mirror,
                                            const struct question *question,
                                            uint64_t def_version, struct buf *def);
void mirror_remove_question(struct mirror *mirror, const struct id *id);
/* Adopt a tally if it is newer and of the present round; false if it was not. */
bool mirror_set_tally(struct mirror *mirror, const struct id *question,
                      const struct tally *tally);
/* The same with the words that it is of, even at the same revision: others may be shown.
 * Takes a reference. */
bool mirror_set_words(struct mirror *mirror, const struct id *question,
                      const struct tally *tally, struct buf *words);
void mirror_set_people(struct mirror *mirror, uint32_t n);
/* Adopt the sums, unless newer ones are known. */
void mirror_set_reactions(struct mirror *mirror, const struct reaction_sums *sums);
void mirror_show_reactions(struct mirror *mirror, bool shows);
/* Everything may be different (loaded afresh): every listener takes a snapshot, then all
 * slots. */
void mirror_restart(struct mirror *mirror);

/* Tell a fact that was just adopted: `name` as in docs/PROTOCOL.md, `question` the slot it
 * is about or NULL, `was` the question's state before (QUESTION_DRAFT for a new one). */
void mirror_tell_question(struct mirror *mirror, uint64_t seq, const char *name,
                          const struct mirror_question *question, enum question_state was);
void mirror_tell_removed(struct mirror *mirror, uint64_t seq, const struct id *id,
                         enum question_state was);
void mirror_tell_room(struct mirror *mirror, uint64_t seq);

/* ---- Boards (live/mirror_boards.c) ------------------------------------------------ */

/* NULL for an unknown one. */
struct mirror_board *mirror_board(struct mirror *mirror, const struct id *id);
/* Whether this audience may know of it. */
bool mirror_board_is_told(const struct mirror_board *board, enum audience audience);
/* Adopt a board's record, new or changed; takes a reference. NULL: there is no room. */
struct mirror_board *mirror_set_board(struct mirror *mirror, const struct board *board,
                                      struct buf *def);
/* Whoever looks at it looks at nothing. */
void mirror_remove_board(struct mirror *mirror, const struct id *id);
/* Its ideas are those of another time: they are to be loaded again. */
void mirror_forget_ideas(struct mirror_board *board);
void mirror_tell_board(struct mirror *mirror, uint64_t seq, const char *name,
                       const struct mirror_board *board);
/* Something of a kiosk is another: not what, which is for itself and staff to ask. */
void mirror_tell_device(struct mirror *mirror, uint64_t seq, const struct id *device);
void mirror_tell_board_removed(struct mirror *mirror, uint64_t seq, const struct id *id,
                               bool was_told);
/* ,"boards":[…] of a snapshot, in their places. */
void mirror_boards_fields(const struct mirror *mirror, enum audience audience,
                          struct strbuf *out);
void mirror_boards_init(struct mirror *mirror);
void mirror_boards_done(struct mirror *mirror);
/* For the files of the mirror: what was made of the old state. */
void mirror_forget_snapshots(struct mirror *mirror);
void mirror_wake_all(struct mirror *mirror, bool slots);

/* ---- What is known ------------------------------------------------------------- */

/* NULL for an unknown one. */
struct mirror_question *mirror_question(struct mirror *mirror, const struct id *id);
/* Is the time of an answer wanted? */
bool mirror_has_quiz(const struct mirror *mirror);
/* The snapshot's fields, without braces, for a page's first state. */
void mirror_snapshot_fields(struct mirror *mirror, enum audience audience,
                            struct strbuf *out);
/* The snapshot event as JSON, for HTTP. */
void mirror_snapshot_json(struct mirror *mirror, enum audience audience,
                          struct strbuf *out);
/* The same as ready-made frames; borrowed, valid until the next change. */
struct buf *mirror_snapshot(struct mirror *mirror, enum audience audience);
/* The slot's message for this viewer: counts, or the number of voters, or NULL for neither.
 * Borrowed. */
struct buf *mirror_slot_message(struct mirror *mirror, struct mirror_question *slot,
                                enum viewer viewer);
/* Whether this viewer may know of the question at all. */
bool mirror_is_told(const struct mirror_question *slot, enum audience audience);
struct buf *mirror_reactions_message(struct mirror *mirror);
struct buf *mirror_people_message(struct mirror *mirror);

/* Visit the listeners of every pace, now or when its time has come. */
void mirror_touch(struct mirror *mirror);

#endif
