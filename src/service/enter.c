/* SPDX-License-Identifier: Apache-2.0 */

/* Coming into a room: hello, the passcode, a device's first token. */
#include "service/enter.h"

#include "service/actor.h"
#include "service/own_device.h"
#include "store/store_devices.h"

#include <sodium.h>
#include <string.h>

static void ask_you(struct entering *entering)
{
    const struct mirror *mirror = &entering->watch->mirror;
    struct round_of rounds[QUESTIONS_PER_ROOM_MAX];
    size_t n = 0;

    for (size_t i = 0; i < mirror->n_slots; i++)
        if (mirror->slots[i].is_used)
            rounds[n++] = (struct round_of){.question = mirror->slots[i].question.id,
                                            .round = mirror->slots[i].question.round};
    store_you(entering->watch->service->store, &entering->io, &entering->watch->id,
              &entering->participant, rounds, n);
}

enum err room_door(const struct room *room)
{
    static const enum err doors[ROOM_ACCESSES] = {
        [ACCESS_OPEN] = OK,
        [ACCESS_PASSCODE] = ERR_PASSCODE,
        [ACCESS_INVITED] = ERR_INVITATION,
    };

    return doors[room->access];
}

enum role role_in_room(const struct watch *watch, const struct you *you, enum view view)
{
    enum room_access access = watch->mirror.room.access;
    bool is_open = access == ACCESS_OPEN;
    enum role written = you->role;

    /* A passcode that was given once is no invitation. */
    if (access == ACCESS_INVITED && you->only_by_passcode)
        return ROLE_NONE;

    /* A host that tries one out is one while it shows it. */
    if (view == VIEW_KIOSK && !id_is_none(&you->device))
        return ROLE_KIOSK;
    if (written == ROLE_NONE && is_open)
        return ROLE_PARTICIPANT;
    /* The laptop that shows the stage may vote as well. */
    if (written == ROLE_STAGE && view == VIEW_PHONE && is_open)
        return ROLE_PARTICIPANT;
    return written;
}

bool entered_may(enum role role, const struct you *you, enum right right)
{
    return policy_both_may(role, you && you->is_auditor, right);
}

struct id entering_device(enum role role, const struct you *you)
{
    return you && role == ROLE_KIOSK ? you->device : (struct id){0};
}

void event_you(struct strbuf *out, enum role role, const struct you *you)
{
    strbuf_printf(out, "{\"ev\":\"you\",\"role\":\"%s\",\"ballots\":[", role_name(role));
    for (size_t i = 0; you && i < you->n_ballots; i++) {
        const struct own_ballot *own = &you->ballots[i];

        strbuf_printf(out, "%s{\"question\":\"%s\",\"round\":%u,\"n\":%u,\"ballot\":%s}",
                      i ? "," : "", own->question.text, own->round, own->n,
                      own->ballot->text);
    }
    strbuf_puts(out, "]");
    if (you && you->device_json) {
        strbuf_puts(out, ",\"device\":");
        strbuf_add(out, you->device_json->text, you->device_json->len);
    }
    if (entered_may(role, you, RIGHT_AUDIT))
        strbuf_puts(out, ",\"audits\":true");
    strbuf_puts(out, "}");
}

/* ---- Entering: find, open, ask what is written, decide the role
 * -------------------------- */

/* A kiosk is told what staff decided about it. It has no ballots of its own. */
static void device_known(struct store_request *io, enum err err, const void *result)
{
    struct entering *entering = io->owner;
    const struct device *device = result;
    struct you you = {.role = ROLE_KIOSK};
    struct buf *json = NULL;

    if (!err) {
        json = own_device(entering->watch->service, device);
        you.device = device->id;
        you.device_json = json;
    }
    entering->done(entering, err, err ? ROLE_NONE : ROLE_KIOSK, err ? NULL : &you);
    buf_unref(json);
}

static void you_known(struct store_request *io, enum err err, const void *result)
{
    struct entering *entering = io->owner;
    const struct you *you = result;
    struct watch *watch = entering->watch;
    enum role role = ROLE_NONE;

    if (!err) {
        role = role_in_room(watch, you, entering->view);
        if (role == ROLE_NONE)
            err = room_door(&watch->mirror.room);
    }
    if (role == ROLE_KIOSK && entering->view == VIEW_KIOSK) {
        entering->io.done = device_known;
        store_device_read(watch->service->store, &entering->io, &watch->id, &you->device);
        return;
    }
    entering->done(entering, err, role, you);
}

static void opened(struct watch_wait *wait, enum err err, struct watch *watch)
{
    struct entering *entering = wait->owner;

    entering->watch = watch;
    if (err) {
        entering->done(entering, err, ROLE_NONE, NULL);
        return;
    }
    entering->io = (struct store_request){.done = you_known, .owner = entering};
    ask_you(entering);
}

void enter_room(struct service *service, struct entering *entering, const struct code *code)
{
    struct watch *known = watch_known(service, code);

    entering->wait = (struct watch_wait){.done = opened, .owner = entering};
    if (known)
        opened(&entering->wait, OK,
               known); /* The answer still comes later: the store is asked. */
    else
        watch_open(service, code, &entering->wait);
}

/* ---- hello ----------------------------------------------------------------------------
 */

static enum err check_view(enum role role, const struct you *you, enum view view)
{
    bool may_fetch = entered_may(role, you, RIGHT_FETCH);

    if (view == VIEW_HOST && !policy_may(role, RIGHT_CHECK) && !may_fetch)
        return ERR_FORBIDDEN;
    if (view == VIEW_KIOSK && role != ROLE_KIOSK)
        return ERR_FORBIDDEN;
    if (view == VIEW_STAGE && !may_fetch && role != ROLE_STAGE)
        return ERR_FORBIDDEN;
    return policy_may(role, RIGHT_LOOK) ? OK : ERR_FORBIDDEN;
}

struct sight {
    enum audience audience;
    enum pace pace;
    enum viewer viewer;
};

/* What one is told there: in the view `host` everything, if one may see all results.
 * Moderators have the desk's view of what people write, and know of
 * drafts and hidden results no more than those people do. */
static const struct sight *sight_of(bool may_fetch, enum view view)
{
    static const struct sight sights[VIEWS] = {
        [VIEW_PHONE] = {AUDIENCE_PUBLIC, PACE_PHONE, VIEWER_PARTICIPANT},
        [VIEW_STAGE] = {AUDIENCE_PUBLIC, PACE_STAGE, VIEWER_STAGE},
        [VIEW_HOST] = {AUDIENCE_STAFF, PACE_STAGE, VIEWER_HOST},
        [VIEW_KIOSK] = {AUDIENCE_PUBLIC, PACE_PHONE, VIEWER_PARTICIPANT},
    };
    static const struct sight moderators = {AUDIENCE_PUBLIC, PACE_STAGE,
                                            VIEWER_PARTICIPANT};

    return view == VIEW_HOST && !may_fetch ? &moderators : &sights[view];
}

static void leave(struct actor *actor)
{
    if (!actor->is_listening)
        return;
    if (actor->view == VIEW_PHONE)
        watch_people(actor->watch, -1);
    listener_stop(&actor->listener);
    list_remove(&actor->link);
    actor->is_listening = false;
}

static void listen(struct actor *actor, const struct command *command,
                   const struct you *you, bool *resumed)
{
    struct mirror *mirror = &actor->watch->mirror;
    void (*wake)(struct listener * listener) = actor->listener.wake;
    bool has_after =
        command->hello.has_position && command->hello.epoch == mirror->room.epoch;

    const struct sight *sight =
        sight_of(actor_may(actor, RIGHT_FETCH), command->hello.view);

    actor->view = command->hello.view;
    actor->listener = (struct listener){
        .wake = wake,
        .audience = sight->audience,
        .pace = sight->pace,
        .viewer = sight->viewer,
    };
    *resumed = listener_start(&actor->listener, mirror, has_after, command->hello.after);
    for (size_t i = 0; i < you->n_ballots; i++)
        listener_set_voted(&actor->listener, &you->ballots[i].question,
                           you->ballots[i].round);
    list_append(&actor->watch->actors, &actor->link);
    actor->is_listening = true;
    if (actor->view == VIEW_PHONE) {
        watch_people(actor->watch, 1);
        series_note(actor->watch, SERIES_LOOKS);
        /* Who has voted was here before. */
        if (command->hello.via == VIA_SHARED && you->n_ballots == 0)
            series_note_shared(actor->watch, &actor->participant);
    }
}

static void hello_text(struct strbuf *ok, const struct actor *actor, bool resumed)
{
    const struct room *room = &actor->watch->mirror.room;
    struct clock *clock = actor->service->clock;
    int64_t now = (int64_t)clock->wall_ms(clock) + actor->watch->store_ahead_ms;

    strbuf_printf(ok,
                  "{\"room\":\"%s\",\"role\":\"%s\",\"epoch\":%llu,\"seq\":%llu,"
                  "\"resumed\":%s,\"now\":%lld",
                  room->id.text, role_name(actor->role), (unsigned long long)room->epoch,
                  (unsigned long long)room->seq, resumed ? "true" : "false",
                  (long long)now);
    /* Whoever runs the vote is told what `counted` means here. */
    if (actor->role == ROLE_HOST || actor->role == ROLE_OWNER)
        strbuf_printf(ok, ",\"keeps\":\"%s\",\"replicas\":%u",
                      store_keeps_word(actor->service->state.promise.keeps),
                      actor->service->state.promise.replicas);
}

/* Over HTTP there is no listening: everything is in the answer. */
static void hello_whole(struct strbuf *ok, struct actor *actor, enum view view,
                        const struct you *you)
{
    struct mirror *mirror = &actor->watch->mirror;
    const struct sight *sight = sight_of(actor_may(actor, RIGHT_FETCH), view);
    const char *comma = "";

    strbuf_puts(ok, ",\"snapshot\":");
    mirror_snapshot_json(mirror, sight->audience, ok);
    strbuf_puts(ok, ",\"you\":");
    event_you(ok, actor->role, you);
    strbuf_puts(ok, ",\"tallies\":[");
    for (size_t i = 0; i < mirror->n_slots; i++) {
        struct mirror_question *slot = &mirror->slots[i];
        enum viewer viewer = sight->viewer;
        struct buf *message;

        for (size_t b = 0; b < you->n_ballots && viewer == VIEWER_PARTICIPANT; b++)
            if (id_same(&you->ballots[b].question, &slot->question.id) &&
                you->ballots[b].round == slot->question.round)
                viewer = VIEWER_VOTER;
        if (!slot->is_used || !mirror_is_told(slot, sight->audience))
            continue;
        message = mirror_slot_message(mirror, slot, viewer);
        if (!message)
            continue;
        strbuf_puts(ok, comma);
        frame_payload(message, ok);
        comma = ",";
    }
    strbuf_puts(ok, "]");
}

/* Of an ordinary phone nothing is kept. */
static void know_source(struct actor *actor, const struct command *command)
{
    const char *place = command->hello.at ? command->hello.at->text : "";

    if (actor->role == ROLE_KIOSK)
        actor_set_source(actor, "kiosk", "");
    else if (command->hello.via == VIA_EMBED || place[0])
        actor_set_source(actor,
                         via_name(command->hello.via == VIA_EMBED ? VIA_EMBED : VIA_PHONE),
                         place);
    else
        actor_set_source(actor, NULL, NULL);
}

static void hello_entered(struct entering *entering, enum err err, enum role role,
                          const struct you *you)
{
    struct request *request = container_of(entering, struct request, with.entering);
    struct actor *actor = request->actor;
    struct strbuf ok = {0};
    bool resumed = false;

    if (!err)
        err = check_view(role, you, request->command.hello.view);
    if (err || !actor) {
        watch_unref(entering->watch);
        request_fail(request, err);
        return;
    }

    leave(actor);
    watch_unref(actor->watch);
    actor->watch = entering->watch;
    actor_become(actor, role, you);
    know_source(actor, &request->command);
    if (actor->is_socket)
        listen(actor, &request->command, you, &resumed);
    hello_text(&ok, actor, resumed);
    if (!actor->is_socket)
        hello_whole(&ok, actor, request->command.hello.view, you);
    strbuf_puts(&ok, "}");

    request_ok(request, &ok);
    if (actor->is_socket)
        actor->entered(actor, you);
}

void use_hello(struct request *request)
{
    struct actor *actor = request->actor;
    const char *token = request->command.hello.token;

    if (token[0]) {
        if (!identity_read(request->service->identity, token, strlen(token),
                           &actor->participant)) {
            request_fail(request, ERR_BAD_TOKEN);
            return;
        }
        actor->has_participant = true;
    }
    if (!actor->has_participant) {
        request_fail(request, ERR_BAD_TOKEN);
        return;
    }
    request->with.entering.participant = actor->participant;
    request->with.entering.view = request->command.hello.view;
    request->with.entering.done = hello_entered;
    enter_room(request->service, &request->with.entering, &request->command.hello.room);
}

/* ---- room.enter ------------------------------------------------------------------------
 */

static void entered_by_passcode(struct store_request *io, enum err err, const void *result)
{
    struct strbuf ok = {0};

    (void)result;
    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"role\":\"participant\"}");
    request_ok(io->owner, &ok);
}

static void try_passcode(struct watch_wait *wait, enum err err, struct watch *watch)
{
    struct request *request = wait->owner;
    const struct command *command = &request->command;
    uint8_t hash[HASH_BYTES];

    watch_unref(request->watch);
    request->watch = watch;
    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    if (watch->mirror.room.access == ACCESS_INVITED) {
        request_fail(request, ERR_INVITATION);
        return;
    }
    if (watch->mirror.room.access == ACCESS_PASSCODE) {
        passcode_hash(request->service->identity, &watch->id, command->room_enter.passcode,
                      hash);
        if (!watch->has_passcode ||
            sodium_memcmp(hash, watch->passcode_hash, sizeof hash) != 0) {
            request_fail(request, ERR_WRONG_PASSCODE);
            return;
        }
    }
    request->io.done = entered_by_passcode;
    store_room_enter(request->service->store, &request->io, &watch->id,
                     &request->actor->participant);
}

void use_room_enter(struct request *request)
{
    request->wait.done = try_passcode;
    watch_open(request->service, &request->command.room_enter.room, &request->wait);
}

/* ---- device.create ----------------------------------------------------------------------
 */

void use_device_create(struct request *request)
{
    char token[TOKEN_CHARS + 1];
    struct strbuf ok = {0};

    identity_mint(request->service->identity, request->service->clock, token);
    strbuf_printf(&ok, "{\"token\":\"%s\"}", token);
    request_ok(request, &ok);
}

/* ---- Rights taken back
 * ------------------------------------------------------------------- */

static void rights_known(struct entering *entering, enum err err, enum role role,
                         const struct you *you)
{
    struct request *request = container_of(entering, struct request, with.entering);
    struct actor *actor = request->actor;

    watch_unref(entering->watch);
    /* A passcode is asked at the door: who came in before there was one stays. An
     * invitation is what one is in by, for as long as it holds. */
    if (err == ERR_PASSCODE && actor && actor->role == ROLE_PARTICIPANT) {
        err = OK;
        role = ROLE_PARTICIPANT;
    }
    if (actor && actor->is_listening &&
        (!err || err == ERR_PASSCODE || err == ERR_INVITATION || err == ERR_NOT_FOUND)) {
        /* What was told already cannot be untold, but what comes is for another. */
        bool may_stay = !err && !check_view(role, you, actor->view) &&
                        sight_of(entered_may(role, you, RIGHT_FETCH), actor->view) ==
                            sight_of(actor_may(actor, RIGHT_FETCH), actor->view);

        actor_become(actor, err ? ROLE_NONE : role, you);
        for (size_t i = 0; you && i < you->n_ballots; i++)
            listener_set_voted(&actor->listener, &you->ballots[i].question,
                               you->ballots[i].round);
        actor->entered(actor, you);
        if (!may_stay)
            actor->expelled(actor);
    }
    /* Rights that were taken back must not outlive a store that was away: asked until it
     * answers. It took its time to say so. */
    if (err == ERR_STORE_DOWN && actor && actor->is_listening &&
        !request->service->is_leaving)
        enter_again(actor);
    request_drop(request);
}

void enter_again(struct actor *actor)
{
    struct command none = {.type = COMMAND_HELLO};
    struct request *request = request_new(actor, &none);

    actor->outdated(actor);
    request->with.entering.participant = actor->participant;
    request->with.entering.view = actor->view;
    request->with.entering.done = rights_known;
    enter_room(actor->service, &request->with.entering, &actor->watch->mirror.room.code);
}
