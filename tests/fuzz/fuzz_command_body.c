/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command.h"
#include "wire/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct command_blame blame;
    struct command command;
    struct question_rules rules;

    /* The first byte chooses the command, the rest is its body. */
    if (size == 0)
        return 0;
    const char *name = command_rule((enum command_type)(data[0] % COMMANDS))->name;
    if (command_parse_body(name, (const char *)data + 1, size - 1, &command, &blame))
        return 0;
    /* What a command made is what the store may keep: it reads back. */
    if (command.type == COMMAND_QUESTION_ADD &&
        definition_read(command.question.def.json, &rules))
        __builtin_trap();
    command_done(&command);
    return 0;
}
