/* SPDX-License-Identifier: Apache-2.0 */

/* A board "wishes" of the room "room", open, in a Redis of the test's own, and what people
 * do on it one after the other. */
#ifndef TESTS_LIB_BOARD_RIG_H
#define TESTS_LIB_BOARD_RIG_H

#include "lib/store_rig.h"
#include "store/store_support.h"

#define BOARD_RIG_HALF_LIFE_S 600

struct board_rig {
    struct redis_fixture redis;
    struct rig_world world;
    struct rig rig;
    struct rig_ask ask;
    struct id room;
    struct board board; /* As it was answered last. */
    struct buf *def;
    struct idea idea; /* Of the last answer about one. */
    size_t n_entries; /* Of the history that was read last. */
    struct history_entry entries[IDEA_HISTORY_MAX];
    struct support_answer support; /* Of the last support. */
};

void board_rig_open(struct board_rig *rig);
void board_rig_close(struct board_rig *rig);
/* The board's rules and phase are those of rig->board from now on. */
void board_rig_change(struct board_rig *rig, enum board_phase phase);
struct idea_place board_rig_place(const struct board_rig *rig, const char *idea);

enum err board_rig_post(struct board_rig *rig, const char *idea, uint32_t author);
enum err board_rig_alter(struct board_rig *rig, const char *idea,
                         const struct idea_change *change);
enum err board_rig_support(struct board_rig *rig, const char *idea, uint32_t person,
                           uint32_t n, bool on);
/* The first support of each of so many people, from that one on; all have to count. */
void board_rig_crowd(struct board_rig *rig, const char *idea, uint32_t first, size_t n);
enum err board_rig_merge(struct board_rig *rig, const char *from, const char *into,
                         uint64_t version);
enum err board_rig_unmerge(struct board_rig *rig, const char *from, uint64_t version);
/* By the author of `from`, not by staff. */
enum err board_rig_merge_own(struct board_rig *rig, const char *from, const char *into,
                             uint64_t version, uint32_t author);
enum err board_rig_unmerge_own(struct board_rig *rig, const char *from, uint64_t version,
                               uint32_t author);
enum err board_rig_history(struct board_rig *rig, const char *idea, uint32_t person,
                           bool is_staff, bool sees_others);
/* As everyone is told of it; fails the test when there is none. */
struct idea board_rig_look(struct board_rig *rig, const char *idea);

/* As many support it as it says, counted behind the store's back. */
void board_rig_supports_are(struct board_rig *rig, const char *idea, uint32_t n);
/* Supports that one has given, as the store has it. */
long long board_rig_spent(const struct board_rig *rig, uint32_t person);
/* Who supports "tent" and "tarp" how, and what everyone has spent: equal texts, equal
 * facts. */
#define BOARD_RIG_SNAPSHOT_BYTES 41
void board_rig_snapshot(const struct board_rig *rig, char out[BOARD_RIG_SNAPSHOT_BYTES]);

#endif
