/* SPDX-License-Identifier: Apache-2.0 */

/* A room as a function in Redis packs it. */
#include "fuzz/repack.h"
#include "store/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct packet given = {(const char *)data, size};
    struct strbuf first = {0}, second = {0};
    struct room_record room, again;
    struct rounds rounds, rounds_again;

    if (!room_record_read(given, &room, &rounds)) {
        must(!room.settings); /* Nothing is left to free. */
        return 0;
    }
    must_be_room(&room);
    for (size_t i = 0; i < room.room.n_order; i++)
        must(rounds.round[i] > 0);
    repack_room(&room, &rounds, &first);
    must(room_record_read(packed(&first), &again, &rounds_again));
    repack_room(&again, &rounds_again, &second);
    must(same_bytes(&first, &second));
    strbuf_done(&first);
    strbuf_done(&second);
    room_record_done(&room);
    room_record_done(&again);
    return 0;
}
