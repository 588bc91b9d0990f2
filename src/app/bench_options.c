/* SPDX-License-Identifier: Apache-2.0 */

#include "app/bench_options.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "bench/stands.h"

#define LOOPBACK_NET (INADDR_LOOPBACK >> 24)

static bool read_seconds(struct bench_options *out, const char *value);
static bool read_size(struct bench_options *out, const char *value);
static bool read_rate(struct bench_options *out, const char *value);
static bool read_url(struct bench_options *out, const char *value);
static bool set_json(struct bench_options *out, const char *value);
static bool set_help(struct bench_options *out, const char *value);

#define SECONDS_MAX 3600
#define RATE_MAX    1000000

static const struct {
    const char *flag;
    bool (*read)(struct bench_options *out, const char *value);
    const char *value; /* NULL: takes none. */
    const char *allowed, *help;
} rows[] = {
    {"--size", read_size, "N", "1 to 144000", "Participants. Default: 1000."},
    {"--seconds", read_seconds, "S", "1 to 3600",
     "How long the feeds last, and the waiting. Default: 5."},
    {"--rate", read_rate, "R", "1 to 1000000, or max",
     "Votes a second of the feeds; max: as fast as they are counted. Default: 500."},
    {"--url", read_url, "URL",
     "http:// or https:// and an address of this machine: 127.0.0.1:8080",
     "Where the server of --data is; default: where it says it is."},
    {"--json", set_json, NULL, "", "One JSON object on stdout in place of the table."},
    {"--help", set_help, NULL, "", "Print this."},
};

#define ROWS (sizeof rows / sizeof rows[0])

static bool number_within(const char *text, uint64_t max, uint64_t *out)
{
    char *end;

    if (text[0] < '1' || text[0] > '9')
        return false;
    errno = 0;
    uint64_t number = strtoull(text, &end, 10);

    if (*end != '\0' || errno || number > max)
        return false;
    *out = number;
    return true;
}

static bool read_size(struct bench_options *out, const char *value)
{
    uint64_t size;

    if (!number_within(value, STANDS_CROWD, &size))
        return false;
    out->plan.size = (size_t)size;
    return true;
}

static bool read_seconds(struct bench_options *out, const char *value)
{
    return number_within(value, SECONDS_MAX, &out->plan.seconds);
}

static bool read_rate(struct bench_options *out, const char *value)
{
    if (strcmp(value, "max") != 0)
        return number_within(value, RATE_MAX, &out->plan.rate);
    out->plan.rate = 0;
    return true;
}

static bool read_url(struct bench_options *out, const char *value)
{
    struct complaint ignored; /* The row says what is allowed. */

    return bench_url_read(value, &out->target, &ignored);
}

static bool set_json(struct bench_options *out, const char *value)
{
    (void)value;
    out->is_json = true;
    return true;
}

static bool set_help(struct bench_options *out, const char *value)
{
    (void)value;
    out->is_help = true;
    return true;
}

/* What comes before the host; NULL: neither of the two. */
static const char *after_scheme(const char *url, bool *is_secure)
{
    static const char plain[] = "http://", secure[] = "https://";

    *is_secure = strncmp(url, secure, strlen(secure)) == 0;
    if (*is_secure)
        return url + strlen(secure);
    return strncmp(url, plain, strlen(plain)) == 0 ? url + strlen(plain) : NULL;
}

/* ":8080", and what may follow; none: that of the scheme. */
static bool read_port(const char *text, bool is_secure, uint16_t *out)
{
    uint64_t number = is_secure ? 443 : 80;
    char digits[8] = "";

    if (*text == ':') {
        text++;
        (void)snprintf(digits, sizeof digits, "%.*s", (int)strcspn(text, "/"), text);
        if (!number_within(digits, UINT16_MAX, &number))
            return false;
    }
    *out = (uint16_t)number;
    return true;
}

bool bench_url_read(const char *url, struct bench_target *out, struct complaint *complaint)
{
    struct bench_target target;
    char host[64] = "";
    struct in_addr numeric;
    const char *at = after_scheme(url, &target.is_secure);
    size_t len = at ? strcspn(at, ":/") : 0;

    if (len < sizeof host)
        (void)snprintf(host, sizeof host, "%.*s", (int)len, at ? at : "");
    if (strcmp(host, "localhost") == 0)
        (void)snprintf(host, sizeof host, "127.0.0.1");
    if (inet_pton(AF_INET, host, &numeric) != 1 ||
        ntohl(numeric.s_addr) >> 24 != LOOPBACK_NET ||
        !read_port(at + len, target.is_secure, &target.port))
        return complain(complaint,
                        "%.100s: only a server of this machine is put under load: "
                        "http://127.0.0.1:8080",
                        url);
    target.address = ntohl(numeric.s_addr);
    *out = target;
    return true;
}

static size_t find_row(const char *flag)
{
    size_t row = 0;

    while (row < ROWS && strcmp(rows[row].flag, flag) != 0)
        row++;
    return row;
}

static bool add_scenario(struct bench_options *out, const char *name,
                         struct complaint *complaint)
{
    size_t scenario = scenario_find(name);

    if (scenario == scenario_count())
        return complain(complaint, "no scenario \"%.60s\"; bench --help lists them", name);
    if (out->n_scenarios == BENCH_SCENARIOS_MAX)
        return complain(complaint, "at most %d scenarios", BENCH_SCENARIOS_MAX);
    out->scenarios[out->n_scenarios++] = scenario;
    return true;
}

static bool read_options(struct bench_options *out, int argc, char **argv,
                         struct complaint *complaint)
{
    for (int i = 0; i < argc; i++) {
        size_t row = find_row(argv[i]);

        if (row == ROWS && out->argc == BENCH_ARGS_MAX)
            return complain(complaint, "too many options");
        if (row == ROWS) {
            out->argv[out->argc++] = argv[i];
            continue;
        }
        const char *value = rows[row].value && i + 1 < argc ? argv[++i] : "";

        if (!rows[row].read(out, value))
            return complain(complaint, "%s: not \"%.60s\": give %s", rows[row].flag, value,
                            rows[row].allowed);
    }
    return true;
}

bool bench_options_read(struct bench_options *out, int argc, char **argv,
                        struct complaint *complaint)
{
    int words = 0;

    *out = (struct bench_options){.plan = {.size = 1000, .seconds = 5, .rate = 500},
                                  .target = {.address = INADDR_LOOPBACK}};
    for (; words < argc && argv[words][0] != '-'; words++)
        if (!add_scenario(out, argv[words], complaint))
            return false;
    for (size_t i = 0; words == 0 && i < scenario_count(); i++)
        if (scenario_is_usual(i))
            out->scenarios[out->n_scenarios++] = i;
    return read_options(out, argc - words, argv + words, complaint);
}

void bench_options_print(FILE *out)
{
    (void)fputs(
        "clameur bench [scenario ...] [options]\n\nScenarios, all if none is named:\n",
        out);
    for (size_t i = 0; i < scenario_count(); i++)
        (void)fprintf(out, "  %-16s %s\n", scenario_name(i), scenario_summary(i));
    (void)fputs("\nOptions:\n", out);
    for (size_t i = 0; i < ROWS; i++) {
        char flag[32];

        (void)snprintf(flag, sizeof flag, "%s %s", rows[i].flag,
                       rows[i].value ? rows[i].value : "");
        (void)fprintf(out, "  %-16s %s\n", flag, rows[i].help);
    }
    (void)fputs(
        "\nWith a server running in --data it is that one which is tried, in a room "
        "that is made and\n"
        "deleted; with none, one of its own beside that folder, so that the disk is "
        "the same.\n"
        "--workers and the other options of serve may follow.\n",
        out);
}
