/* SPDX-License-Identifier: Apache-2.0 */

/* Reads boards and ideas as the functions in Redis pack them. Total, like record.h. */
#ifndef STORE_RECORD_BOARD_H
#define STORE_RECORD_BOARD_H

#include "store/packet.h"
#include "store/store.h"

/* Owns a buf: free it with _done, which takes a zeroed one. */
bool board_record_read(struct packet packed, struct board_record *out);
void board_record_done(struct board_record *record);
/* A card, without what changes with each support. */
bool idea_card_read(struct packet packed, struct idea *out);
/* The ideas that were merged into one, from its card: at most MERGED_INTO_MAX. */
size_t idea_card_with(struct packet packed, struct id with[]);
/* The listed words that it waits for, a line each; often empty. */
struct packet idea_card_listed(struct packet packed);
/* Its pictures: at most IMAGES_PER_IDEA_MAX. */
size_t idea_card_images(struct packet packed, struct id images[]);
/* "<rev> <supports> <trend> <may be supported> <comments> <talk rev>", into the rest of
 * `out`. What is behind is the functions' own. */
bool idea_heat_read(struct packet text, struct idea *out);
/* "<supports given> <ideas posted>"; empty: neither. */
bool spent_read(struct packet text, uint32_t *supports);
/* "<n> <on> <seconds>"; empty: never. What is behind is the functions' own. */
bool support_read(struct packet text, uint32_t *n, bool *on);

/* An entry of an idea's history: see functions/shared/history.lua. */
bool history_entry_read(struct packet packed, struct history_entry *out);

/* "This board is at that rev", as workers are told. */
struct board_news {
    uint64_t epoch, rev;
    struct id board;
};
bool board_news_read(struct packet packed, struct board_news *out);

#endif
