/* SPDX-License-Identifier: Apache-2.0 */

/* quiz.board: who has which place, and what one has oneself. What it says is read from the
 * leaderboard once the names have come, at once where none are asked for: thousands of
 * phones ask when a question is revealed, and cost the store nothing. */
#include "service/actor.h"
#include "service/alias.h"
#include "store/store_points.h"

#include <inttypes.h>
#include <string.h>

/* Whom the answer names, in this order: places, the nearest, oneself. */
struct cast_list {
    size_t n_places, n_nearest, nearest_in_all;
    const struct leaders_player *people[NAMES_READ_MAX];
    const struct leaders_player *own; /* NULL: no player. */
};

static const struct id *question_of(const struct request *request)
{
    return request->command.quiz_board.has_question ? &request->command.quiz_board.question
                                                    : &request->watch->quiz.latest;
}

static void list_people(const struct request *request, struct cast_list *out)
{
    const struct leaders *leaders = request->watch->quiz.leaders;
    size_t all = leaders_n(leaders), skip = request->command.quiz_board.skip;
    size_t n = request->command.quiz_board.n;

    *out = (struct cast_list){0};
    out->own = leaders_find(leaders, &request->actor->participant);
    for (size_t at = skip; at < all && out->n_places < n; at++)
        out->people[out->n_places++] = leaders_at(leaders, at);
    if (n == 0)
        return;
    out->nearest_in_all = leaders_nearest(leaders, question_of(request),
                                          out->people + out->n_places, QUIZ_NEAREST_MAX);
    out->n_nearest =
        out->nearest_in_all < QUIZ_NEAREST_MAX ? out->nearest_in_all : QUIZ_NEAREST_MAX;
}

/* As they want to be called, or else by a name that is made up. */
static void add_name(struct strbuf *out, const struct request *request,
                     const struct leaders_player *player, const char *name)
{
    const struct identity *identity = request->service->identity;
    char alias[ALIAS_BYTES];

    strbuf_puts(out, ",\"name\":");
    if (name && name[0]) {
        json_text(out, name, strlen(name));
        return;
    }
    alias_of(&player->who, &request->watch->id, request->watch->lang, identity->key,
             sizeof identity->key, alias);
    json_text(out, alias, strlen(alias));
}

static void add_was(struct strbuf *out, const struct leaders_player *player)
{
    strbuf_printf(out, ",\"was\":%" PRIu64 ",\"points\":%" PRIu64, player->was,
                  player->points);
}

static void add_own(struct strbuf *out, const struct request *request,
                    const struct cast_list *list, const char *name)
{
    const struct leaders_mark *mark =
        leaders_mark(request->watch->quiz.leaders, question_of(request), list->own);

    strbuf_puts(out, ",\"own\":");
    if (!list->own) {
        strbuf_puts(out, "null");
        return;
    }
    strbuf_printf(out, "{\"place\":%" PRIu64, list->own->place);
    add_was(out, list->own);
    if (name)
        add_name(out, request, list->own, name);
    strbuf_puts(out, ",\"answer\":");
    if (!mark) {
        strbuf_puts(out, "null}");
        return;
    }
    strbuf_printf(out, "{\"right\":%s,\"points\":%" PRIu32,
                  mark->is_right ? "true" : "false", mark->points);
    if (mark->has_time)
        strbuf_printf(out, ",\"ms\":%" PRIu32, mark->taken_ms);
    if (mark->place)
        strbuf_printf(out, ",\"place\":%" PRIu32, mark->place);
    strbuf_puts(out, "}}");
}

static void add_mine(struct strbuf *out, const struct leaders_player *player,
                     const struct cast_list *list)
{
    strbuf_puts(out, player == list->own ? ",\"mine\":true" : ",\"mine\":false");
}

static void add_places(struct strbuf *out, const struct request *request,
                       const struct cast_list *list, const struct name_list *names)
{
    strbuf_puts(out, ",\"places\":[");
    for (size_t i = 0; i < list->n_places; i++) {
        const struct leaders_player *player = list->people[i];

        strbuf_printf(out, "%s{\"place\":%" PRIu64, i ? "," : "", player->place);
        add_was(out, player);
        add_mine(out, player, list);
        add_name(out, request, player, names->names[i]);
        strbuf_puts(out, "}");
    }
    strbuf_puts(out, "]");
}

static void add_nearest(struct strbuf *out, const struct request *request,
                        const struct cast_list *list, const struct name_list *names)
{
    strbuf_printf(out, ",\"winners\":%zu,\"nearest\":[", list->nearest_in_all);
    for (size_t i = list->n_places; i < list->n_places + list->n_nearest; i++) {
        const struct leaders_player *player = list->people[i];
        const struct leaders_mark *mark =
            leaders_mark(request->watch->quiz.leaders, question_of(request), player);

        strbuf_printf(
            out, "%s{\"place\":%" PRIu32 ",\"value\":%" PRId32 ",\"points\":%" PRIu32,
            i > list->n_places ? "," : "", mark->place, mark->number, mark->points);
        add_mine(out, player, list);
        add_name(out, request, player, names->names[i]);
        strbuf_puts(out, "}");
    }
    strbuf_puts(out, "]");
}

static void answer(struct request *request, const struct cast_list *list,
                   const struct name_list *names)
{
    const struct leaders *leaders = request->watch->quiz.leaders;
    size_t own_at = list->n_places + list->n_nearest;
    struct strbuf ok = {0};

    strbuf_printf(&ok, "{\"questions\":%zu,\"players\":%zu", leaders_n_columns(leaders),
                  leaders_n(leaders));
    add_own(&ok, request, list, names && list->own ? names->names[own_at] : NULL);
    add_places(&ok, request, list, names);
    if (list->n_nearest > 0)
        add_nearest(&ok, request, list, names);
    strbuf_puts(&ok, "}");
    request_ok(request, &ok);
}

static bool is_same_board(const struct request *request)
{
    return request->with.quiz.settled == request->watch->quiz.settled;
}

static void names_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct name_list *names = result;
    struct cast_list list;

    if (err || !request->actor) {
        request_fail(request, err ? err : ERR_GOING_AWAY);
        return;
    }
    if (!is_same_board(request)) {
        use_quiz_board(request); /* Others are on it by now. */
        return;
    }
    list_people(request, &list);
    if (names->n != list.n_places + list.n_nearest + (list.own ? 1 : 0))
        request_fail(request, ERR_INTERNAL);
    else
        answer(request, &list, names);
}

static void ready(struct quiz_wait *wait, enum err err)
{
    struct request *request = container_of(wait, struct request, with.quiz);
    struct participant who[NAMES_READ_MAX];
    struct cast_list list;
    size_t n = 0;

    if (err || !request->actor) {
        const struct error_detail detail = {
            .limit = err == ERR_LIMIT_REACHED ? "quiz_players" : NULL};

        request_fail_with(request, err ? err : ERR_GOING_AWAY, &detail);
        return;
    }
    request->with.quiz.settled = request->watch->quiz.settled;
    list_people(request, &list);
    for (size_t i = 0; i < list.n_places + list.n_nearest; i++)
        who[n++] = list.people[i]->who;
    if (list.own && n > 0)
        who[n++] = list.own->who;
    if (n == 0) {
        answer(request, &list, NULL);
        return;
    }
    request->io.done = names_came;
    store_names_read(request->service->store, &request->io, &request->watch->id, who, n);
}

void use_quiz_board(struct request *request)
{
    const struct mirror_question *slot = NULL;

    if (request->command.quiz_board.has_question) {
        slot =
            mirror_question(&request->watch->mirror, &request->command.quiz_board.question);
        bool is_revealed = slot && slot->question.state == QUESTION_REVEALED;

        if (!is_revealed && request_is_early(request))
            return;
        if (!slot || slot->question.state == QUESTION_DRAFT) {
            request_fail(request, ERR_NOT_FOUND);
            return;
        }
    }
    request->with.quiz.done = ready;
    quiz_ask(request->watch, &request->with.quiz);
}
