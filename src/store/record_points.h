/* SPDX-License-Identifier: Apache-2.0 */

/* Reads points and news as the functions in Redis pack them. Total, like record.h. */
#ifndef STORE_RECORD_POINTS_H
#define STORE_RECORD_POINTS_H

#include "store/record.h"
#include "store/store_points.h"

/* "<ms>-<n>" */
bool packet_entry_id(struct packet text, struct entry_id *out);
/* The participant, rule, by, board and idea of a movement. */
bool points_move_read(struct packet packed, struct points_move *out);
/* `people` has room for SELECTED_MAX; NULL: the list is passed over. */
bool selection_read(struct packet packed, struct selection *out,
                    struct points_place *people);
bool news_read(struct packet packed, struct news *out);

/* "There is news since", as workers are told. */
struct news_hint {
    uint64_t epoch;
    struct entry_id id;
};
bool news_hint_read(struct packet packed, struct news_hint *out);

#endif
