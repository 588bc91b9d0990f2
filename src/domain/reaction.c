/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/reaction.h"

#include "base/names.h"

static const char *const names[REACTIONS] = {"heart", "clap", "laugh", "party", "think"};

const char *reaction_name(enum reaction reaction)
{
    return names[reaction];
}

bool reaction_read(const char *name, enum reaction *out)
{
    unsigned found;

    if (!names_find(names, REACTIONS, name, &found))
        return false;
    *out = (enum reaction)found;
    return true;
}
