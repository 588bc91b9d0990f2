/* SPDX-License-Identifier: Apache-2.0 */

#include "app/move.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "app/control.h"
#include "app/data_folder.h"
#include "app/fence.h"
#include "app/incoming.h"
#include "app/plain_redis.h"
#include "app/plain_store.h"
#include "app/rooms_tour.h"
#include "app/store_copy.h"

#define RENEW_MS (FENCE_HOLD_MS / 5)

struct move {
    struct data_folder folder;
    int lock_fd;
    struct plain_store *from, *to;
    redisContext *gate; /* To `from`, for the fence alone. */
    struct fence fence;
    bool has_begun; /* To write into `to`. */
    struct rooms_count count;
    uint64_t begun_ms, held_ms, stopped_ms;
};

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* ---- Before anything is touched ---- */

/* One at a time: the second would wipe what the first has copied. */
static bool take_turn(struct move *m, struct complaint *complaint)
{
    char path[DATA_PATH_BYTES];

    (void)snprintf(path, sizeof path, "%s/moving", m->folder.path);
    m->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m->lock_fd < 0)
        return complain(complaint, "%s: %s", path, strerror(errno));
    return flock(m->lock_fd, LOCK_EX | LOCK_NB) == 0 ||
           complain(complaint, "another clameur move is under way");
}

static bool prepare(struct move *m, const struct config *config,
                    struct complaint *complaint)
{
    char url[DATA_URL_BYTES];

    if (!config->redis)
        return complain(complaint, "clameur move --redis ADDRESS: say where to");
    return data_folder_open(&m->folder, config->data, false, complaint) &&
           data_folder_get_url(&m->folder, url, complaint) && take_turn(m, complaint);
}

/* ---- The move ---- */

/* Before each page of keys: should we die, votes go on by themselves. */
static bool keep_held(void *context, struct complaint *complaint)
{
    struct move *m = context;
    uint64_t now = now_ms();

    if (m->held_ms + RENEW_MS > now)
        return true;
    m->held_ms = now;
    return fence_hold(m->gate, complaint);
}

static bool open_both(struct move *m, const struct config *config,
                      struct complaint *complaint)
{
    char address[DATA_ADDRESS_BYTES];

    (void)snprintf(address, sizeof address, "unix://%s", m->folder.socket);
    m->gate = plain_redis_private(m->folder.socket, complaint);
    m->from = m->gate ? plain_store_open(address, complaint) : NULL;
    m->to = m->from ? plain_store_open(config->redis, complaint) : NULL;
    if (!m->to)
        return false;
    m->from->turn = m->to->turn = keep_held;
    m->from->turn_context = m->to->turn_context = m;
    return true;
}

static bool stop_votes(struct move *m, struct complaint *complaint)
{
    m->begun_ms = m->held_ms = now_ms();
    return fence_hold(m->gate, complaint) && fence_read(m->gate, &m->fence, complaint);
}

/* One count is enough: what does not add up here does not there either. */
static bool compare(struct move *m, struct complaint *complaint)
{
    if (!rooms_are_in(m->from, m->to, complaint) ||
        !rooms_count(m->to, &m->count, complaint))
        return false;
    return m->count.wrong == 0 ||
           complain(complaint, "%" PRIu64 " tallies are not what their ballots add up to",
                    m->count.wrong);
}

static bool copy_rooms(struct move *m, struct complaint *complaint)
{
    char by[INCOMING_BYTES];

    incoming_move(&m->folder, by);
    if (!incoming_begin(m->to, by, complaint))
        return false;
    m->has_begun = true;
    return stop_votes(m, complaint) && store_copy(m->from, m->to, complaint) &&
           compare(m, complaint) && plain_store_is_still(m->to, complaint);
}

/* The server looks at the fence itself: between our last look and its turn we may have been
 * stopped for any time. */
static bool redirect(struct move *m, const struct config *config,
                     struct complaint *complaint)
{
    char request[CONTROL_LINE_BYTES], answer[COMPLAINT_BYTES];

    (void)snprintf(request, sizeof request, "redirect %s %s", m->fence.text, config->redis);
    bool is_good = control_ask(&m->folder, request, answer, complaint);

    m->stopped_ms = now_ms() - m->begun_ms;
    return is_good;
}

/* The rooms live where they are settled: there or here. */
static bool tidy_up(struct move *m)
{
    char address[DATA_ADDRESS_BYTES];
    struct complaint ignored;

    if (!m->has_begun)
        return true;
    if (data_folder_moved(&m->folder, address))
        return incoming_end(m->to, &ignored);
    (void)incoming_undo(m->to, &ignored);
    return fence_release(m->gate, &ignored);
}

/* One that was killed after the server had taken the new address. */
static bool finish(struct move *m, const char *address, struct complaint *complaint)
{
    bool had_left = false;

    m->to = plain_store_open(address, complaint);
    if (!m->to || !incoming_settle(m->to, &m->folder, &had_left, complaint))
        return false;
    return (had_left && rooms_count(m->to, &m->count, complaint)) ||
           complain(complaint, "the rooms have been moved already");
}

static bool move_rooms(struct move *m, const struct config *config,
                       struct complaint *complaint)
{
    char address[DATA_ADDRESS_BYTES];

    if (!prepare(m, config, complaint))
        return false;
    if (data_folder_moved(&m->folder, address))
        return finish(m, address, complaint);
    bool is_good = open_both(m, config, complaint) && copy_rooms(m, complaint) &&
                   redirect(m, config, complaint);

    (void)tidy_up(m); /* If not now, then the next to look there does. */
    return is_good;
}

int move_run(const struct config *config)
{
    struct move m = {.lock_fd = -1};
    struct complaint complaint;
    bool is_good = move_rooms(&m, config, &complaint);

    if (!is_good)
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
    else
        (void)printf("%" PRIu64 " rooms, %" PRIu64 " ballots, every tally recounted; votes "
                     "stood still for %" PRIu64 " ms.\n",
                     m.count.rooms, m.count.ballots, m.stopped_ms);
    plain_store_close(m.from);
    plain_store_close(m.to);
    if (m.gate)
        redisFree(m.gate);
    if (m.lock_fd >= 0)
        (void)close(m.lock_fd);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
