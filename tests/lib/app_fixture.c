/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/app_fixture.h"

#include "lib/port.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOG_BYTES_MAX (1 << 20)

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static char *read_log(const struct app *app, size_t *len)
{
    char *text = calloc(1, LOG_BYTES_MAX + 1);
    FILE *file = fopen(app->log, "re");

    *len = file ? fread(text, 1, LOG_BYTES_MAX, file) : 0;
    if (file)
        (void)fclose(file);
    return text;
}

static _Noreturn void fail_with_log(const struct app *app, const char *why,
                                    const char *what)
{
    size_t len;
    char *text = read_log(app, &len);

    (void)fprintf(stderr, "app_fixture: %s %s\n--- log\n%s---\n", why, what, text);
    free(text);
    if (app->pid)
        (void)kill(app->pid, SIGKILL);
    abort();
}

/* ---- Processes ---- */

static const char *program(void)
{
    const char *path = getenv("CLAMEUR_BINARY");

    if (path)
        return path;
    (void)fputs("app_fixture: CLAMEUR_BINARY names no program\n", stderr);
    abort();
}

void app_init(struct app *app)
{
    *app = (struct app){0};
    (void)snprintf(app->folder, sizeof app->folder, "/tmp/clameur-test-XXXXXX");
    if (!mkdtemp(app->folder))
        abort();
    (void)snprintf(app->data, sizeof app->data, "%.64s/data", app->folder);
    (void)snprintf(app->log, sizeof app->log, "%.64s/log", app->folder);
    (void)close(open(app->log, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}

static int remove_one(const char *path, const struct stat *about, int type,
                      struct FTW *walk)
{
    (void)about;
    (void)type;
    (void)walk;
    return remove(path);
}

void app_done(struct app *app)
{
    if (app->pid)
        (void)app_end(app, SIGTERM);
    (void)nftw(app->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static pid_t spawn(const char *const argv[], int out_fd, int err_fd)
{
    union {
        const char *const *given;
        char *const *wanted;
    } args = {argv};
    pid_t parent = getpid(), pid = fork();

    if (pid != 0)
        return pid;
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(1);
    (void)dup2(out_fd, STDOUT_FILENO);
    (void)dup2(err_fd, STDERR_FILENO);
    (void)execv(program(), args.wanted);
    _exit(127);
}

void app_spawn(struct app *app, const char *const args[])
{
    char listen[32];
    const char *argv[APP_ARGS_MAX + 8] = {"clameur", "serve",    "--data",
                                          app->data, "--listen", listen};
    size_t n = 6;
    int log = open(app->log, O_WRONLY | O_APPEND | O_CLOEXEC);

    if (app->port == 0)
        app->port = port_free();
    (void)snprintf(listen, sizeof listen, "%s:%u", app->host ? app->host : "127.0.0.1",
                   app->port);
    while (args && *args && n < APP_ARGS_MAX + 6)
        argv[n++] = *args++;
    app->pid = spawn(argv, app->terminal ? app->terminal : log, log);
    (void)close(log);
}

void app_start(struct app *app, const char *const args[])
{
    char line[256];

    app_spawn(app, args);
    app_expect(app, "  Join  ", line, sizeof line);
    const char *colon = strrchr(line, ':');

    if (!colon)
        fail_with_log(app, "no port in", line);
    app->port = (uint16_t)strtoul(colon + 1, NULL, 10);
}

static int open_pid(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

void app_wait_gone(pid_t pid)
{
    int fd = open_pid(pid);
    struct pollfd gone = {.fd = fd, .events = POLLIN};

    if (fd < 0)
        return;
    if (poll(&gone, 1, APP_WAIT_MS) != 1)
        abort();
    (void)close(fd);
}

int app_wait(struct app *app)
{
    int status = 0, fd = open_pid(app->pid);
    struct pollfd gone = {.fd = fd, .events = POLLIN};

    if (fd >= 0 && poll(&gone, 1, 2 * APP_WAIT_MS) != 1)
        fail_with_log(app, "did not", "end");
    (void)close(fd);
    (void)waitpid(app->pid, &status, 0);
    app->pid = 0;
    return status;
}

int app_end(struct app *app, int signal)
{
    (void)kill(app->pid, signal);
    return app_wait(app);
}

/* "clameur <args> --data <its data folder>" */
static void command_line(const struct app *app, const char *const args[],
                         const char *argv[APP_ARGS_MAX + 4])
{
    size_t n = 0;

    argv[n++] = "clameur";
    while (*args && n < APP_ARGS_MAX)
        argv[n++] = *args++;
    argv[n++] = "--data";
    argv[n++] = app->data;
    argv[n] = NULL;
}

pid_t app_begin(const struct app *app, const char *const args[])
{
    const char *argv[APP_ARGS_MAX + 4];
    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);

    command_line(app, args, argv);
    pid_t pid = spawn(argv, nothing, nothing);

    (void)close(nothing);
    return pid;
}

bool app_is_dead(struct app *app)
{
    int status;

    if (app->pid && waitpid(app->pid, &status, WNOHANG) == app->pid)
        app->pid = 0;
    return app->pid == 0;
}

int app_run(const struct app *app, const char *const args[], char *out, size_t cap)
{
    const char *argv[APP_ARGS_MAX + 4];
    size_t len = 0;
    int ends[2], status = 0;
    struct pollfd more = {.events = POLLIN};
    ssize_t got = 1;

    command_line(app, args, argv);
    if (pipe(ends) != 0)
        abort();
    pid_t pid = spawn(argv, ends[1], ends[1]);

    (void)close(ends[1]);
    more.fd = ends[0];
    while (got > 0 && len + 1 < cap) {
        if (poll(&more, 1, 2 * APP_WAIT_MS) != 1) {
            (void)kill(pid, SIGTERM);
            fail_with_log(app, "does not end:", argv[1]);
        }
        got = read(ends[0], out + len, cap - len - 1);
        len += got > 0 ? (size_t)got : 0;
    }
    out[len] = '\0';
    (void)close(ends[0]);
    (void)waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* "pid (name) state ppid …": the parent of a process, 0 if it is gone. */
static pid_t parent_of(const char *pid)
{
    char path[64], text[512];
    long parent = 0;

    (void)snprintf(path, sizeof path, "/proc/%.16s/stat", pid);
    FILE *file = fopen(path, "re");

    if (!file)
        return 0;
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    (void)fclose(file);
    const char *after_name = strrchr(text, ')');

    if (!after_name || sscanf(after_name, ") %*c %ld", &parent) != 1)
        return 0;
    return (pid_t)parent;
}

static bool command_begins(const char *pid, const char *name)
{
    char path[64], text[256] = "";

    (void)snprintf(path, sizeof path, "/proc/%.16s/cmdline", pid);
    FILE *file = fopen(path, "re");

    if (!file)
        return false;
    size_t len = fread(text, 1, sizeof text - 1, file);

    (void)fclose(file);
    for (size_t i = 0; i + 1 < len; i++)
        if (text[i] == '\0')
            text[i] = ' ';
    return strncmp(text, name, strlen(name)) == 0;
}

size_t app_children(const struct app *app, const char *name, pid_t *pids, size_t cap)
{
    DIR *dir = opendir("/proc");
    const struct dirent *entry;
    size_t n = 0;

    while (dir && (entry = readdir(dir)))
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
            parent_of(entry->d_name) == app->pid && command_begins(entry->d_name, name)) {
            if (n < cap)
                pids[n] = (pid_t)strtol(entry->d_name, NULL, 10);
            n++;
        }
    if (dir)
        (void)closedir(dir);
    return n;
}

/* ---- The log ---- */

/* The next whole line of the log; false if there is none yet. */
static bool next_line(const char *text, size_t len, size_t *at, char *line, size_t cap)
{
    const char *begin = text + *at, *end = memchr(begin, '\n', len - *at);

    if (!end)
        return false;
    (void)snprintf(line, cap, "%.*s", (int)(end - begin), begin);
    *at += (size_t)(end - begin) + 1;
    return true;
}

static bool look_for(struct app *app, const char *wanted, char *line, size_t cap)
{
    size_t len;
    char *text = read_log(app, &len), one[1024];
    bool is_found = false;

    while (!is_found && next_line(text, len, &app->log_at, one, sizeof one))
        is_found = strstr(one, wanted) != NULL;
    if (is_found && line)
        (void)snprintf(line, cap, "%s", one);
    free(text);
    return is_found;
}

void app_expect(struct app *app, const char *text, char *line, size_t cap)
{
    uint64_t end = now_ms() + APP_WAIT_MS;
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    struct pollfd news = {.fd = watch, .events = POLLIN};
    char ignored[4096];

    (void)inotify_add_watch(watch, app->log, IN_MODIFY);
    while (!look_for(app, text, line, cap)) {
        uint64_t now = now_ms();
        int status;

        if (now >= end)
            fail_with_log(app, "not in the log:", text);
        if (app->pid && waitpid(app->pid, &status, WNOHANG) == app->pid) {
            app->pid = 0;
            if (!look_for(app, text, line, cap))
                fail_with_log(app, "it ended without saying", text);
            break;
        }
        /* Its end makes no noise in the file: look now and then. */
        (void)poll(&news, 1, end - now < 100 ? (int)(end - now) : 100);
        while (read(watch, ignored, sizeof ignored) > 0)
            ;
    }
    (void)close(watch);
}

/* ---- HTTP ---- */

static int exchange(const struct app *app, const char *request, size_t len, char *out,
                    size_t cap)
{
    struct timeval patience = {.tv_sec = 10};
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
    } to = {.v4 = {.sin_family = AF_INET,
                   .sin_port = htons(app->port),
                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), status = 0;
    size_t used = 0;
    ssize_t got;

    out[0] = '\0';
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, &to.any, sizeof to.v4) == 0 &&
        send(fd, request, len, MSG_NOSIGNAL) == (ssize_t)len) {
        while (used + 1 < cap && (got = recv(fd, out + used, cap - used - 1, 0)) > 0)
            used += (size_t)got;
        out[used] = '\0';
    }
    (void)close(fd);
    return sscanf(out, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

int app_get(const struct app *app, const char *path, char *out, size_t cap)
{
    char request[512];
    int len = snprintf(request, sizeof request,
                       "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", path, app->port);

    return exchange(app, request, (size_t)len, out, cap);
}

int app_post(const struct app *app, const char *command, const char *token,
             const char *body, char *out, size_t cap)
{
    char request[4096];
    int len =
        snprintf(request, sizeof request,
                 "POST /api/v1/%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                 "Content-Type: application/json\r\nContent-Length: %zu\r\n%s%s%s\r\n%s",
                 command, app->port, strlen(body), token ? "Authorization: Bearer " : "",
                 token ? token : "", token ? "\r\n" : "", body);

    return exchange(app, request, (size_t)len, out, cap);
}

void app_read_key(const struct app *app, void *key, size_t len)
{
    char path[2 * APP_PATH_BYTES];

    (void)snprintf(path, sizeof path, "%s/key", app->data);
    FILE *file = fopen(path, "re");

    if (!file || fread(key, 1, len, file) != len)
        fail_with_log(app, "no key in", path);
    (void)fclose(file);
}

void app_demo(const struct app *app, char *code, size_t cap)
{
    const char *const args[] = {"demo", NULL};
    char text[1024];

    if (app_run(app, args, text, sizeof text) != 0)
        fail_with_log(app, "no demo room:", text);
    const char *at = strstr(text, "/j/");

    if (!at)
        fail_with_log(app, "no code in", text);
    (void)snprintf(code, cap, "%.*s", (int)strcspn(at + 3, "\n"), at + 3);
}

bool app_json(const char *json, const char *name, char *out, size_t cap)
{
    char key[64];

    (void)snprintf(key, sizeof key, "\"%.60s\":", name);
    const char *at = strstr(json, key);

    if (!at)
        return false;
    at += strlen(key);
    bool is_text = *at == '"';
    size_t len = strcspn(at + is_text, is_text ? "\"" : ",}] \r\n");

    (void)snprintf(out, cap, "%.*s", (int)len, at + is_text);
    return true;
}
