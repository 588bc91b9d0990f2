/* SPDX-License-Identifier: Apache-2.0 */

/* Looks behind the server's back: are the ballots in Redis those that a crowd was told are
 * counted, and do they add up to the tally? */
#ifndef LIB_BALLOT_AUDIT_H
#define LIB_BALLOT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/crowd.h"

struct ballot_audit {
    size_t ballots; /* In Redis. */
    size_t lost;    /* Acknowledged, but not there or older. */
    size_t other;   /* There under the acknowledged number with another content. */
    bool is_exact;  /* The tally equals a recount, voters included. */
    uint64_t revision;
};

/* `socket` is of the private Redis; `room` the room's id. One option a ballot. */
struct ballot_audit ballot_audit(const struct crowd *crowd, const char *socket,
                                 const char *room);

#endif
