/* SPDX-License-Identifier: Apache-2.0 */

/* The words that people said, and how many say each: functions/terms.lua. */
#ifndef STORE_STORE_TERMS_H
#define STORE_STORE_TERMS_H

#include "store/store.h"

enum term_state { TERM_SHOWN, TERM_HIDDEN, TERM_WAITING, TERM_STATES };
const char *term_state_name(enum term_state state);

struct cloud_term {
    const char *text; /* As most people write it. */
    size_t len;
    uint64_t n;
    enum term_state state;
};
struct cloud {
    struct tally tally; /* Of the same moment. */
    size_t n;
    const struct cloud_term *terms; /* Those that most say first. */
};
struct cloud_look {
    struct round_of round;
    uint32_t most; /* At most TERMS_LISTED_MAX. */
    bool all;      /* Also what is not shown. */
    uint32_t skip; /* Begin behind so many. */
};
/* Result: const struct cloud *. */
void store_cloud_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct cloud_look *look);

struct term_hiding {
    struct round_of round;
    const char *key; /* See base/term.h. */
    bool hide;
    const struct participant *by;
};
/* ERR_NOT_FOUND: nobody says it. Result: NULL. Tells the tally, which has another revision.
 */
void store_term_hide(struct store *store, struct store_request *request,
                     const struct id *room, const struct term_hiding *hiding);

#endif
