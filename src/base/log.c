/* SPDX-License-Identifier: Apache-2.0 */

#include "base/log.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define LINE_BYTES_MAX 1024

static const char *const names[] = {"debug", "info", "warn", "error"};

/* The only mutable globals of the program. */
static enum log_level log_least = LOG_INFO;
static const char *log_role = "main";

void log_setup(enum log_level least, const char *role)
{
    log_least = least;
    log_role = role;
}

void log_line(enum log_level level, const char *event, const char *format, ...)
{
    char line[LINE_BYTES_MAX];
    struct timespec now;
    struct tm utc;
    va_list args;
    size_t used;

    if (level < log_least)
        return;

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    used = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%S", &utc);
    used += (size_t)snprintf(line + used, sizeof line - used, ".%03ldZ %s %s role=%s ",
                             now.tv_nsec / 1000000, names[level], event, log_role);

    va_start(args, format);
    int more = vsnprintf(line + used, sizeof line - used - 1, format, args);
    va_end(args);
    if (more > 0)
        used += (size_t)more;
    if (used > sizeof line - 2)
        used = sizeof line - 2; /* Cut, but still one line. */

    for (size_t i = 0; i < used; i++)
        if ((unsigned char)line[i] < ' ')
            line[i] = '?';
    line[used] = '\n';
    /* One write, so that lines of several processes never mix. Nothing can be
     * done about a log that cannot be written. */
    ssize_t written = write(STDERR_FILENO, line, used + 1);
    (void)written;
}
