/* SPDX-License-Identifier: Apache-2.0 */

/* The store: what rooms, questions and ballots are, kept in Redis and carried
 * between workers. The only part of a worker that can wait, so everything here
 * is asynchronous.
 *
 * A request is a struct that the caller owns, usually inside a larger one. From
 * the call until `done` it belongs to the store and must stay where it is; `done`
 * is called exactly once, never from within the call itself. A request waits up to
 * STORE_WAIT_MS for a store that is away, then fails with ERR_STORE_DOWN. Every
 * function in the store may be repeated, so a caller whose answer got lost just
 * asks again.
 *
 * Results are borrowed: valid during `done` only (take a reference to a buf to keep
 * it). With ERR_STALE, and the errors that say so, the result is the record as it
 * is now; with other errors it is NULL.
 *
 * Definitions and settings are bytes made by wire; the store never looks inside, but that
 * functions read from a room's settings what points it gives. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/counters.h"
#include "base/err.h"
#include "base/id.h"
#include "base/limits.h"
#include "base/list.h"
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
#include "store/promise.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

struct store_request {
    void (*done)(struct store_request *request, enum err err, const void *result);
    void *owner;
    void *backend; /* The store's own. */
};

/* ---- Records ---------------------------------------------------------------- */

#define PASSCODE_HASH_BYTES 32
#define SECRET_HASH_BYTES   32

struct room_record {
    struct room room;
    bool has_passcode;
    uint8_t passcode_hash[PASSCODE_HASH_BYTES];
    struct buf *settings; /* JSON of wire/record.h. */
};

struct question_record {
    struct id id;
    enum question_state state;
    uint32_t round, before;
    uint64_t version;     /* Grows with each change of the record. */
    uint64_t def_version; /* Grows only when the definition changes; what a cast names. */
    uint64_t closes_ms, opened_ms;
    struct question_undo undo;
    bool may_change;
    struct buf *def; /* JSON of wire/definition.h. */
};

struct board_record {
    struct id id;
    uint64_t version;
    uint32_t place;
    enum board_phase phase;
    uint64_t closes_ms;
    uint64_t rules_version; /* 0: there are none. */
    struct buf *def;        /* JSON of wire/record.h. */
};

/* A room as it stood at room.room.seq, with the tallies of the present rounds
 * (which may be newer). Tallies carry counts for as many cells as were ever
 * voted for: n_cells is CELLS_MAX, the caller narrows it. */
struct room_image {
    struct room_record room;
    size_t n_questions; /* In the order of room.room.order. */
    struct question_record questions[QUESTIONS_PER_ROOM_MAX];
    struct tally tallies[QUESTIONS_PER_ROOM_MAX];
    size_t n_boards;
    struct board_record boards[BOARDS_PER_ROOM_MAX];
};

/* An entry of the journal: what happened, and the whole record after it. */
enum fact_about {
    FACT_ROOM,
    FACT_QUESTION,
    FACT_QUESTION_REMOVED,
    FACT_BOARD,
    FACT_BOARD_REMOVED,
    FACT_DEVICE,
    FACT_RIGHTS,
    FACT_ROOM_DELETED
};

#define FACT_NAME_BYTES 24
struct fact {
    uint64_t epoch, seq;
    uint64_t at_ms;             /* By the store's clock. */
    char name[FACT_NAME_BYTES]; /* "question.opened" */
    enum fact_about about;
    /* The room's record after the fact, for every kind of fact: a question's move may
     * change the room's current question or order. */
    struct room_record room;
    struct question_record question; /* FACT_QUESTION; FACT_QUESTION_REMOVED: id only. */
    struct board_record board;       /* FACT_BOARD; FACT_BOARD_REMOVED: id only. */
    struct id device;                /* FACT_DEVICE */
};

/* ---- The store itself --------------------------------------------------------- */

struct store_state {
    bool up;
    bool full; /* Disk or memory nearly full: growing commands are refused. */
    struct store_promise promise; /* What `counted` means; of the time it was up last. */
};

/* What the store tells unasked. All calls come from the loop, none from within a call
 * into the store. `context` is handed back. */
struct store_events {
    void *context;
    void (*fact)(void *context, const struct id *room, const struct fact *fact);
    /* Whole counts, from this worker's own batches at once and from others at most every
     * TALLY_PUBLISH_MS. May be older than what is known. */
    void (*tally)(void *context, const struct id *room, uint64_t epoch,
                  const struct id *question, const struct tally *tally);
    /* So many participants of `room` are on another worker (named by a random number). */
    void (*people)(void *context, const struct id *room, uint64_t worker, uint32_t n);
    /* Messages may have been missed: the link or the subscription was renewed. */
    void (*doubt)(void *context);
    void (*state)(void *context, struct store_state state);
    /* The ideas of a board changed, up to this rev: ask for what is new. */
    void (*board)(void *context, const struct id *room, uint64_t epoch,
                  const struct id *board, uint64_t rev);
    /* Something became of an idea: ask for the news, of which this entry is one. */
    void (*news)(void *context, const struct id *room, uint64_t epoch,
                 const struct entry_id *entry);
    /* How often people reacted, in all. NULL: not wanted. */
    void (*reactions)(void *context, const struct id *room,
                      const struct reaction_sums *sums);
};

struct store_options {
    const char *address;   /* As in redis_uri.h. */
    uint32_t ack_replicas; /* How many must have what was written before it is answered. */
    const char *space;     /* Id of the space. */
    const struct store_events *events; /* Kept. */
    struct clock *clock;               /* Kept. */
    struct counters *counters;         /* Kept. */
    void *loop;                        /* uv_loop_t of the worker. */
};

/* Connects by itself, again and again. */
struct store *store_new(const struct store_options *options);
/* Stops taking requests, finishes or fails those under way, then calls `closed`. */
void store_close(struct store *store, void (*closed)(void *context), void *context);
struct store_state store_state(const struct store *store);
/* From outside (the supervisor watches the disk). */
void store_set_disk_full(struct store *store, bool full);

/* ---- Rooms -------------------------------------------------------------------- */

/* Result: const struct id *, or ERR_NOT_FOUND. */
void store_code_find(struct store *store, struct store_request *request,
                     const struct code *code);

/* Claims the code, makes the room, lists it in the space. ERR_EXISTS: the code is another
 * room's, try another code. The same id again: result is the room as it is, whatever the
 * arguments. `logo` are the files that its settings name, NULL: none; ERR_BAD_IMAGE: they
 * name others. Result: const struct room_record *. */
struct logo_files;
void store_room_create(struct store *store, struct store_request *request,
                       const struct id *room, const struct code *code, struct buf *settings,
                       const struct logo_files *logo);

struct room_listed {
    struct id id;
    struct code code;
    uint64_t created_ms;
    struct buf *settings;
};
struct room_list {
    size_t n;
    const struct room_listed *rooms; /* Newest first, at most ROOMS_LISTED_MAX. */
};
#define ROOMS_LISTED_MAX 200
void store_room_list(struct store *store, struct store_request *request);

/* Result: const struct room_image *, or ERR_NOT_FOUND. */
void store_room_load(struct store *store, struct store_request *request,
                     const struct id *room);

/* What to change of a room; NULL or false leaves a thing as it is. */
struct room_change {
    uint64_t rev; /* Expected. */
    struct buf *settings;
    const struct id *current; /* A none id clears it. */
    const struct id *board;   /* Likewise. */
    bool set_access;
    enum room_access access;
    const uint8_t *passcode_hash; /* PASSCODE_HASH_BYTES */
    bool set_small, small;        /* See struct room; the store says when. */
    const struct participant *by; /* Whose act that is; else it may be NULL. */
};
/* Result: const struct room_record *; also with ERR_STALE. ERR_BAD_FIELD: groups are not
 * told however small, for not everyone is invited. */
void store_room_update(struct store *store, struct store_request *request,
                       const struct id *room, const struct room_change *change);
/* Idempotent. Frees the code and every key of the room. Result: NULL. */
void store_room_delete(struct store *store, struct store_request *request,
                       const struct id *room);

/* Raise the epoch from `epoch`, because the store may no longer know what it told; `seq` is
 * the newest that was heard of. Does nothing if the epoch is another by now. An epoch that
 * was raised is never raised to again, even if that, too, is forgotten. Result: NULL. */
void store_room_raise_epoch(struct store *store, struct store_request *request,
                            const struct id *room, uint64_t epoch, uint64_t seq);

/* ---- Questions. Results: const struct question_record *; also with ERR_STALE ------------
 */

/* The same id and definition again: the record as it is. Another definition: ERR_EXISTS.
 * Over QUESTIONS_PER_ROOM_MAX: ERR_LIMIT_REACHED. A new question is a draft of round 1,
 * last in order. */
void store_question_add(struct store *store, struct store_request *request,
                        const struct id *room, const struct id *question, struct buf *def,
                        bool may_change);
/* Drafts only, else ERR_WRONG_MOVE. */
void store_question_update(struct store *store, struct store_request *request,
                           const struct id *room, const struct id *question,
                           uint64_t version, struct buf *def, bool may_change);
/* Result: NULL. A question that is gone: OK. Its ballots are deleted. */
void store_question_remove(struct store *store, struct store_request *request,
                           const struct id *room, const struct id *question,
                           uint64_t version);
/* 0 is first; beyond the end is last. Result: NULL. */
void store_question_place(struct store *store, struct store_request *request,
                          const struct id *room, const struct id *question, uint32_t place);
/* Follows question_move_rule(move); ERR_WRONG_MOVE when it does not allow it.
 * `closes_in_ms` 0: no closing time. MOVE_CLOSE with `only_if_due`: only once the closing
 * time has passed by the store's clock (else ERR_WRONG_MOVE), and then whatever the
 * version. */
struct question_moving {
    enum question_move move;
    uint64_t version;
    uint64_t closes_in_ms;
    bool only_if_due;
    bool keeps_focus; /* The room goes on looking at what it does. */
};
void store_question_move(struct store *store, struct store_request *request,
                         const struct id *room, const struct id *question,
                         const struct question_moving *moving);

/* ---- Boards. Results: const struct board_record *; also with ERR_STALE ------------------
 */

/* The same id and definition again: the record as it is. Another definition: ERR_EXISTS.
 * Over BOARDS_PER_ROOM_MAX: ERR_LIMIT_REACHED. A new board is a draft. */
void store_board_add(struct store *store, struct store_request *request,
                     const struct id *room, const struct board *board, struct buf *def);
/* What a board shall be: `board` has the version it was decided upon, the phase and rules
 * of afterwards; `fact` names it. */
struct board_change {
    const struct board *board;
    struct buf *def;
    bool keeps_closing;    /* The time it closes stays as it is. */
    uint64_t closes_in_ms; /* 0: no closing time. */
    const char *fact;
    const struct participant *by; /* NULL: nobody in the room. */
};
void store_board_change(struct store *store, struct store_request *request,
                        const struct id *room, const struct board_change *change);
/* With all its ideas, piece by piece. A board that is gone: OK. Result: NULL. */
void store_board_remove(struct store *store, struct store_request *request,
                        const struct id *room, const struct id *board, uint64_t version);

/* ---- Ideas ---------------------------------------------------------------------- */

struct idea_place {
    struct id room, board, idea;
};
/* What people wrote, as the room's word lists are compared with it: a stem a line. NULL:
 * nobody looks. */
struct folded {
    struct buf *words, *name;
};

struct idea_posting {
    struct buf *words; /* JSON of wire/record.h. */
    uint32_t tags;
    uint32_t half_life_s; /* board_half_life_s of its kind */
    uint64_t accepted;    /* Version of the rules; another than the board's: ERR_RULES. */
    struct folded folded; /* A listed word in the name: ERR_WORD; else it waits. */
    const struct idea_images *images; /* Of `by`; NULL: none. */
    const struct participant *by;     /* Who posts it; NULL: its author. */
    bool is_staff;                    /* They may also where staff alone may. */
};

/* Result: const struct idea * (without counts; rev is 0 when nothing changed). The same id,
 * author and words: the idea as it is, else ERR_EXISTS. ERR_CLOSED: the board takes none
 * now. ERR_LIMIT_REACHED: IDEAS_PER_BOARD_MAX. ERR_SPENT: this one has posted as many as
 * the board lets. */
void store_idea_post(struct store *store, struct store_request *request,
                     const struct idea_place *place, const struct participant *author,
                     const struct idea_posting *posting);

/* Puts an idea of that version into one of the board's groups, from 1; 0: into none. Result
 * as that of store_idea_change. ERR_BAD_FIELD: the board has no such group now. */
void store_idea_group(struct store *store, struct store_request *request,
                      const struct idea_place *place, uint64_t version, uint32_t group);

/* What to change of an idea; NULL leaves a thing as it is. Result: const struct idea *,
 * also with ERR_STALE. */
struct idea_change {
    uint64_t version;                 /* Expected. */
    const struct participant *author; /* Only if they posted it, else ERR_FORBIDDEN, and the
                                         words only within IDEA_EDIT_MS, else ERR_CLOSED.
                                         NULL: whoever it was. */
    const enum idea_state *state;
    const enum idea_status *status;
    const uint32_t *tags;
    struct buf *words;
    const struct participant *by; /* Who does it, for the history. */
    const char *words_as;         /* What the history says of new words; NULL: nothing. */
    struct folded folded;         /* Of new words of its author. */
    const struct idea_images *images;
};
void store_idea_change(struct store *store, struct store_request *request,
                       const struct idea_place *place, const struct idea_change *change);

/* What changed on a board after `rev`, the oldest change first, at most BOARD_CARDS_MAX:
 * ask again from the last one's rev while `rev` is higher. From 0 it is all there is. */
struct idea_list {
    uint64_t rev; /* The board's. */
    size_t n;
    const struct idea *ideas;
};
void store_ideas_changed(struct store *store, struct store_request *request,
                         const struct id *room, const struct id *board, uint64_t rev);

/* Ideas with their words, as one participant may read them: those they may not are left
 * out. At most IDEAS_PER_PAGE_MAX. Judged by the store, for a worker may not have heard yet
 * that one is hidden. */
struct gate_read {
    struct gate_state state;
    uint32_t good, bad; /* Opinions. */
    uint32_t own_n;     /* Of this participant's; 0: none. */
    bool own_good;
    uint64_t reached_ms; /* The last gate; only of what is carried out. 0: not known. */
};
struct idea_read {
    struct idea idea;
    size_t n_with;
    struct id with[MERGED_INTO_MAX]; /* Ideas that were merged into it. */
    struct buf *words;
    struct buf *listed; /* Words on a list that make it wait, a line each; NULL: none. */
    uint32_t n;         /* Of this participant's support; 0: never. */
    bool on;
    struct gate_read gate;
    size_t n_images;
    struct idea_image images[IMAGES_PER_IDEA_MAX]; /* That this one may see. */
};
struct idea_pages {
    size_t n;
    const struct idea_read *ideas;
    uint32_t spent; /* Supports that this participant has given on the board. */
};
struct idea_reader {
    const struct participant *participant;
    bool is_staff, sees_others;
    const struct id *ideas; /* n of them: those that are wanted. */
    size_t n;
};
void store_ideas_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *board,
                      const struct idea_reader *reader);

/* What happened to an idea, as one participant may read it (of `reader`, `ideas` is not
 * used). Result: const struct idea_past *, or ERR_NOT_FOUND. */
struct idea_past {
    struct idea idea;                    /* Without counts. */
    size_t n;                            /* At most IDEA_HISTORY_MAX. */
    const struct history_entry *entries; /* The oldest first. */
};
void store_idea_history(struct store *store, struct store_request *request,
                        const struct idea_place *place, const struct idea_reader *reader);

/* What people wrote of many ideas, in their order, whoever may read it; NULL for one that
 * is gone. At most WORDS_READ_MAX. */
struct words_list {
    size_t n;
    struct buf *const *words;
};
void store_words_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *board,
                      const struct id ideas[], size_t n);

/* ---- Merging: see functions/merges.lua ------------------------------------------ */

struct idea_merging {
    uint64_t version;                 /* Expected of the idea that is merged. */
    struct id into;                   /* Of a merge. */
    const struct participant *author; /* Only if they posted it, and to undo it merged it
                                         themselves, else ERR_FORBIDDEN. NULL: staff. */
    const struct participant *by;     /* Who does it. */
    uint32_t half_life_s;             /* board_half_life_s of its kind */
};
/* Result: const struct idea *, the one that is or was merged (without counts); also with
 * ERR_STALE, and with ERR_MERGED its `into` alone: the one that has to be named instead, or
 * undone first. ERR_WRONG_MOVE, ERR_LIMIT_REACHED (MERGED_INTO_MAX). Takes several calls
 * where there are many supporters; the answer comes behind the last. */
void store_idea_merge(struct store *store, struct store_request *request,
                      const struct idea_place *place, const struct idea_merging *merging);
void store_idea_unmerge(struct store *store, struct store_request *request,
                        const struct idea_place *place, const struct idea_merging *merging);
/* What was cut short between this idea and another is brought to its end. Result: const
 * struct id *, where a merged idea is now, after all that it was merged into. */
void store_merge_finish(struct store *store, struct store_request *request,
                        const struct idea_place *place, uint32_t half_life_s);

/* ---- Ballots ------------------------------------------------------------------ */

#define BALLOT_BYTES_MAX 112 /* A ballot's canonical text, made by wire. */

/* One ballot on its way. The caller fills the first part and owns the whole; it is gathered
 * with others of its question and round into one call. */
struct cast {
    struct store_request request; /* result: const struct cast_answer * */
    struct id room, question;
    uint32_t round;
    uint64_t version; /* def_version of the definition that gave the ballot its cells. */
    struct participant participant;
    uint32_t n;
    struct cells cells;
    bool is_timed;     /* How long the answer took is kept, */
    uint32_t delay_ms; /* less what its way to this worker takes, */
    uint64_t since_ms; /* and what it waits here: it came at that time, by the clock. */
    uint8_t ballot_len;
    char ballot[BALLOT_BYTES_MAX];
    const struct buf *source; /* "<channel>\t<place>\t<device>"; NULL: an ordinary phone. */
    uint32_t ago_ms, grace_ms; /* That the question gives those who come late. */
    struct buf *said; /* Of words, in place of cells and ballot: "<keys> <ballot>". */
    struct list link; /* The store's own. */
};

struct cast_answer {
    uint32_t n;     /* As stored now; 0 if there is no ballot. */
    uint32_t round; /* The present one, with ERR_ROUND_OVER. */
    size_t ballot_len;
    const char *ballot;
    uint64_t revision;
    bool is_news; /* It was not counted before. */
    bool is_late; /* It came after the close, and within its grace. */
};

/* OK is "counted". ERR_STALE, ERR_FINAL, ERR_CLOSED, ERR_ROUND_OVER come with an answer.
 * ERR_WRONG_MOVE: the definition is another by now: load the room and cast again.
 * ERR_FORBIDDEN: it is of a device that was revoked. ERR_TOO_MANY at once (through `done`)
 * when BATCH_QUEUE_MAX ballots wait. */
void store_cast(struct store *store, struct cast *cast);

struct own_ballot {
    struct id question;
    uint32_t round;
    uint32_t n;
    struct buf *ballot;
};
struct you {
    enum role role; /* Of the room or the space, the greater; ROLE_NONE: none is written. */
    bool only_by_passcode; /* It is a participant's, and nothing but a passcode gave it. */
    bool is_auditor;       /* Beside that role. */
    struct id device;      /* That it is a kiosk of the room as; none: it is not one. */
    const struct buf *device_json; /* The service's own: what it is told of itself. */
    size_t n_ballots;
    const struct own_ballot *ballots; /* Only those that exist. */
};
struct round_of {
    struct id question;
    uint32_t round;
};
/* What is written about one participant. Result: const struct you *. */
void store_you(struct store *store, struct store_request *request, const struct id *room,
               const struct participant *participant, const struct round_of *rounds,
               size_t n);
/* The same without a room: the role in the space. Result: const enum role *. */
void store_space_role(struct store *store, struct store_request *request,
                      const struct participant *participant);

/* ---- Rights ------------------------------------------------------------------- */

/* A participant who gave the passcode. Never lowers a role. Result: NULL. */
void store_room_enter(struct store *store, struct store_request *request,
                      const struct id *room, const struct participant *participant);

struct link {
    struct id id;
    enum role role;
    char label[LABEL_BYTES_MAX + 1];
    char place[PLACE_BYTES_MAX + 1]; /* Where a kiosk shall stand. */
    uint64_t created_ms;
    uint64_t expires_ms; /* 0: never. */
    bool once;           /* Spent by its first exchange. */
    bool used;
};
struct link_list {
    size_t n;
    const struct link *links;
};
/* `secret_hash` is all that is kept of the secret. Result: NULL. */
void store_link_create(struct store *store, struct store_request *request,
                       const struct id *room, const struct link *link,
                       const uint8_t secret_hash[SECRET_HASH_BYTES], uint64_t ttl_ms);
/* Result: const struct link_list *. */
void store_link_list(struct store *store, struct store_request *request,
                     const struct id *room);
/* Takes back the roles that came by it; a FACT_RIGHTS tells. Result: NULL. */
void store_link_revoke(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *link);
/* Gives the link's role to `participant`, never lowering it. ERR_LINK_SPENT; the same
 * participant again: OK. Result: const enum role *. */
void store_link_exchange(struct store *store, struct store_request *request,
                         const struct id *room,
                         const uint8_t secret_hash[SECRET_HASH_BYTES],
                         const struct participant *participant);
/* The space's own one-use links. Result: NULL; of the exchange: const enum role * (owner).
 */
void store_owner_link_create(struct store *store, struct store_request *request,
                             const uint8_t secret_hash[SECRET_HASH_BYTES], uint32_t ttl_s);
void store_owner_link_exchange(struct store *store, struct store_request *request,
                               const uint8_t secret_hash[SECRET_HASH_BYTES],
                               const struct participant *participant);

/* ---- What other workers say ------------------------------------------------------ */

/* Facts, tallies and people of `room` come as events from `done` on. Result: NULL. */
void store_watch(struct store *store, struct store_request *request, const struct id *room);
void store_unwatch(struct store *store, const struct id *room);
/* Tell the other workers how many participants of `room` are here. Best effort. */
void store_people_tell(struct store *store, const struct id *room, uint32_t n);

/* Is what we know the newest? One read call. `tallies` in the order of `rounds`. */
struct pulse {
    uint64_t now_ms, epoch, seq;
    /* Not the Redis (or not the same start of it) in which the epoch began: it may lack
     * what the other had told last. */
    bool is_other_redis;
    size_t n_revisions;
    const uint64_t *revisions;
};
void store_pulse(struct store *store, struct store_request *request, const struct id *room,
                 const struct round_of *rounds, size_t n);
/* Facts with a seq above `after`, oldest first, at most FACTS_READ_MAX; ERR_NOT_FOUND when
 * the journal no longer reaches back so far. Result: const struct fact_list *. */
#define FACTS_READ_MAX 64
struct fact_list {
    size_t n;
    const struct fact *facts;
};
void store_facts_after(struct store *store, struct store_request *request,
                       const struct id *room, uint64_t after);
/* One whole tally as it is now. Result: const struct tally *. */
void store_tally_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct round_of *round);

#endif
