/* SPDX-License-Identifier: Apache-2.0 */

#include "service/identity.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define TOKEN_RANDOM_BYTES 16
#define TOKEN_MAC_BYTES    8
#define TOKEN_BYTES        (TOKEN_RANDOM_BYTES + TOKEN_MAC_BYTES)
#define BASE64_URL         sodium_base64_VARIANT_URLSAFE_NO_PADDING

/* Tells the hashes apart, so that none can stand in for another. */
enum purpose {
    PURPOSE_TOKEN = 't',
    PURPOSE_PARTICIPANT = 'p',
    PURPOSE_LINK = 'l',
    PURPOSE_PASSCODE = 'c',
    PURPOSE_TICKET = 'x',
    PURPOSE_HOOK = 'w',
    PURPOSE_OTHER = 'f',
    PURPOSE_BADGE = 'b',
    PURPOSE_IMAGE = 'i',
    PURPOSE_INVITE = 'v',
    PURPOSE_INVITED = 'V'
};

/* What is hashed: `bytes`, for a purpose, within a space or room. */
struct hashed {
    enum purpose purpose;
    const char *scope;
    const void *bytes;
    size_t len;
};

static void keyed_hash(const struct identity *identity, struct hashed what, uint8_t *out,
                       size_t out_len)
{
    crypto_generichash_state state;
    const uint8_t first = (uint8_t)what.purpose;

    crypto_generichash_init(&state, identity->key, sizeof identity->key, out_len);
    crypto_generichash_update(&state, &first, 1);
    /* With its NUL, so that scope and bytes cannot run into each other. */
    crypto_generichash_update(&state, (const uint8_t *)what.scope, strlen(what.scope) + 1);
    crypto_generichash_update(&state, what.bytes, what.len);
    crypto_generichash_final(&state, out, out_len);
}

/* libsodium makes no hash under 16 bytes; a MAC here is the head of one. */
static void token_mac(const struct identity *identity, enum purpose purpose,
                      const uint8_t random[TOKEN_RANDOM_BYTES],
                      uint8_t mac[TOKEN_MAC_BYTES])
{
    uint8_t whole[crypto_generichash_BYTES_MIN];

    keyed_hash(identity,
               (struct hashed){purpose, identity->space, random, TOKEN_RANDOM_BYTES}, whole,
               sizeof whole);
    memcpy(mac, whole, TOKEN_MAC_BYTES);
}

static void mint(const struct identity *identity, enum purpose purpose, struct clock *clock,
                 char token[TOKEN_CHARS + 1])
{
    uint8_t bytes[TOKEN_BYTES];

    clock->random(clock, bytes, TOKEN_RANDOM_BYTES);
    token_mac(identity, purpose, bytes, bytes + TOKEN_RANDOM_BYTES);
    sodium_bin2base64(token, TOKEN_CHARS + 1, bytes, sizeof bytes, BASE64_URL);
}

/* False for what was not minted here, for this purpose. */
static bool read_minted(const struct identity *identity, enum purpose purpose,
                        const char *token, size_t len, uint8_t bytes[TOKEN_BYTES])
{
    uint8_t mac[TOKEN_MAC_BYTES];
    size_t read = 0;

    if (len != TOKEN_CHARS ||
        sodium_base642bin(bytes, TOKEN_BYTES, token, len, NULL, &read, NULL, BASE64_URL) ||
        read != TOKEN_BYTES)
        return false;
    token_mac(identity, purpose, bytes, mac);
    return sodium_memcmp(mac, bytes + TOKEN_RANDOM_BYTES, sizeof mac) == 0;
}

void identity_mint(const struct identity *identity, struct clock *clock,
                   char token[TOKEN_CHARS + 1])
{
    mint(identity, PURPOSE_TOKEN, clock, token);
}

bool identity_read(const struct identity *identity, const char *token, size_t len,
                   struct participant *out)
{
    uint8_t bytes[TOKEN_BYTES];

    if (!read_minted(identity, PURPOSE_TOKEN, token, len, bytes))
        return false;
    keyed_hash(
        identity,
        (struct hashed){PURPOSE_PARTICIPANT, identity->space, bytes, TOKEN_RANDOM_BYTES},
        out->bytes, sizeof out->bytes);
    return true;
}

struct participant identity_of_other(const struct identity *identity, const char *name)
{
    struct participant other;

    keyed_hash(identity,
               (struct hashed){PURPOSE_OTHER, identity->space, name, strlen(name)},
               other.bytes, sizeof other.bytes);
    return other;
}

void badge_key(const struct identity *identity, uint8_t key[BADGE_KEY_BYTES])
{
    keyed_hash(identity, (struct hashed){PURPOSE_BADGE, identity->space, "", 0}, key,
               BADGE_KEY_BYTES);
}

void badge_key_text(const struct identity *identity, char text[BADGE_KEY_CHARS + 1])
{
    uint8_t key[BADGE_KEY_BYTES];

    badge_key(identity, key);
    sodium_bin2base64(text, BADGE_KEY_CHARS + 1, key, sizeof key, BASE64_URL);
    sodium_memzero(key, sizeof key);
}

/* Of scrypt: 16 MiB and some 50 ms for each guess. */
enum { PIN_N = 1 << 14, PIN_R = 8, PIN_P = 1 };

bool pin_hash_text(const struct identity *identity, const struct id *device,
                   const char *pin, char text[BADGE_KEY_CHARS + 1])
{
    uint8_t salt[BADGE_KEY_BYTES + sizeof device->text], hash[BADGE_KEY_BYTES];
    size_t id_len = strlen(device->text);

    badge_key(identity, salt);
    memcpy(salt + BADGE_KEY_BYTES, device->text, id_len);
    bool is_made = crypto_pwhash_scryptsalsa208sha256_ll(
                       (const uint8_t *)pin, strlen(pin), salt, BADGE_KEY_BYTES + id_len,
                       PIN_N, PIN_R, PIN_P, hash, sizeof hash) == 0;

    if (is_made)
        sodium_bin2base64(text, BADGE_KEY_CHARS + 1, hash, sizeof hash, BASE64_URL);
    sodium_memzero(salt, sizeof salt);
    return is_made;
}

static const struct {
    char letter;
    enum role role;
} link_roles[] = {{'h', ROLE_HOST},  {'m', ROLE_MODERATOR}, {'a', ROLE_AUDITOR},
                  {'s', ROLE_STAGE}, {'k', ROLE_KIOSK},     {'o', ROLE_OWNER}};

#define LINK_ROLES          (sizeof link_roles / sizeof *link_roles)
#define SECRET_RANDOM_BYTES 16
#define SECRET_RANDOM_CHARS 22

void link_secret_mint(struct clock *clock, enum role role, const struct code *code,
                      char secret[SECRET_CHARS_MAX + 1])
{
    uint8_t bytes[SECRET_RANDOM_BYTES];
    char random[SECRET_RANDOM_CHARS + 1];
    char letter = '\0';

    for (size_t i = 0; i < LINK_ROLES; i++)
        if (link_roles[i].role == role)
            letter = link_roles[i].letter;
    assert(letter);

    clock->random(clock, bytes, sizeof bytes);
    sodium_bin2base64(random, sizeof random, bytes, sizeof bytes, BASE64_URL);
    if (role == ROLE_OWNER)
        snprintf(secret, SECRET_CHARS_MAX + 1, "%c-%s", letter, random);
    else
        snprintf(secret, SECRET_CHARS_MAX + 1, "%c-%s-%s", letter, code->text, random);
}

/* ---- Invitations ----------------------------------------------------------------- */

void invite_make(const struct identity *identity, const struct id *room,
                 const struct id *batch, uint32_t place, char made[INVITE_CHARS + 1],
                 uint8_t hash[HASH_BYTES])
{
    struct {
        struct id batch; /* Padded with zeros. */
        uint8_t place[4];
    } bytes = {{{0}}, {0}};
    uint8_t random[SECRET_RANDOM_BYTES];

    (void)snprintf(bytes.batch.text, sizeof bytes.batch.text, "%s", batch->text);
    for (size_t i = 0; i < sizeof bytes.place; i++)
        bytes.place[i] = (uint8_t)(place >> (8 * i));
    keyed_hash(identity, (struct hashed){PURPOSE_INVITE, room->text, &bytes, sizeof bytes},
               random, sizeof random);
    sodium_bin2base64(made, INVITE_CHARS + 1, random, sizeof random, BASE64_URL);
    keyed_hash(identity,
               (struct hashed){PURPOSE_INVITED, identity->space, made, INVITE_CHARS}, hash,
               HASH_BYTES);
    sodium_memzero(random, sizeof random);
}

void invite_secret(const struct code *code, uint32_t number,
                   const char made[INVITE_CHARS + 1], char secret[SECRET_CHARS_MAX + 1])
{
    (void)snprintf(secret, SECRET_CHARS_MAX + 1, "i-%s-%u-%s", code->text, number, made);
}

/* What is behind "i-": "K7Q42M-17-<22 chars>". */
static bool invite_read(const struct identity *identity, const char *text, size_t len,
                        struct link_secret *out)
{
    struct link_secret read = {.role = ROLE_PARTICIPANT};
    size_t at = CODE_CHARS + 1;

    if (len < at || !code_read(text, CODE_CHARS, &read.code) || text[CODE_CHARS] != '-')
        return false;
    for (; at < len && text[at] >= '0' && text[at] <= '9'; at++) {
        read.number = 10 * read.number + (uint32_t)(text[at] - '0');
        if (read.number > INVITE_NUMBER_MAX)
            return false;
    }
    if (read.number == 0 || len != at + 1 + INVITE_CHARS || text[at] != '-')
        return false;
    keyed_hash(
        identity,
        (struct hashed){PURPOSE_INVITED, identity->space, text + at + 1, INVITE_CHARS},
        read.hash, sizeof read.hash);
    *out = read;
    return true;
}

bool link_secret_read(const struct identity *identity, const char *secret, size_t len,
                      struct link_secret *out)
{
    const size_t owner_len = 2 + SECRET_RANDOM_CHARS, room_len = owner_len + CODE_CHARS + 1;
    struct link_secret read = {.role = ROLE_NONE};

    if (len > 2 && memcmp(secret, "i-", 2) == 0)
        return invite_read(identity, secret + 2, len - 2, out);
    for (size_t i = 0; i < LINK_ROLES && len > 2 && secret[1] == '-'; i++)
        if (link_roles[i].letter == secret[0])
            read.role = link_roles[i].role;
    if (read.role == ROLE_NONE || len != (read.role == ROLE_OWNER ? owner_len : room_len))
        return false;
    if (read.role != ROLE_OWNER &&
        (secret[2 + CODE_CHARS] != '-' || !code_read(secret + 2, CODE_CHARS, &read.code)))
        return false;

    keyed_hash(identity, (struct hashed){PURPOSE_LINK, identity->space, secret, len},
               read.hash, sizeof read.hash);
    *out = read;
    return true;
}

void hook_secret(const struct identity *identity, const struct id *room,
                 const struct id *hook, char secret[SECRET_CHARS_MAX + 1])
{
    static const char prefix[] = "w-";
    uint8_t hash[HASH_BYTES];

    keyed_hash(identity,
               (struct hashed){PURPOSE_HOOK, room->text, hook->text, strlen(hook->text)},
               hash, sizeof hash);
    memcpy(secret, prefix, sizeof prefix);
    sodium_bin2base64(secret + sizeof prefix - 1, SECRET_CHARS_MAX + 2 - sizeof prefix,
                      hash, sizeof hash, BASE64_URL);
    sodium_memzero(hash, sizeof hash);
}

struct id identity_of_image(const struct identity *identity, const struct id *room,
                            const struct participant *who, const struct id *board,
                            const struct id *made)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    struct {
        struct participant who;
        struct id board, made; /* Padded with zeros. */
    } bytes = {*who, {{0}}, {{0}}};
    uint8_t hash[crypto_generichash_BYTES_MIN];
    struct id id = {{0}};

    (void)snprintf(bytes.board.text, sizeof bytes.board.text, "%s", board->text);
    (void)snprintf(bytes.made.text, sizeof bytes.made.text, "%s", made->text);
    keyed_hash(identity, (struct hashed){PURPOSE_IMAGE, room->text, &bytes, sizeof bytes},
               hash, sizeof hash);
    for (size_t i = 0; i < ID_BYTES_MAX; i++)
        id.text[i] = digits[hash[i] % (sizeof digits - 1)];
    return id;
}

void passcode_hash(const struct identity *identity, const struct id *room,
                   const char *passcode, uint8_t out[HASH_BYTES])
{
    keyed_hash(identity,
               (struct hashed){PURPOSE_PASSCODE, room->text, passcode, strlen(passcode)},
               out, HASH_BYTES);
}

void ticket_mint(const struct identity *identity, struct clock *clock,
                 char ticket[TOKEN_CHARS + 1])
{
    mint(identity, PURPOSE_TICKET, clock, ticket);
}

bool ticket_read(const struct identity *identity, const char *ticket, size_t len,
                 uint8_t hash[TICKET_HASH_BYTES])
{
    uint8_t bytes[TOKEN_BYTES];

    if (!read_minted(identity, PURPOSE_TICKET, ticket, len, bytes))
        return false;
    keyed_hash(identity,
               (struct hashed){PURPOSE_TICKET, identity->space, bytes, TOKEN_BYTES}, hash,
               TICKET_HASH_BYTES);
    return true;
}
