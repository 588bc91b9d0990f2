/* SPDX-License-Identifier: Apache-2.0 */

/* Somebody with a phone, a stage or a host's console, who follows docs/PROTOCOL.md to the
 * letter: one command at a time, kept until its fate is known, said again after every
 * reconnect. Everything heard is checked against what this person may know.
 *
 *   AWAY ── a worker answers ──> GREETING ── hello's answer, then `you` ──> IN
 *     ^                              │                                      │
 *     └──────────── closed, refused, nothing heard, or bored ───────────────┘ */
#ifndef TESTS_SIM_PERSON_H
#define TESTS_SIM_PERSON_H

#include "lib/sim/known.h"
#include "lib/sim/line.h"

/* The first are two hosts and a stage. */
#define FIRST_PHONE 3

enum person_view { SEES_PHONE, SEES_STAGE, SEES_HOST };
enum person_state { AWAY, GREETING, IN };

enum intent_type {
    INTENT_NONE,
    INTENT_CAST,
    INTENT_ADD,
    INTENT_UPDATE,
    INTENT_REMOVE,
    INTENT_PLACE,
    INTENT_MOVE,
    INTENT_ROOM,
    INTENTS
};

/* A command that is to be carried through. */
struct intent {
    enum intent_type type;
    uint32_t question, round, n;
    uint64_t version; /* That it was decided upon. */
    bool may_change;
    unsigned falls;   /* sim->n_falls when it was said. */
    bool was_counted; /* Said again, though we were told that it is counted. */
    char ballot[SIM_BALLOT];
    char fields[400]; /* From "cmd" on. */
};

#define SENT_MAX 8
struct sent {
    uint32_t mid;
    bool is_current; /* Of the present intent. */
    struct intent intent;
};

struct person {
    struct sim *sim;
    unsigned number;
    uint32_t who_number; /* Two may be the same participant. */
    struct participant who;
    enum person_view view;
    uint64_t slow_us;

    enum person_state state;
    struct line *line; /* NULL: none. */
    struct line_listener listener;
    struct loop_event come, act, patience;
    bool has_position;
    bool has_you; /* Of this connection. */
    uint32_t next_mid, hello_mid;

    struct known known;
    struct {
        uint32_t round, n;
        char ballot[SIM_BALLOT];
        bool is_told; /* This connection knows that we voted. */
    } own[SIM_QUESTIONS];
    struct intent intent, done; /* done: the last one that was carried through. */
    struct sent sent[SENT_MAX];
};

struct person *person_new(struct sim *sim, unsigned number, enum person_view view);
void person_free(struct person *person);
/* Away and back again; without a position everything is told anew. */
void person_reconnect(struct person *person, bool keeps_position);
/* Nothing under way, and connected. */
bool person_is_settled(const struct person *person);
/* Says the last command that was carried through again. */
void person_repeat(struct person *person);

static inline bool person_is_staff(const struct person *person)
{
    return person->view == SEES_HOST;
}

/* ---- sight.c ---------------------------------------------------------------------- */

/* The table of docs/PROTOCOL.md: who is sent the counts. */
bool sight_shows_counts(const struct person *person, const struct known_question *question,
                        bool has_voted);
/* What this person sees wrongly; NULL if nothing. */
const char *person_differs(const struct person *person, const struct known *truth);

/* ---- intent.c --------------------------------------------------------------------- */

/* Something to do, by chance; INTENT_NONE if nothing comes to mind. */
void intent_choose(struct person *person, struct intent *out);
bool intent_was_counted(const struct person *person, const struct intent *intent);
enum fate { FATE_DONE, FATE_DROPPED, FATE_AGAIN };
/* What an answer means for what was asked; checks that it may be given. */
enum fate intent_judge(struct person *person, const struct intent *intent,
                       const json_t *answer);

#endif
