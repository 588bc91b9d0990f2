/* SPDX-License-Identifier: Apache-2.0 */

#include "app/commands.h"

#include <stdlib.h>
#include <string.h>

#include "app/backup.h"
#include "app/bench.h"
#include "app/check.h"
#include "app/clerk_process.h"
#include "app/config.h"
#include "app/demo.h"
#include "app/describe_print.h"
#include "app/move.h"
#include "app/owner_link.h"
#include "app/relay.h"
#include "app/reload.h"
#include "app/restore.h"
#include "app/standby.h"
#include "app/supervisor.h"
#include "app/worker.h"
#include "base/counters.h"
#include "press/press.h"

#define EXIT_MISUSE 2

static int print_help(const struct config *config);
static int print_version(const struct config *config);

static const struct {
    const char *name;
    int (*run)(const struct config *config);
    bool takes_options;
    const char *operand; /* What it wants before its options; NULL: nothing. */
    const char *summary;
} commands[] = {
    {"serve", supervisor_run, true, NULL, "run the server"},
    {"reload", reload_run, true, NULL,
     "replace the running server's workers: a new program, new options, nobody refused"},
    {"backup", backup_run, true, "FOLDER",
     "copy everything as of now, while the server runs, into a new folder"},
    {"restore", restore_run, true, "FOLDER",
     "make a data folder of a backup, or with --redis fill an empty one of your own"},
    {"move", move_run, true, NULL,
     "take the running server's rooms from its private Redis to the one of --redis"},
    {"promote", promote_run, true, NULL, "make a standby serve in place of the first"},
    {"owner-link", owner_link_run, true, NULL,
     "print a link that makes its first visitor an owner"},
    {"demo", demo_run, true, NULL,
     "make the demo room in the running server, and print where it is"},
    {"check", check_run, true, NULL,
     "say whether a server would run well with these options"},
    {"describe", describe_run, true, "DOCUMENT",
     "print the protocol for programs: describe openapi, or describe asyncapi"},
    {"version", print_version, false, NULL, "print the version"},
    {"help", print_help, false, NULL, "print this"},
};

#define COMMANDS_KNOWN (sizeof commands / sizeof commands[0])

static const char *environment(const char *name)
{
    return getenv(name);
}

static int print_version(const struct config *config)
{
    (void)config;
    (void)printf("clameur %s\n", CLAMEUR_VERSION);
    return EXIT_SUCCESS;
}

static int print_help(const struct config *config)
{
    (void)config;
    (void)fputs("Clameur: live votes for a crowd.\n\n  clameur <command> [options]\n\n",
                stdout);
    for (size_t i = 0; i < COMMANDS_KNOWN; i++)
        (void)printf("  %-12s %s\n", commands[i].name, commands[i].summary);
    (void)printf("  %-12s %s\n", "bench", "what would this machine hold? bench --help");
    (void)fputs("\nclameur serve --help lists the options.\n", stdout);
    return EXIT_SUCCESS;
}

static int print_options(size_t command)
{
    (void)printf("clameur %s: %s\n\n", commands[command].name, commands[command].summary);
    config_print_help(stdout);
    return EXIT_SUCCESS;
}

static bool load(struct config *config, int argc, char **argv)
{
    const struct config_sources sources = {argc, argv, environment};
    struct complaint complaint;

    if (config_load(config, &sources, &complaint))
        return true;
    (void)fprintf(stderr, "clameur: %s\n", complaint.text);
    return false;
}

static int run_with_options(size_t command, int argc, char **argv)
{
    struct config config;

    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return print_options(command);
    bool has_operand = commands[command].operand && argc > 0 && argv[0][0] != '-';

    if (!load(&config, argc - has_operand, argv + has_operand))
        return EXIT_MISUSE;
    config.operand = has_operand ? argv[0] : NULL;
    log_setup(config.log_level, commands[command].name);
    int status = commands[command].run(&config);

    config_done(&config);
    return status;
}

/* clameur worker <place> <url> private|shared: how the supervisor starts one. The options
 * come by the environment. */
static int run_worker(int argc, char **argv)
{
    struct config config;
    char *end;

    if (argc != 3)
        return EXIT_MISUSE;
    unsigned long place = strtoul(argv[0], &end, 10);

    if (*end != '\0' || place >= COUNTERS_WORKERS_MAX || !load(&config, 0, NULL))
        return EXIT_MISUSE;
    int status = worker_run(&(struct worker_options){
        .config = &config,
        .place = (uint32_t)place,
        .base_url = argv[1],
        .has_private_redis = strcmp(argv[2], "private") == 0,
    });

    config_done(&config);
    return status;
}

/* clameur relay serve|follow */
static int run_relay(int argc, char **argv)
{
    struct config config;

    if (argc != 1 || !load(&config, 0, NULL))
        return EXIT_MISUSE;
    return strcmp(argv[0], "serve") == 0 ? relay_serve(&config) : relay_follow(&config);
}

/* clameur clerk private|shared */
static int run_clerk(int argc, char **argv)
{
    struct config config;

    if (argc != 1 || !load(&config, 0, NULL))
        return EXIT_MISUSE;
    int status = clerk_run(&config, strcmp(argv[0], "private") == 0);

    config_done(&config);
    return status;
}

int commands_run(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "help";

    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    if (strcmp(name, "bench") == 0)
        return bench_run(argc - 2, argv + 2);
    if (strcmp(name, "worker") == 0)
        return run_worker(argc - 2, argv + 2);
    if (strcmp(name, "relay") == 0)
        return run_relay(argc - 2, argv + 2);
    if (strcmp(name, "clerk") == 0)
        return run_clerk(argc - 2, argv + 2);
    if (strcmp(name, "press") == 0)
        return press_run(argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0);
    for (size_t i = 0; i < COMMANDS_KNOWN; i++)
        if (strcmp(name, commands[i].name) == 0)
            return commands[i].takes_options ? run_with_options(i, argc - 2, argv + 2)
                                             : commands[i].run(NULL);
    (void)fprintf(stderr, "clameur: no command \"%.60s\"; clameur help lists them\n", name);
    return EXIT_MISUSE;
}
