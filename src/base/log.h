/* SPDX-License-Identifier: Apache-2.0 */

/* One line per event on stderr, key=value, for people and machines.
 *
 *   2026-11-22T10:03:12.417Z warn store.down role=worker.1 node=unix for_ms=40
 *
 * The first argument is a fixed event name (docs/OPERATIONS.md lists them); the
 * rest a printf format of key=value pairs. No names, tokens or texts of people.
 * Values with blanks are the caller's to quote: log_quoted helps. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Set once by the process that logs; `role` is kept, not copied. */
void log_setup(enum log_level least, const char *role);

__attribute__((format(printf, 3, 4))) void log_line(enum log_level level, const char *event,
                                                    const char *format, ...);

#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)
#define log_info(...)  log_line(LOG_INFO, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_WARN, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)

#endif
