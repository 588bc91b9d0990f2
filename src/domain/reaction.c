/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/reaction.h"

#include "base/names.h"

bool reaction_read(const char *name, enum reaction *out)
{
    static const char *const names[REACTIONS] = {"heart", "clap", "laugh", "party",
                                                 "think"};
    unsigned found;

    if (!names_find(names, REACTIONS, name, &found))
        return false;
    *out = (enum reaction)found;
    return true;
}
