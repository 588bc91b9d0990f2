/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/policy.h"

#include <string.h>

#define MAY(right) (1u << RIGHT_##right)

static const struct {
    const char *name;
    unsigned rights;
} roles[ROLES] = {
    [ROLE_NONE] = {"none", MAY(KNOCK)},
    [ROLE_PARTICIPANT] = {"participant", MAY(KNOCK) | MAY(LOOK) | MAY(VOTE)},
    [ROLE_STAGE] = {"stage", MAY(KNOCK) | MAY(LOOK)},
    [ROLE_KIOSK] = {"kiosk", MAY(KNOCK) | MAY(LOOK) | MAY(SERVE)},
    [ROLE_MODERATOR] = {"moderator", MAY(KNOCK) | MAY(LOOK) | MAY(VOTE) | MAY(CHECK)},
    [ROLE_HOST] = {"host", MAY(KNOCK) | MAY(LOOK) | MAY(VOTE) | MAY(CHECK) | MAY(RUN)},
    [ROLE_OWNER] = {"owner",
                    MAY(KNOCK) | MAY(LOOK) | MAY(VOTE) | MAY(CHECK) | MAY(RUN) | MAY(OWN)},
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
