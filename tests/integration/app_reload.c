/* SPDX-License-Identifier: Apache-2.0 */

/* Workers that are replaced, by a death or on purpose, while a crowd votes. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/app_fixture.h"
#include "lib/app_voters.h"

#define ANSWER_BYTES 4096
#define VOTERS       200
#define RELOADS      3

static const char *const reload[] = {"reload", NULL};
static const char *const two_workers[] = {"--workers", "2", NULL};

/* ---- A worker dies ---- */

/* How soon is measured by `clameur bench churn`. */
static void wait_until_all_are_back(struct voters *voters)
{
    while (voters->crowd->n_in[CROWD_READY] == voters->crowd->n)
        voters_turn(voters); /* Until the first has noticed. */
    assert_true(crowd_until(voters->crowd, crowd_is_ready, VOTERS_HEAL_MS));
}

static void its_people_are_back_and_spread_out(void **state)
{
    struct voters voters;
    pid_t workers[2];
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, two_workers);
    voters_join(&voters, &app, VOTERS);
    for (size_t death = 0; death < 4; death++) {
        uint64_t connects = voters.crowd->stats.connects;

        voters_vote(&voters, VOTERS);
        assert_int_equal(app_children(&app, "clameur worker", workers, 2), 2);
        assert_int_equal(kill(workers[0], SIGKILL), 0);
        wait_until_all_are_back(&voters);
        app_expect(&app, "worker.started", NULL, 0);
        /* How many hung on the one that died, the older of two: half of them at first, then
         * three quarters, since half of the others came to it. Never nearly all. */
        assert_in_range(voters.crowd->stats.connects - connects, VOTERS / 5,
                        VOTERS * 9 / 10);
    }
    voters_settle(&voters, NULL);
    voters_leave(&voters);
    app_done(&app);
}

/* ---- A reload ---- */

/* Asks for a page again and again, in a process of its own, until told to stop; how many
 * times there was no proper answer. */
struct visitor {
    pid_t pid;
    int stop;
};

static struct visitor visitor_begin(const struct app *app)
{
    struct visitor visitor;
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    visitor.pid = fork();
    visitor.stop = ends[1];
    if (visitor.pid == 0) {
        static char answer[1 << 20];
        int bad = 0, good = 0;
        char byte;

        (void)close(ends[1]);
        (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
        while (read(ends[0], &byte, 1) < 0) {
            bool is_good = app_get(app, "/", answer, sizeof answer) == 200;

            good += is_good;
            bad += !is_good;
        }
        _exit(good == 0 ? 100 : bad > 99 ? 99 : bad);
    }
    (void)close(ends[0]);
    return visitor;
}

static int visitor_end(const struct visitor *visitor)
{
    int status = 0;

    (void)close(visitor->stop);
    assert_int_equal(waitpid(visitor->pid, &status, 0), visitor->pid);
    return WEXITSTATUS(status);
}

static void a_reload_replaces_all_loses_nothing_and_refuses_nobody(void **state)
{
    pid_t before[2], after[2];
    char answer[ANSWER_BYTES];
    struct voters voters;
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, two_workers);
    voters_join(&voters, &app, VOTERS);
    struct visitor visitor = visitor_begin(&app);

    for (int i = 0; i < RELOADS; i++) {
        voters_vote(&voters, VOTERS);
        assert_int_equal(app_children(&app, "clameur worker", before, 2), 2);
        assert_int_equal(voters_vote_during(&voters, reload, answer, sizeof answer), 0);
        assert_string_equal(answer, "all workers are new\n");
        assert_int_equal(app_children(&app, "clameur worker", after, 2), 2);
        for (size_t j = 0; j < 4; j++)
            assert_int_not_equal(before[j / 2], after[j % 2]);
    }
    voters_vote(&voters, VOTERS);
    voters_settle(&voters, NULL);
    assert_int_equal(visitor_end(&visitor), 0);
    voters_leave(&voters);
    app_done(&app);
}

static void a_signal_reloads_too(void **state)
{
    pid_t before[2], after[2];
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, two_workers);
    assert_int_equal(app_children(&app, "clameur worker", before, 2), 2);
    assert_int_equal(kill(app.pid, SIGHUP), 0);
    app_expect(&app, "reload.done", NULL, 0);
    assert_int_equal(app_children(&app, "clameur worker", after, 2), 2);
    assert_int_not_equal(before[0], after[0]);
    app_done(&app);
}

static void counters_go_on_over_a_reload(void **state)
{
    static char answer[1 << 16];
    struct voters voters;
    struct app app;
    char number[32];
    const char *at;

    (void)state;
    app_init(&app);
    app_start(&app, two_workers);
    voters_join(&voters, &app, 20);
    voters_vote(&voters, 100);
    voters_settle(&voters, NULL);
    assert_int_equal(app_run(&app, reload, answer, sizeof answer), 0);
    assert_int_equal(app_get(&app, "/metrics", answer, sizeof answer), 200);
    at = strstr(answer, "\nclameur_ballots_counted_total ");
    assert_non_null(at);
    (void)snprintf(number, sizeof number, "%llu",
                   (unsigned long long)voters.crowd->stats.acked);
    assert_int_equal(strtoull(strchr(at, ' '), NULL, 10), voters.crowd->stats.acked);
    assert_non_null(strstr(answer, "\nclameur_workers 2\n"));
    voters_leave(&voters);
    app_done(&app);
}

/* ---- A new program, new options ---- */

static void copy_program(const char *from, const char *to)
{
    static char bytes[1 << 16];
    char draft[2 * APP_PATH_BYTES];
    ssize_t got;

    (void)snprintf(draft, sizeof draft, "%s.new", to);
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);

    assert_true(in >= 0 && out >= 0);
    while ((got = read(in, bytes, sizeof bytes)) > 0)
        assert_int_equal(write(out, bytes, (size_t)got), got);
    (void)close(in);
    (void)close(out);
    assert_int_equal(rename(draft, to), 0); /* As a package's installer does. */
}

static ino_t program_of(pid_t pid)
{
    struct stat about = {0};
    char path[64];

    (void)snprintf(path, sizeof path, "/proc/%ld/exe", (long)pid);
    assert_int_equal(stat(path, &about), 0);
    return about.st_ino;
}

static ino_t file_number(const char *path)
{
    struct stat about = {0};

    assert_int_equal(stat(path, &about), 0);
    return about.st_ino;
}

static void a_new_program_is_taken_and_a_broken_one_is_not(void **state)
{
    const char *const args[] = {"--workers", "2", "--web-dir", "web/dist", NULL};
    char answer[ANSWER_BYTES], program[APP_PATH_BYTES + 16], *built;
    struct voters voters;
    pid_t workers[2];
    struct app app;

    (void)state;
    built = getenv("CLAMEUR_BINARY");
    assert_non_null(built);
    built = strdup(built);
    app_init(&app);
    (void)snprintf(program, sizeof program, "%s/clameur", app.folder);
    copy_program(built, program);
    (void)setenv("CLAMEUR_BINARY", program, 1);
    app_start(&app, args);
    (void)setenv("CLAMEUR_BINARY", built, 1);
    voters_join(&voters, &app, VOTERS);
    ino_t first = file_number(program);

    copy_program("/bin/false", program);
    assert_int_equal(voters_vote_during(&voters, reload, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "a new worker could not start"));
    assert_non_null(strstr(answer, "the old workers go on"));
    assert_int_equal(app_children(&app, "clameur worker", workers, 2), 2);
    assert_int_equal(program_of(workers[0]), first);
    /* A death in between brings back the like of the others. */
    assert_int_equal(kill(workers[0], SIGKILL), 0);
    app_expect(&app, "worker.died", NULL, 0);
    app_expect(&app, "worker.started", NULL, 0);

    copy_program(built, program);
    assert_int_equal(voters_vote_during(&voters, reload, answer, sizeof answer), 0);
    assert_int_equal(app_children(&app, "clameur worker", workers, 2), 2);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(program_of(workers[i]), file_number(program));
    voters_vote(&voters, VOTERS);
    voters_settle(&voters, NULL);
    voters_leave(&voters);
    app_done(&app);
    free(built);
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void the_file_of_options_is_read_again(void **state)
{
    static const struct {
        const char *text, *why;
    } refused[] = {
        {"log-level = loud\n", "not \"loud\""},
        {"workers = 3\n", "--workers has changed: that takes a restart"},
        {"redis = redis://127.0.0.1\n", "--redis has come or gone"},
    };
    char answer[ANSWER_BYTES], file[APP_PATH_BYTES + 16];
    const char *const args[] = {"--config", file, NULL};
    struct app app;

    (void)state;
    app_init(&app);
    (void)snprintf(file, sizeof file, "%s/options", app.folder);
    write_text(file, "log-level = info\n");
    app_start(&app, args);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        write_text(file, refused[i].text);
        assert_int_equal(app_run(&app, reload, answer, sizeof answer), 1);
        assert_non_null(strstr(answer, refused[i].why));
        app_expect(&app, "reload.refused", NULL, 0);
    }
    write_text(file, "log-level = info\npublic-url = http://new.example\n");
    assert_int_equal(app_run(&app, reload, answer, sizeof answer), 0);
    assert_int_equal(app_get(&app, "/", answer, sizeof answer), 200);
    const char *const link[] = {"owner-link", NULL};

    assert_int_equal(app_run(&app, link, answer, sizeof answer), 0);
    assert_non_null(strstr(answer, "http://new.example/host#"));
    app_done(&app);
}

static void without_a_server_there_is_nothing_to_reload(void **state)
{
    char answer[ANSWER_BYTES];
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, NULL);
    (void)app_end(&app, SIGKILL); /* Leaves its socket behind. */
    assert_int_equal(app_run(&app, reload, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "no server is running here"));
    app_done(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_people_are_back_and_spread_out),
        cmocka_unit_test(a_reload_replaces_all_loses_nothing_and_refuses_nobody),
        cmocka_unit_test(a_signal_reloads_too),
        cmocka_unit_test(counters_go_on_over_a_reload),
        cmocka_unit_test(a_new_program_is_taken_and_a_broken_one_is_not),
        cmocka_unit_test(the_file_of_options_is_read_again),
        cmocka_unit_test(without_a_server_there_is_nothing_to_reload),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
