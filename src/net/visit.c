/* SPDX-License-Identifier: Apache-2.0 */

/* Pages: what the build made, around what the service says of the room; and the form of
 * browsers without JavaScript. */
#include "net/internal.h"
#include "net/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLAIN_CHARS "abcdefghijklmnopqrstuvwxyz_"

/* ---- Pages -------------------------------------------------------------------- */

static struct buf *wrapped(const char *before, const struct buf *text, const char *after)
{
    struct strbuf out = {0};

    strbuf_puts(&out, before);
    if (text)
        strbuf_add(&out, text->text, text->len);
    strbuf_puts(&out, after);
    return strbuf_take(&out);
}

/* The theme's rules count more than the page's own, which stand behind them. */
static struct buf *head_of(const struct page_parts *parts)
{
    struct strbuf out = {0};

    if (parts->preview) {
        strbuf_add(&out, parts->preview->text, parts->preview->len);
    } else {
        strbuf_puts(&out, "<title>");
        strbuf_add(&out, parts->title->text, parts->title->len);
        strbuf_puts(&out, "</title>");
    }
    if (parts->style) {
        strbuf_puts(&out, "<style id=\"theme\">");
        strbuf_add(&out, parts->style->text, parts->style->len);
        strbuf_puts(&out, "</style>");
    }
    return strbuf_take(&out);
}

static void fill(const struct exchange *exchange, const struct page_parts *parts, bool gzip,
                 struct strbuf *out)
{
    const struct template *template = pages_template(
        exchange->conn->server->pages, exchange->route->page, exchange->language);
    struct buf *made[SLOTS] = {
        [SLOT_HEAD] = head_of(parts),
        [SLOT_STATE] = wrapped("<script type=\"application/json\" id=\"state\">",
                               parts->state, "</script>"),
        [SLOT_MAIN] = wrapped("", parts->main, ""),
    };
    const struct buf *slots[SLOTS] = {made[SLOT_HEAD], made[SLOT_STATE], made[SLOT_MAIN]};

    template_fill(template, slots, gzip, out);
    for (int i = 0; i < SLOTS; i++)
        buf_unref(made[i]);
}

static void page_done(struct page_ask *ask, const struct page_parts *parts)
{
    struct exchange *exchange = ask->owner;
    const struct request *request = &exchange->head.request;
    struct response response = exchange_response(exchange);
    struct strbuf body = {0}, policy = {0}, headers = {0};
    char ws[HOST_BYTES_MAX + 8];

    (void)snprintf(ws, sizeof ws, "%s://%s", request->is_secure ? "wss" : "ws",
                   request->host);
    response.is_gzipped = accepts_gzip(request->accept_encoding);
    fill(exchange, parts, response.is_gzipped, &body);
    pages_policy(exchange->conn->server->pages, exchange->route->page, exchange->language,
                 ws, parts->style ? parts->style_source : NULL, &policy);
    visitor_cookies(exchange, &headers);
    if (parts->err)
        response.status = err_http_status(parts->err);
    response.type = "text/html; charset=utf-8";
    response.policy = policy.text;
    response.headers = headers.text;
    response.body = body.text;
    response.len = body.len;
    exchange_answer(exchange, &response);
    strbuf_done(&body);
    strbuf_done(&policy);
    strbuf_done(&headers);
}

/* Cuts "<code>/<board>/<idea>"; returns the next name, or NULL. */
static char *next_name(char *names)
{
    char *slash = names ? strchr(names, '/') : NULL;

    if (!slash)
        return NULL;
    *slash = '\0';
    return slash[1] ? slash + 1 : NULL;
}

static bool takes_forms(enum page page)
{
    return page == PAGE_JOIN || page == PAGE_BOARD;
}

static enum page_theme theme_of(enum page page)
{
    static const enum page_theme themes[PAGES] = {
        [PAGE_JOIN] = THEME_OF_PAGE,  [PAGE_STAGE] = THEME_OF_STAGE,
        [PAGE_HOST] = THEME_OF_PAGE,  [PAGE_POSTER] = THEME_OF_PAPER,
        [PAGE_BOARD] = THEME_OF_PAGE, [PAGE_ME] = THEME_OF_PAGE,
        [PAGE_KIOSK] = THEME_OF_PAGE, [PAGE_DASH] = THEME_OF_PAGE,
        [PAGE_FLEET] = THEME_OF_PAGE,
    };

    return themes[page];
}

void handle_page(struct exchange *exchange)
{
    struct server *server = exchange->conn->server;
    const struct request *request = &exchange->head.request;
    const char *plain = request_arg(request, "plain");

    if (plain && (!*plain || plain[strspn(plain, PLAIN_CHARS)]))
        plain = NULL;
    exchange->page = (struct page_ask){
        .done = page_done,
        .owner = exchange,
        .code = *exchange->rest ? exchange->rest : NULL,
        .plain = takes_forms(exchange->route->page) ? plain : NULL,
        .base_url = exchange->base_url,
        .secure = request->is_secure,
        .theme = theme_of(exchange->route->page),
        .words = pages_words(server->pages, exchange->language),
        .participant = exchange->has_participant ? &exchange->participant : NULL,
    };
    if (exchange->route->page == PAGE_BOARD) {
        char *board = next_name(exchange->rest);

        exchange->page.board = board ? board : "";
        exchange->page.idea = next_name(board);
        exchange->page.order = request_arg(request, "order");
        exchange->page.after = request_arg(request, "after");
    }
    exchange->asks = ASKS_PAGE;
    page_make(server->options.service, &exchange->page);
}

/* ---- Redirections ------------------------------------------------------------- */

static void go(struct exchange *exchange, const char *path, const char *plain)
{
    struct response response = exchange_response(exchange);
    char code[3 * REST_BYTES_MAX + 4], headers[sizeof code + 80];

    percent_encode(path, code, sizeof code);
    (void)snprintf(headers, sizeof headers, "Location: /j/%s%s%s\r\n", code,
                   *plain ? "?plain=" : "", plain);
    response.status = 303;
    response.headers = headers;
    exchange_answer(exchange, &response);
}

/* The form of the page that asks for a code. */
void handle_go(struct exchange *exchange)
{
    const char *given = request_arg(&exchange->head.request, "code");
    char cut[REST_BYTES_MAX + 1];
    struct response response = exchange_response(exchange);
    struct code code;

    if (!given || !*given) {
        response.status = 303;
        response.headers = "Location: /\r\n";
        exchange_answer(exchange, &response);
        return;
    }
    if (code_read(given, strlen(given), &code))
        given = code.text;
    (void)snprintf(cut, sizeof cut, "%s", given); /* No code is longer. */
    go(exchange, cut, "");
}

/* "<board>" or "<board>/<idea>", and nothing else. */
static bool way_read(const char *text, char out[2 * ID_BYTES_MAX + 2])
{
    size_t board = strcspn(text, "/");
    struct id id;

    if (!id_read(text, board, &id) ||
        (text[board] && !id_read(text + board + 1, strlen(text + board + 1), &id)))
        return false;
    memcpy(out, text, strlen(text) + 1);
    return true;
}

/* A passcode was asked for on a board's page. */
static void go_to_board(struct exchange *exchange, const char *plain)
{
    struct response response = exchange_response(exchange);
    char code[3 * REST_BYTES_MAX + 4], headers[sizeof code + 120];

    percent_encode(exchange->rest, code, sizeof code);
    (void)snprintf(headers, sizeof headers, "Location: /b/%s/%s%s%s\r\n", code,
                   exchange->to, *plain ? "?plain=" : "", plain);
    response.status = 303;
    response.headers = headers;
    exchange_answer(exchange, &response);
}

/* ---- The form ----------------------------------------------------------------- */

static void form_done(struct form_ballot *form, const char *plain)
{
    struct exchange *exchange = form->owner;

    if (*exchange->to)
        go_to_board(exchange, plain);
    else
        go(exchange, exchange->rest, plain);
}

/* The fields that answer, by name. What may be left empty is 0 then. */
static const struct {
    const char *name;
    enum form_answer answer;
    bool may_be_empty;
} answers[] = {
    {"option", ANSWER_OPTIONS, false}, {"value", ANSWER_VALUE, false},
    {"rank", ANSWER_RANKS, true},      {"point", ANSWER_POINTS, true},
    {"place", ANSWER_PLACES, false},
};

static bool number_read(const char *text, uint32_t *out)
{
    size_t len = strlen(text);

    if (!len || len > 9 || strspn(text, "0123456789") != len)
        return false;
    *out = (uint32_t)strtoul(text, NULL, 10);
    return true;
}

static bool answer_read(struct form_ballot *ballot, const char *text, size_t which)
{
    bool is_below = *text == '-';
    uint32_t number = 0;

    if (ballot->n_numbers == BALLOT_NUMBERS_MAX ||
        (ballot->n_numbers > 0 && ballot->answer != answers[which].answer) ||
        (!(answers[which].may_be_empty && !*text) &&
         !number_read(text + is_below, &number)))
        return false;
    ballot->answer = answers[which].answer;
    ballot->numbers[ballot->n_numbers++] = is_below ? -(int32_t)number : (int32_t)number;
    return true;
}

/* Those left empty are none. */
static bool word_read(struct form_ballot *ballot, const char *text)
{
    if (!*text)
        return true;
    if (ballot->n_numbers == TERMS_EACH_MAX ||
        (ballot->n_numbers > 0 && ballot->answer != ANSWER_WORDS))
        return false;
    ballot->answer = ANSWER_WORDS;
    ballot->n_numbers++;
    strbuf_add(&ballot->words, text, strlen(text) + 1);
    return true;
}

/* Fields that are not the form's are passed over, as browsers' extensions add some. */
static bool field_read(struct exchange *exchange, struct form_ballot *ballot,
                       const struct form *field)
{
    if (strcmp(field->name, "question") == 0) {
        memcpy(exchange->question, field->value, sizeof exchange->question);
        ballot->question = exchange->question;
        return true;
    }
    if (strcmp(field->name, "passcode") == 0) {
        memcpy(exchange->passcode, field->value, sizeof exchange->passcode);
        ballot->passcode = exchange->passcode;
        return true;
    }
    if (strcmp(field->name, "invitation") == 0) {
        memcpy(exchange->passcode, field->value, sizeof exchange->passcode);
        ballot->invitation = exchange->passcode;
        return true;
    }
    if (strcmp(field->name, "to") == 0)
        return way_read(field->value, exchange->to);
    if (strcmp(field->name, "round") == 0)
        return number_read(field->value, &ballot->round);
    if (strcmp(field->name, "n") == 0)
        return number_read(field->value, &ballot->n);
    if (strcmp(field->name, "word") == 0)
        return word_read(ballot, field->value);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (strcmp(field->name, answers[i].name) == 0)
            return answer_read(ballot, field->value, i);
    return true;
}

void handle_form(struct exchange *exchange)
{
    struct form form = form_start(exchange->body, exchange->body_len);
    struct form_ballot ballot = {
        .done = form_done, .owner = exchange, .code = exchange->rest};
    struct session_from from = exchange_from(exchange);
    bool good = true;

    while (good && form_next(&form))
        good = field_read(exchange, &ballot, &form);
    if (!good || form.is_broken ||
        (!ballot.question && !ballot.passcode && !ballot.invitation)) {
        strbuf_done(&ballot.words);
        go(exchange, exchange->rest, err_code(ERR_BAD_BALLOT));
        return;
    }
    exchange->form = ballot;
    exchange->asks = ASKS_FORM;
    form_cast(exchange->conn->server->options.service, &exchange->form, &from);
}
