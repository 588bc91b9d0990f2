/* SPDX-License-Identifier: Apache-2.0 */

#include "app/promise_check.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/errand.h"
#include "base/limits.h"

/* What the asking process ends with; below it, the promise. */
#define NO_ANSWER 100

static void on_late(struct clock_timer *timer)
{
    *(bool *)timer->owner = true;
}

bool promise_ask(const struct config *config, const char *address,
                 struct store_promise *out)
{
    struct errand errand = {0};
    bool is_late = false;
    struct clock_timer late = {.fire = on_late, .owner = &is_late};

    errand_begin(&errand, config, address);
    errand.clock->after(errand.clock, &late, STORE_WAIT_MS);
    while (!is_late && !store_state(errand.store).up)
        uv_run(&errand.loop, UV_RUN_ONCE);
    struct store_state state = store_state(errand.store);

    errand.clock->cancel(errand.clock, &late);
    errand_close(&errand);
    if (state.up)
        *out = state.promise;
    return state.up;
}

const char *promise_said(enum store_keeps keeps)
{
    static const char *const said[] = {
        [KEEPS_UNKNOWN] = "nobody knows where: its settings may not be read (CONFIG GET)",
        [KEEPS_MEMORY] = "in memory, or on a disk from which it may be evicted",
        [KEEPS_SECOND] = "on disk within a second or two",
        [KEEPS_DISK] = "on disk, and nothing is evicted",
    };

    return said[keeps];
}

/* NO_ANSWER, or what the store keeps. */
static int ask_apart(const struct config *config)
{
    pid_t pid = fork();
    int status = 0;

    if (pid == 0) {
        struct store_promise promise;
        bool is_told = promise_ask(config, config->redis, &promise);

        _exit(is_told ? (int)promise.keeps : NO_ANSWER);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : NO_ANSWER;
}

bool promise_demand(const struct config *config, struct complaint *complaint)
{
    if (!config->is_strict || !config->redis)
        return true; /* The private one is started with the right settings. */
    int told = ask_apart(config);

    if (told == KEEPS_DISK)
        return true;
    if (told > KEEPS_DISK)
        return complain(complaint, "--durability strict: the store does not answer");
    return complain(complaint,
                    "--durability strict: what is counted would be %s; the store needs "
                    "\"appendonly yes\", \"appendfsync always\" and \"maxmemory-policy "
                    "noeviction\" on every master",
                    promise_said((enum store_keeps)told));
}
