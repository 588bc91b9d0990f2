/* SPDX-License-Identifier: Apache-2.0 */

/* Who may post nothing more in a room, and what staff did there: functions/bans.lua.
 * People are handles here: what staff reads of them. */
#ifndef STORE_STORE_BANS_H
#define STORE_STORE_BANS_H

#include "store/store.h"

/* The author of an idea, or of the comment on it if `comment` is one. Result: const struct
 * id *, the handle. ERR_LIMIT_REACHED: BANS_PER_ROOM_MAX. ERR_WRONG_MOVE: it is whoever
 * asks, or nobody. */
void store_ban(struct store *store, struct store_request *request,
               const struct idea_place *place, const struct id *comment,
               const struct participant *by);
/* One that is not there: OK. Result: NULL. */
void store_unban(struct store *store, struct store_request *request, const struct id *room,
                 const struct id *handle, const struct participant *by);

struct ban {
    struct id handle, by;
    uint64_t at_ms;
    struct id board, idea; /* That it is for. */
};
struct ban_list {
    size_t n;
    const struct ban *bans;
};
/* Result: const struct ban_list *. */
void store_ban_list(struct store *store, struct store_request *request,
                    const struct id *room);

#define ACT_WORD_BYTES 17 /* A state, a status, an id or a handle, and its NUL. */
struct act {
    uint64_t number; /* From 1 in the room. */
    uint64_t at_ms;
    struct id by; /* Their handle. */
    char what[ACT_WORD_BYTES];
    struct id board, idea;
    char before[ACT_WORD_BYTES], after[ACT_WORD_BYTES]; /* Empty: none. */
};
struct act_list {
    bool has_more;
    size_t n; /* At most ACTS_PER_PAGE_MAX. */
    const struct act *acts;
};
/* What was done before that number (0: all), the newest first; of one kind, or "" for any.
 * Result: const struct act_list *. */
void store_act_list(struct store *store, struct store_request *request,
                    const struct id *room, uint64_t before, uint32_t n, const char *what);

#endif
