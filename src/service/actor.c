/* SPDX-License-Identifier: Apache-2.0 */

#include "service/actor.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

#define COMMAND_INTERVAL_MS       (1000 / COMMANDS_PER_S)
#define SEARCH_INTERVAL_MS        (1000 / SEARCHES_PER_S)
#define EXCHANGE_INTERVAL_MS      (60000 / EXCHANGES_PER_MINUTE)
#define SEARCH_INTERVAL_WORKER_MS (1000 / SEARCHES_PER_S_WORKER)

static void (*const use_cases[COMMANDS])(struct request *request) = {
    [COMMAND_HELLO] = use_hello,
    [COMMAND_CAST] = use_cast,
    [COMMAND_ROOM_CREATE] = use_room_create,
    [COMMAND_ROOM_LIST] = use_room_list,
    [COMMAND_ROOM_UPDATE] = use_room_update,
    [COMMAND_ROOM_DELETE] = use_room_delete,
    [COMMAND_ROOM_ENTER] = use_room_enter,
    [COMMAND_QUESTION_ADD] = use_question_add,
    [COMMAND_QUESTION_UPDATE] = use_question_update,
    [COMMAND_QUESTION_REMOVE] = use_question_remove,
    [COMMAND_QUESTION_PLACE] = use_question_place,
    [COMMAND_QUESTION_MOVE] = use_question_move,
    [COMMAND_BOARD_ADD] = use_board_add,
    [COMMAND_BOARD_UPDATE] = use_board_update,
    [COMMAND_BOARD_MOVE] = use_board_move,
    [COMMAND_BOARD_REMOVE] = use_board_remove,
    [COMMAND_BOARD_LOOK] = use_board_look,
    [COMMAND_BOARD_RULES] = use_board_rules,
    [COMMAND_IDEA_LIST] = use_idea_list,
    [COMMAND_IDEA_READ] = use_idea_read,
    [COMMAND_IDEA_SIMILAR] = use_idea_similar,
    [COMMAND_IDEA_POST] = use_idea_post,
    [COMMAND_IDEA_EDIT] = use_idea_edit,
    [COMMAND_IDEA_WITHDRAW] = use_idea_withdraw,
    [COMMAND_IDEA_SUPPORT] = use_idea_support,
    [COMMAND_IDEA_CHECK] = use_idea_check,
    [COMMAND_IDEA_ANSWER] = use_idea_answer,
    [COMMAND_IDEA_HISTORY] = use_idea_history,
    [COMMAND_IDEA_OPINION] = use_idea_opinion,
    [COMMAND_IDEA_QUEUE] = use_idea_queue,
    [COMMAND_IDEA_REPORT] = use_idea_report,
    [COMMAND_COMMENT_LIST] = use_comment_list,
    [COMMAND_COMMENT_POST] = use_comment_post,
    [COMMAND_COMMENT_WITHDRAW] = use_comment_withdraw,
    [COMMAND_COMMENT_LIKE] = use_comment_like,
    [COMMAND_COMMENT_REPORT] = use_comment_report,
    [COMMAND_COMMENT_CHECK] = use_comment_check,
    [COMMAND_REVIEW_LIST] = use_review_list,
    [COMMAND_IDEA_GROUP] = use_idea_group,
    [COMMAND_IDEA_MERGE] = use_idea_merge,
    [COMMAND_IDEA_UNMERGE] = use_idea_unmerge,
    [COMMAND_ROOM_BAN] = use_room_ban,
    [COMMAND_ROOM_UNBAN] = use_room_unban,
    [COMMAND_BAN_LIST] = use_ban_list,
    [COMMAND_LOG_LIST] = use_log_list,
    [COMMAND_WORDS_SET] = use_words_set,
    [COMMAND_WORDS_LIST] = use_words_list,
    [COMMAND_HOOK_ADD] = use_hook_add,
    [COMMAND_HOOK_LIST] = use_hook_list,
    [COMMAND_HOOK_LOG] = use_hook_log,
    [COMMAND_HOOK_TEST] = use_hook_test,
    [COMMAND_HOOK_REMOVE] = use_hook_remove,
    [COMMAND_POINTS_BOARD] = use_points_board,
    [COMMAND_POINTS_LOG] = use_points_log,
    [COMMAND_POINTS_SELECT] = use_points_select,
    [COMMAND_POINTS_SELECTED] = use_points_selected,
    [COMMAND_ME_READ] = use_me_read,
    [COMMAND_ME_SUPPORTS] = use_me_supports,
    [COMMAND_ME_NAME] = use_me_name,
    [COMMAND_ME_LOOK] = use_me_look,
    [COMMAND_LINK_CREATE] = use_link_create,
    [COMMAND_LINK_LIST] = use_link_list,
    [COMMAND_LINK_REVOKE] = use_link_revoke,
    [COMMAND_LINK_EXCHANGE] = use_link_exchange,
    [COMMAND_DEVICE_CREATE] = use_device_create,
    [COMMAND_BOARD_EXPORT] = use_carry,
    [COMMAND_BOARD_IMPORT] = use_carry,
    [COMMAND_QUESTION_EXPORT] = use_carry,
    [COMMAND_ROOM_EXPORT] = use_carry,
    [COMMAND_QUESTION_SPLIT] = use_question_split,
    [COMMAND_QUESTION_COUNT] = use_question_count,
    [COMMAND_QUESTION_SHIFT] = use_question_shift,
    [COMMAND_IMAGE_TICKET] = use_image_ticket,
    [COMMAND_IMAGE_CHECK] = use_image_check,
    [COMMAND_IMAGE_LIST] = use_image_list,
    [COMMAND_DECK_TICKET] = use_carry,
    [COMMAND_DECK_STOP] = use_deck_stop,
    [COMMAND_CLOUD_LIST] = use_cloud_list,
    [COMMAND_CLOUD_HIDE] = use_cloud_hide,
    [COMMAND_INVITE_ADD] = use_invite_add,
    [COMMAND_INVITE_LIST] = use_invite_list,
    [COMMAND_INVITE_REVOKE] = use_invite_revoke,
    [COMMAND_REACT] = use_react,
    [COMMAND_THEME_LOOK] = use_theme_look,
    [COMMAND_SPACE_THEME] = use_space_theme,
    [COMMAND_SPACE_ORIGINS] = use_space_origins,
    [COMMAND_REHEARSAL_BEGIN] = use_rehearsal_begin,
    [COMMAND_REHEARSAL_END] = use_rehearsal_end,
    [COMMAND_QUIZ_BOARD] = use_quiz_board,
    [COMMAND_DEVICE_LIST] = use_device_list,
    [COMMAND_DEVICE_SET] = use_device_set,
    [COMMAND_DEVICE_REVOKE] = use_device_revoke,
    [COMMAND_DEVICE_REPORT] = use_device_report,
    [COMMAND_DASH_READ] = use_dash_read,
    [COMMAND_DASH_CURVE] = use_dash_curve,
};

void actor_init(struct actor *actor, struct service *service)
{
    *actor = (struct actor){.service = service};
    list_init(&actor->link);
    list_init(&actor->requests);
}

void actor_note_trip(struct actor *actor, uint64_t ms)
{
    actor->trips.ms[actor->trips.at++ % ROUND_TRIPS_KEPT] =
        (uint16_t)(ms < QUIZ_DELAY_MS_MAX ? ms : QUIZ_DELAY_MS_MAX);
    if (actor->trips.n < ROUND_TRIPS_KEPT)
        actor->trips.n++;
}

void actor_become(struct actor *actor, enum role role, const struct you *you)
{
    actor->role = role;
    actor->is_auditor = role != ROLE_NONE && you && you->is_auditor;
    actor->device = entering_device(role, you);
}

bool actor_may(const struct actor *actor, enum right right)
{
    return policy_both_may(actor->role, actor->is_auditor, right);
}

uint32_t actor_delay_ms(const struct actor *actor)
{
    uint32_t least = actor->trips.n ? QUIZ_DELAY_MS_MAX : 0;

    for (size_t i = 0; i < actor->trips.n; i++)
        if (actor->trips.ms[i] < least)
            least = actor->trips.ms[i];
    return least;
}

void actor_done(struct actor *actor)
{
    while (!list_is_empty(&actor->requests)) {
        struct request *request = container_of(actor->requests.next, struct request, link);

        list_remove(&request->link);
        request->actor = NULL; /* The store still works on it; its answer is dropped. */
    }
    if (actor->is_listening && actor->view == VIEW_PHONE)
        watch_people(actor->watch, -1);
    listener_stop(&actor->listener);
    list_remove(&actor->link);
    buf_unref(actor->source);
    actor->source = NULL;
    watch_unref(actor->watch);
    actor->watch = NULL;
    actor->is_listening = false;
}

struct request *request_new(struct actor *actor, struct command *command)
{
    struct request *request = mem_zero(sizeof *request);

    request->actor = actor;
    request->service = actor->service;
    request->command = *command;
    request->watch = actor->watch ? watch_ref(actor->watch) : NULL;
    request->io.owner = request->wait.owner = request;
    list_append(&actor->requests, &request->link);
    actor->n_requests++;
    return request;
}

void actor_set_source(struct actor *actor, const char *channel, const char *place)
{
    struct strbuf text = {0};

    buf_unref(actor->source);
    actor->source = NULL;
    if (!channel)
        return;
    strbuf_printf(&text, "%s\t%s\t%s", channel, place, actor->device.text);
    actor->source = strbuf_take(&text);
}

void request_note_source(struct request *request)
{
    static const char staff[] = "staff\t\t";

    if (request->source)
        return;
    if (request->command.behalf[0] && !policy_may(request->actor->role, RIGHT_SERVE))
        request->source = buf_new(staff, sizeof staff - 1);
    else if (request->actor->source)
        request->source = buf_ref(request->actor->source);
}

struct participant request_person(const struct request *request)
{
    const char *behalf = request->command.behalf;

    return behalf[0] ? identity_of_other(request->service->identity, behalf)
                     : request->actor->participant;
}

void request_drop(struct request *request)
{
    if (request->actor) {
        list_remove(&request->link);
        request->actor->n_requests--;
    }
    watch_unref(request->watch);
    buf_unref(request->source);
    command_done(&request->command);
    free(request);
}

/* What of it goes into the room's series. */
static void note(const struct request *request)
{
    static const struct {
        bool is_counted;
        enum series_count as;
    } counted[COMMANDS] = {
        [COMMAND_CAST] = {true, SERIES_VOTES},
        [COMMAND_IDEA_POST] = {true, SERIES_IDEAS},
        [COMMAND_IDEA_SUPPORT] = {true, SERIES_SUPPORTS},
        [COMMAND_IDEA_OPINION] = {true, SERIES_SUPPORTS},
        [COMMAND_IDEA_ANSWER] = {true, SERIES_ANSWERS},
        [COMMAND_COMMENT_POST] = {true, SERIES_COMMENTS},
        [COMMAND_COMMENT_LIKE] = {true, SERIES_LIKES},
        [COMMAND_REACT] = {true, SERIES_REACTIONS},
    };

    const struct command *command = &request->command;
    bool takes_back =
        (command->type == COMMAND_IDEA_SUPPORT && !command->idea_support.on) ||
        (command->type == COMMAND_COMMENT_LIKE && !command->comment.on);

    if (request->watch && counted[command->type].is_counted && !takes_back &&
        !request->changed_nothing)
        series_note(request->watch, counted[command->type].as);
}

static void end(struct request *request, enum err err, struct strbuf *ok,
                const struct error_detail *detail)
{
    if (!err)
        note(request);
    if (request->actor) {
        if (err)
            count_add(&request->service->counters->command_errors, 1);
        request->actor->answer(request->actor, request, err, ok, detail);
    }
    strbuf_done(ok);
    request_drop(request);
}

void request_ok(struct request *request, struct strbuf *ok)
{
    const struct error_detail none = {0};

    end(request, OK, ok, &none);
}

void request_ok_empty(struct request *request)
{
    struct strbuf ok = {0};

    strbuf_puts(&ok, "{}");
    request_ok(request, &ok);
}

void request_fail_with(struct request *request, enum err err,
                       const struct error_detail *detail)
{
    struct strbuf none = {0};

    end(request, err, &none, detail);
}

void request_fail(struct request *request, enum err err)
{
    const struct error_detail none = {0};

    request_fail_with(request, err, &none);
}

void request_finish(struct store_request *io, enum err err, const void *result)
{
    (void)result;
    if (err)
        request_fail(io->owner, err);
    else
        request_ok_empty(io->owner);
}

/* ---- May this command run? ---------------------------------------------------------- */

/* What may have to look at a whole board. */
static bool searches(const struct command *command)
{
    return command->type == COMMAND_IDEA_SIMILAR ||
           (command->type == COMMAND_IDEA_LIST && command->idea_list.search);
}

static bool tries_a_secret(enum command_type type)
{
    return type == COMMAND_LINK_EXCHANGE || type == COMMAND_ROOM_ENTER;
}

static enum err check_budgets(struct request *request, uint64_t *again_ms)
{
    struct actor *actor = request->actor;
    struct service *service = request->service;
    uint64_t now = service->clock->mono_ms(service->clock);

    if (!budget_spend(&actor->commands, now, COMMAND_INTERVAL_MS, COMMANDS_BURST, again_ms))
        return ERR_TOO_MANY;
    if (searches(&request->command) &&
        (!budget_spend(&actor->searches, now, SEARCH_INTERVAL_MS, SEARCHES_BURST,
                       again_ms) ||
         !budget_spend(&service->searches, now, SEARCH_INTERVAL_WORKER_MS,
                       SEARCHES_PER_S_WORKER, again_ms)))
        return ERR_TOO_MANY;
    if (!tries_a_secret(request->command.type))
        return OK;
    if (!budget_spend(&actor->exchanges, now, EXCHANGE_INTERVAL_MS, EXCHANGES_PER_MINUTE,
                      again_ms) ||
        !service_may_try(service, actor->address, again_ms))
        return ERR_TOO_MANY;
    return OK;
}

static bool needs_participant(enum command_type type)
{
    /* hello may bring its token along. */
    return type != COMMAND_DEVICE_CREATE && type != COMMAND_HELLO;
}

/* For others: kiosks, whose own it never is, and staff. How long it waited is only for
 * kiosks to say. */
static bool may_run(const struct command *command, const struct command_rule *rule,
                    const struct actor *actor)
{
    enum role role = actor->role;
    bool is_served = policy_may(role, RIGHT_SERVE);

    if (!command->behalf[0])
        return actor_may(actor, rule->right);
    if (command->has_ago != is_served)
        return false;
    return is_served || (policy_may(role, rule->right) && policy_may(role, RIGHT_CHECK));
}

static enum err check(const struct request *request)
{
    const struct command_rule *rule = command_rule(request->command.type);
    const struct actor *actor = request->actor;

    if (request->service->is_leaving)
        return ERR_GOING_AWAY;
    if (needs_participant(request->command.type) && !actor->has_participant)
        return ERR_BAD_TOKEN;
    if (rule->scope == SCOPE_ROOM && !actor->watch)
        return ERR_HELLO_FIRST;
    if (rule->scope == SCOPE_ROOM && !may_run(&request->command, rule, actor))
        return ERR_FORBIDDEN;
    if (rule->grows && request->service->state.full)
        return ERR_STORE_FULL;
    return OK;
}

static void space_role_known(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const enum role *role = result;

    if (err)
        request_fail(request, err);
    else if (!policy_may(*role, command_rule(request->command.type)->right))
        request_fail(request, ERR_FORBIDDEN);
    else
        use_cases[request->command.type](request);
}

static void caught_up(struct watch_wait *wait, enum err err, struct watch *watch)
{
    struct request *request = wait->owner;

    watch_unref(watch); /* The request holds its own reference. */
    if (err || !request->actor)
        request_fail(request, err);
    else
        use_cases[request->command.type](request);
}

bool request_is_early(struct request *request)
{
    if (request->has_caught_up)
        return false;
    request->has_caught_up = true;
    request->wait.done = caught_up;
    watch_catch_up(request->watch, &request->wait);
    return true;
}

void request_run(struct request *request)
{
    const struct command_rule *rule = command_rule(request->command.type);
    struct error_detail detail = {0};
    enum err err = check_budgets(request, &detail.again_ms);

    count_add(&request->service->counters->commands, 1);
    if (!err)
        err = check(request);
    if (err) {
        request_fail_with(request, err, &detail);
        return;
    }
    if (rule->scope == SCOPE_NOWHERE && rule->right == RIGHT_OWN) {
        request->io.done = space_role_known;
        store_space_role(request->service->store, &request->io,
                         &request->actor->participant);
        return;
    }
    use_cases[request->command.type](request);
}
