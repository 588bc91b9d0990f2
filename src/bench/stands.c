/* SPDX-License-Identifier: Apache-2.0 */

#include "bench/stands.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

/* A nap of a soak, and when the next one begins; the next to die is so many seats away. */
#define NAP_MS       3000
#define NAP_EVERY_MS 4000
#define DEATH_STRIDE 7919

/* What the conductor and one stand share. Whose turn it is, the socket says. */
struct page {
    struct stand_order order;
    struct stand_report report;
};

struct shared {
    _Atomic uint64_t told_ns;
    struct page pages[STANDS_MAX];
};

struct stands {
    size_t n;
    struct shared *shared;
    struct {
        pid_t pid;
        int socket;
    } of[STANDS_MAX];
};

/* ---- In the child: the works ---- */

struct stand {
    struct crowd *crowd;
    const struct stand_order *order;
    uint64_t begun_ns;
    uint64_t cast;   /* Of a stream. */
    size_t at;       /* Whose turn it is to vote. */
    uint64_t killed; /* Of a soak. */
    size_t at_death; /* Whose turn it is to die. */
};

static uint64_t ns_of_ms(uint64_t ms)
{
    return ms * 1000000;
}

static bool time_is_over(const struct stand *stand)
{
    return crowd_now_ns() - stand->begun_ns >= ns_of_ms(stand->order->ms);
}

static bool is_in(const struct stand *stand)
{
    return stand->crowd->options.holds ? crowd_is_held(stand->crowd)
                                       : crowd_is_seated(stand->crowd);
}

static bool is_seated(const struct stand *stand)
{
    return crowd_is_seated(stand->crowd) && crowd_is_settled(stand->crowd);
}

static bool is_shown(const struct stand *stand)
{
    const struct crowd *crowd = stand->crowd;

    return crowd_is_settled(crowd) && crowd_behind(crowd, crowd->acked_revision) == 0;
}

static bool is_streamed(const struct stand *stand)
{
    return time_is_over(stand) &&
           (stand->crowd->n_asleep ? stand->crowd->n_pending == 0 : is_shown(stand));
}

static bool has_heard(const struct stand *stand)
{
    return stand->crowd->facts_done >= stand->order->facts;
}

static bool is_asleep(const struct stand *stand)
{
    return stand->crowd->n_asleep > 0 || stand->order->sleepers == 0;
}

static void greet(struct stand *stand)
{
    crowd_greet(stand->crowd);
}

static void cast_all(struct stand *stand)
{
    struct crowd *crowd = stand->crowd;

    for (size_t i = 0; i < crowd->n; i++) {
        crowd_cast(crowd, i, (uint32_t)(i % 3 == 0));
        if (i % 64 == 63) /* Reads what comes meanwhile, as so many phones would. */
            crowd_turn(crowd, 0);
    }
}

/* How many ballots of the stream should be under way or counted by now. */
static uint64_t due(const struct stand *stand)
{
    if (time_is_over(stand))
        return stand->cast;
    if (stand->order->rate == 0)
        return stand->cast + (stand->crowd->n_pending < STANDS_FLOOD
                                  ? STANDS_FLOOD - stand->crowd->n_pending
                                  : 0);
    return (crowd_now_ns() - stand->begun_ns) / 1000 * stand->order->rate / 1000000;
}

/* One after the other around the crowd, by the clock. */
static void cast_due(struct stand *stand)
{
    struct crowd *crowd = stand->crowd;
    uint64_t until = due(stand);

    for (size_t looked = 0; stand->cast < until && looked < crowd->n; looked++) {
        const struct crowd_client *c = &crowd->clients[stand->at];

        if (c->state == CROWD_READY && !c->is_pending && !c->is_asleep) {
            crowd_cast(crowd, stand->at, c->option ^ 1);
            stand->cast++;
        }
        stand->at = (stand->at + 1) % crowd->n;
    }
}

static void drop(struct stand *stand)
{
    crowd_drop(stand->crowd);
}

static void fall_asleep(struct stand *stand)
{
    crowd_sleep(stand->crowd, (stand->crowd->n * stand->order->sleepers + 99) / 100);
}

static void wake_up(struct stand *stand)
{
    crowd_wake(stand->crowd);
}

static void nap(struct stand *stand)
{
    if ((crowd_now_ns() - stand->begun_ns) / 1000000 % NAP_EVERY_MS < NAP_MS)
        fall_asleep(stand);
    else
        wake_up(stand);
}

static void die(struct stand *stand)
{
    uint64_t due =
        (crowd_now_ns() - stand->begun_ns) / 1000000 * stand->order->deaths / 1000;

    for (; stand->killed < due; stand->killed++) {
        stand->at_death = (stand->at_death + DEATH_STRIDE) % stand->crowd->n;
        crowd_kill(stand->crowd, stand->at_death);
    }
}

static void soak(struct stand *stand)
{
    if (time_is_over(stand)) {
        wake_up(stand);
        return;
    }
    cast_due(stand);
    nap(stand);
    die(stand);
}

static bool is_soaked(const struct stand *stand)
{
    return time_is_over(stand) && stand->crowd->n_asleep == 0 && is_seated(stand) &&
           is_shown(stand);
}

static const struct {
    void (*begin)(struct stand *stand);
    void (*step)(struct stand *stand);
    bool (*is_done)(const struct stand *stand);
} works[STAND_WORKS] = {
    [STAND_CONNECT] = {NULL, NULL, is_in},
    [STAND_GREET] = {greet, NULL, is_seated},
    [STAND_HOLD] = {NULL, NULL, time_is_over},
    [STAND_CAST] = {cast_all, NULL, is_shown},
    [STAND_STREAM] = {NULL, cast_due, is_streamed},
    [STAND_HEAR] = {NULL, NULL, has_heard},
    [STAND_DROP] = {drop, NULL, is_seated},
    [STAND_SLEEP] = {fall_asleep, NULL, is_asleep},
    [STAND_WAKE] = {wake_up, NULL, is_seated},
    [STAND_SOAK] = {NULL, soak, is_soaked},
};

static void report(const struct stand *stand, struct stand_report *out)
{
    const struct crowd *crowd = stand->crowd;

    *out = (struct stand_report){
        .n = crowd->n,
        .seated = crowd->n_seated,
        .behind = crowd_behind(crowd, crowd->acked_revision),
        .done_ns = crowd_now_ns(),
        .is_late = !works[stand->order->work].is_done(stand),
        .stats = crowd->stats,
    };
    for (size_t i = 0; i < crowd->n; i++) {
        const struct crowd_client *c = &crowd->clients[i];

        if (c->acked_n == 0)
            continue;
        out->ballots++;
        out->counts[c->acked_option % CROWD_OPTIONS_MAX]++;
    }
}

static void work(struct stand *stand, struct page *page, int socket)
{
    uint64_t end;

    crowd_forget_stats(stand->crowd);
    stand->order = &page->order;
    stand->begun_ns = crowd_now_ns();
    stand->cast = stand->killed = 0;
    if (page->order.round && page->order.round != stand->crowd->round)
        crowd_begin_round(stand->crowd, page->order.round);
    end = stand->begun_ns + ns_of_ms(page->order.ms + STANDS_LIMIT_MS);
    (void)send(socket, "b", 1, MSG_NOSIGNAL); /* From here on, all that comes counts. */
    if (works[page->order.work].begin)
        works[page->order.work].begin(stand);
    while (!works[page->order.work].is_done(stand) && crowd_now_ns() < end) {
        if (works[page->order.work].step)
            works[page->order.work].step(stand);
        crowd_turn(stand->crowd, 1);
    }
    report(stand, &page->report);
}

/* Between works it keeps listening: pings are answered, and nothing piles up. */
static bool wait_for_order(const struct stand *stand, int socket)
{
    char order;
    ssize_t got;

    while ((got = recv(socket, &order, 1, MSG_DONTWAIT)) < 0)
        crowd_turn(stand->crowd, 1);
    return got == 1;
}

static _Noreturn void be_stand(const struct crowd_options *options, struct page *page,
                               int socket, pid_t conductor)
{
    struct stand stand = {0};

    (void)signal(SIGINT, SIG_IGN);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != conductor)
        _exit(EXIT_FAILURE);
    stand.crowd = crowd_new(options);
    while (wait_for_order(&stand, socket)) {
        work(&stand, page, socket);
        if (send(socket, "d", 1, MSG_NOSIGNAL) != 1)
            break;
    }
    crowd_free(stand.crowd);
    _exit(EXIT_SUCCESS);
}

/* ---- The conductor ---- */

static bool open_one(struct stands *stands, const struct crowd_options *options)
{
    size_t i = stands->n;
    int ends[2];
    pid_t conductor = getpid();

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    pid_t pid = fork();

    if (pid == 0) {
        (void)close(ends[0]);
        for (size_t other = 0; other < i; other++)
            (void)close(stands->of[other].socket);
        be_stand(options, &stands->shared->pages[i], ends[1], conductor);
    }
    (void)close(ends[1]);
    if (pid < 0) {
        (void)close(ends[0]);
        return false;
    }
    stands->of[i].pid = pid;
    stands->of[i].socket = ends[0];
    stands->n++;
    return true;
}

struct stands *stands_open(const struct crowd_options *options)
{
    struct stands *stands = mem_zero(sizeof *stands);
    size_t wanted = (options->n + CROWD_MAX - 1) / CROWD_MAX, left = options->n;

    stands->shared = mmap(
        NULL, sizeof *stands->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
        /* cppcheck-suppress invalidFunctionArg ; no file: that is what mmap asks for */
        -1, 0);
    bool is_good = stands->shared != MAP_FAILED && wanted > 0 && wanted <= STANDS_MAX;

    for (size_t i = 0; is_good && i < wanted; i++) {
        struct crowd_options own = *options;

        own.n = left / (wanted - i);
        left -= own.n;
        own.told_ns = &stands->shared->told_ns;
        is_good = open_one(stands, &own);
    }
    if (is_good)
        return stands;
    stands_close(stands);
    return NULL;
}

void stands_close(struct stands *stands)
{
    if (!stands)
        return;
    for (size_t i = 0; i < stands->n; i++)
        (void)close(stands->of[i].socket);
    /* One may be in the middle of a work that nobody waits for any more. */
    for (size_t i = 0; i < stands->n; i++)
        (void)kill(stands->of[i].pid, SIGKILL);
    for (size_t i = 0; i < stands->n; i++)
        (void)waitpid(stands->of[i].pid, NULL, 0);
    if (stands->shared != MAP_FAILED)
        (void)munmap(stands->shared, sizeof *stands->shared);
    free(stands);
}

/* A rate is for all together; each stand takes its share. */
static uint64_t share_of(uint64_t rate, size_t i, size_t n)
{
    return rate ? rate * (i + 1) / n - rate * i / n : 0;
}

void stands_begin(struct stands *stands, const struct stand_order *order)
{
    char begun;

    stands->shared->told_ns = 0;
    for (size_t i = 0; i < stands->n; i++) {
        stands->shared->pages[i].order = *order;
        stands->shared->pages[i].order.rate = share_of(order->rate, i, stands->n);
        stands->shared->pages[i].order.deaths = share_of(order->deaths, i, stands->n);
        (void)send(stands->of[i].socket, "o", 1, MSG_NOSIGNAL);
    }
    /* One that died is noticed at the end. */
    for (size_t i = 0; i < stands->n; i++)
        (void)recv(stands->of[i].socket, &begun, 1, 0);
}

void stands_tell(struct stands *stands)
{
    stands->shared->told_ns = crowd_now_ns();
}

static void add_stats(struct crowd_stats *into, const struct crowd_stats *from)
{
    into->acked += from->acked;
    into->resent += from->resent;
    into->refused += from->refused;
    into->connects += from->connects;
    into->tallies += from->tallies;
    into->facts += from->facts;
    into->resumed += from->resumed;
    into->bytes += from->bytes;
    if (from->refusal[0])
        memcpy(into->refusal, from->refusal, sizeof into->refusal);
    histogram_merge(&into->page, &from->page);
    histogram_merge(&into->join, &from->join);
    histogram_merge(&into->ack, &from->ack);
    histogram_merge(&into->screen, &from->screen);
    histogram_merge(&into->fact, &from->fact);
}

static void add_report(struct stand_report *into, const struct stand_report *from)
{
    into->n += from->n;
    into->seated += from->seated;
    into->behind += from->behind;
    into->is_late = into->is_late || from->is_late;
    into->ballots += from->ballots;
    if (from->done_ns > into->done_ns)
        into->done_ns = from->done_ns;
    for (size_t i = 0; i < CROWD_OPTIONS_MAX; i++)
        into->counts[i] += from->counts[i];
    add_stats(&into->stats, &from->stats);
}

void stands_end(struct stands *stands, struct stand_report *out)
{
    char done;

    *out = (struct stand_report){0};
    for (size_t i = 0; i < stands->n; i++) {
        if (recv(stands->of[i].socket, &done, 1, 0) == 1)
            add_report(out, &stands->shared->pages[i].report);
        else
            out->is_late = true; /* It died. */
    }
}

size_t stands_processes(const struct stands *stands)
{
    return stands->n;
}
