/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_command.h"

#include "base/print.h"
#include "store/library.h"
#include "store/redis_slot.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

/* A letter, the digits of any 64-bit number, CR LF. */
#define COUNT_BYTES_MAX 24

#define FUNCTION_NAME_MAX 48

/* By hand because it is done for each part of each ballot. */
static void add_count(struct strbuf *out, char letter, uint64_t count)
{
    char text[COUNT_BYTES_MAX];
    size_t at = sizeof text;

    text[--at] = '\n';
    text[--at] = '\r';
    do {
        text[--at] = (char)('0' + count % 10);
        count /= 10;
    } while (count > 0);
    text[--at] = letter;
    strbuf_add(out, text + at, sizeof text - at);
}

void redis_command_add(struct redis_command *command, const void *bytes, size_t len)
{
    command->n_args++;
    add_count(&command->body, '$', len);
    strbuf_add(&command->body, bytes, len);
    strbuf_add(&command->body, "\r\n", 2);
}

void redis_command_text(struct redis_command *command, const char *text)
{
    redis_command_add(command, text, strlen(text));
}

void redis_command_number(struct redis_command *command, uint64_t number)
{
    char text[COUNT_BYTES_MAX];
    size_t len = print(text, sizeof text, "%" PRIu64, number);

    redis_command_add(command, text, len);
}

void redis_command_key(struct redis_command *command, const char *format, ...)
{
    char key[REDIS_KEY_BYTES_MAX + 1];
    va_list args;

    va_start(args, format);
    size_t len = print_into(key, sizeof key, format, args);
    va_end(args);
    assert(len < sizeof key);
    if (!command->has_key)
        command->slot = redis_slot(key, len);
    command->has_key = true;
    redis_command_add(command, key, len);
}

void redis_command_room_keys(struct redis_command *command, const struct id *room,
                             const char *const parts[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        redis_command_key(command, "{%s}:%s", room->text, parts[i]);
}

static void call(struct redis_command *command, const char *verb, const char *name,
                 size_t n_keys)
{
    char function[FUNCTION_NAME_MAX];

    size_t len = print(function, sizeof function, "clameur_%s_%s", name, library_version);

    assert(len < sizeof function);
    redis_command_text(command, verb);
    redis_command_add(command, function, len);
    redis_command_number(command, n_keys);
}

void redis_command_fcall(struct redis_command *command, const char *name, size_t n_keys)
{
    call(command, "FCALL", name, n_keys);
    command->writes = true;
}

void redis_command_fcall_read(struct redis_command *command, const char *name,
                              size_t n_keys)
{
    call(command, "FCALL_RO", name, n_keys);
}

void redis_command_write(const struct redis_command *command, struct strbuf *out)
{
    add_count(out, '*', command->n_args);
    strbuf_add(out, command->body.text, command->body.len);
}

void redis_command_done(struct redis_command *command)
{
    strbuf_done(&command->body);
    *command = (struct redis_command){0};
}
