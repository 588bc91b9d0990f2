/* SPDX-License-Identifier: Apache-2.0 */

/* Who a command comes from, and a command under way.
 *
 * An actor is a session's or a single HTTP command's inner half: who, with which
 * role, in which room. A request is one of its commands; it outlives the actor while
 * the store works, and then its answer is dropped. */
#ifndef SERVICE_ACTOR_H
#define SERVICE_ACTOR_H

#include "service/enter.h"
#include "service/internal.h"
#include "store/store_support.h"
#include "wire/command.h"
#include "wire/event.h"

struct request;

#define ROUND_TRIPS_KEPT 4

struct actor {
    struct service *service;
    bool has_participant;
    struct participant participant;
    uint64_t address;
    enum role role;      /* In `watch`, or in the space when there is none. */
    bool is_auditor;     /* Beside that role. */
    struct id device;    /* Of ROLE_KIOSK: which one it is; else none. */
    struct buf *source;  /* Of its ballots, as in store.h; NULL: a phone like others. */
    struct watch *watch; /* NULL before hello; a reference. */
    bool is_socket;
    bool is_listening; /* In watch->actors. */
    enum view view;
    struct listener listener;
    struct list link;     /* In watch->actors while listening. */
    struct list requests; /* Under way. */
    uint32_t n_requests;
    struct budget commands, exchanges, searches;
    struct {
        uint8_t n, at;
        uint16_t ms[ROUND_TRIPS_KEPT];
    } trips; /* Of its pings: the last few, each at most QUIZ_DELAY_MS_MAX. */
    /* The request's answer: JSON of the payload of "ok" in `ok`, or an error. `ok` is
     * emptied. */
    void (*answer)(struct actor *actor, struct request *request, enum err err,
                   struct strbuf *ok, const struct error_detail *detail);
    /* Of a socket: tell it who it is now. `you` may be NULL. */
    void (*entered)(struct actor *actor, const struct you *you);
    /* Of a socket: who it is is being read again, so what it was not sent yet of that is
     * outdated. Should it follow a snapshot, it would speak of another time. */
    void (*outdated)(struct actor *actor);
    /* Of a socket: something that is for this one alone. `event` is emptied. */
    void (*told)(struct actor *actor, struct strbuf *event);
    /* Of a socket: its view is no longer its right. */
    void (*expelled)(struct actor *actor);
};

struct request {
    struct actor *actor; /* NULL: gone, drop the answer. */
    struct list link;
    struct service *service;
    struct watch *watch; /* A reference, or NULL. */
    struct command command;
    struct store_request io;
    struct buf *source; /* Of a ballot or support; NULL: of an ordinary phone. */
    struct watch_wait wait;
    bool
        has_caught_up; /* The mirror has, since the command came: see request_is_early(). */
    bool changed_nothing; /* It was done before, and is not counted twice. */
    bool is_first_answer; /* idea.answer: the idea had none yet. */
    unsigned tries; /* Of what may be tried again: another code, a merge that goes on. */
    /* One for each ballot under way: no use case may make it too large for the allocator's
     * quick lists. */
    union {
        struct entering entering; /* hello, and rights that changed */
        struct cast cast;
        struct support support;
        struct shelf_wait shelf;
        struct quiz_wait quiz; /* quiz.board, while ballots are read */
        struct {
            void (*then)(struct request *request);
        } duty;  /* What the clerk is told of first; service/gates.h. */
        struct { /* idea.list, once its shelf is there */
            bool page_has_more, is_search, is_partial;
            uint32_t found; /* On all pages of a search. */
        } page;
        struct { /* idea.similar, likewise */
            bool is_partial;
        } similar;
        struct review_list *review; /* review.list, while its comments are read */
        struct {                    /* me.read: what was asked for */
            size_t n;
            struct id boards[BOARDS_PER_ROOM_MAX];
        } me;
        bool page_has_more; /* idea.list, once its shelf is there */
        struct {
            struct link link;
            char secret[SECRET_CHARS_MAX + 1]; /* Told once. */
        } link_create;
        struct {
            struct link_secret read; /* link.exchange */
        } exchange;
        struct {
            enum series_ring ring;
            uint64_t since_ms;
            uint32_t round;
        } dash;
        struct ballot_count *count;   /* question.count */
        struct shift_count *shift;    /* question.shift */
        struct split_count *split;    /* question.split */
        char ticket[TOKEN_CHARS + 1]; /* board.export and its like */
        struct {
            struct code code; /* As of `room`. */
            struct link link;
            char secret[SECRET_CHARS_MAX + 1];
        } rehearsal;
        struct {
            struct code code;
            uint8_t passcode_hash[PASSCODE_HASH_BYTES];
        } room;
    } with;
};

/* As whom the request looks at ideas; `sees_others` is for the board's phase to say. */
struct shelf_viewer viewer_of(const struct request *request);
/* A board that this one may know of; NULL when the request goes on later, or has ended. */
const struct mirror_board *told_board(struct request *request, const struct id *id);
/* Ends a support that failed for the sake of a merge: names the idea to support instead, or
 * finishes what is under way and supports once more. */
void support_merged(struct request *request, enum err err);
/* How the request reads ideas of it. */
struct idea_reader reader_of(const struct request *request,
                             const struct mirror_board *board, const struct id *ideas,
                             size_t n);

void actor_init(struct actor *actor, struct service *service);
void actor_done(struct actor *actor);
/* A ping of its connection was answered. */
void actor_note_trip(struct actor *actor, uint64_t ms);
/* How long a question takes to reach it and an answer to come back, as far as is known: the
 * shortest of the last round trips. */
uint32_t actor_delay_ms(const struct actor *actor);
/* What it is in its room, as it was read; `you` may be NULL. */
void actor_become(struct actor *actor, enum role role, const struct you *you);
bool actor_may(const struct actor *actor, enum right right);
/* Rights in the room changed: read this one's again. */
void enter_again(struct actor *actor);
/* Whose the ballot, idea or support is. */
struct participant request_person(const struct request *request);
/* Where it is from, when that is kept: request->source. */
void request_note_source(struct request *request);
/* Where what it does comes from: a channel, a place, a device, "" where there is none. */
void actor_set_source(struct actor *actor, const char *channel, const char *place);
/* Takes the command. */
struct request *request_new(struct actor *actor, struct command *command);

/* Each ends the request. `ok` (a JSON object) is emptied. */
void request_ok(struct request *request, struct strbuf *ok);
void request_ok_empty(struct request *request);
void request_fail(struct request *request, enum err err);
/* Ends it without an answer: nobody asked. */
void request_drop(struct request *request);
void request_fail_with(struct request *request, enum err err,
                       const struct error_detail *detail);
/* A store call whose answer is only OK or not. */
void request_finish(struct store_request *io, enum err err, const void *result);

/* Checks rights, budgets and the store's state, then runs the use case of the command's
 * row. */
void request_run(struct request *request);
/* A mirror hears of a change a little after whoever made it. When it lacks what a command
 * builds on, and was not brought up to date for it yet: true, and the use case is run again
 * once it has caught up. False: the mirror is right. */
bool request_is_early(struct request *request);

/* The use cases, one for each command:
 * service/{enter,votes,rooms,questions,boards,ideas,talk,links}.c */
void use_hello(struct request *request);
void use_room_enter(struct request *request);
void use_device_create(struct request *request);
void use_cast(struct request *request);
void use_room_create(struct request *request);
void use_room_list(struct request *request);
void use_room_update(struct request *request);
void use_room_delete(struct request *request);
void use_question_add(struct request *request);
void use_question_update(struct request *request);
void use_question_remove(struct request *request);
void use_question_place(struct request *request);
void use_question_move(struct request *request);
void use_board_add(struct request *request);
void use_board_update(struct request *request);
void use_board_move(struct request *request);
void use_board_remove(struct request *request);
void use_board_rules(struct request *request);
void use_board_look(struct request *request);
void use_idea_list(struct request *request);
void use_idea_read(struct request *request);
void use_idea_similar(struct request *request);
void use_idea_post(struct request *request);
void use_idea_edit(struct request *request);
void use_idea_withdraw(struct request *request);
void use_idea_support(struct request *request);
void use_idea_check(struct request *request);
void use_idea_answer(struct request *request);
void use_idea_history(struct request *request);
void use_idea_opinion(struct request *request);
void use_idea_queue(struct request *request);
void use_idea_report(struct request *request);
void use_comment_list(struct request *request);
void use_comment_post(struct request *request);
void use_comment_withdraw(struct request *request);
void use_comment_like(struct request *request);
void use_comment_report(struct request *request);
void use_comment_check(struct request *request);
void use_review_list(struct request *request);
void use_idea_group(struct request *request);
void use_idea_merge(struct request *request);
void use_idea_unmerge(struct request *request);
void use_room_ban(struct request *request);
void use_room_unban(struct request *request);
void use_ban_list(struct request *request);
void use_log_list(struct request *request);
void use_words_set(struct request *request);
void use_words_list(struct request *request);
void use_hook_add(struct request *request);
void use_hook_list(struct request *request);
void use_hook_log(struct request *request);
void use_hook_test(struct request *request);
void use_hook_remove(struct request *request);
void use_points_board(struct request *request);
void use_points_log(struct request *request);
void use_points_select(struct request *request);
void use_points_selected(struct request *request);
void use_me_read(struct request *request);
void use_me_supports(struct request *request);
void use_me_name(struct request *request);
void use_me_look(struct request *request);
void use_link_create(struct request *request);
void use_link_list(struct request *request);
void use_link_revoke(struct request *request);
void use_link_exchange(struct request *request);
void use_image_ticket(struct request *request);
void use_image_check(struct request *request);
void use_image_list(struct request *request);
void use_deck_stop(struct request *request);
void use_invite_add(struct request *request);
void use_invite_list(struct request *request);
void use_invite_revoke(struct request *request);
void use_react(struct request *request);
void use_theme_look(struct request *request);
void use_space_theme(struct request *request);
void use_space_origins(struct request *request);
void use_rehearsal_begin(struct request *request);
void use_rehearsal_end(struct request *request);
void use_question_count(struct request *request);
void use_question_shift(struct request *request);
void use_quiz_board(struct request *request);
void use_dash_read(struct request *request);
void use_dash_curve(struct request *request);
void use_cloud_list(struct request *request);
void use_cloud_hide(struct request *request);
void use_carry(struct request *request); /* board.export, .import, question.export … */
void use_question_split(struct request *request);
void use_device_list(struct request *request);
void use_device_set(struct request *request);
void use_device_revoke(struct request *request);
void use_device_report(struct request *request);

#endif
