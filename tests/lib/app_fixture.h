/* SPDX-License-Identifier: Apache-2.0 */

/* The real program in a folder of its own, for tests from outside.
 *
 * Nothing here sleeps: the log is a file that inotify watches, an end of a process is a
 * pidfd. A failed expectation ends the test with the log. */
#ifndef LIB_APP_FIXTURE_H
#define LIB_APP_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define APP_PATH_BYTES 96
#define APP_WAIT_MS    15000
#define APP_ARGS_MAX   16

struct app {
    pid_t pid;        /* Of the supervisor; 0 when it is not running. */
    uint16_t port;    /* 0 until it is known; kept when started again. */
    const char *host; /* Where it listens; NULL: on 127.0.0.1. */
    uint32_t address; /* Where its people find it; 0: there. */
    char folder[APP_PATH_BYTES];
    char data[APP_PATH_BYTES];
    char log[APP_PATH_BYTES]; /* Both outputs, of all starts. */
    size_t log_at;            /* What app_expect has read. */
    int terminal;             /* Where stdout goes in place of the log; 0: nowhere else. */
};

/* A folder of its own, nothing started. */
void app_init(struct app *app);
/* Kills what is left and removes the folder. */
void app_done(struct app *app);

/* `clameur serve --data … --listen …` and `args` (ends with NULL; may be NULL). */
void app_spawn(struct app *app, const char *const args[]);
/* The same, and waits until it serves. */
void app_start(struct app *app, const char *const args[]);
/* Sends `signal` and waits for the end; the status of waitpid. */
int app_end(struct app *app, int signal);
/* Waits for the end. */
int app_wait(struct app *app);
/* Runs another command with the same data folder to its end; its exit status, `out` what it
 * wrote. */
int app_run(const struct app *app, const char *const args[], char *out, size_t cap);

/* Only begins such a command; what it writes is lost. The caller waits for its end. */
pid_t app_begin(const struct app *app, const char *const args[]);
/* Reaps it if it has died meanwhile; whether it has. */
bool app_is_dead(struct app *app);

/* Waits for a line of the log, after those expected before, that holds `text`. The line is
 * copied to `line` if it is not NULL. */
void app_expect(struct app *app, const char *text, char *line, size_t cap);

/* The supervisor's children whose command line begins with `name`: how many, and up to
 * `cap` of their pids. */
size_t app_children(const struct app *app, const char *name, pid_t *pids, size_t cap);
/* Waits until a process that is not ours to reap is gone. */
void app_wait_gone(pid_t pid);

/* GET over a new connection: the HTTP status, 0 if nobody answers; the whole answer in
 * `out`. */
int app_get(const struct app *app, const char *path, char *out, size_t cap);
/* POST /api/v1/<command>, with the device token as bearer if there is one. */
int app_post(const struct app *app, const char *command, const char *token,
             const char *body, char *out, size_t cap);

/* The server's key, to make device tokens with. */
void app_read_key(const struct app *app, void *key, size_t len);
/* Makes the demo room; its code. Its question q1 is open. */
void app_demo(const struct app *app, char *code, size_t cap);

/* The value of "name": in JSON text, without its quotes; false if it is not there. */
bool app_json(const char *json, const char *name, char *out, size_t cap);

#endif
