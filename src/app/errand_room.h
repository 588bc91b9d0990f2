/* SPDX-License-Identifier: Apache-2.0 */

/* Rooms, questions and boards made by a command, from the JSON that a client would send.
 * The texts are the program's own: one that is refused is a bug. */
#ifndef APP_ERRAND_ROOM_H
#define APP_ERRAND_ROOM_H

#include "app/errand.h"

/* Makes the room unless it is there already; `*code` is its code in any case. */
enum err errand_room_make(struct errand *errand, const struct id *room,
                          const char *settings, struct code *code);
/* A new draft, last in order; the version of its record. */
enum err errand_question_add(struct errand *errand, const struct id *room,
                             const char *question, const char *def, uint64_t *version);
/* Sets `*version` to the one after the move. */
enum err errand_question_move(struct errand *errand, const struct id *room,
                              const char *question, enum question_move move,
                              uint64_t *version);

/* A board that is open. */
enum err errand_board_open(struct errand *errand, const struct id *room, const char *board,
                           const char *def);
/* `n`: of the ideas that are made; everyone is another author's. */
enum err errand_idea_post(struct errand *errand, const struct id *room, const char *board,
                          unsigned n, const char *words);

#endif
