/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_bans.h"

void read_room_ban(struct fields *f, struct command *c)
{
    c->ban.board = take_id(f, "board");
    c->ban.idea = take_id(f, "idea");
    if (fields_has(f, "comment"))
        c->ban.comment = take_id(f, "comment");
}

void read_room_unban(struct fields *f, struct command *c)
{
    c->ban.ban = take_id(f, "ban");
}

/* What the log tells of: see functions/shared/acts.lua. */
static const char *const acts[] = {
    "",      "state", "status", "answered", "merged", "unmerged", "comment", "ban",
    "unban", "words", "word",   "image",    "closes", "imported", "fetched", "groups"};

void read_log_list(struct fields *f, struct command *c)
{
    c->log.n = ACTS_PER_PAGE_MAX;
    if (fields_has(f, "n"))
        c->log.n = take_u32(f, "n", 1, ACTS_PER_PAGE_MAX);
    if (fields_has(f, "before"))
        c->log.before = take_u64(f, "before", 1, INTEGER_EXACT_MAX);
    c->log.what = acts[take_word(f, "what", acts, sizeof acts / sizeof *acts)];
}
