/* SPDX-License-Identifier: Apache-2.0 */

#include "app/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/config_value.h"
#include "base/mem.h"

#define MIB (1024ULL * 1024)
#define TIB (MIB * MIB)

/* clang-format off */
static const struct config_row rows[CONFIG_OPTIONS] = {
    [CONFIG_DATA] = {"data", CONFIG_IS_PATH, 0, 0, "data", NULL, "FOLDER",
        "Where everything is kept: the private Redis, the server's key."},
    [CONFIG_LISTEN] = {"listen", CONFIG_IS_LISTEN, 0, 0, "0.0.0.0:8080", NULL, "HOST:PORT",
        "Where to listen; [::]:8080 is IPv4 and IPv6, port 0 any that is free."},
    [CONFIG_WORKERS] = {"workers", CONFIG_IS_COUNT, 1, CONFIG_WORKERS_MAX, NULL, "one for each core", "N",
        "Processes that serve."},
    [CONFIG_REDIS] = {"redis", CONFIG_IS_REDIS, 0, 0, NULL, "a private one in the data folder", "ADDRESS",
        "A Redis of your own: redis://[user:password@]host[:port][/db], unix:///path, redis-cluster://… or redis-sentinel://…"},
    [CONFIG_ACK_REPLICAS] = {"ack-replicas", CONFIG_IS_COUNT, 0, CONFIG_REPLICAS_MAX, "0", NULL, "N",
        "A vote is counted when so many replicas of the Redis have it, too."},
    [CONFIG_DURABILITY] = {"durability", CONFIG_IS_DURABILITY, 0, 0, "any", NULL, "LEVEL",
        "strict: start only if what is counted is on disk and stays; any: say what it is."},
    [CONFIG_REPLICATE] = {"replicate", CONFIG_IS_PLACE, 0, 0, NULL, NULL, "HOST:PORT",
        "Where standbys may follow the private Redis; takes --standby-secret."},
    [CONFIG_STANDBY] = {"standby", CONFIG_IS_PLACE, 0, 0, NULL, NULL, "HOST:PORT",
        "Follow the instance that replicates there and serve nothing until promoted."},
    [CONFIG_STANDBY_SECRET] = {"standby-secret", CONFIG_IS_PATH, 0, 0, NULL, NULL, "FILE",
        "What both know, 16 bytes or more, for their owner's eyes only."},
    [CONFIG_PUBLIC_URL] = {"public-url", CONFIG_IS_URL, 0, 0, NULL, "this machine's address", "URL",
        "What links and QR codes carry: how phones reach this server."},
    [CONFIG_TLS_CERT] = {"tls-cert", CONFIG_IS_PATH, 0, 0, NULL, NULL, "FILE",
        "Certificate chain (PEM), to serve https; read again when renewed."},
    [CONFIG_TLS_KEY] = {"tls-key", CONFIG_IS_PATH, 0, 0, NULL, NULL, "FILE",
        "The certificate's private key (PEM)."},
    [CONFIG_TRUSTED_PROXIES] = {"trusted-proxies", CONFIG_IS_NETWORKS, 0, 0, NULL, NULL, "NETWORKS",
        "Proxies whose X-Forwarded-For and -Proto are believed: 10.0.0.0/8,::1."},
    [CONFIG_WEBHOOK_ALLOW] = {"webhook-allow", CONFIG_IS_NETWORKS, 0, 0, NULL, NULL, "NETWORKS",
        "Networks of one's own that webhooks may write to, also by http: 10.1.0.0/16."},
    [CONFIG_WEBHOOK_CA] = {"webhook-ca", CONFIG_IS_PATH, 0, 0, NULL, "the system's", "FILE",
        "Certificates (PEM) that webhooks' receivers are known by."},
    [CONFIG_KEY_FILE] = {"key-file", CONFIG_IS_PATH, 0, 0, NULL, "key in the data folder", "FILE",
        "The server's key, 32 bytes; servers that share a Redis share it."},
    [CONFIG_SPACE] = {"space", CONFIG_IS_ID, 0, 0, "main", NULL, "ID",
        "The organiser's territory in the store."},
    [CONFIG_DISK_RESERVE] = {"disk-reserve", CONFIG_IS_BYTES, MIB, TIB, "256M", NULL, "BYTES",
        "With less than this free on the disk, what would grow is refused."},
    [CONFIG_WEB_DIR] = {"web-dir", CONFIG_IS_PATH, 0, 0, NULL, "found beside the program", "FOLDER",
        "The built pages."},
    [CONFIG_DEMO] = {"demo", CONFIG_IS_SWITCH, 0, 0, "no", NULL, NULL,
        "Make a demo room at the start."},
    [CONFIG_LANG] = {"lang", CONFIG_IS_LANG, 0, 0, "fr", NULL, "LANG",
        "The language of the demo room: fr or en."},
    [CONFIG_LOG_LEVEL] = {"log-level", CONFIG_IS_LEVEL, 0, 0, "info", NULL, "LEVEL",
        "The least that is logged: debug, info, warn or error."},
    [CONFIG_FILE] = {"config", CONFIG_IS_PATH, 0, 0, NULL, NULL, "FILE",
        "A file of lines \"name = value\", the names those of the flags."},
};
/* clang-format on */

const struct config_row *config_row(enum config_option option)
{
    return &rows[option];
}

void config_env_name(enum config_option option, char out[CONFIG_ENV_BYTES])
{
    (void)snprintf(out, CONFIG_ENV_BYTES, "CLAMEUR_%s", rows[option].name);
    for (char *at = out; *at; at++) {
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
        if (*at == '-')
            *at = '_';
    }
}

static enum config_option find_option(const char *name, size_t len)
{
    enum config_option option = 0;

    while (option < CONFIG_OPTIONS &&
           (strncmp(rows[option].name, name, len) != 0 || rows[option].name[len] != '\0'))
        option++;
    return option;
}

/* ---- Places ---- */

/* Where a value was given, as a person would say it. */
struct place {
    const char *name; /* "--listen", "CLAMEUR_LISTEN", "clameur.conf" */
    unsigned line;    /* Of the file; 0 elsewhere. */
};

static void say_place(const struct place *place, char *out, size_t cap)
{
    if (place->line)
        (void)snprintf(out, cap, "%.200s:%u", place->name, place->line);
    else
        (void)snprintf(out, cap, "%.200s", place->name);
}

/* ---- Loading: sources from the strongest to the weakest ---- */

/* Keeps the value unless a stronger source gave one, but checks it in any case. */
static bool take(struct config *config, enum config_option option, const char *value,
                 const struct place *place, struct complaint *complaint)
{
    struct config trial;
    char *text = NULL, where[256], allowed[128];
    bool is_good = strlen(value) <= CONFIG_VALUE_BYTES_MAX;

    if (is_good) {
        text = mem_text(value);
        is_good = config_value_read(config->text[option] ? &trial : config, option, text);
    }
    if (is_good && !config->text[option]) {
        config->text[option] = text;
        return true;
    }
    free(text);
    if (is_good)
        return true;

    say_place(place, where, sizeof where);
    config_value_allowed(option, allowed, sizeof allowed);
    if (config_value_is_secret(option) || value[0] == '\0')
        return complain(complaint, "%s: %s: give %s", where,
                        value[0] ? "not a value for this option" : "no value", allowed);
    return complain(complaint, "%s: not \"%.60s\": give %s", where, value, allowed);
}

static bool read_flags(struct config *config, const struct config_sources *sources,
                       struct complaint *complaint)
{
    for (int i = 0; i < sources->argc; i++) {
        const char *flag = sources->argv[i], *equals = strchr(flag, '='), *value = NULL;
        size_t len = equals ? (size_t)(equals - flag) : strlen(flag);

        if (strncmp(flag, "--", 2) != 0)
            return complain(complaint, "\"%.60s\": options begin with --", flag);
        enum config_option option = find_option(flag + 2, len - 2);

        if (option == CONFIG_OPTIONS)
            return complain(complaint, "%.*s: no such option; --help lists them",
                            len > 60 ? 60 : (int)len, flag);
        if (config->text[option])
            return complain(complaint, "--%s: given twice", rows[option].name);
        if (equals)
            value = equals + 1;
        else if (rows[option].type == CONFIG_IS_SWITCH)
            value = "yes";
        else if (i + 1 < sources->argc)
            value = sources->argv[++i];

        char name[CONFIG_ENV_BYTES];

        (void)snprintf(name, sizeof name, "--%s", rows[option].name);
        if (!take(config, option, value ? value : "", &(struct place){name, 0}, complaint))
            return false;
    }
    return true;
}

static bool read_env(struct config *config, const struct config_sources *sources,
                     struct complaint *complaint)
{
    for (enum config_option option = 0; option < CONFIG_OPTIONS; option++) {
        char name[CONFIG_ENV_BYTES];

        config_env_name(option, name);
        const char *value = sources->env ? sources->env(name) : NULL;

        if (value && !take(config, option, value, &(struct place){name, 0}, complaint))
            return false;
    }
    return true;
}

static char *trim(char *text)
{
    text += strspn(text, " \t");
    size_t len = strlen(text);

    while (len > 0 &&
           (text[len - 1] == ' ' || text[len - 1] == '\t' || text[len - 1] == '\r'))
        len--;
    text[len] = '\0';
    return text;
}

/* One line of the file, without its end. `lines` remembers where an option was given. */
static bool read_line(struct config *config, char *line, const struct place *place,
                      unsigned lines[CONFIG_OPTIONS], struct complaint *complaint)
{
    char *name = trim(line), *equals = strchr(name, '='), where[256];

    if (name[0] == '\0' || name[0] == '#' || name[0] == ';')
        return true;
    say_place(place, where, sizeof where);
    if (!equals)
        return complain(complaint, "%s: not \"name = value\"", where);
    *equals = '\0';
    (void)trim(name);
    enum config_option option = find_option(name, strlen(name));

    if (option == CONFIG_OPTIONS)
        return complain(complaint, "%s: no option \"%.60s\"; serve --help lists them",
                        where, name);
    if (option == CONFIG_FILE)
        return complain(complaint, "%s: a file cannot name another", where);
    if (lines[option])
        return complain(complaint, "%s: %s was given in line %u already", where, name,
                        lines[option]);
    lines[option] = place->line;
    return take(config, option, trim(equals + 1), place, complaint);
}

static bool read_text(struct config *config, const char *name, const char *text, size_t len,
                      struct complaint *complaint)
{
    unsigned lines[CONFIG_OPTIONS] = {0};
    struct place place = {name, 0};
    bool is_good = true;

    if (len > CONFIG_FILE_BYTES_MAX)
        return complain(complaint, "%s: over %d bytes", name, CONFIG_FILE_BYTES_MAX);
    if (memchr(text, '\0', len))
        return complain(complaint, "%s: not a text file", name);

    char *copy = mem_alloc(len + 1), *next = copy;

    memcpy(copy, text, len);
    copy[len] = '\0';
    while (is_good && next) {
        char *line = strsep(&next, "\n");

        place.line++;
        is_good = read_line(config, line, &place, lines, complaint);
    }
    free(copy);
    return is_good;
}

static bool read_file(struct config *config, struct complaint *complaint)
{
    const char *name = config->text[CONFIG_FILE];
    char *text = mem_alloc(CONFIG_FILE_BYTES_MAX + 1);
    size_t len = 0;
    ssize_t got = -1;
    int fd = open(name, O_RDONLY | O_CLOEXEC), saved = errno;

    while (fd >= 0 && (got = read(fd, text + len, CONFIG_FILE_BYTES_MAX + 1 - len)) > 0)
        len += (size_t)got;
    if (fd >= 0)
        saved = errno;
    bool is_good = got == 0 || len > CONFIG_FILE_BYTES_MAX;

    if (fd >= 0)
        (void)close(fd);
    is_good = is_good ? read_text(config, name, text, len, complaint)
                      : complain(complaint, "%s: %s", name, strerror(saved));
    free(text);
    return is_good;
}

static bool settle(struct config *config, struct complaint *complaint)
{
    for (enum config_option option = 0; option < CONFIG_OPTIONS; option++)
        if (!config->text[option] && rows[option].fallback &&
            !take(config, option, rows[option].fallback, &(struct place){"default", 0},
                  complaint))
            return false;
    if ((config->standby || config->replicate) && !config->standby_secret)
        return complain(complaint, "--%s: give --standby-secret too",
                        rows[config->standby ? CONFIG_STANDBY : CONFIG_REPLICATE].name);
    if ((config->standby || config->replicate) && config->redis)
        return complain(complaint, "--redis: a standby follows a private Redis; replicate "
                                   "your own by its own means");
    if (!config->tls_cert != !config->tls_key)
        return complain(complaint, "--%s: give --%s too",
                        rows[config->tls_cert ? CONFIG_TLS_CERT : CONFIG_TLS_KEY].name,
                        rows[config->tls_cert ? CONFIG_TLS_KEY : CONFIG_TLS_CERT].name);
    return true;
}

static bool end_load(struct config *config, bool is_good)
{
    if (!is_good)
        config_done(config);
    return is_good;
}

bool config_load(struct config *out, const struct config_sources *sources,
                 struct complaint *complaint)
{
    *out = (struct config){.sources = *sources};
    return end_load(out, read_flags(out, sources, complaint) &&
                             read_env(out, sources, complaint) &&
                             (!out->text[CONFIG_FILE] || read_file(out, complaint)) &&
                             settle(out, complaint));
}

bool config_load_again(struct config *out, const struct config *former,
                       struct complaint *complaint)
{
    struct config_sources sources = former->sources;

    return config_load(out, &sources, complaint);
}

bool config_load_text(struct config *out, const struct config_sources *sources,
                      const char *name, const char *text, size_t len,
                      struct complaint *complaint)
{
    *out = (struct config){.sources = *sources};
    return end_load(
        out, read_flags(out, sources, complaint) && read_env(out, sources, complaint) &&
                 read_text(out, name, text, len, complaint) && settle(out, complaint));
}

void config_done(struct config *config)
{
    for (enum config_option option = 0; option < CONFIG_OPTIONS; option++)
        free(config->text[option]);
    *config = (struct config){0};
}

void config_export(const struct config *config)
{
    for (enum config_option option = 0; option < CONFIG_OPTIONS; option++) {
        char name[CONFIG_ENV_BYTES];

        config_env_name(option, name);
        /* The file is settled: a child must not find another in its place. */
        if (config->text[option] && option != CONFIG_FILE)
            (void)setenv(name, config->text[option], 1);
        else
            (void)unsetenv(name);
    }
}

void config_print_help(FILE *out)
{
    for (enum config_option option = 0; option < CONFIG_OPTIONS; option++) {
        const struct config_row *row = &rows[option];
        const char *fallback = row->fallback_said ? row->fallback_said : row->fallback;
        char flag[CONFIG_ENV_BYTES];

        (void)snprintf(flag, sizeof flag, "--%s %s", row->name,
                       row->value ? row->value : "");
        (void)fprintf(out, "  %-28s %s\n", flag, row->help);
        if (fallback)
            (void)fprintf(out, "  %-28s Default: %s.\n", "", fallback);
    }
    (void)fputs("\nEach can also be set in the environment (CLAMEUR_DISK_RESERVE=1G) and "
                "in the file\n"
                "(disk-reserve = 1G). Flags win over the environment, the environment over "
                "the file.\n",
                out);
}
