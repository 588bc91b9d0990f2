/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/room.h"

#include "base/names.h"

static const char *const names[ROOM_ACCESSES] = {
    [ACCESS_OPEN] = "open",
    [ACCESS_PASSCODE] = "passcode",
    [ACCESS_INVITED] = "invited",
};

const char *room_access_name(enum room_access access)
{
    return names[access];
}

bool room_access_read(const char *name, enum room_access *out)
{
    return names_find(names, ROOM_ACCESSES, name, out);
}
