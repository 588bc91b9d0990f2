/* SPDX-License-Identifier: Apache-2.0 */

/* Somebody at a board: posts, supports, comments, likes, and if they are staff answers,
 * hides, merges and parts; one command at a time, kept until its fate is known. What they
 * look at has to end on what is so (square.h).
 *
 *   AWAY ── hello's answer, then `you` ──> IN ── board.look ──> IN, looking
 *     ^                                                             │
 *     └──────────── closed, refused, or bored ──────────────────────┘ */
#ifndef TESTS_SIM_GUEST_H
#define TESTS_SIM_GUEST_H

#include "lib/sim/line.h"
#include "lib/sim/square.h"

#define GUEST_SENT    8
#define GUEST_NOTICES 128

enum wish_type {
    WISH_NONE,
    WISH_POST,
    WISH_SUPPORT,
    WISH_SAY,
    WISH_LIKE,
    WISH_WITHDRAW,
    WISH_UNSAY,
    WISH_LIST,
    WISH_ANSWER,
    WISH_CHECK,
    WISH_MERGE,
    WISH_UNMERGE,
    WISH_ADD_SIDE,
    WISH_REMOVE_SIDE,
    WISH_OPEN_SIDE,
    WISH_LIST_SIDE,
    WISHES
};

struct wish {
    enum wish_type type;
    uint32_t idea, comment;
    uint32_t n;
    bool on;
    uint64_t version;
    unsigned falls;   /* sim->n_falls when it was said. */
    bool was_counted; /* Said again, though we were told that it is counted. */
    char fields[300]; /* From "cmd" on. */
};

struct guest_sent {
    uint32_t mid;
    bool is_current; /* Of the present wish. */
    struct wish wish;
};

struct guest {
    struct sim *sim;
    struct square *square;
    unsigned number;
    uint32_t who_number; /* Two may be the same participant. */
    struct participant who;
    bool is_staff;
    uint64_t slow_us;

    bool is_in;
    struct line *line; /* NULL: none. */
    struct line_listener listener;
    struct loop_event come, act, patience;
    uint32_t next_mid, hello_mid, look_mid, me_mid;
    const char *waits_for;

    uint64_t epoch; /* Of the last snapshot. */
    bool is_looking;
    struct sight sight;
    struct own {
        uint32_t n;
        bool on;
    } supports[SQUARE_IDEAS], likes[SQUARE_COMMENTS];
    uint64_t side_version; /* As was heard last; 0: there is no such board. */
    bool side_is_open;

    struct wish wish, done; /* done: the last one that was carried through. */
    struct guest_sent sent[GUEST_SENT];

    size_t n_notices; /* Of this connection. */
    struct notice_heard {
        char entry[40];
        uint32_t idea;
        bool is_mine;
        uint64_t at_ms;
    } notices[GUEST_NOTICES];
    bool asks_me, has_me; /* me.read is to be asked; it was answered. */
};

struct guest *guest_new(struct square *square, unsigned number);
void guest_free(struct guest *guest);
/* Away and back again. */
void guest_reconnect(struct guest *guest);
/* Reads what became of ideas, and compares it with the notices heard. */
void guest_ask_me(struct guest *guest);
/* Nothing under way, connected, and looking. */
bool guest_is_settled(const struct guest *guest);
/* Says the last wish that was carried through again. */
void guest_repeat(struct guest *guest);

/* ---- wish.c ----------------------------------------------------------------------- */

/* Something to do, by chance; WISH_NONE if nothing comes to mind. */
void wish_choose(struct guest *guest, struct wish *out);
/* Was it counted, as far as we were told, and nothing newer? */
bool wish_was_counted(const struct guest *guest, const struct wish *wish);
enum wish_fate { WISH_DONE, WISH_DROPPED, WISH_AGAIN };
/* What an answer means for what was asked; checks that it may be given. */
enum wish_fate wish_judge(struct guest *guest, const struct wish *wish,
                          const json_t *answer);

#endif
