/* SPDX-License-Identifier: Apache-2.0 */

#include "app/bench_instance.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOOK_MS  20
#define ARGS_MAX 24

/* The environment is meant for the server that people use. */
static void forget_environment(void)
{
    for (enum config_option option = 0; option < CONFIG_OPTIONS; option++) {
        char name[CONFIG_ENV_BYTES];

        config_env_name(option, name);
        (void)unsetenv(name);
    }
}

static _Noreturn void become_server(const struct bench_instance *instance,
                                    const struct config *config, pid_t parent)
{
    char workers[16];
    const char *argv[ARGS_MAX] = {"clameur",  "serve",       "--data",      instance->data,
                                  "--listen", "127.0.0.1:0", "--log-level", "error"};
    size_t n = 8;
    union {
        const char *const *given;
        char *const *wanted;
    } args = {argv};

    (void)snprintf(workers, sizeof workers, "%u", config->workers);
    if (config->workers) {
        argv[n++] = "--workers";
        argv[n++] = workers;
    }
    if (config->web_dir) {
        argv[n++] = "--web-dir";
        argv[n++] = config->web_dir;
    }
    if (config->tls_cert && config->tls_key) {
        argv[n++] = "--tls-cert";
        argv[n++] = config->tls_cert;
        argv[n++] = "--tls-key";
        argv[n++] = config->tls_key;
    }
    forget_environment();
    (void)setpgid(0, 0); /* ^C is for the bench, which then stops it. */
    if (prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == parent) {
        int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

        (void)dup2(null, STDOUT_FILENO); /* What it tells its operator is of no use here. */
        (void)execv("/proc/self/exe", args.wanted);
    }
    _exit(127);
}

static bool wait_until_it_serves(struct bench_instance *instance,
                                 struct complaint *complaint)
{
    struct data_folder folder;
    char url[DATA_URL_BYTES];

    for (int waited = 0; waited < BENCH_START_MS; waited += LOOK_MS) {
        if (waitpid(instance->pid, NULL, WNOHANG) == instance->pid) {
            instance->pid = 0;
            return complain(complaint, "the server of the bench did not start");
        }
        if (data_folder_open(&folder, instance->data, false, complaint) &&
            data_folder_get_url(&folder, url, complaint))
            return true;
        (void)poll(NULL, 0, LOOK_MS);
    }
    return complain(complaint, "the server of the bench did not start in %d s",
                    BENCH_START_MS / 1000);
}

bool bench_instance_start(struct bench_instance *out, const struct config *config,
                          struct complaint *complaint)
{
    *out = (struct bench_instance){0};
    size_t len = strlen(config->data);

    while (len > 1 && config->data[len - 1] == '/')
        len--;
    int need =
        snprintf(out->data, sizeof out->data, "%.*s-bench-XXXXXX", (int)len, config->data);

    if (need < 0 || (size_t)need >= sizeof out->data || !mkdtemp(out->data)) {
        out->data[0] = '\0';
        return complain(complaint, "--data %.60s: no folder can be made beside it: %s",
                        config->data, strerror(errno));
    }
    pid_t parent = getpid();

    out->pid = fork();
    if (out->pid == 0)
        become_server(out, config, parent);
    bool is_good = out->pid > 0 ? wait_until_it_serves(out, complaint)
                                : complain(complaint, "no process for the server");

    if (!is_good)
        bench_instance_end(out);
    return is_good;
}

static int remove_one(const char *path, const struct stat *about, int type,
                      struct FTW *walk)
{
    (void)about;
    (void)type;
    (void)walk;
    return remove(path);
}

void bench_instance_end(struct bench_instance *instance)
{
    if (instance->pid > 0) {
        (void)kill(instance->pid, SIGTERM);
        while (waitpid(instance->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    if (instance->data[0])
        (void)nftw(instance->data, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    *instance = (struct bench_instance){0};
}
