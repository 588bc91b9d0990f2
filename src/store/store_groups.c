/* SPDX-License-Identifier: Apache-2.0 */

/* Ideas that the host puts together. */
#include "store/ask.h"

void store_idea_group(struct store *store, struct store_request *request,
                      const struct idea_place *place, uint64_t version, uint32_t group)
{
    static const char *const parts[] = {"b", "cards", "heat", "moved"};
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"idea_group", 6, ask_read_idea, ASK_WRITES});

    if (!command)
        return;
    redis_command_key(command, "{%s}:room", place->room.text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s:%s", place->room.text, parts[i],
                          place->board.text);
    redis_command_key(command, "{%s}:boards", place->room.text);
    redis_command_text(command, place->board.text);
    redis_command_text(command, place->idea.text);
    redis_command_number(command, version);
    if (group > 0)
        redis_command_number(command, group);
    else
        redis_command_text(command, "");
    ask_call_send(command);
}
