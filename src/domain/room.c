/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/room.h"

#include <string.h>

static const char *const names[ROOM_ACCESSES] = {
    [ACCESS_OPEN] = "open",
    [ACCESS_PASSCODE] = "passcode",
};

const char *room_access_name(enum room_access access)
{
    return names[access];
}

bool room_access_read(const char *name, enum room_access *out)
{
    for (unsigned i = 0; i < ROOM_ACCESSES; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum room_access)i;
            return true;
        }
    }
    return false;
}
