/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/history.h"

#include <string.h>

#include "base/names.h"

static const struct {
    const char *name;
    enum history_reader least; /* Who may just about read it. */
} whats[HISTORY_WHATS] = {
    [HISTORY_POSTED] = {"posted", HISTORY_EVERYONE},
    [HISTORY_EDITED] = {"edited", HISTORY_AUTHOR},
    [HISTORY_STATE] = {"state", HISTORY_AUTHOR},
    [HISTORY_WITHDRAWN] = {"withdrawn", HISTORY_AUTHOR},
    [HISTORY_STATUS] = {"status", HISTORY_EVERYONE},
    [HISTORY_ANSWERED] = {"answered", HISTORY_EVERYONE},
    [HISTORY_GATE] = {"gate", HISTORY_EVERYONE},
    [HISTORY_MERGED] = {"merged", HISTORY_EVERYONE},
    [HISTORY_UNMERGED] = {"unmerged", HISTORY_EVERYONE},
    [HISTORY_JOINED] = {"joined", HISTORY_EVERYONE},
    [HISTORY_PARTED] = {"parted", HISTORY_EVERYONE},
};

static const char *const by_names[HISTORY_BYS] = {
    [HISTORY_BY_AUTHOR] = "author",
    [HISTORY_BY_TEAM] = "team",
    [HISTORY_BY_CLERK] = "clerk",
};

const char *history_what_name(enum history_what what)
{
    return whats[what].name;
}

bool history_what_read(const char *name, enum history_what *out)
{
    for (unsigned i = 0; i < HISTORY_WHATS; i++) {
        if (strcmp(whats[i].name, name) == 0) {
            *out = (enum history_what)i;
            return true;
        }
    }
    return false;
}

const char *history_by_name(enum history_by by)
{
    return by_names[by];
}

bool history_by_read(const char *name, enum history_by *out)
{
    return names_find(by_names, HISTORY_BYS, name, out);
}

bool history_is_told(enum history_what what, enum history_reader reader)
{
    return reader >= whats[what].least;
}
