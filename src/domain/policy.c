/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/policy.h"

#include <string.h>

#define MAY(right) (1u << RIGHT_##right)

enum {
    MAY_LOOK = MAY(KNOCK) | MAY(LOOK),
    MAY_CHECK = MAY_LOOK | MAY(VOTE) | MAY(CHECK) | MAY(TRACE),
    MAY_RUN = MAY_CHECK | MAY(FETCH) | MAY(RUN),
};

static const struct {
    const char *name;
    unsigned rights;
} roles[ROLES] = {
    [ROLE_NONE] = {"none", MAY(KNOCK)},
    [ROLE_PARTICIPANT] = {"participant", MAY_LOOK | MAY(VOTE)},
    [ROLE_STAGE] = {"stage", MAY_LOOK},
    [ROLE_KIOSK] = {"kiosk", MAY_LOOK | MAY(SERVE)},
    [ROLE_AUDITOR] = {"auditor", MAY_LOOK | MAY(TRACE) | MAY(FETCH) | MAY(AUDIT)},
    [ROLE_MODERATOR] = {"moderator", MAY_CHECK},
    [ROLE_HOST] = {"host", MAY_RUN},
    [ROLE_OWNER] = {"owner", MAY_RUN | MAY(AUDIT) | MAY(OWN)},
};

const char *role_name(enum role role)
{
    return roles[role].name;
}

bool role_read(const char *name, enum role *out)
{
    for (unsigned i = 0; i < ROLES; i++) {
        if (strcmp(roles[i].name, name) == 0) {
            *out = (enum role)i;
            return true;
        }
    }
    return false;
}

bool policy_may(enum role role, enum right right)
{
    return roles[role].rights & (1u << right);
}

bool policy_both_may(enum role role, bool is_auditor, enum right right)
{
    return policy_may(role, right) || (is_auditor && policy_may(ROLE_AUDITOR, right));
}

/* The generic cell rate algorithm (ITU-T I.371): one number instead of a bucket
 * and a clock. */
bool budget_spend(struct budget *budget, uint64_t now_ms, uint32_t interval_ms,
                  uint32_t burst, uint64_t *again_ms)
{
    uint64_t spent = budget->spent_until_ms > now_ms ? budget->spent_until_ms : now_ms;
    uint64_t most = now_ms + (uint64_t)interval_ms * burst;

    if (spent + interval_ms > most) {
        *again_ms = spent + interval_ms - most;
        return false;
    }
    budget->spent_until_ms = spent + interval_ms;
    return true;
}
