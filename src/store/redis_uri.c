/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_uri.h"

#include <string.h>

#define DB_MAX        65535
#define REDIS_PORT    6379
#define SENTINEL_PORT 26379

/* What the schemes have. */
static const struct scheme {
    const char *prefix;
    enum redis_kind kind;
    uint16_t port; /* The default. */
    size_t n_max;  /* Addresses. */
    bool has_master, has_db;
} schemes[] = {
    {"redis://", REDIS_FIXED, REDIS_PORT, 1, false, true},
    {"redis-cluster://", REDIS_CLUSTER, REDIS_PORT, REDIS_ADDRESSES_MAX, false, false},
    {"redis-sentinel://", REDIS_SENTINEL, SENTINEL_PORT, REDIS_ADDRESSES_MAX, true, true},
};

/* What is left to read. */
struct rest {
    const char *at;
    size_t len;
};

static struct rest cut(struct rest text, size_t n)
{
    return (struct rest){text.at + n, text.len - n};
}

static bool skip(struct rest *text, const char *prefix)
{
    size_t len = strlen(prefix);

    if (text->len < len || memcmp(text->at, prefix, len) != 0)
        return false;
    *text = cut(*text, len);
    return true;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *found = c ? strchr(digits, c) : NULL;

    if (!found)
        return -1;
    return (int)(found - digits) - (found - digits > 15 ? 6 : 0);
}

/* Printable ASCII, %XX decoded if `escapes`; neither empty nor longer than `max`. */
static bool copy(struct rest text, bool escapes, size_t max, char *out)
{
    size_t used = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c <= ' ' || c > '~' || used == max)
            return false;
        if (c == '%' && escapes) {
            bool whole = i + 2 < text.len;
            int high = whole ? hex_digit(text.at[i + 1]) : -1;
            int low = whole ? hex_digit(text.at[i + 2]) : -1;

            if (high < 0 || low < 0 || (high == 0 && low == 0))
                return false;
            c = (char)(unsigned char)(high * 16 + low);
            i += 2;
        }
        out[used++] = c;
    }
    out[used] = '\0';
    return used > 0;
}

/* Letters, digits and those of `others`. */
static bool is_made_of(struct rest text, const char *others)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool alphanumeric =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

        if (!alphanumeric && !(c && strchr(others, c)))
            return false;
    }
    return true;
}

static bool number(struct rest text, uint32_t most, uint32_t *out)
{
    uint32_t value = 0;

    if (text.len == 0 || text.len > 5 || (text.len > 1 && text.at[0] == '0'))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(text.at[i] - '0');
    }
    *out = value;
    return value <= most;
}

/* Cuts the text at the first `c`: what is behind it, or nothing. */
static bool split(struct rest *text, char c, struct rest *behind)
{
    const char *at = text->len > 0 ? memchr(text->at, c, text->len) : NULL;

    if (!at)
        return false;
    *behind = cut(*text, (size_t)(at - text->at) + 1);
    text->len = (size_t)(at - text->at);
    return true;
}

static bool read_secrets(struct rest user, struct redis_login *login)
{
    struct rest password;

    return split(&user, ':', &password) &&
           (user.len == 0 || copy(user, true, REDIS_SECRET_BYTES_MAX, login->user)) &&
           copy(password, true, REDIS_SECRET_BYTES_MAX, login->password);
}

static bool read_address(struct rest host, uint16_t port, struct redis_address *out)
{
    bool is_bracketed = host.len > 0 && host.at[0] == '[';
    struct rest behind = {NULL, 0};
    uint32_t value = port;

    if (is_bracketed) {
        host = cut(host, 1);
        if (!split(&host, ']', &behind) ||
            (behind.len > 0 && (behind.at[0] != ':' || behind.len == 1)))
            return false;
        if (behind.len > 0)
            behind = cut(behind, 1);
    } else if (split(&host, ':', &behind) && behind.len == 0) {
        return false;
    }
    if (behind.len > 0 && !number(behind, UINT16_MAX, &value))
        return false;
    /* Within brackets what an IPv6 address and its zone take. */
    if (value == 0 || !is_made_of(host, is_bracketed ? "-._:%" : "-._"))
        return false;
    out->port = (uint16_t)value;
    return copy(host, false, REDIS_HOST_BYTES_MAX, out->host);
}

static bool read_addresses(struct rest text, const struct scheme *scheme,
                           struct redis_uri *uri)
{
    struct rest next = {NULL, 0};
    bool has_more = true;

    while (has_more) {
        has_more = split(&text, ',', &next);
        if (uri->n_addresses == scheme->n_max ||
            !read_address(text, scheme->port, &uri->addresses[uri->n_addresses++]))
            return false;
        text = next;
    }
    return true;
}

/* "/master/db", or what of it the scheme has. */
static bool read_path(struct rest path, const struct scheme *scheme, struct redis_uri *uri)
{
    struct rest db = path;

    if (scheme->has_master) {
        struct rest behind = {NULL, 0};

        (void)split(&path, '/', &behind);
        db = behind;
        if (!is_made_of(path, "-._") ||
            !copy(path, false, REDIS_MASTER_BYTES_MAX, uri->master))
            return false;
    }
    return db.len == 0 || (scheme->has_db && number(db, DB_MAX, &uri->login.db));
}

static bool read_network(struct rest text, const struct scheme *scheme,
                         struct redis_uri *uri)
{
    struct rest path = {NULL, 0};
    const char *at = NULL;

    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '@')
            at = text.at + i; /* The last one: only it can end the secrets. */
    if (at) {
        struct rest secrets = {text.at, (size_t)(at - text.at)};

        if (!read_secrets(secrets, &uri->login))
            return false;
        text = cut(text, secrets.len + 1);
    }
    (void)split(&text, '/', &path);
    return read_path(path, scheme, uri) && read_addresses(text, scheme, uri);
}

static bool read_unix(struct rest path, struct redis_uri *uri)
{
    uri->n_addresses = 1;
    return path.len > 1 && path.at[0] == '/' &&
           copy(path, false, REDIS_PATH_BYTES_MAX, uri->addresses[0].host);
}

static bool read_schemes(struct rest text, struct redis_uri *uri)
{
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (!skip(&text, schemes[i].prefix))
            continue;
        uri->kind = schemes[i].kind;
        return read_network(text, &schemes[i], uri);
    }
    return false;
}

enum err redis_uri_parse(const char *text, size_t len, struct redis_uri *out)
{
    struct rest rest = {text, len};
    struct redis_uri uri = {0};
    bool ok;

    if (skip(&rest, "unix://"))
        ok = read_unix(rest, &uri);
    else
        ok = read_schemes(rest, &uri);
    if (!ok)
        return ERR_BAD_FIELD;
    *out = uri;
    return OK;
}
