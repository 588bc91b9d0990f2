/* SPDX-License-Identifier: Apache-2.0 */

/* Who somebody is, without asking: device tokens and link secrets.
 *
 * A device token is 16 random bytes and 8 bytes of their keyed hash, in base64url:
 * only this server makes good ones. A participant is another keyed hash, of the
 * space and the token's random part; the store never sees the token. Hashes are
 * BLAKE2b (libsodium generichash), keyed with the server's key and told apart by a
 * first byte. */
#ifndef SERVICE_IDENTITY_H
#define SERVICE_IDENTITY_H

#include "base/clock.h"
#include "base/id.h"
#include "domain/policy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SERVER_KEY_BYTES 32
#define TOKEN_CHARS      32 /* 24 bytes in base64url */
#define HASH_BYTES       32

struct identity {
    uint8_t key[SERVER_KEY_BYTES];
    char space[ID_BYTES_MAX + 1];
};

void identity_mint(const struct identity *identity, struct clock *clock,
                   char token[TOKEN_CHARS + 1]);
/* False for a token that is not one of this server's. */
bool identity_read(const struct identity *identity, const char *token, size_t len,
                   struct participant *out);

/* Somebody without a device here, by the name that staff knows them by: a number on a
 * receipt, a badge, what a page made up. The same name is the same participant in all rooms
 * of the space. */
struct participant identity_of_other(const struct identity *identity, const char *name);

/* What the kiosks of a space make names of the numbers on badges with (HMAC-SHA256), so
 * that no number leaves them, and a badge is the same participant at each. */
#define BADGE_KEY_BYTES 32
#define BADGE_KEY_CHARS 43 /* in base64url */
void badge_key(const struct identity *identity, uint8_t key[BADGE_KEY_BYTES]);
void badge_key_text(const struct identity *identity, char text[BADGE_KEY_CHARS + 1]);
/* What is kept of the PIN that opens a kiosk for staff, and what that kiosk compares with:
 * slow to make, and another at each. False when there is no memory for it. */
bool pin_hash_text(const struct identity *identity, const struct id *device,
                   const char *pin, char text[BADGE_KEY_CHARS + 1]);

/* A link's secret says where it belongs: "h-K7Q42M-<22 chars>" (host of a room),
 * "s-…" (stage), "k-…" (kiosk), "o-<22 chars>" (owner of the space). */
struct link_secret {
    enum role role;
    struct code code; /* Empty for an owner link. */
    uint32_t number;  /* Of an invitation (ROLE_PARTICIPANT). */
    uint8_t hash[HASH_BYTES];
};
void link_secret_mint(struct clock *clock, enum role role, const struct code *code,
                      char secret[SECRET_CHARS_MAX + 1]);
bool link_secret_read(const struct identity *identity, const char *secret, size_t len,
                      struct link_secret *out);

/* An invitation's is "i-K7Q42M-17-<22 chars>". What it ends with follows from the server's
 * key, what made it (`batch`, by the client) and its place there: made again, it is the
 * same. `text` gets the secret once its number is known; what is kept is the hash. */
#define INVITE_CHARS 22 /* 16 bytes in base64url */
void invite_make(const struct identity *identity, const struct id *room,
                 const struct id *batch, uint32_t place, char made[INVITE_CHARS + 1],
                 uint8_t hash[HASH_BYTES]);
void invite_secret(const struct code *code, uint32_t number,
                   const char made[INVITE_CHARS + 1], char secret[SECRET_CHARS_MAX + 1]);

/* A ticket for one file, made like a token: what this server never made is known without
 * asking the store. The store is told its hash. */
void ticket_mint(const struct identity *identity, struct clock *clock,
                 char ticket[TOKEN_CHARS + 1]);
bool ticket_read(const struct identity *identity, const char *ticket, size_t len,
                 uint8_t hash[TICKET_HASH_BYTES]);
/* What a webhook's messages are signed with: kept nowhere, for it follows from the key. */
void hook_secret(const struct identity *identity, const struct id *room,
                 const struct id *hook, char secret[SECRET_CHARS_MAX + 1]);

/* What a picture is called in its address: nobody can guess it, and what one participant
 * calls the same (`made`) on a board is the same. */
struct id identity_of_image(const struct identity *identity, const struct id *room,
                            const struct participant *who, const struct id *board,
                            const struct id *made);

/* What is kept of a passcode. */
void passcode_hash(const struct identity *identity, const struct id *room,
                   const char *passcode, uint8_t out[HASH_BYTES]);

#endif
