/* SPDX-License-Identifier: Apache-2.0 */

/* Who may do what. Commands name a right; a table says which role has it. */
#ifndef DOMAIN_POLICY_H
#define DOMAIN_POLICY_H

#include <stdbool.h>
#include <stdint.h>

enum role {
    ROLE_NONE, /* Known by a device token only: has not entered the room. */
    ROLE_PARTICIPANT,
    ROLE_STAGE,
    ROLE_KIOSK,   /* A device that people come by, one after the other. */
    ROLE_AUDITOR, /* Looks at everything, and changes nothing. */
    ROLE_MODERATOR,
    ROLE_HOST,
    ROLE_OWNER,
    ROLES
};

enum right {
    RIGHT_KNOCK, /* say hello, enter, exchange a link */
    RIGHT_LOOK,  /* be told what happens in a room */
    RIGHT_VOTE,  /* and post and support ideas */
    RIGHT_SERVE, /* vote, post and support for whoever is there */
    RIGHT_CHECK, /* say which ideas are shown, and what becomes of them */
    RIGHT_TRACE, /* read what staff did */
    RIGHT_FETCH, /* see all results, also hidden ones, and take them along as files */
    RIGHT_RUN,   /* write and move questions, change the room, make links */
    RIGHT_AUDIT, /* have files that tell of single people, and of groups however small */
    RIGHT_OWN,   /* make and delete rooms, say who is an auditor */
    RIGHTS
};

const char *role_name(enum role role);
bool role_read(const char *name, enum role *out);
bool policy_may(enum role role, enum right right);
/* Likewise of somebody who is perhaps an auditor beside that role, and loses neither. */
bool policy_both_may(enum role role, bool is_auditor, enum right right);

/* A budget that refills with time: at most `burst` at once, `per_s` in the long
 * run. Starts as {0}, full. */
struct budget {
    uint64_t spent_until_ms; /* Virtual time up to which it is spent (GCRA). */
};
/* False, and nothing spent, when the budget is used up; then *again_ms says how
 * long to wait. `interval_ms` is the time one unit takes to come back. */
bool budget_spend(struct budget *budget, uint64_t now_ms, uint32_t interval_ms,
                  uint32_t burst, uint64_t *again_ms);

#endif
