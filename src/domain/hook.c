/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/hook.h"

#include <stdio.h>
#include <string.h>

static const char *const names[HOOK_EVENTS] = {
    [HOOK_POSTED] = "idea.posted",
    [HOOK_STATUS] = "idea.status",
    [HOOK_GATE] = "gate",
    [HOOK_BOARD_MOVED] = "board.moved",
    [HOOK_COMMENT] = "comment.posted",
    [HOOK_FLAGGED] = "device.flagged",
};

const char *hook_event_name(enum hook_event event)
{
    return names[event];
}

static bool read_name(const char *name, size_t len, enum hook_event *out)
{
    for (unsigned i = 0; i < HOOK_EVENTS; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0) {
            *out = (enum hook_event)i;
            return true;
        }
    }
    return false;
}

bool hook_event_read(const char *name, enum hook_event *out)
{
    return read_name(name, strlen(name), out);
}

void hook_events_write(uint32_t events, char out[HOOK_EVENTS_BYTES])
{
    size_t used = 1;

    out[0] = ',';
    out[1] = '\0';
    for (unsigned i = 0; i < HOOK_EVENTS; i++)
        if (events & 1u << i)
            used += (size_t)snprintf(out + used, HOOK_EVENTS_BYTES - used, "%s,", names[i]);
}

bool hook_events_read(const char *text, uint32_t *out)
{
    enum hook_event event;

    *out = 0;
    for (text++; *text; text++) {
        size_t len = strcspn(text, ",");

        if (text[len] != ',' || !read_name(text, len, &event))
            return false;
        *out |= 1u << event;
        text += len;
    }
    return true;
}

/* How long the scheme is that it begins with; 0 if it does not. */
static size_t begins(const char *url, size_t len, const char *scheme)
{
    size_t n = strlen(scheme);

    return len > n && memcmp(url, scheme, n) == 0 ? n : 0;
}

bool hook_url_is_good(const char *url, size_t len, bool may_be_plain)
{
    size_t at = begins(url, len, "https://"), host = 0;

    if (!at && may_be_plain)
        at = begins(url, len, "http://");
    if (!at || len > HOOK_URL_BYTES_MAX)
        return false;
    for (size_t i = 0; i < len; i++)
        if (url[i] <= ' ' || url[i] >= 0x7f || strchr("\"<>\\^`{|}#", url[i]))
            return false;
    while (at + host < len && !strchr("/?", url[at + host]))
        host++;
    return host > 0 && url[at] != ':' && !memchr(url + at, '@', host);
}

/* ---- Deliveries ------------------------------------------------------------------------
 */

enum { TIMEOUT = 408, TOO_EARLY = 425, TOO_MANY = 429 };

bool hook_is_taken(unsigned code)
{
    return code >= 200 && code < 300;
}

bool hook_is_given_up(unsigned code, unsigned tries)
{
    bool asks_to_wait = code == TIMEOUT || code == TOO_EARLY || code == TOO_MANY;

    return code >= 400 && code < 500 && !asks_to_wait && tries >= HOOK_REFUSALS_MAX;
}

uint64_t hook_wait_ms(unsigned tries, uint32_t random)
{
    uint64_t wait = HOOK_AGAIN_MS;

    for (unsigned i = 1; i < tries && wait < HOOK_AGAIN_MS_MAX; i++)
        wait *= 2;
    if (wait > HOOK_AGAIN_MS_MAX)
        wait = HOOK_AGAIN_MS_MAX;
    return wait * 3 / 4 + random % (wait / 2);
}
