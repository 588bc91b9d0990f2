/* SPDX-License-Identifier: Apache-2.0 */

/* The store's part of single-use invitations; functions/invites.lua. */
#ifndef STORE_STORE_INVITES_H
#define STORE_STORE_INVITES_H

#include "store/store.h"

struct invite_made {
    const char *label;
    uint8_t secret_hash[SECRET_HASH_BYTES]; /* All that is kept of the secret. */
};
/* Result: const uint32_t *, the number of the first; the others follow. The same `batch`
 * with the same labels again: the same, else ERR_EXISTS. ERR_LIMIT_REACHED:
 * INVITES_PER_ROOM_MAX that are not revoked, or INVITE_NUMBER_MAX. Those that are revoked
 * make room. */
void store_invite_add(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *batch,
                      const struct invite_made *made, size_t n);

struct invite {
    uint32_t number;
    char label[LABEL_BYTES_MAX + 1];
    uint64_t created_ms;
    uint64_t used_ms;    /* 0: nobody came by it. */
    uint64_t revoked_ms; /* 0: it holds. */
};
struct invite_page {
    uint32_t total, used, revoked; /* `used`: of those that hold. */
    bool has_more;
    size_t n;
    const struct invite *invites; /* By number. */
};
/* Those behind number `after`. Result: const struct invite_page *. */
void store_invite_list(struct store *store, struct store_request *request,
                       const struct id *room, uint32_t after, uint32_t n);
/* Of one, or of all (0): takes back what came by it; a FACT_RIGHTS tells. Result: const
 * uint32_t *, how many were revoked by this. */
void store_invite_revoke(struct store *store, struct store_request *request,
                         const struct id *room, uint32_t number);
/* Binds it to `participant`, unless they are in by another one already. ERR_LINK_SPENT; the
 * same participant again: OK. Result: const enum role *. */
void store_invite_exchange(struct store *store, struct store_request *request,
                           const struct id *room, uint32_t number,
                           const uint8_t secret_hash[SECRET_HASH_BYTES],
                           const struct participant *participant);

#endif
