/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/device.h"

#include <stdio.h>
#include <string.h>

static const char *const shows_names[DEVICE_SHOWS] = {"", "question", "products", "ideas"};

static const char *const badge_names[DEVICE_BADGES] = {"off", "may", "must"};

const char *device_shows_name(enum device_shows what)
{
    return shows_names[what];
}

void device_show_write(const struct device_show *show, char text[DEVICE_SHOW_BYTES])
{
    if (show->what == SHOWS_ROOM)
        text[0] = '\0';
    else
        (void)snprintf(text, DEVICE_SHOW_BYTES, "%s %s", shows_names[show->what],
                       show->id.text);
}

bool device_show_read(const char *text, struct device_show *out)
{
    size_t len = strcspn(text, " ");

    *out = (struct device_show){0};
    if (text[0] == '\0')
        return true;
    for (unsigned i = SHOWS_QUESTION; i < DEVICE_SHOWS; i++) {
        if (strlen(shows_names[i]) != len || memcmp(shows_names[i], text, len) != 0)
            continue;
        out->what = (enum device_shows)i;
        return text[len] == ' ' &&
               id_read(text + len + 1, strlen(text + len + 1), &out->id);
    }
    return false;
}

const char *device_badge_name(enum device_badge badge)
{
    return badge_names[badge];
}

bool device_badge_read(const char *name, enum device_badge *out)
{
    for (unsigned i = 0; i < DEVICE_BADGES; i++) {
        if (strcmp(badge_names[i], name) == 0) {
            *out = (enum device_badge)i;
            return true;
        }
    }
    return false;
}

static bool is_digit_to(char digit, char most)
{
    return digit >= '0' && digit <= most;
}

bool device_reload_is_good(const char *text)
{
    if (text[0] == '\0')
        return true;
    return strlen(text) == DEVICE_RELOAD_CHARS && is_digit_to(text[0], '2') &&
           is_digit_to(text[1], text[0] == '2' ? '3' : '9') && text[2] == ':' &&
           is_digit_to(text[3], '5') && is_digit_to(text[4], '9');
}
