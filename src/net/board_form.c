/* SPDX-License-Identifier: Apache-2.0 */

/* The forms of a board's page in browsers without JavaScript. */
#include "net/internal.h"
#include "net/routes.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static void go(struct exchange *exchange, const char *board, const char *plain,
               const char *idea)
{
    struct response response = exchange_response(exchange);
    char code[3 * REST_BYTES_MAX + 4], at[sizeof code], of[3 * ID_BYTES_MAX + 4];
    char headers[2 * sizeof code + sizeof of + 64];
    struct id known;

    percent_encode(exchange->rest, code, sizeof code);
    percent_encode(board, at, sizeof at);
    if (!id_read(idea, strlen(idea), &known))
        known = (struct id){0};
    percent_encode(known.text, of, sizeof of);
    (void)snprintf(headers, sizeof headers, "Location: /b/%s/%s%s%s?plain=%s\r\n", code, at,
                   *of ? "/" : "", of, plain);
    response.status = 303;
    response.headers = headers;
    exchange_answer(exchange, &response);
}

/* From the list one comes back to it, in the order that it had. */
static void form_done(struct board_form *form, const char *plain, const char *idea)
{
    const char *order = board_form_field(form, "list");
    enum idea_order known;
    char words[64];

    (void)snprintf(words, sizeof words, "%s", plain);
    if (!*idea && idea_order_read(order, &known))
        (void)snprintf(words, sizeof words, "%s&order=%s", plain, idea_order_name(known));
    go(form->owner, form->board, words, idea);
}

void handle_board_form(struct exchange *exchange)
{
    struct session_from from = exchange_from(exchange);
    char *board = strchr(exchange->rest, '/');
    struct form_pair pairs[BOARD_FORM_FIELDS_MAX];
    size_t n;

    if (!board) {
        exchange_fail(exchange, ERR_NOT_FOUND, 0);
        return;
    }
    *board++ = '\0';
    if (!form_pairs(exchange->body, exchange->body_len, pairs, BOARD_FORM_FIELDS_MAX, &n)) {
        go(exchange, board, err_code(ERR_BAD_FIELD), "");
        return;
    }
    exchange->board_form = (struct board_form){.done = form_done,
                                               .owner = exchange,
                                               .code = exchange->rest,
                                               .board = board,
                                               .n = n};
    for (size_t i = 0; i < n; i++)
        exchange->board_form.fields[i] = (struct form_field){pairs[i].name, pairs[i].value};
    exchange->asks = ASKS_BOARD_FORM;
    board_form_take(exchange->conn->server->options.service, &exchange->board_form, &from);
}
