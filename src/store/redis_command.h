/* SPDX-License-Identifier: Apache-2.0 */

/* A command for Redis under construction, in the bytes of its protocol. Starts as {0}. */
#ifndef STORE_REDIS_COMMAND_H
#define STORE_REDIS_COMMAND_H

#include "base/buf.h"
#include "base/id.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct redis_command {
    struct strbuf body;
    size_t n_args;
    uint16_t slot; /* Of its first key; 0 while it has none: any node will do. */
    bool has_key;
    bool writes; /* Not done before it is where the promise says. */
};

void redis_command_add(struct redis_command *command, const void *bytes, size_t len);
void redis_command_text(struct redis_command *command, const char *text);
void redis_command_number(struct redis_command *command, uint64_t number);
/* At most REDIS_KEY_BYTES_MAX bytes. The first says which slot the command goes to. */
#define REDIS_KEY_BYTES_MAX 160
__attribute__((format(printf, 2, 3))) void redis_command_key(struct redis_command *command,
                                                             const char *format, ...);
/* "{<room>}:<part>" of each: redis_command_room_keys(command, room, KEYS_OF("room",
 * "links")). */
void redis_command_room_keys(struct redis_command *command, const struct id *room,
                             const char *const parts[], size_t n);
#define KEYS_OF(...)                                                                       \
    (const char *const[]){__VA_ARGS__},                                                    \
        sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)
/* "FCALL clameur_<name>_<version> <n_keys>"; keys and arguments follow. */
void redis_command_fcall(struct redis_command *command, const char *name, size_t n_keys);
/* The same, for a function that writes nothing. */
void redis_command_fcall_read(struct redis_command *command, const char *name,
                              size_t n_keys);
/* Appends the whole command to `out`. */
void redis_command_write(const struct redis_command *command, struct strbuf *out);
void redis_command_done(struct redis_command *command);

#endif
