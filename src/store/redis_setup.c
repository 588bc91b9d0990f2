/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_setup.h"

#include "store/library.h"
#include "store/redis_command.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define LIBRARY_NAME_MAX 40

static const struct {
    const char *name, *code;
    const size_t *bytes;
} libraries[] = {
    {"rooms", library_rooms, &library_rooms_bytes},
    {"rights", library_rights, &library_rights_bytes},
    {"boards", library_boards, &library_boards_bytes},
    {"ideas", library_ideas, &library_ideas_bytes},
    {"supports", library_supports, &library_supports_bytes},
    {"talk", library_talk, &library_talk_bytes},
    {"groups", library_groups, &library_groups_bytes},
    {"merges", library_merges, &library_merges_bytes},
    {"bans", library_bans, &library_bans_bytes},
    {"images", library_images, &library_images_bytes},
    {"invites", library_invites, &library_invites_bytes},
    {"devices", library_devices, &library_devices_bytes},
    {"options", library_options, &library_options_bytes},
    {"lists", library_lists, &library_lists_bytes},
    {"points", library_points, &library_points_bytes},
    {"earnings", library_earnings, &library_earnings_bytes},
    {"ballots", library_ballots, &library_ballots_bytes},
    {"terms", library_terms, &library_terms_bytes},
    {"reactions", library_reactions, &library_reactions_bytes},
    {"spaces", library_spaces, &library_spaces_bytes},
    {"gates", library_gates, &library_gates_bytes},
    {"hooks", library_hooks, &library_hooks_bytes},
    {"duties", library_duties, &library_duties_bytes},
    {"words", library_words, &library_words_bytes},
    {"carry", library_carry, &library_carry_bytes},
    {"shift", library_shift, &library_shift_bytes},
    {"results", library_results, &library_results_bytes},
    {"splits", library_splits, &library_splits_bytes},
    {"series", library_series, &library_series_bytes},
};

#define LIBRARIES (sizeof libraries / sizeof libraries[0])

static_assert(LIBRARIES + 16 <= SETUP_STEPS_MAX,
              "each library is a step, and so is what a Redis of one's own is asked");

/* `hear` returns what redis_setup_hear does. */
struct setup_step {
    const char *(*hear)(struct redis_setup *setup, const redisReply *reply);
};

static void ask(struct redis_setup *setup, const struct setup_step *step,
                struct redis_command *command)
{
    assert(setup->n_asked < SETUP_STEPS_MAX);
    setup->steps[setup->n_asked++] = step;
    redis_command_write(command, redis_stream_out(setup->stream));
    redis_command_done(command);
}

static void add_words(struct redis_command *command, const char *const words[])
{
    for (size_t i = 0; words[i]; i++)
        redis_command_text(command, words[i]);
}

bool redis_login_send(const struct redis_login *login, struct redis_stream *stream)
{
    struct redis_command auth = {0};

    if (!login->password[0])
        return false;
    redis_command_text(&auth, "AUTH");
    if (login->user[0])
        redis_command_text(&auth, login->user);
    redis_command_text(&auth, login->password);
    redis_command_write(&auth, redis_stream_out(stream));
    redis_command_done(&auth);
    return true;
}

/* ---- The steps ------------------------------------------------------------------------
 */

static const char *hear_done(struct redis_setup *setup, const redisReply *reply)
{
    (void)setup;
    return reply->type == REDIS_REPLY_ERROR ? reply->str : NULL;
}

static bool is_text(const redisReply *reply)
{
    return reply->type == REDIS_REPLY_STRING || reply->type == REDIS_REPLY_STATUS;
}

/* A replica would answer reads with what was true some time ago. Who may not ask is told by
 * the first call that writes. */
static const char *hear_role(struct redis_setup *setup, const redisReply *reply)
{
    bool is_told = reply->type == REDIS_REPLY_ARRAY && reply->elements > 0 &&
                   is_text(reply->element[0]);

    (void)setup;
    return is_told && strcmp(reply->element[0]->str, "slave") == 0 ? "this is a replica"
                                                                   : NULL;
}

/* The value of a setting among name, value, name, value ... */
static const char *setting(const redisReply *reply, const char *name)
{
    if (reply->type != REDIS_REPLY_ARRAY)
        return NULL;
    for (size_t i = 0; i + 1 < reply->elements; i += 2)
        if (is_text(reply->element[i]) && is_text(reply->element[i + 1]) &&
            strcmp(reply->element[i]->str, name) == 0)
            return reply->element[i + 1]->str;
    return NULL;
}

static const char *hear_settings(struct redis_setup *setup, const redisReply *reply)
{
    setup->keeps =
        store_keeps_of(setting(reply, "appendonly"), setting(reply, "appendfsync"),
                       setting(reply, "maxmemory-policy"));
    return NULL;
}

static const char *hear_loaded(struct redis_setup *setup, const redisReply *reply)
{
    (void)setup;
    /* Another worker may have been faster. */
    return reply->type == REDIS_REPLY_ERROR && !strstr(reply->str, "already exists")
               ? reply->str
               : NULL;
}

/* `list` is the answer to FUNCTION LIST: for each library ["library_name", name, ...]. */
static bool is_listed(const redisReply *list, const char *library)
{
    char name[LIBRARY_NAME_MAX];

    (void)snprintf(name, sizeof name, "clameur_%s_%s", library, library_version);
    for (size_t i = 0; i < list->elements; i++) {
        const redisReply *entry = list->element[i];

        if (entry->type == REDIS_REPLY_ARRAY && entry->elements >= 2 &&
            entry->element[1]->type == REDIS_REPLY_STRING &&
            strcmp(entry->element[1]->str, name) == 0)
            return true;
    }
    return false;
}

/* Asked first, and loaded only if missing, because a Redis that is full refuses to load
 * what it already has. */
static const char *hear_list(struct redis_setup *setup, const redisReply *reply)
{
    static const struct setup_step loading = {hear_loaded};

    if (reply->type == REDIS_REPLY_ERROR)
        return reply->str;
    for (size_t i = 0; i < LIBRARIES; i++) {
        struct redis_command load = {0};

        if (reply->type == REDIS_REPLY_ARRAY && is_listed(reply, libraries[i].name))
            continue;
        redis_command_text(&load, "FUNCTION");
        redis_command_text(&load, "LOAD");
        redis_command_add(&load, libraries[i].code, *libraries[i].bytes);
        ask(setup, &loading, &load);
    }
    return NULL;
}

/* ---- All of them ----------------------------------------------------------------------
 */

void redis_setup_begin(struct redis_setup *setup, struct redis_stream *stream,
                       const struct redis_login *login)
{
    static const struct setup_step done = {hear_done};
    static const struct {
        struct setup_step step;
        const char *words[8];
    } questions[] = {
        {{hear_role}, {"ROLE"}},
        {{hear_settings},
         {"CONFIG", "GET", "appendonly", "appendfsync", "maxmemory-policy"}},
        {{hear_list}, {"FUNCTION", "LIST", "LIBRARYNAME", "clameur_*"}},
    };

    *setup = (struct redis_setup){.stream = stream};
    if (redis_login_send(login, stream))
        setup->steps[setup->n_asked++] = &done;
    if (login->db > 0) {
        struct redis_command select_db = {0};

        redis_command_text(&select_db, "SELECT");
        redis_command_number(&select_db, login->db);
        ask(setup, &done, &select_db);
    }
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        struct redis_command command = {0};

        add_words(&command, questions[i].words);
        ask(setup, &questions[i].step, &command);
    }
}

const char *redis_setup_hear(struct redis_setup *setup, const redisReply *reply)
{
    return setup->steps[setup->n_heard++]->hear(setup, reply);
}

bool redis_setup_is_done(const struct redis_setup *setup)
{
    return setup->n_heard == setup->n_asked;
}
