/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_uri.h"

#include <string.h>

#define PORT_DEFAULT 6379
#define DB_MAX       65535

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

static bool read_secrets(struct rest text, struct redis_uri *uri)
{
    const char *colon = memchr(text.at, ':', text.len);

    if (!colon)
        return false;
    struct rest user = {text.at, (size_t)(colon - text.at)};
    struct rest password = cut(text, user.len + 1);
    return (user.len == 0 || copy(user, true, REDIS_SECRET_BYTES_MAX, uri->user)) &&
           copy(password, true, REDIS_SECRET_BYTES_MAX, uri->password);
}

static bool read_host(struct rest text, struct redis_uri *uri)
{
    bool bracketed = text.len > 0 && text.at[0] == '[';
    const char *end = memchr(text.at, bracketed ? ']' : ':', text.len);
    struct rest host = text, port = {NULL, 0};
    uint32_t value = PORT_DEFAULT;

    if (bracketed) {
        if (!end)
            return false;
        host = (struct rest){text.at + 1, (size_t)(end - text.at) - 1};
        port = cut(text, host.len + 2);
    } else if (end) {
        host.len = (size_t)(end - text.at);
        port = cut(text, host.len);
    }
    if (port.len > 0 && (port.at[0] != ':' || !number(cut(port, 1), UINT16_MAX, &value)))
        return false;
    if (value == 0 || (host.len > 0 && memchr(host.at, '[', host.len)))
        return false;
    uri->port = (uint16_t)value;
    return copy(host, false, REDIS_HOST_BYTES_MAX, uri->host);
}

static bool read_network(struct rest text, struct redis_uri *uri)
{
    const char *at = NULL, *slash;

    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '@')
            at = text.at + i; /* The last one: only it can end the secrets. */
    if (at) {
        struct rest secrets = {text.at, (size_t)(at - text.at)};

        if (!read_secrets(secrets, uri))
            return false;
        text = cut(text, secrets.len + 1);
    }
    slash = memchr(text.at, '/', text.len);
    if (slash) {
        struct rest db = cut(text, (size_t)(slash - text.at) + 1);

        if (db.len > 0 && !number(db, DB_MAX, &uri->db))
            return false;
        text.len = (size_t)(slash - text.at);
    }
    return read_host(text, uri);
}

enum err redis_uri_parse(const char *text, size_t len, struct redis_uri *out)
{
    struct rest rest = {text, len};
    struct redis_uri uri = {0};
    bool ok = false;

    if (skip(&rest, "unix://")) {
        uri.is_unix = true;
        ok = rest.len > 1 && rest.at[0] == '/' &&
             copy(rest, false, REDIS_PATH_BYTES_MAX, uri.path);
    } else if (skip(&rest, "redis://")) {
        ok = read_network(rest, &uri);
    }
    if (!ok)
        return ERR_BAD_FIELD;
    *out = uri;
    return OK;
}
