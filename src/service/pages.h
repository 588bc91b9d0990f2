/* SPDX-License-Identifier: Apache-2.0 */

/* What the server puts into a page: the room's present state as JSON, and the
 * question as plain HTML for a browser without JavaScript. It holds what a participant
 * who has not voted may see, and to who comes back, what is theirs. */
#ifndef SERVICE_PAGES_H
#define SERVICE_PAGES_H

#include "base/buf.h"
#include "service/session.h"

/* Words by key ("plain.send") in one language; NULL for an unknown key. */
struct words {
    const char *(*get)(const struct words *words, const char *key);
};

struct page_parts {
    struct buf *title;        /* HTML-escaped. */
    struct buf *state;        /* JSON, safe inside <script>. */
    struct buf *main;         /* HTML. */
    struct buf *style;        /* CSS of the room's theme; NULL: none. */
    const char *style_source; /* How the page's policy names it. */
    struct buf *preview; /* Of a board or an idea, for those who show links: HTML for the
                            head, the title among it. NULL: none. */
    enum err err; /* OK, ERR_NOT_FOUND, ERR_PASSCODE, ERR_INVITATION, ERR_STORE_DOWN: the
                     status of the page. */
};

struct page_ask {
    void (*done)(struct page_ask *ask,
                 const struct page_parts *parts); /* Borrowed parts. */
    void *owner;
    const char *code;  /* As it came; NULL: the page that asks for a code. */
    const char *plain; /* What the form led to: "counted", an error's code; NULL. Then own
                          ballots are read. */
    const char *board; /* The page of a board: its id, "" for the first one; else NULL. */
    const char *idea;  /* Its id, or NULL. */
    const char *order, *after; /* Of its list without JavaScript; NULL: as usual. */
    const char *base_url;      /* As the visitor reached us, or the public one. */
    bool secure;
    enum page_theme {
        THEME_OF_NOTHING,
        THEME_OF_PAGE,
        THEME_OF_STAGE,
        THEME_OF_PAPER,
        PAGE_THEMES
    } theme;
    const struct words *words;
    const struct participant *participant; /* NULL on a first visit. */
    struct page_run *run;                  /* The service's own. */
};

/* `done` once, never from within. Strings are kept until then. */
void page_make(struct service *service, struct page_ask *ask);
void page_abandon(struct page_ask *ask);

/* What the numbers of a form are; the fields of one form are all of the same. */
enum form_answer {
    ANSWER_OPTIONS, /* those ticked */
    ANSWER_VALUE,
    ANSWER_RANKS,  /* the place of each option, 0 for none */
    ANSWER_POINTS, /* of each option */
    ANSWER_PLACES, /* two for each option */
    ANSWER_WORDS   /* texts, in `words` */
};

/* The form of the plain page: casts with the n that it carries. `done` with the word for
 * ?plain=. Fields as decoded from application/x-www-form-urlencoded by net. */
struct form_ballot {
    void (*done)(struct form_ballot *form, const char *plain);
    void *owner;
    const char *code;
    const char *question;
    uint32_t round, n;
    enum form_answer answer;
    size_t n_numbers;
    int32_t numbers[BALLOT_NUMBERS_MAX];
    struct strbuf words;    /* Each with its NUL; form_cast takes it. */
    const char *passcode;   /* Given instead of a ballot: enters the room. */
    const char *invitation; /* Likewise: its secret, or the whole link. */
    struct form_run *run;
};
void form_cast(struct service *service, struct form_ballot *form,
               const struct session_from *from);
void form_abandon(struct form_ballot *form);

#endif
