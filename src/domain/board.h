/* SPDX-License-Identifier: Apache-2.0 */

/* A list of ideas (or questions to the speaker, or products) and where it is on its way.
 *
 * A board is either open, when everything goes on at once, or the host leads it through
 * phases: people collect silently, see what came together, group it, support it, and the
 * team decides. Any phase may follow any other but draft, which is only the first.
 *
 * What a board says (title, rules) is a definition that only wire reads. */
#ifndef DOMAIN_BOARD_H
#define DOMAIN_BOARD_H

#include "base/id.h"
#include "domain/gate.h"

#include <stdbool.h>
#include <stdint.h>

enum board_kind {
    BOARD_IDEAS,
    BOARD_QUESTIONS, /* to the speaker */
    BOARD_PRODUCTS,
    BOARD_ANSWERS, /* to one open question */
    BOARD_KINDS
};

enum board_phase {
    PHASE_DRAFT, /* Staff alone knows of it. */
    PHASE_OPEN,
    PHASE_COLLECT,
    PHASE_SHOW,
    PHASE_GROUP,
    PHASE_SUPPORT,
    PHASE_DECIDE,
    PHASE_CLOSED,
    BOARD_PHASES
};

/* What one may do in a phase; the single source for the pages, the server and the function
 * in the store, which is handed the gate. */
struct phase_rule {
    const char *name;
    bool may_post, may_support;
    bool may_comment; /* Where the board takes comments. */
    bool is_told;     /* Participants know of the board. */
    bool shows_ideas; /* They see each other's ideas. */
};
const struct phase_rule *phase_rule(enum board_phase phase);
bool phase_read(const char *name, enum board_phase *out);

enum idea_order { ORDER_TOP, ORDER_NEW, ORDER_TREND, ORDER_OLD, ORDER_NEEDS, IDEA_ORDERS };

/* Whose names stand beside ideas. */
enum board_names { NAMES_NONE, NAMES_CHOICE, NAMES_ALL, BOARD_NAMES };

/* May ideas have pictures, and are those shown only once staff has passed them? */
enum board_images { IMAGES_CHECKED, IMAGES_OPEN, IMAGES_OFF, BOARD_IMAGES };

/* Who may post, where anybody may. */
enum board_posts { POSTS_EVERYONE, POSTS_STAFF, BOARD_POSTS };

/* The rules that a definition sets. */
struct board_rules {
    enum board_kind kind;
    enum board_names names;
    bool is_checked;        /* Ideas are shown only once staff has passed them. */
    uint32_t supports_each; /* How many one may give; 0: any number. */
    uint32_t ideas_each;    /* How many one may post; 0: any number. */
    enum idea_order order;  /* Unless one asks for another. */
    bool takes_comments;
    enum board_images images;
    enum board_posts posts;
    uint32_t n_tags;
    uint32_t
        n_groups; /* What the host puts ideas together in; one without a name is gone. */
    struct gates gates;
};

struct board {
    struct id id;
    enum board_phase phase;
    uint64_t version;       /* Grows with each change of the record. */
    uint64_t closes_ms;     /* By the store's clock; 0: no closing time. */
    uint32_t place;         /* In the room. */
    uint64_t rules_version; /* Of the text that people accept; 0: there is none. */
    struct board_rules rules;
};

const char *board_kind_name(enum board_kind kind);
bool board_kind_read(const char *name, enum board_kind *out);
const char *board_names_name(enum board_names names);
bool board_names_read(const char *name, enum board_names *out);
const char *idea_order_name(enum idea_order order);
bool idea_order_read(const char *name, enum idea_order *out);

/* How long it takes until a support weighs half as much in the trend. */
uint32_t board_half_life_s(enum board_kind kind);

/* What the function in the store asks of a board before it lets anything in (may post: 1
 * everyone, 2 staff alone, which also fills a draft):
 * "<may post> <may support> <supports each> <ideas each> <checked> <may comment>". */
#define BOARD_GATE_BYTES 48
void board_gate(const struct board *board, char out[BOARD_GATE_BYTES]);

#endif
