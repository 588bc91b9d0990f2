/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command.h"
#include "wire/record.h"

#include <stdlib.h>
#include <string.h>

/* Casts have a short way of their own, which a blank before the message rules out. */
static void must_be_read_alike(const uint8_t *data, size_t size, enum err err,
                               const struct command *command)
{
    struct command_blame blame;
    struct command general;
    char *text = malloc(size + 1);

    if (!text || size >= MESSAGE_BYTES_MAX) {
        free(text);
        return;
    }
    text[0] = ' ';
    if (size)
        memcpy(text + 1, data, size);
    enum err again = command_parse(text, size + 1, &general, &blame);

    free(text);
    if (again != err)
        __builtin_trap();
    if (err)
        return;
    const struct ballot *a = &command->cast.ballot, *b = &general.cast.ballot;

    if (general.type != command->type || general.mid != command->mid)
        __builtin_trap();
    if (command->type == COMMAND_CAST &&
        (!id_same(&general.cast.question, &command->cast.question) ||
         general.cast.round != command->cast.round || general.cast.n != command->cast.n ||
         a->form != b->form || a->n != b->n ||
         memcmp(a->numbers, b->numbers, sizeof a->numbers) != 0))
        __builtin_trap();
    command_done(&general);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct command_blame blame;
    struct command command;
    enum err err = command_parse((const char *)data, size, &command, &blame);

    if (strlen(blame.field) >= sizeof blame.field)
        __builtin_trap();
    must_be_read_alike(data, size, err, &command);
    if (err)
        return 0;
    if (command.type >= COMMANDS || !command.has_mid || command.mid > INT32_MAX)
        __builtin_trap(); /* A good parse names a real command. */
    if (command.type == COMMAND_CAST) {
        char text[BALLOT_TEXT_MAX + 1];

        if (ballot_write(&command.cast.ballot, text) > BALLOT_TEXT_MAX)
            __builtin_trap();
    }
    command_done(&command);
    return 0;
}
