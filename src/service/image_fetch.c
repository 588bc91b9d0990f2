/* SPDX-License-Identifier: Apache-2.0 */

/* A picture on its way out. Nearly all of them everyone may see, so the store is first
 * asked for nobody in particular; whoever asks is looked at only if that is refused. */
#include "service/images.h"

#include "base/mem.h"
#include "service/enter.h"
#include "service/image_cache.h"
#include "service/internal.h"
#include "store/store_images.h"

#include <stdlib.h>
#include <string.h>

struct fetch_run {
    struct image_fetch *fetch; /* NULL: abandoned. */
    struct service *service;
    struct code code;
    struct image_wanted wanted;
    bool is_of_option, is_for_one, has_caught_up;
    struct watch_wait wait;
    struct watch *watch;
    struct entering entering;
    struct store_request io;
    struct clock_timer later;
    struct image_kept kept; /* Its bytes, if this worker has them. */
};

static void answer(struct fetch_run *run, enum err err, const struct image_found *image)
{
    struct image_fetch *fetch = run->fetch;

    if (fetch) {
        fetch->run = NULL;
        fetch->done(fetch, err, image);
    }
    watch_unref(run->watch);
    buf_unref(run->kept.bytes);
    free(run);
}

static struct image_key key_of(const struct fetch_run *run)
{
    return (struct image_key){run->watch->id, run->wanted.image, run->wanted.is_small};
}

static void look_up(struct fetch_run *run)
{
    const struct image_key key = key_of(run);

    if (!run->kept.bytes)
        run->kept = image_cache_get(run->service->images, &key);
    run->wanted.is_known = run->kept.bytes != NULL;
}

/* Its bytes may be seen, and are here. */
static void answer_kept(struct fetch_run *run, bool is_public)
{
    const struct image_found image = {
        .is_public = is_public,
        .is_png = run->kept.is_png,
        .bytes = run->kept.bytes->text,
        .len = run->kept.bytes->len,
        .tag = run->kept.tag.text,
    };

    answer(run, OK, &image);
}

static void option_is_kept(struct clock_timer *timer)
{
    answer_kept(timer->owner, true);
}

static void was_read(struct store_request *io, enum err err, const void *result);

/* The room's door has it, too. */
static bool is_logo(const struct fetch_run *run)
{
    const struct room_theme *theme = watch_theme(run->watch);

    return id_same(&theme->logo, &run->wanted.image) ||
           id_same(&theme->dark_logo, &run->wanted.image);
}

/* A picture of an option is seen by who sees its question. */
static bool is_told(struct fetch_run *run)
{
    const struct mirror *mirror = &run->watch->mirror;
    const char *id = run->wanted.image.text;

    for (size_t i = 0; i < mirror->n_slots; i++) {
        const struct mirror_question *slot = &mirror->slots[i];

        if (slot->is_used && mirror_is_told(slot, AUDIENCE_PUBLIC) &&
            memmem(slot->def->text, slot->def->len, id, strlen(id)))
            return true;
    }
    return false;
}

static void read_option(struct fetch_run *run)
{
    look_up(run);
    if (run->kept.bytes) {
        run->later = (struct clock_timer){.fire = option_is_kept, .owner = run};
        run->service->clock->after(run->service->clock, &run->later, 0);
        return;
    }
    run->io = (struct store_request){.done = was_read, .owner = run};
    run->is_for_one = true;
    store_option_read(run->service->store, &run->io, &run->watch->id, &run->wanted.image,
                      run->wanted.is_small);
}

static void read_for(struct fetch_run *run, const struct participant *who, bool is_staff)
{
    const struct mirror_board *board =
        mirror_board(&run->watch->mirror, &run->wanted.board);
    const struct idea_reader reader = {
        .participant = who,
        .is_staff = is_staff,
        .sees_others = board && phase_rule(board->board.phase)->shows_ideas,
    };

    look_up(run);
    run->io = (struct store_request){.done = was_read, .owner = run};
    store_image_read(run->service->store, &run->io, &run->watch->id, &run->wanted, &reader);
}

static void entered(struct entering *entering, enum err err, enum role role,
                    const struct you *you)
{
    struct fetch_run *run = container_of(entering, struct fetch_run, entering);

    (void)you;
    watch_unref(entering->watch);
    if (err || !run->fetch)
        answer(run, err == ERR_PASSCODE || err == ERR_INVITATION ? ERR_NOT_FOUND : err,
               NULL);
    else if (!run->is_of_option)
        read_for(run, &entering->participant, policy_may(role, RIGHT_CHECK));
    else if (policy_may(role, RIGHT_RUN) || is_told(run))
        read_option(run);
    else
        answer(run, ERR_NOT_FOUND, NULL);
}

/* Whoever asks is looked at: may they be in this room, and see it there? */
static void read_for_one(struct fetch_run *run)
{
    if (!run->fetch || !run->fetch->has_participant) {
        answer(run, ERR_NOT_FOUND, NULL);
        return;
    }
    run->is_for_one = true;
    run->entering = (struct entering){
        .participant = run->fetch->participant, .view = VIEW_PHONE, .done = entered};
    enter_room(run->service, &run->entering, &run->code);
}

static void was_read(struct store_request *io, enum err err, const void *result)
{
    struct fetch_run *run = io->owner;

    const struct image_bytes *image = result;

    if (err == ERR_NOT_FOUND && !run->is_for_one) {
        read_for_one(run);
    } else if (err) {
        answer(run, err, NULL);
    } else {
        const struct image_key key = key_of(run);

        if (!run->wanted.is_known)
            run->kept = image_cache_put(&run->service->images, &key, image->bytes,
                                        image->len, image->is_png);
        answer_kept(run, image->is_public);
    }
}

/* A question that was just opened may be news here. */
static void option_known(struct watch_wait *wait, enum err err, struct watch *watch)
{
    struct fetch_run *run = wait->owner;

    watch_unref(watch); /* The run holds its own. */
    if (err || !run->fetch)
        answer(run, err ? err : ERR_NOT_FOUND, NULL);
    else if (is_logo(run) ||
             (run->watch->mirror.room.access == ACCESS_OPEN && is_told(run)))
        read_option(run);
    else if (run->has_caught_up)
        read_for_one(run);
    else {
        run->has_caught_up = true;
        watch_catch_up(run->watch, &run->wait);
    }
}

static void room_known(struct watch_wait *wait, enum err err, struct watch *watch)
{
    /* Nobody's: authors of what came from a file are all zeros. */
    static const struct participant nobody = {{UINT8_MAX, UINT8_MAX, UINT8_MAX}};
    struct fetch_run *run = wait->owner;

    run->watch = err ? NULL : watch;
    if (err || !run->fetch)
        answer(run, err, NULL);
    else if (run->is_of_option) {
        run->wait.done = option_known;
        option_known(&run->wait, OK, watch_ref(watch));
    } else if (watch->mirror.room.access != ACCESS_OPEN)
        read_for_one(run); /* Nobody in particular is in such a room. */
    else
        read_for(run, &nobody, false);
}

static void not_found(struct clock_timer *timer)
{
    answer(timer->owner, ERR_NOT_FOUND, NULL);
}

static bool way_read(const char *way, struct fetch_run *run)
{
    const char *board = strchr(way, '/'), *image = board ? strchr(board + 1, '/') : NULL;

    if (!image)
        return false;
    size_t len = strcspn(image + 1, "/");
    const char *rest = image + 1 + len;

    run->is_of_option = strncmp(board, "/~/", 3) == 0;
    run->wanted.is_small = strcmp(rest, "/small") == 0;
    return (run->wanted.is_small || !*rest) &&
           code_read(way, (size_t)(board - way), &run->code) &&
           (run->is_of_option ||
            id_read(board + 1, (size_t)(image - board - 1), &run->wanted.board)) &&
           id_read(image + 1, len, &run->wanted.image);
}

void image_fetch(struct service *service, struct image_fetch *fetch, const char *way)
{
    struct fetch_run *run = mem_zero(sizeof *run);

    run->fetch = fetch;
    run->service = service;
    fetch->run = run;
    if (!way_read(way, run)) {
        run->later = (struct clock_timer){.fire = not_found, .owner = run};
        service->clock->after(service->clock, &run->later, 0);
        return;
    }
    run->wait = (struct watch_wait){.done = room_known, .owner = run};
    watch_open(service, &run->code, &run->wait);
}

void image_fetch_abandon(struct image_fetch *fetch)
{
    if (fetch->run)
        fetch->run->fetch = NULL; /* What is under way ends by itself. */
    fetch->run = NULL;
}
