/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command.h"
#include "wire/record.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct command_blame blame;
    struct command command;
    enum err err = command_parse((const char *)data, size, &command, &blame);

    if (strlen(blame.field) >= sizeof blame.field)
        __builtin_trap();
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
