/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/app_voters.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/ballot_audit.h"

#define PAUSE_NS 20000000ULL /* Between two ballots of one voter. */

void voters_join(struct voters *out, struct app *app, size_t n)
{
    *out = (struct voters){.app = app, .identity = {.space = "main"}};
    app_demo(app, out->code, sizeof out->code);
    app_read_key(app, out->identity.key, sizeof out->identity.key);
    out->crowd = crowd_new(&(struct crowd_options){.n = n,
                                                   .port = app->port,
                                                   .to = app->address,
                                                   .code = out->code,
                                                   .question = "q1",
                                                   .identity = &out->identity});
    assert_true(crowd_until(out->crowd, crowd_is_ready, VOTERS_HEAL_MS));
}

void voters_leave(struct voters *voters)
{
    crowd_free(voters->crowd);
}

void voters_turn(struct voters *voters)
{
    struct crowd *crowd = voters->crowd;

    for (size_t i = 0; i < crowd->n; i++) {
        struct crowd_client *c = &crowd->clients[i];

        if (c->state == CROWD_READY && !c->is_pending &&
            c->cast_ns + PAUSE_NS < crowd_now_ns())
            crowd_cast(crowd, i, (c->n + (uint32_t)i) % 2);
    }
    crowd_turn(crowd, 5);
}

void voters_vote(struct voters *voters, uint64_t more)
{
    const struct crowd *crowd = voters->crowd;
    uint64_t wanted = crowd->stats.acked + more;
    uint64_t end = crowd_now_ns() + VOTERS_HEAL_MS * 1000000ULL;

    while (crowd->stats.acked < wanted) {
        if (crowd_now_ns() > end)
            fail_msg("no votes are taken: %zu of %zu ready, %zu pending, refused: %s",
                     crowd->n_in[CROWD_READY], crowd->n, crowd->n_pending,
                     crowd->stats.refusal);
        voters_turn(voters);
    }
}

void voters_settle(struct voters *voters, const char *socket)
{
    char own[2 * APP_PATH_BYTES];

    if (!crowd_until(voters->crowd, crowd_is_settled, VOTERS_HEAL_MS))
        fail_msg("%zu of %zu ready, %zu pending, refused: %s",
                 voters->crowd->n_in[CROWD_READY], voters->crowd->n,
                 voters->crowd->n_pending, voters->crowd->stats.refusal);
    (void)snprintf(own, sizeof own, "%s/redis/redis.sock", voters->app->data);
    struct ballot_audit audit = ballot_audit(voters->crowd, socket ? socket : own, "demo");

    assert_int_equal(audit.lost, 0);
    assert_int_equal(audit.other, 0);
    assert_int_equal(audit.ballots, voters->crowd->n);
    assert_true(audit.is_exact);
    assert_string_equal(voters->crowd->stats.refusal, "");
}

int voters_vote_during(struct voters *voters, const char *const args[], char *out,
                       size_t cap)
{
    return voters_run_during(voters, voters->app, args, out, cap);
}

int voters_run_during(struct voters *voters, const struct app *app,
                      const char *const args[], char *out, size_t cap)
{
    int ends[2], status = 0;
    size_t len = 0;
    ssize_t got;

    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();

    if (pid == 0) {
        static char text[4096];
        int ended = app_run(app, args, text, sizeof text);

        (void)!write(ends[1], text, strlen(text));
        _exit(ended);
    }
    (void)close(ends[1]);
    while (waitpid(pid, &status, WNOHANG) == 0)
        voters_turn(voters);
    while (len + 1 < cap && (got = read(ends[0], out + len, cap - len - 1)) > 0)
        len += (size_t)got;
    out[len] = '\0';
    (void)close(ends[0]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
