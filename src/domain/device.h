/* SPDX-License-Identifier: Apache-2.0 */

/* Kiosks: devices that stand somewhere and that people come by, one after the other. */
#ifndef DOMAIN_DEVICE_H
#define DOMAIN_DEVICE_H

#include "base/id.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a kiosk shows: a question, hearts on a board's products, a board to write on, or
 * what the room looks at. */
enum device_shows { SHOWS_ROOM, SHOWS_QUESTION, SHOWS_PRODUCTS, SHOWS_IDEAS, DEVICE_SHOWS };

struct device_show {
    enum device_shows what;
    struct id id; /* None with SHOWS_ROOM. */
};
#define DEVICE_SHOW_BYTES (ID_BYTES_MAX + 12)
const char *device_shows_name(enum device_shows what);
/* "question mood", or "" for what the room looks at. */
void device_show_write(const struct device_show *show, char text[DEVICE_SHOW_BYTES]);
bool device_show_read(const char *text, struct device_show *out);

/* Does it ask for a badge? */
enum device_badge { BADGE_OFF, BADGE_MAY, BADGE_MUST, DEVICE_BADGES };
const char *device_badge_name(enum device_badge badge);
bool device_badge_read(const char *name, enum device_badge *out);

/* "04:00", or "" for never. */
#define DEVICE_RELOAD_CHARS 5
bool device_reload_is_good(const char *text);

#define PIN_HASH_CHARS 43

/* What staff decided about it. */
struct device_set {
    struct device_show show;
    char attract[ATTRACT_BYTES_MAX + 1];
    uint32_t idle_s, warn_s, cooldown_s;
    enum device_badge badge;
    char reload[DEVICE_RELOAD_CHARS + 1];
    char pin_hash[PIN_HASH_CHARS + 1]; /* Empty: staff needs none. */
};

struct device {
    struct id id;
    char name[DEVICE_NAME_BYTES_MAX + 1];
    char place[PLACE_BYTES_MAX + 1];
    uint64_t made_ms;
    bool is_revoked;
    struct device_set set;
    /* What it said last, and when; 0: nothing yet. */
    uint64_t seen_ms;
    char version[KIOSK_VERSION_CHARS + 1];
    uint32_t waiting, refused;
    struct device_show shows;
    /* What came from it, and since when it looks as if one person did it all; 0: it does
     * not. */
    uint64_t people, votes, flagged_ms;
};

#endif
