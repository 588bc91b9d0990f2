/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures over HTTP, and PDFs whose pages become some. */
#include "net/internal.h"
#include "net/routes.h"
#include "net/transfer.h"

/* Whoever opens one by its address gets a picture, and nothing in it can act. */
#define IMAGE_POLICY "default-src 'none'; sandbox"
/* Its bytes never change, but staff may hide it: so nobody in between keeps it. */
#define IMAGE_CACHE  "private, max-age=86400, immutable"

static void uploaded(struct image_upload *upload, enum err err, const struct buf *json)
{
    exchange_answer_json(upload->owner, err, json);
}

void handle_image_sent(struct exchange *exchange)
{
    exchange->upload = (struct image_upload){.done = uploaded, .owner = exchange};
    exchange->asks = ASKS_UPLOAD;
    image_upload(exchange->conn->server->options.service, &exchange->upload, exchange->rest,
                 exchange->body, exchange->body_len);
}

static void deck_done(struct deck_upload *upload, enum err err, const struct buf *json)
{
    exchange_answer_json(upload->owner, err, json);
}

void handle_deck_sent(struct exchange *exchange)
{
    exchange->deck = (struct deck_upload){.done = deck_done, .owner = exchange};
    exchange->asks = ASKS_DECK;
    deck_upload(exchange->conn->server->options.service, &exchange->deck, exchange->rest,
                exchange->body, exchange->body_len);
}

static void fetched(struct image_fetch *fetch, enum err err,
                    const struct image_found *image)
{
    struct exchange *exchange = fetch->owner;
    struct response response = exchange_response(exchange);

    exchange->asks = ASKS_NOTHING;
    if (err) {
        exchange_fail(exchange, err, 0);
        return;
    }
    response.type = image->is_png ? "image/png" : "image/jpeg";
    response.policy = IMAGE_POLICY;
    /* A page elsewhere that shows the room asks as nobody in particular: with a cookie, no
     * browser would let it look. */
    response.headers = FOR_OTHERS;
    response.body = image->bytes;
    response.len = image->len;
    if (image->is_public) {
        response.cache = IMAGE_CACHE;
        response_tag(&response, image->tag, exchange->head.request.if_none_match);
    }
    transfer_answer(exchange, &response);
}

void handle_image(struct exchange *exchange)
{
    exchange->fetch = (struct image_fetch){
        .has_participant = exchange->has_participant,
        .participant = exchange->participant,
        .done = fetched,
        .owner = exchange,
    };
    exchange->asks = ASKS_FETCH;
    image_fetch(exchange->conn->server->options.service, &exchange->fetch, exchange->rest);
}
