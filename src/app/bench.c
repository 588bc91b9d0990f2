/* SPDX-License-Identifier: Apache-2.0 */

#include "app/bench.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "app/bench_host.h"
#include "app/bench_instance.h"
#include "app/bench_options.h"

#define EXIT_MISUSE 2

struct bench {
    struct bench_options options;
    struct config config;
    struct bench_instance own; /* Running only when nobody else's is. */
    struct errand errand;
    struct bench_host host;
    struct figures figures;
};

/* The only thing that a signal may touch. ^C cuts short what is waited for, which fails the
 * scenario; then the room is deleted and the server ended, as ever. */
static volatile sig_atomic_t is_interrupted;

static void on_signal(int number)
{
    is_interrupted = number;
}

static void heed_signals(void)
{
    const struct sigaction heed = {.sa_handler = on_signal}; /* Without SA_RESTART. */

    (void)sigaction(SIGINT, &heed, NULL);
    (void)sigaction(SIGTERM, &heed, NULL);
}

static const char *environment(const char *name)
{
    return getenv(name);
}

static int fails(const struct complaint *complaint, int status)
{
    (void)fprintf(stderr, "clameur bench: %s\n", complaint->text);
    return status;
}

/* ---- The server that is tried ---- */

static bool server_runs(const struct config *config)
{
    struct data_folder folder;
    struct complaint ignored;
    char url[DATA_URL_BYTES];

    return access(config->data, F_OK) == 0 &&
           data_folder_open(&folder, config->data, false, &ignored) &&
           data_folder_get_url(&folder, url, &ignored);
}

static bool is_there(const struct bench_target *target)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
    } to = {.v4 = {.sin_family = AF_INET,
                   .sin_port = htons(target->port),
                   .sin_addr.s_addr = htonl(target->address)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool is_there = connect(fd, &to.any, sizeof to.v4) == 0;

    (void)close(fd);
    return is_there;
}

/* Its link may name an address of the network, or of a proxy: it listens on the loopback as
 * well, unless it was told not to, and then --url says where. */
static bool find_server(struct bench *bench, struct complaint *complaint)
{
    struct bench_target *target = &bench->options.target;
    char local[64];
    const char *url = bench->errand.url, *colon = strrchr(url, ':');
    bool is_secure = strncmp(url, "https:", 6) == 0;

    if (target->port)
        return true;
    (void)snprintf(local, sizeof local, "http%s://127.0.0.1%.6s", is_secure ? "s" : "",
                   colon && colon[1] != '/' ? colon : "");
    if (!bench_url_read(local, target, complaint))
        return false;
    return is_there(target) ||
           complain(complaint,
                    "nobody listens at %s: give --url with the server's own address on "
                    "this machine",
                    local);
}

static bool open_server(struct bench *bench, struct complaint *complaint)
{
    if (server_runs(&bench->config)) {
        (void)fprintf(stderr, "Trying the server that runs in %s\n", bench->config.data);
    } else {
        if (!bench_instance_start(&bench->own, &bench->config, complaint))
            return false;
        bench->config.data = bench->own.data;
        bench->config.redis = NULL;
        bench->config.key_file = NULL;
        bench->options.target.port = 0;
        (void)fprintf(stderr, "Trying a server of its own in %s\n", bench->own.data);
    }
    if (!errand_open(&bench->errand, &bench->config, complaint))
        return false;
    if (find_server(bench, complaint)) {
        bench_host_init(&bench->host, &bench->errand, &bench->options.target);
        return true;
    }
    errand_close(&bench->errand);
    return false;
}

/* ---- The evening ---- */

static bool play(struct bench *bench)
{
    bool is_good = true;

    for (size_t i = 0; i < bench->options.n_scenarios && is_good && !is_interrupted; i++) {
        char why[SCENARIO_WHY_BYTES];
        size_t scenario = bench->options.scenarios[i];

        (void)fprintf(stderr, "%-16s %s\n", scenario_name(scenario),
                      scenario_summary(scenario));
        is_good = scenario_run(scenario, &bench->options.plan, &bench->host.host,
                               &bench->figures, why);
        if (!is_good)
            (void)fprintf(stderr, "clameur bench: %s: %s\n", scenario_name(scenario), why);
    }
    return is_good;
}

static void tell(const struct bench *bench, bool is_good)
{
    struct strbuf text = {0};
    struct utsname machine;

    if (bench->options.is_json) {
        (void)uname(&machine);
        strbuf_printf(&text,
                      "{\"bench\":\"clameur\",\"version\":\"%s\",\"kernel\":\"%s\","
                      "\"cores\":%ld,\"workers\":%zu,\"size\":%zu,\"good\":%s,"
                      "\"scenarios\":",
                      CLAMEUR_VERSION, machine.release, sysconf(_SC_NPROCESSORS_ONLN),
                      bench->host.n_workers, bench->options.plan.size,
                      is_good ? "true" : "false");
        figures_json(&bench->figures, &text);
        strbuf_puts(&text, "}\n");
    } else {
        figures_table(&bench->figures, &text);
    }
    if (text.len)
        (void)fputs(text.text, stdout);
    strbuf_done(&text);
}

static int run(struct bench *bench)
{
    struct complaint complaint;
    int status = EXIT_SUCCESS;

    if (open_server(bench, &complaint)) {
        bool is_good = play(bench);

        is_good = is_good && !is_interrupted;
        tell(bench, is_good);
        errand_close(&bench->errand);
        status = is_good ? EXIT_SUCCESS : EXIT_FAILURE;
    } else {
        status = fails(&complaint, EXIT_FAILURE);
    }
    bench_instance_end(&bench->own);
    return status;
}

int bench_run(int argc, char **argv)
{
    static struct bench bench; /* Large, and there is one. */
    struct complaint complaint;

    if (!bench_options_read(&bench.options, argc, argv, &complaint))
        return fails(&complaint, EXIT_MISUSE);
    if (bench.options.is_help) {
        bench_options_print(stdout);
        return EXIT_SUCCESS;
    }
    const struct config_sources sources = {bench.options.argc, bench.options.argv,
                                           environment};

    if (!config_load(&bench.config, &sources, &complaint))
        return fails(&complaint, EXIT_MISUSE);
    log_setup(LOG_WARN, "bench");
    heed_signals();
    int status = run(&bench);

    config_done(&bench.config);
    return status;
}
