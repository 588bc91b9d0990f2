/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/net/fake_service.h"

#include "base/mem.h"
#include "service/board_form.h"
#include "service/identity.h"
#include "service/origins.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct session {
    struct service *service;
    struct session_sink *sink;
    struct list link;
    struct strbuf answers; /* Frames. */
    unsigned n_answers, next;
    unsigned gathered; /* When it last was: its number among all gathers. */
    bool is_proven, listens, knows;
    struct participant participant;
};

/* ---- Sessions ----------------------------------------------------------------- */

static void add_frame(struct strbuf *out, const char *text, size_t len)
{
    unsigned char head[4] = {0x81, (unsigned char)(len < 126 ? len : 126),
                             (unsigned char)(len >> 8), (unsigned char)len};

    strbuf_add(out, head, len < 126 ? 2 : 4);
    strbuf_add(out, text, len);
}

static void answer(struct session *session, const char *text, size_t len)
{
    add_frame(&session->answers, text, len);
    session->n_answers++;
    session->sink->wake(session->sink, true);
}

struct session *session_new(struct service *service, const struct session_from *from,
                            struct session_sink *sink)
{
    struct session *session = mem_zero(sizeof *session);

    session->service = service;
    session->sink = sink;
    session->knows = from->participant != NULL;
    if (from->participant)
        session->participant = *from->participant;
    list_append(&service->sessions, &session->link);
    service->n_sessions++;
    return session;
}

void session_receive(struct session *session, const char *text, size_t len)
{
    char big[3000];

    if (len == 5 && memcmp(text, "hello", 5) == 0) {
        session->is_proven = true;
        session->service->n_proven++;
    }
    if (len == 6 && memcmp(text, "listen", 6) == 0) {
        session->listens = true;
        session->next = session->service->published;
    }
    if (len == 6 && memcmp(text, "whoami", 6) == 0) {
        text = session->knows ? (const char *)session->participant.bytes : "nobody";
        len = session->knows ? sizeof session->participant.bytes : 6;
    }
    if (len == 3 && memcmp(text, "big", 3) == 0) {
        memset(big, 'b', sizeof big);
        answer(session, big, sizeof big);
        return;
    }
    answer(session, text, len);
    if (len == 5 && memcmp(text, "leave", 5) == 0)
        session->sink->close(session->sink, 4000);
}

void session_refuse(struct session *session, enum err err)
{
    answer(session, err_code(err), strlen(err_code(err)));
}

static void published_frame(unsigned number, struct strbuf *out)
{
    char text[PUBLISHED_BYTES + 1];

    memset(text, 'x', sizeof text);
    snprintf(text, sizeof text, "%08u:", number);
    text[9] = 'x';
    add_frame(out, text, PUBLISHED_BYTES);
}

size_t session_gather(struct session *session, char *out, size_t cap, bool *more)
{
    struct strbuf frames = {0};
    size_t len;

    session->gathered = ++session->service->n_gathers;
    strbuf_add(&frames, session->answers.text, session->answers.len);
    session->answers.len = session->n_answers = 0;
    assert(frames.len <= cap); /* The tests never owe more. */
    *more = false;
    while (session->listens && session->next < session->service->published) {
        if (frames.len + PUBLISHED_BYTES + 4 > cap) {
            *more = true;
            break;
        }
        published_frame(session->next++, &frames);
    }
    len = frames.len;
    if (len)
        memcpy(out, frames.text, len);
    strbuf_done(&frames);
    return len;
}

bool session_is_stuffed(const struct session *session)
{
    bool stuffed =
        session->n_answers >= REPLIES_MAX || session->answers.len >= REPLIES_BYTES_MAX;

    session->service->n_stuffed += stuffed;
    return stuffed;
}

bool session_is_timed(const struct session *session)
{
    (void)session;
    return false;
}

void session_ponged(struct session *session, uint64_t ms)
{
    (void)ms;
    session->service->n_ponged++;
}

bool session_is_proven(const struct session *session)
{
    return session->is_proven;
}

void session_free(struct session *session)
{
    if (!session)
        return;
    session->service->n_sessions--;
    list_remove(&session->link);
    strbuf_done(&session->answers);
    free(session);
}

void fake_service_publish(struct service *service, unsigned n)
{
    service->published += n;
    for (struct list *l = service->sessions.next; l != &service->sessions; l = l->next) {
        struct session *session = container_of(l, struct session, link);
        if (session->listens)
            session->sink->wake(session->sink, false);
    }
}

/* ---- What is asked ------------------------------------------------------------ */

struct ask {
    struct list link;
    struct service *service;
    void (*answer)(struct ask *ask);
    void *what;
    char command[65], body[MESSAGE_BYTES_MAX + 1];
    char who[PARTICIPANT_BYTES + 1];
};

static void name_participant(const struct participant *participant, char *out)
{
    if (participant)
        memcpy(out, participant->bytes, PARTICIPANT_BYTES);
    else
        memcpy(out, "nobody", sizeof "nobody");
}

static struct ask *ask_new(struct service *service, void *what, void (*fn)(struct ask *ask))
{
    struct ask *ask = mem_zero(sizeof *ask);

    ask->service = service;
    ask->what = what;
    ask->answer = fn;
    list_append(&service->asked, &ask->link);
    service->n_asked++;
    if (!service->holds)
        fake_service_release(service);
    return ask;
}

static void answer_asked(uv_timer_t *timer)
{
    struct service *service = timer->data;

    while (!list_is_empty(&service->asked)) {
        struct ask *ask = container_of(service->asked.next, struct ask, link);
        list_remove(&ask->link);
        if (ask->what)
            ask->answer(ask);
        else
            service->n_abandoned++;
        free(ask);
    }
}

void fake_service_release(struct service *service)
{
    uv_timer_start(&service->later, answer_asked, 0, 0);
}

static void answer_once(struct ask *ask)
{
    struct once *once = ask->what;
    struct strbuf json = {0};
    enum err err = strcmp(ask->command, "fail") == 0 ? ERR_CLOSED : OK;
    struct buf *buf;

    once->run = NULL;
    if (err)
        strbuf_printf(&json, "{\"err\":{\"code\":\"%s\"}}", err_code(err));
    else
        strbuf_printf(&json, "{\"ok\":{\"command\":\"%s\",\"who\":\"%s\",\"body\":%s}}",
                      ask->command, ask->who, *ask->body ? ask->body : "null");
    buf = strbuf_take(&json);
    once->done(once, err, buf);
    buf_unref(buf);
}

void once_run(struct service *service, struct once *once, const struct session_from *from,
              const char *command, const char *body, size_t len)
{
    struct ask *ask = ask_new(service, once, answer_once);

    once->run = (struct once_run *)(void *)ask;
    snprintf(ask->command, sizeof ask->command, "%s", command);
    memcpy(ask->body, body, len);
    name_participant(from->participant, ask->who);
}

static void abandon(void *run)
{
    if (run)
        ((struct ask *)run)->what = NULL;
}

void once_abandon(struct once *once)
{
    abandon(once->run);
}

static struct buf *text_buf(const char *text)
{
    return buf_new(text, strlen(text));
}

static void answer_page(struct ask *ask)
{
    struct page_ask *page = ask->what;
    struct strbuf state = {0}, main_html = {0};
    struct page_parts parts = {.title =
                                   text_buf(page->words->get(page->words, "plain.title"))};

    page->run = NULL;
    strbuf_printf(&state,
                  "{\"code\":\"%s\",\"base_url\":\"%s\",\"secure\":%s,\"who\":\"%s\"}",
                  page->code ? page->code : "-", page->base_url,
                  page->secure ? "true" : "false", ask->who);
    strbuf_printf(&main_html, "<p>%s</p>", page->plain ? page->plain : "main");
    parts.state = strbuf_take(&state);
    parts.main = strbuf_take(&main_html);
    if (page->code && strcmp(page->code, "NOROOM") == 0)
        parts.err = ERR_NOT_FOUND;
    if (page->code && strcmp(page->code, "DOWN99") == 0)
        parts.err = ERR_STORE_DOWN;
    page->done(page, &parts);
    buf_unref(parts.title);
    buf_unref(parts.state);
    buf_unref(parts.main);
}

void page_make(struct service *service, struct page_ask *page)
{
    struct ask *ask = ask_new(service, page, answer_page);

    page->run = (struct page_run *)(void *)ask;
    name_participant(page->participant, ask->who);
}

void page_abandon(struct page_ask *page)
{
    abandon(page->run);
}

static void answer_form(struct ask *ask)
{
    struct form_ballot *form = ask->what;
    bool good = form->question && strcmp(form->question, "q3") == 0 && form->round == 1 &&
                form->n == 2 && form->answer == ANSWER_OPTIONS && form->numbers[1] == 3;

    form->run = NULL;
    form->done(form, form->passcode ? "" : good ? "counted" : "closed");
}

void form_cast(struct service *service, struct form_ballot *form,
               const struct session_from *from)
{
    form->run = (struct form_run *)(void *)ask_new(service, form, answer_form);
    (void)from;
}

void form_abandon(struct form_ballot *form)
{
    abandon(form->run);
}

static void answer_board_form(struct ask *ask)
{
    struct board_form *form = ask->what;
    const char *title = board_form_field(form, "title");

    form->run = NULL;
    form->done(form, *title ? "posted" : "supported", *title ? title : "");
}

void board_form_take(struct service *service, struct board_form *form,
                     const struct session_from *from)
{
    form->run = (struct board_form_run *)(void *)ask_new(service, form, answer_board_form);
    (void)from;
}

void board_form_abandon(struct board_form *form)
{
    abandon(form->run);
}

const char *board_form_field(const struct board_form *form, const char *name)
{
    for (size_t i = 0; i < form->n; i++)
        if (strcmp(form->fields[i].name, name) == 0)
            return form->fields[i].value;
    return "";
}

/* ---- Files: there are none here ------------------------------------------------- */

void export_open(struct service *service, struct export *export, const char *way)
{
    (void)service;
    (void)export;
    (void)way;
}

void report_open(struct service *service, struct export *export,
                 const struct report_ask *ask)
{
    (void)service;
    (void)export;
    (void)ask;
}

void export_next(struct export *export)
{
    (void)export;
}

void export_abandon(struct export *export)
{
    (void)export;
}

bool import_may_come(const struct service *service, const char *way)
{
    (void)service;
    (void)way;
    return false;
}

void import_start(struct service *service, struct import *import, const char *way,
                  const char *text, size_t len)
{
    (void)service;
    (void)import;
    (void)way;
    (void)text;
    (void)len;
}

void import_abandon(struct import *import)
{
    (void)import;
}

void image_upload(struct service *service, struct image_upload *upload, const char *way,
                  const char *bytes, size_t len)
{
    (void)service;
    (void)upload;
    (void)way;
    (void)bytes;
    (void)len;
}

void image_upload_abandon(struct image_upload *upload)
{
    (void)upload;
}

void deck_upload(struct service *service, struct deck_upload *upload, const char *way,
                 const char *bytes, size_t len)
{
    (void)service;
    (void)upload;
    (void)way;
    (void)bytes;
    (void)len;
}

void deck_upload_abandon(struct deck_upload *upload)
{
    (void)upload;
}

static void answer_fetch(struct ask *ask)
{
    struct image_fetch *fetch = ask->what;
    struct service *service = ask->service;
    char *bytes = mem_zero(service->image_len);
    const struct image_found image = {
        .is_public = true, .bytes = bytes, .len = service->image_len, .tag = "nulls"};

    fetch->run = NULL;
    fetch->done(fetch, OK, &image);
    free(bytes);
}

void image_fetch(struct service *service, struct image_fetch *fetch, const char *way)
{
    fetch->run = (struct fetch_run *)(void *)ask_new(service, fetch, answer_fetch);
    (void)way;
}

void image_fetch_abandon(struct image_fetch *fetch)
{
    abandon(fetch->run);
}

/* ---- The rest ----------------------------------------------------------------- */

void service_say_bye(struct service *service)
{
    static const char bye[] = "{\"ev\":\"bye\",\"again_ms\":1}";

    for (struct list *l = service->sessions.next; l != &service->sessions; l = l->next) {
        struct session *session = container_of(l, struct session, link);
        answer(session, bye, sizeof bye - 1);
        session->sink->close(session->sink, 1001);
    }
}

bool service_lists_origin(const struct service *service, const char *origin)
{
    (void)service;
    return strcmp(origin, "https://brand.example") == 0;
}

struct store_state service_store_state(const struct service *service)
{
    return service->state;
}

/* A token is good when it begins with "tok"; its participant is its last bytes. */
void identity_mint(const struct identity *identity, struct clock *clock,
                   char token[TOKEN_CHARS + 1])
{
    (void)identity;
    (void)clock;
    memcpy(token, "tok_____________MINTEDBYTHESERVER", TOKEN_CHARS);
    token[TOKEN_CHARS] = '\0';
}

bool identity_read(const struct identity *identity, const char *token, size_t len,
                   struct participant *out)
{
    (void)identity;
    if (len != TOKEN_CHARS || strncmp(token, "tok", 3) != 0)
        return false;
    memcpy(out->bytes, token + TOKEN_CHARS - PARTICIPANT_BYTES, PARTICIPANT_BYTES);
    return true;
}

void fake_service_init(struct service *service, uv_loop_t *loop)
{
    *service = (struct service){.state = {.up = true}};
    list_init(&service->sessions);
    list_init(&service->asked);
    uv_timer_init(loop, &service->later);
    service->later.data = service;
}

void fake_service_done(struct service *service)
{
    answer_asked(&service->later);
    uv_close((uv_handle_t *)&service->later, NULL);
}
