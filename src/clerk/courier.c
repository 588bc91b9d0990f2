/* SPDX-License-Identifier: Apache-2.0 */

#include "clerk/courier.h"

#include "base/log.h"
#include "clerk/charge.h"
#include "wire/hook.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define MS_PER_S 1000

static struct clerk *clerk_of(const struct courier *courier)
{
    return courier->charge->clerk;
}

static struct clock *clock_of(const struct courier *courier)
{
    return clerk_of(courier)->clock;
}

static const struct id *room_of(const struct courier *courier)
{
    return &courier->charge->duty.room;
}

static bool is_over(const struct courier *courier)
{
    return !courier->is_used || clerk_of(courier)->is_closing;
}

static void claim(struct courier *courier);

static void wait(struct courier *courier, uint64_t ms)
{
    clock_of(courier)->after(clock_of(courier), &courier->timer, ms);
}

/* A request that comes back; false when nobody waits for what it brings. The charge may be
 * gone afterwards only if it is over. */
static bool came_back(struct courier *courier)
{
    bool goes_on = !is_over(courier);

    if (!goes_on)
        courier->is_busy = false;
    charge_answered(courier->charge);
    return goes_on;
}

static void ask_again(struct courier *courier, uint64_t ms)
{
    courier->is_busy = false;
    wait(courier, ms);
}

/* ---- Settling --------------------------------------------------------------------------
 */

static void settled(struct store_request *io, enum err err, const void *result)
{
    struct courier *courier = io->owner;

    (void)result;
    if (!came_back(courier))
        return;
    courier->is_busy = false;
    if (err)
        wait(courier, COURIER_AGAIN_MS); /* The claim ends by itself. */
    else
        claim(courier);
}

static void delivered(struct post_job *job, unsigned code, const char *why)
{
    struct courier *courier = job->owner;
    struct clerk_counters *told = clerk_of(courier)->options.told;
    unsigned tries = courier->claim.tries + 1;
    uint32_t random;

    strbuf_done(&courier->body);
    if (is_over(courier)) {
        courier->is_busy = false;
        charge_answered(courier->charge);
        return;
    }
    clock_of(courier)->random(clock_of(courier), &random, sizeof random);
    const struct hook_settling settling = {
        .event = courier->claim.event,
        .name = courier->claim.name,
        .why = why,
        .code = code,
        .is_settled = hook_is_taken(code) || hook_is_given_up(code, tries),
        .wait_ms = hook_wait_ms(tries, random),
    };

    courier->has_message = !settling.is_settled;
    count_add(hook_is_taken(code) ? &told->deliveries : &told->delivery_failures, 1);
    if (!hook_is_taken(code))
        log_warn("hook.not_taken", "room=%s hook=%s event=%s code=%u why=%s tries=%u",
                 room_of(courier)->text, courier->hook.id.text, courier->claim.event, code,
                 why, tries);
    courier->io.done = settled;
    store_hook_settle(clerk_of(courier)->store, &courier->io, room_of(courier),
                      &courier->hook.id, &settling);
}

/* ---- Sending ---------------------------------------------------------------------------
 */

/* "t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hexadecimal>" */
static void sign(struct courier *courier, char *out, size_t size)
{
    char secret[SECRET_CHARS_MAX + 1], at[24];
    uint8_t mac[crypto_auth_hmacsha256_BYTES];
    char hex[2 * sizeof mac + 1];
    crypto_auth_hmacsha256_state state;

    hook_secret(clerk_of(courier)->options.identity, room_of(courier), &courier->hook.id,
                secret);
    (void)snprintf(
        at, sizeof at, "%llu",
        (unsigned long long)(clock_of(courier)->wall_ms(clock_of(courier)) / MS_PER_S));
    crypto_auth_hmacsha256_init(&state, (const uint8_t *)secret, strlen(secret));
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)at, strlen(at));
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)".", 1);
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)courier->body.text,
                                  courier->body.len);
    crypto_auth_hmacsha256_final(&state, mac);
    sodium_bin2hex(hex, sizeof hex, mac, sizeof mac);
    (void)snprintf(out, size, "Clameur-Signature: t=%s,v1=%s", at, hex);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(&state, sizeof state);
}

static void send_message(struct courier *courier)
{
    struct post_job *job = &courier->job;

    (void)snprintf(courier->headers[0], COURIER_HEADER_BYTES,
                   "Content-Type: application/json");
    (void)snprintf(courier->headers[1], COURIER_HEADER_BYTES, "Clameur-Id: %s",
                   courier->id);
    (void)snprintf(courier->headers[2], COURIER_HEADER_BYTES, "Clameur-Event: %s",
                   courier->claim.name);
    sign(courier, courier->headers[3], COURIER_HEADER_BYTES);
    *job = (struct post_job){
        .url = courier->hook.url,
        .body = courier->body.text,
        .len = courier->body.len,
        .done = delivered,
        .owner = courier,
    };
    for (size_t i = 0; i < POST_HEADERS_MAX; i++)
        job->headers[i] = courier->headers[i];
    list_init(&job->link);
    courier->charge->n_asked++;
    post_send(clerk_of(courier)->post, job);
}

static void write_message(struct courier *courier, const struct idea_read *read)
{
    const struct hook_claim *claim = &courier->claim;

    (void)snprintf(courier->id, sizeof courier->id, "%s-%s", room_of(courier)->text,
                   claim->event);
    const struct hook_message message = {
        .id = courier->id,
        .event = claim->name,
        .at_ms = strtoull(claim->event, NULL, 10),
        .room = &courier->charge->code,
        .board = &claim->board,
        .before = claim->before,
        .after = claim->after,
        .idea = read ? &read->idea : NULL,
        .words = read ? read->words : NULL,
    };

    hook_message_write(&courier->body, &message);
}

static void idea_came(struct store_request *io, enum err err, const void *result)
{
    struct courier *courier = io->owner;
    const struct idea_pages *pages = result;

    if (!came_back(courier))
        return;
    if (err) {
        ask_again(courier, COURIER_AGAIN_MS);
        return;
    }
    write_message(courier, pages->n > 0 ? &pages->ideas[0] : NULL);
    send_message(courier);
}

static void read_idea(struct courier *courier)
{
    static const struct participant nobody = {{0}};
    const struct idea_reader reader = {&nobody, true, true, &courier->claim.idea, 1};

    courier->io.done = idea_came;
    courier->charge->n_asked++;
    store_ideas_read(clerk_of(courier)->store, &courier->io, room_of(courier),
                     &courier->claim.board, &reader);
}

/* ---- Claiming --------------------------------------------------------------------------
 */

static void nothing_to_do(struct courier *courier)
{
    courier->is_busy = courier->has_message = false;
    if (courier->again)
        courier_poke(courier);
}

static void claimed(struct store_request *io, enum err err, const void *result)
{
    struct courier *courier = io->owner;
    const struct hook_claim *claim = result;

    if (!came_back(courier))
        return;
    if (err == ERR_NOT_FOUND) {
        courier->is_busy = false;
        courier_drop(courier); /* It was removed. */
    } else if (err) {
        ask_again(courier, COURIER_AGAIN_MS);
    } else if (claim->is_later) {
        courier->has_message = true;
        ask_again(courier, claim->wait_ms);
    } else if (!claim->has_event) {
        nothing_to_do(courier);
    } else {
        courier->claim = *claim;
        courier->has_message = true;
        if (id_is_none(&claim->idea)) {
            write_message(courier, NULL);
            send_message(courier);
        } else {
            read_idea(courier);
        }
    }
}

static void claim(struct courier *courier)
{
    struct clock *clock = clock_of(courier);

    if (courier->is_busy || is_over(courier))
        return;
    courier->is_busy = true;
    courier->again = false;
    courier->asked_ms = clock->mono_ms(clock);
    courier->io = (struct store_request){.done = claimed, .owner = courier};
    courier->charge->n_asked++;
    store_hook_claim(clerk_of(courier)->store, &courier->io, room_of(courier),
                     &courier->hook.id);
}

void courier_poke(struct courier *courier)
{
    struct clock *clock = clock_of(courier);
    uint64_t now = clock->mono_ms(clock), due = courier->asked_ms + COURIER_ASK_MS;

    courier->again = true;
    if (!courier->is_busy && !courier->timer.armed && !is_over(courier))
        wait(courier, now < due ? due - now : 0);
}

static void time_came(struct clock_timer *timer)
{
    claim(timer->owner);
}

/* ---- Its own life
 * ------------------------------------------------------------------------ */

void courier_init(struct courier *courier, struct charge *charge)
{
    *courier = (struct courier){.charge = charge};
    courier->timer = (struct clock_timer){.fire = time_came, .owner = courier};
}

void courier_take(struct courier *courier, const struct hook *hook)
{
    courier->hook = *hook;
    courier->is_used = true;
    courier->again = true;
    if (!courier->is_busy)
        wait(courier, 0); /* A host may want the next try now. */
}

void courier_drop(struct courier *courier)
{
    clock_of(courier)->cancel(clock_of(courier), &courier->timer);
    courier->is_used = courier->has_message = false;
}

void courier_done(struct courier *courier)
{
    courier_drop(courier);
    strbuf_done(&courier->body);
}
