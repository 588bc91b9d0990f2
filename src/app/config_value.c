/* SPDX-License-Identifier: Apache-2.0 */

#include "app/config_value.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "store/redis_uri.h"

#define KIB 1024ULL

static const char digits[] = "0123456789";
static const char name_chars[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

/* ---- Reading ---- */

/* Decimal digits alone, as far as `end` says. */
static bool read_number(const char *text, size_t len, uint64_t max, uint64_t *out)
{
    uint64_t number = 0;

    if (len == 0 || len > 18 || strspn(text, digits) < len)
        return false;
    for (size_t i = 0; i < len; i++)
        number = number * 10 + (uint64_t)(text[i] - '0');
    if (number > max)
        return false;
    *out = number;
    return true;
}

static bool read_count(const struct config_row *row, const char *text, void *out)
{
    uint64_t number;

    if (!read_number(text, strlen(text), row->max, &number) || number < row->min)
        return false;
    *(uint32_t *)out = (uint32_t)number;
    return true;
}

static bool read_bytes(const struct config_row *row, const char *text, void *out)
{
    static const struct {
        char letter;
        uint64_t factor;
    } units[] = {
        {'K', KIB}, {'M', KIB * KIB}, {'G', KIB * KIB * KIB}, {'T', KIB * KIB * KIB * KIB}};
    size_t len = strlen(text);
    uint64_t factor = 1, number;

    for (size_t i = 0; len > 0 && i < sizeof units / sizeof units[0]; i++)
        if (text[len - 1] == units[i].letter ||
            text[len - 1] == units[i].letter + ('a' - 'A'))
            factor = units[i].factor;
    if (!read_number(text, factor == 1 ? len : len - 1, row->max / factor, &number) ||
        number * factor < row->min)
        return false;
    *(uint64_t *)out = number * factor;
    return true;
}

static bool read_path(const struct config_row *row, const char *text, void *out)
{
    (void)row;
    if (text[0] == '\0')
        return false;
    *(const char **)out = text;
    return true;
}

static bool read_id(const struct config_row *row, const char *text, void *out)
{
    struct id id;

    (void)row;
    if (!id_read(text, strlen(text), &id))
        return false;
    *(const char **)out = text;
    return true;
}

static bool read_switch(const struct config_row *row, const char *text, void *out)
{
    static const char *const words[] = {"no",  "yes", "false", "true",
                                        "off", "on",  "0",     "1"};

    (void)row;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i]) == 0) {
            *(bool *)out = i % 2 == 1;
            return true;
        }
    return false;
}

static bool read_lang(const struct config_row *row, const char *text, void *out)
{
    (void)row;
    if (strcmp(text, "fr") != 0 && strcmp(text, "en") != 0)
        return false;
    *(const char **)out = text;
    return true;
}

static bool read_level(const struct config_row *row, const char *text, void *out)
{
    static const char *const names[] = {[LOG_DEBUG] = "debug",
                                        [LOG_INFO] = "info",
                                        [LOG_WARN] = "warn",
                                        [LOG_ERROR] = "error"};

    (void)row;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(text, names[i]) == 0) {
            *(enum log_level *)out = (enum log_level)i;
            return true;
        }
    return false;
}

static bool read_durability(const struct config_row *row, const char *text, void *out)
{
    bool is_strict = strcmp(text, "strict") == 0;

    (void)row;
    if (!is_strict && strcmp(text, "any") != 0)
        return false;
    *(bool *)out = is_strict;
    return true;
}

/* "host:port", with an IPv6 address in brackets; returns the host's length, 0 if it is
 * neither. */
static size_t host_len(const char *text)
{
    struct in6_addr ignored;
    char host[CONFIG_HOST_BYTES_MAX + 1];

    if (text[0] != '[')
        return strspn(text, name_chars);
    size_t len = strcspn(text, "]");

    if (text[len] != ']' || len > sizeof host)
        return 0;
    memcpy(host, text + 1, len - 1);
    host[len - 1] = '\0';
    return inet_pton(AF_INET6, host, &ignored) == 1 ? len + 1 : 0;
}

static bool read_listen(const struct config_row *row, const char *text, void *out)
{
    struct config *config = out; /* This one has two fields. */
    size_t len = host_len(text), bracket = text[0] == '[';
    uint64_t port;

    (void)row;
    if (len == 0 || len > CONFIG_HOST_BYTES_MAX || text[len] != ':' ||
        !read_number(text + len + 1, strlen(text + len + 1), UINT16_MAX, &port))
        return false;
    memcpy(config->listen_host, text + bracket, len - 2 * bracket);
    config->listen_host[len - 2 * bracket] = '\0';
    config->listen_port = (uint16_t)port;
    return true;
}

static bool port_is_good(const char *text, size_t len)
{
    uint64_t port;

    return read_number(text, len, UINT16_MAX, &port) && port > 0;
}

/* A host, and a port if there is one. */
static bool is_host(const char *text, size_t len)
{
    size_t host = host_len(text);

    if (host == 0 || host > len || host > CONFIG_HOST_BYTES_MAX)
        return false;
    return host == len ||
           (text[host] == ':' && port_is_good(text + host + 1, len - host - 1));
}

static bool read_url(const struct config_row *row, const char *text, void *out)
{
    const char *host = NULL;
    size_t len = strlen(text);

    (void)row;
    if (strncmp(text, "http://", 7) == 0)
        host = text + 7;
    else if (strncmp(text, "https://", 8) == 0)
        host = text + 8;
    if (!host || len == 0)
        return false;
    if (text[len - 1] == '/')
        len--;
    if (text + len <= host || !is_host(host, (size_t)(text + len - host)))
        return false;
    *(const char **)out = text;
    return true;
}

/* host:port, and no port 0. */
static bool read_place(const struct config_row *row, const char *text, void *out)
{
    size_t len = host_len(text);

    (void)row;
    if (len == 0 || len > CONFIG_HOST_BYTES_MAX || text[len] != ':' ||
        !port_is_good(text + len + 1, strlen(text + len + 1)))
        return false;
    *(const char **)out = text;
    return true;
}

static bool read_redis(const struct config_row *row, const char *text, void *out)
{
    struct redis_uri uri;

    (void)row;
    if (redis_uri_parse(text, strlen(text), &uri) != OK)
        return false;
    *(const char **)out = text;
    return true;
}

/* An address, with the length of a network's prefix if it is one. */
static bool is_network(const char *text, size_t len)
{
    char address[INET6_ADDRSTRLEN];
    unsigned char ignored[16];
    size_t slash = strcspn(text, "/");
    uint64_t prefix;

    if (slash > len)
        slash = len;
    if (slash == 0 || slash >= sizeof address)
        return false;
    memcpy(address, text, slash);
    address[slash] = '\0';
    int family = strchr(address, ':') ? AF_INET6 : AF_INET;

    return inet_pton(family, address, ignored) == 1 &&
           (slash == len || read_number(text + slash + 1, len - slash - 1,
                                        family == AF_INET6 ? 128 : 32, &prefix));
}

static bool read_networks(const struct config_row *row, const char *text, void *out)
{
    (void)row;
    for (const char *at = text;; at++) {
        size_t len = strcspn(at, ",");

        if (!is_network(at, len))
            return false;
        at += len;
        if (*at == '\0')
            break;
    }
    *(const char **)out = text;
    return true;
}

/* ---- The tables ---- */

static const struct {
    bool (*read)(const struct config_row *row, const char *text, void *out);
    const char *allowed; /* NULL: made of the row's range. */
} types[CONFIG_TYPES] = {
    [CONFIG_IS_PATH] = {read_path, "a path"},
    [CONFIG_IS_LISTEN] = {read_listen, "host:port, such as 0.0.0.0:8080 or [::]:8080"},
    [CONFIG_IS_COUNT] = {read_count, NULL},
    [CONFIG_IS_BYTES] = {read_bytes, NULL},
    [CONFIG_IS_REDIS] = {read_redis,
                         "redis://[user:password@]host[:port][/db], unix:///path, "
                         "redis-cluster://… or redis-sentinel://…/master"},
    [CONFIG_IS_URL] = {read_url,
                       "http://host or https://host, with a port if need be, and no path"},
    [CONFIG_IS_NETWORKS] =
        {read_networks,
         "addresses or networks with commas between, such as 10.0.0.0/8,::1"},
    [CONFIG_IS_ID] = {read_id, "1 to 16 of a-z 0-9 _ -"},
    [CONFIG_IS_SWITCH] = {read_switch, "yes or no"},
    [CONFIG_IS_LANG] = {read_lang, "fr or en"},
    [CONFIG_IS_LEVEL] = {read_level, "debug, info, warn or error"},
    [CONFIG_IS_PLACE] = {read_place, "host:port, such as 10.0.0.1:7000"},
    [CONFIG_IS_DURABILITY] = {read_durability, "any or strict"},
};

static const size_t fields[CONFIG_OPTIONS] = {
    [CONFIG_DATA] = offsetof(struct config, data),
    [CONFIG_LISTEN] = 0, /* The whole: it has two fields. */
    [CONFIG_WORKERS] = offsetof(struct config, workers),
    [CONFIG_REDIS] = offsetof(struct config, redis),
    [CONFIG_ACK_REPLICAS] = offsetof(struct config, ack_replicas),
    [CONFIG_DURABILITY] = offsetof(struct config, is_strict),
    [CONFIG_REPLICATE] = offsetof(struct config, replicate),
    [CONFIG_STANDBY] = offsetof(struct config, standby),
    [CONFIG_STANDBY_SECRET] = offsetof(struct config, standby_secret),
    [CONFIG_PUBLIC_URL] = offsetof(struct config, public_url),
    [CONFIG_TLS_CERT] = offsetof(struct config, tls_cert),
    [CONFIG_TLS_KEY] = offsetof(struct config, tls_key),
    [CONFIG_TRUSTED_PROXIES] = offsetof(struct config, trusted_proxies),
    [CONFIG_WEBHOOK_ALLOW] = offsetof(struct config, webhook_allow),
    [CONFIG_WEBHOOK_CA] = offsetof(struct config, webhook_ca),
    [CONFIG_KEY_FILE] = offsetof(struct config, key_file),
    [CONFIG_SPACE] = offsetof(struct config, space),
    [CONFIG_DISK_RESERVE] = offsetof(struct config, disk_reserve),
    [CONFIG_WEB_DIR] = offsetof(struct config, web_dir),
    [CONFIG_DEMO] = offsetof(struct config, demo),
    [CONFIG_LANG] = offsetof(struct config, lang),
    [CONFIG_LOG_LEVEL] = offsetof(struct config, log_level),
    [CONFIG_FILE] = offsetof(struct config, file),
};

bool config_value_read(struct config *config, enum config_option option, char *text)
{
    const struct config_row *row = config_row(option);

    size_t len = strlen(text);

    if (!types[row->type].read(row, text, (char *)config + fields[option]))
        return false;
    if (row->type == CONFIG_IS_URL && text[len - 1] == '/')
        text[len - 1] = '\0'; /* Paths are put behind it. */
    return true;
}

static void write_bytes(char *out, size_t cap, uint64_t bytes)
{
    static const char units[] = {'\0', 'K', 'M', 'G', 'T'};
    size_t unit = 0;

    while (bytes >= KIB && bytes % KIB == 0 && unit + 1 < sizeof units) {
        bytes /= KIB;
        unit++;
    }
    (void)snprintf(out, cap, "%llu%.1s", (unsigned long long)bytes, &units[unit]);
}

void config_value_allowed(enum config_option option, char *out, size_t cap)
{
    const struct config_row *row = config_row(option);
    char min[24], max[24];

    if (types[row->type].allowed) {
        (void)snprintf(out, cap, "%s", types[row->type].allowed);
        return;
    }
    write_bytes(min, sizeof min, row->min);
    write_bytes(max, sizeof max, row->max);
    (void)snprintf(out, cap, "%s from %s to %s",
                   row->type == CONFIG_IS_BYTES ? "bytes, or a number with K, M, G or T,"
                                                : "a whole number",
                   min, max);
}

bool config_value_is_secret(enum config_option option)
{
    return config_row(option)->type == CONFIG_IS_REDIS;
}
