/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures of ideas, as the store keeps them: part of the port of store.h, and with its
 * rules. */
#ifndef STORE_IMAGES_H
#define STORE_IMAGES_H

#include "store/store.h"

/* Keeps a ticket's `note`, if this one may send a picture now. ERR_CLOSED, ERR_BANNED,
 * ERR_LIMIT_REACHED, ERR_TOO_MANY: more than IMAGE_TICKETS_HOUR. Result, with the last
 * two: const struct image_refusal *. */
struct image_refusal {
    const char *limit;
    uint64_t again_ms;
};
struct image_asking {
    const struct participant *who;
    bool is_staff;         /* May also where the board takes no ideas now. */
    const uint8_t *ticket; /* TICKET_HASH_BYTES */
    const char *note;
};
void store_image_ticket(struct store *store, struct store_request *request,
                        const struct id *room, const struct id *board,
                        const struct image_asking *asking);

/* One that was made ready. The same id again: OK. Result as that of store_image_ticket. */
struct image_new {
    struct id id;
    const struct participant *who;
    bool is_png;
    uint32_t width, height;
    const char *full, *small;
    size_t full_len, small_len;
};
void store_image_put(struct store *store, struct store_request *request,
                     const struct id *room, const struct id *board,
                     const struct image_new *image);

/* Pictures of questions' options, which hosts send; a question names them in its
 * definition. Who may see one is for the caller to know. Results as above. */
void store_option_ticket(struct store *store, struct store_request *request,
                         const struct id *room, const struct image_asking *asking);
void store_option_put(struct store *store, struct store_request *request,
                      const struct id *room, const struct image_new *image);
/* A page of a deck; ERR_CLOSED once the deck was stopped. */
void store_slide_put(struct store *store, struct store_request *request,
                     const struct id *room, const struct id *deck,
                     const struct image_new *image);
void store_deck_stop(struct store *store, struct store_request *request,
                     const struct id *room, const struct id *deck);
void store_option_read(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *image, bool is_small);

/* The bytes of one, or of its small one, if this one may see it; else ERR_NOT_FOUND. Of
 * `reader`, `ideas` is not used. Result: const struct image_bytes *. */
struct image_wanted {
    struct id board, image;
    bool is_small;
    bool is_known; /* The caller has its bytes: only whether they may be seen is asked. */
};
void store_image_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct image_wanted *wanted,
                      const struct idea_reader *reader);

/* Staff shows or hides it. Result: const struct idea *, without counts. */
void store_image_check(struct store *store, struct store_request *request,
                       const struct idea_place *place, const struct id *image,
                       enum idea_state state, const struct participant *by);

/* Those that staff is to look at, the longest waiting first, at most IMAGES_WAITING_MAX.
 * Result: const struct image_list *. */
struct image_waiting {
    struct id idea;
    struct idea_image image;
};
struct image_list {
    uint64_t total;
    size_t n;
    const struct image_waiting *images;
};
void store_image_list(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *board);

#endif
