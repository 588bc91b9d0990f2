/* SPDX-License-Identifier: Apache-2.0 */

#include "service/actor.h"

#include "base/term.h"
#include "service/clouds.h"
#include "service/said.h"
#include "store/store_terms.h"

#include <inttypes.h>
#include <string.h>

static void read_next(struct watch *watch);

static struct clock *clock_of(const struct watch *watch)
{
    return watch->service->clock;
}

static void when_due(struct clock_timer *timer)
{
    read_next(timer->owner);
}

void clouds_init(struct watch *watch)
{
    watch->clouds.timer = (struct clock_timer){.fire = when_due, .owner = watch};
    watch->clouds.io.owner = watch;
}

void clouds_done(struct watch *watch)
{
    clock_of(watch)->cancel(clock_of(watch), &watch->clouds.timer);
}

bool clouds_are_idle(const struct watch *watch)
{
    return !watch->clouds.is_busy;
}

static struct mirror_question *take_due(struct watch *watch)
{
    struct mirror *mirror = &watch->mirror;

    for (size_t i = 0; i < mirror->n_slots; i++) {
        uint64_t bit = UINT64_C(1) << i;
        bool is_due = watch->clouds.due & bit;

        watch->clouds.due &= ~bit;
        if (is_due && mirror->slots[i].is_used &&
            mirror->slots[i].question.rules.shape.kind == KIND_WORDS)
            return &mirror->slots[i];
    }
    return NULL;
}

static void write_terms(struct strbuf *out, const struct cloud *cloud)
{
    strbuf_puts(out, "[");
    for (size_t i = 0; i < cloud->n; i++) {
        strbuf_puts(out, i ? ",[" : "[");
        json_text(out, cloud->terms[i].text, cloud->terms[i].len);
        strbuf_printf(out, ",%" PRIu64 "]", cloud->terms[i].n);
    }
    strbuf_puts(out, "]");
}

static void came(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;
    const struct cloud *cloud = result;

    watch->clouds.is_busy = false;
    if (!err) { /* Otherwise the pulse sees that it is behind. */
        struct strbuf words = {0};

        write_terms(&words, cloud);
        struct buf *text = strbuf_take(&words);

        mirror_set_words(&watch->mirror, &watch->clouds.reading.question, &cloud->tally,
                         text);
        buf_unref(text);
    }
    read_next(watch);
}

static void read_next(struct watch *watch)
{
    struct cloud_keeper *clouds = &watch->clouds;
    uint64_t now = clock_of(watch)->mono_ms(clock_of(watch));
    const struct mirror_question *slot;

    if (clouds->is_busy || !clouds->due || clouds->timer.armed ||
        watch->service->is_leaving)
        return;
    if (clouds->read_ms && now < clouds->read_ms + CLOUD_MS) {
        clock_of(watch)->after(clock_of(watch), &clouds->timer,
                               clouds->read_ms + CLOUD_MS - now);
        return;
    }
    slot = take_due(watch);
    if (!slot)
        return;
    clouds->read_ms = now;
    clouds->is_busy = true;
    clouds->reading = (struct round_of){slot->question.id, slot->question.round};
    clouds->io.done = came;
    store_cloud_read(watch->service->store, &clouds->io, &watch->id,
                     &(struct cloud_look){clouds->reading, TERMS_SHOWN_MAX, false, 0});
}

void clouds_hear(struct watch *watch, const struct id *question, const struct tally *tally)
{
    struct mirror *mirror = &watch->mirror;
    struct mirror_question *slot = mirror_question(mirror, question);

    if (!slot || slot->question.rules.shape.kind != KIND_WORDS || tally->revision == 0) {
        mirror_set_tally(mirror, question, tally);
        return;
    }
    if (tally->round != slot->question.round ||
        (tally->revision <= slot->tally.revision && !slot->awaits_tally))
        return;
    if (!slot->words)
        slot->awaits_tally = true; /* Nothing that it shows now is right. */
    watch->clouds.due |= UINT64_C(1) << (slot - mirror->slots);
    read_next(watch);
}

void clouds_read_again(struct watch *watch)
{
    for (size_t i = 0; i < watch->mirror.n_slots; i++)
        if (watch->mirror.slots[i].words)
            watch->clouds.due |= UINT64_C(1) << i;
    read_next(watch);
}

/* ---- What staff asks for
 * ------------------------------------------------------------------
 */

/* A question that words are said to; NULL after the request has ended, or goes on later. */
static const struct mirror_question *asked(struct request *request)
{
    const struct mirror_question *slot =
        mirror_question(&request->watch->mirror, &request->command.cloud.question);

    if (!slot && request_is_early(request))
        return NULL;
    if (!slot) {
        request_fail(request, ERR_NOT_FOUND);
    } else if (slot->question.rules.shape.kind != KIND_WORDS) {
        request_fail_with(request, ERR_BAD_FIELD,
                          &(struct error_detail){.field = "question"});
        slot = NULL;
    }
    return slot;
}

static void list_came(struct store_request *io, enum err err, const void *result)
{
    const struct cloud *cloud = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_printf(&ok,
                  "{\"rev\":%" PRIu64 ",\"words\":%" PRId64 ",\"different\":%" PRId64
                  ",\"others\":%" PRId64 ",\"list\":[",
                  cloud->tally.revision, cloud->tally.counts[0], cloud->tally.counts[1],
                  cloud->tally.counts[2]);
    for (size_t i = 0; i < cloud->n; i++) {
        strbuf_puts(&ok, i ? ",{\"word\":" : "{\"word\":");
        json_text(&ok, cloud->terms[i].text, cloud->terms[i].len);
        strbuf_printf(&ok, ",\"n\":%" PRIu64 ",\"state\":\"%s\"}", cloud->terms[i].n,
                      term_state_name(cloud->terms[i].state));
    }
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

void use_cloud_list(struct request *request)
{
    const struct mirror_question *slot = asked(request);

    if (!slot)
        return;
    const struct cloud_look look = {
        {slot->question.id, slot->question.round}, request->command.cloud.n, true, 0};
    request->io.done = list_came;
    store_cloud_read(request->service->store, &request->io, &request->watch->id, &look);
}

void use_cloud_hide(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_question *slot = asked(request);
    char key[TERM_KEY_BYTES_MAX + 1];

    if (!slot)
        return;
    if (!term_key(command->cloud.word, strlen(command->cloud.word), key)) {
        request_fail(request, ERR_NOT_FOUND);
        return;
    }
    const struct term_hiding hiding = {
        .round = {slot->question.id, slot->question.round},
        .key = key,
        .hide = command->cloud.hide,
        .by = &request->actor->participant,
    };
    request->io.done = request_finish;
    store_term_hide(request->service->store, &request->io, &request->watch->id, &hiding);
}
