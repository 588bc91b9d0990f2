/* SPDX-License-Identifier: Apache-2.0 */

/* What clients may say to us, by table.
 *
 * Everything here is hostile until proven short, typed and in range; past this
 * file the rest of the server trusts a command. A row of the table is a command's
 * name, the right it needs, its fields and whether it makes the store grow. */
#ifndef WIRE_COMMAND_H
#define WIRE_COMMAND_H

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "domain/board.h"
#include "domain/comment.h"
#include "domain/hook.h"
#include "domain/idea.h"
#include "domain/image.h"
#include "domain/points.h"
#include "domain/policy.h"
#include "domain/question.h"
#include "domain/reaction.h"
#include "domain/room.h"
#include "domain/tables.h"
#include "wire/sheet.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum command_type {
    COMMAND_HELLO,
    COMMAND_CAST,
    COMMAND_ROOM_CREATE,
    COMMAND_ROOM_LIST,
    COMMAND_ROOM_UPDATE,
    COMMAND_ROOM_DELETE,
    COMMAND_ROOM_ENTER,
    COMMAND_QUESTION_ADD,
    COMMAND_QUESTION_UPDATE,
    COMMAND_QUESTION_REMOVE,
    COMMAND_QUESTION_PLACE,
    COMMAND_QUESTION_MOVE,
    COMMAND_BOARD_ADD,
    COMMAND_BOARD_UPDATE,
    COMMAND_BOARD_MOVE,
    COMMAND_BOARD_REMOVE,
    COMMAND_BOARD_LOOK,
    COMMAND_BOARD_RULES,
    COMMAND_IDEA_LIST,
    COMMAND_IDEA_READ,
    COMMAND_IDEA_SIMILAR,
    COMMAND_IDEA_POST,
    COMMAND_IDEA_EDIT,
    COMMAND_IDEA_WITHDRAW,
    COMMAND_IDEA_SUPPORT,
    COMMAND_IDEA_CHECK,
    COMMAND_IDEA_ANSWER,
    COMMAND_IDEA_HISTORY,
    COMMAND_IDEA_OPINION,
    COMMAND_IDEA_QUEUE,
    COMMAND_IDEA_REPORT,
    COMMAND_COMMENT_LIST,
    COMMAND_COMMENT_POST,
    COMMAND_COMMENT_WITHDRAW,
    COMMAND_COMMENT_LIKE,
    COMMAND_COMMENT_REPORT,
    COMMAND_COMMENT_CHECK,
    COMMAND_REVIEW_LIST,
    COMMAND_IDEA_GROUP,
    COMMAND_IDEA_MERGE,
    COMMAND_IDEA_UNMERGE,
    COMMAND_ROOM_BAN,
    COMMAND_ROOM_UNBAN,
    COMMAND_BAN_LIST,
    COMMAND_LOG_LIST,
    COMMAND_WORDS_SET,
    COMMAND_WORDS_LIST,
    COMMAND_HOOK_ADD,
    COMMAND_HOOK_LIST,
    COMMAND_HOOK_LOG,
    COMMAND_HOOK_TEST,
    COMMAND_HOOK_REMOVE,
    COMMAND_POINTS_BOARD,
    COMMAND_POINTS_LOG,
    COMMAND_POINTS_SELECT,
    COMMAND_POINTS_SELECTED,
    COMMAND_ME_READ,
    COMMAND_ME_SUPPORTS,
    COMMAND_ME_NAME,
    COMMAND_ME_LOOK,
    COMMAND_LINK_CREATE,
    COMMAND_LINK_LIST,
    COMMAND_LINK_REVOKE,
    COMMAND_LINK_EXCHANGE,
    COMMAND_DEVICE_CREATE,
    COMMAND_BOARD_EXPORT,
    COMMAND_BOARD_IMPORT,
    COMMAND_QUESTION_EXPORT,
    COMMAND_ROOM_EXPORT,
    COMMAND_QUESTION_COUNT,
    COMMAND_QUESTION_SHIFT,
    COMMAND_QUESTION_SPLIT,
    COMMAND_IMAGE_TICKET,
    COMMAND_IMAGE_CHECK,
    COMMAND_IMAGE_LIST,
    COMMAND_DECK_TICKET,
    COMMAND_DECK_STOP,
    COMMAND_CLOUD_LIST,
    COMMAND_CLOUD_HIDE,
    COMMAND_INVITE_ADD,
    COMMAND_INVITE_LIST,
    COMMAND_INVITE_REVOKE,
    COMMAND_REACT,
    COMMAND_THEME_LOOK,
    COMMAND_SPACE_THEME,
    COMMAND_SPACE_ORIGINS,
    COMMAND_REHEARSAL_BEGIN,
    COMMAND_REHEARSAL_END,
    COMMAND_QUIZ_BOARD,
    COMMAND_DEVICE_LIST,
    COMMAND_DEVICE_SET,
    COMMAND_DEVICE_REVOKE,
    COMMAND_DEVICE_REPORT,
    COMMAND_DASH_READ,
    COMMAND_DASH_CURVE,
    COMMANDS
};

/* How orders of options are counted; domain/ranked.h. */
enum count_method { COUNT_CONDORCET, COUNT_RUN_OFF, COUNT_METHODS };

/* What a file holds. */
enum carry_what {
    CARRY_IDEAS,
    CARRY_SUPPORTS,
    CARRY_COMMENTS,
    CARRY_BALLOTS,
    CARRY_COUNTS,
    CARRY_POINTS, /* of a quiz */
    CARRY_RESULTS,
    CARRY_ROOM_RESULTS, /* of all questions */
    CARRY_ROOM_BALLOTS,
    CARRY_REPORT, /* a page; asked for by its address */
    CARRIED
};
const char *carry_what_name(enum carry_what what);

enum view { VIEW_PHONE, VIEW_STAGE, VIEW_HOST, VIEW_KIOSK, VIEWS };

/* By what a phone came here. */
enum via {
    VIA_PHONE,
    VIA_EMBED,
    VIA_SHARED, /* By what another person passed on: a phone like others, but counted. */
    VIAS
};
const char *via_name(enum via via);

/* Where a command acts. */
enum command_scope {
    SCOPE_NOWHERE, /* needs no room */
    SCOPE_ROOM,    /* the room of hello, or over HTTP the field "room" */
};

/* A definition as wire made it: what the rules need, and the canonical JSON to keep. */
struct definition {
    struct question_rules rules;
    struct buf *json;
};

/* Likewise of a board. */
struct board_definition {
    struct board_rules rules;
    struct buf *json;
};

/* What people wrote of an idea, canonical JSON: {"title":…,"text":…,"name":…}. */
struct idea_words {
    uint32_t tags;             /* A bit for each. */
    bool has_name, is_product; /* It has a price, or sizes. */
    struct buf *json;
};

/* Who does it, and until when; "" and 0 where that is open. */
struct idea_decision {
    char owner[LABEL_BYTES_MAX + 1];
    uint64_t by_ms;
};

struct command {
    enum command_type type;
    bool has_mid;
    uint32_t mid;     /* Echoed in the answer. */
    struct code room; /* SCOPE_ROOM over HTTP: the field "room"; else empty. */
    /* Of whom staff or a kiosk does it, as they call them; empty: of nobody. */
    char behalf[FOR_CHARS_MAX + 1];
    bool has_ago;       /* A kiosk says how long it has waited: */
    uint32_t ago_ms;    /* so long. */
    struct buf *images; /* Of an idea: of struct image_ref, one after the other; or NULL. */
    union {
        struct {
            struct code room;
            enum view view;
            bool has_position;
            uint64_t epoch, after;
            char token[SECRET_CHARS_MAX + 1]; /* Empty: none. */
            enum via via;
            struct buf *at; /* Where it is, as its link says; or NULL. */
        } hello;
        struct {
            struct id question;
            uint32_t round, n;
            struct ballot ballot;
        } cast;
        struct {
            struct id id;
            struct buf *settings; /* Canonical JSON. */
        } room_create;
        struct {
            uint64_t rev;
            struct buf *settings; /* NULL: as it is. */
            bool set_current, set_board, set_access, set_small;
            bool small;               /* Groups are told however small. */
            struct id current, board; /* None: clear it. */
            enum room_access access;
            char passcode[PASSCODE_BYTES_MAX + 1]; /* Empty: as it is. */
        } room_update;
        struct {
            enum reaction reaction;
        } react;
        struct { /* look, space */
            bool is_given;
            struct code from; /* Whose picture its logo is. */
            struct buf *json; /* Canonical; NULL: none. */
        } theme;
        struct {
            bool is_given;
            struct buf *lines; /* One origin a line. */
        } origins;
        struct {
            struct id id;
        } room_delete;
        struct {
            struct code room;
            char passcode[PASSCODE_BYTES_MAX + 1];
        } room_enter;
        struct { /* add, update, remove, place */
            struct id question;
            uint64_t version;
            uint32_t place;
            struct definition def;
        } question;
        struct {
            struct id question;
            uint64_t version, closes_in_ms;
            enum question_move move;
        } question_move;
        struct { /* add, update, move, remove */
            struct id board;
            uint64_t version, closes_in_ms;
            enum board_phase phase;
            struct board_definition def;
        } board;
        struct {
            struct id board;
            bool has_order, has_tag, has_group, has_status, has_state, has_after;
            enum idea_order order;
            enum idea_status status;
            enum idea_state state;
            struct id after;        /* Begin behind this one. */
            uint32_t tag, group, n; /* The group from 0. */
            bool mine;              /* Only this one's own. */
            struct buf *search;     /* Cleaned text; NULL: all. */
        } idea_list;
        struct {
            struct id board;
            struct idea_words typed; /* Title and text alone. */
        } idea_similar;
        struct { /* board.look, idea.read */
            struct id board;
            size_t n;
            struct buf *ids; /* n of struct id, one after the other. */
        } ideas;
        struct { /* post, edit, withdraw, history */
            struct id board, idea;
            uint64_t version;
            struct idea_words words;
            uint64_t accepted; /* Version of the rules; 0: none. */
        } idea;
        struct {
            struct id board, idea;
            uint32_t n;
            bool on;
        } idea_support;
        struct {
            struct id board, idea;
            uint32_t n;
            bool good;
        } idea_opinion;
        struct {
            struct id board;
        } idea_queue;
        struct {
            struct id board, idea;
            uint64_t version;
            uint32_t group; /* From 1; 0: none. */
        } idea_group;
        struct {                            /* room.ban, room.unban */
            struct id board, idea, comment; /* No comment: the idea itself. */
            struct id ban;                  /* A handle. */
        } ban;
        struct {
            uint64_t before; /* 0: the newest. */
            uint32_t n;
            const char *what; /* Of one kind alone; "": of any. */
        } log;
        struct {
            struct id list; /* None, of words.list: which there are. */
            bool on;
            size_t n;
            struct buf *words; /* n texts, each with its NUL. */
            char after[LISTED_BYTES_MAX + 1];
        } words;
        struct { /* merge, unmerge */
            struct id board, idea, into;
            uint64_t version;
        } idea_merge;
        struct { /* add; log, test, remove: the id alone */
            struct id hook;
            uint32_t events; /* A bit for each. */
            struct buf *url;
        } hook;
        struct { /* check, answer */
            struct id board, idea;
            uint64_t version;
            enum idea_state state;
            enum idea_status status;
            struct idea_decision decision; /* Of an answer. */
            struct buf *text;              /* The reason; the answer. */
        } idea_verdict;
        struct {
            struct id board, idea;
            enum comment_order order;
            struct id after; /* Begin behind this one; none: from the beginning. */
            uint32_t n;
            bool has_since; /* What changed after that rev, instead. */
            uint64_t since;
        } comment_list;
        struct { /* post, withdraw, like, report; idea.report, review.list */
            struct id board, idea, comment;
            bool has_name, on;
            uint32_t n;
            enum report_reason reason;
            bool has_after; /* review.list: behind the idea or comment of that score. */
            int64_t score;
            struct buf *words; /* Canonical JSON: {"text":…,"name":…}. */
        } comment;
        struct {
            struct id board, idea, comment;
            uint64_t version;
            enum idea_state state;
            struct buf *why; /* Plain text. */
        } comment_check;
        struct {
            bool is_of_space; /* Of all rooms of the space. */
            bool is_this_month;
            uint32_t period, skip, n;
        } points_board;
        struct {
            bool has_question;
            struct id question;
            uint32_t skip, n;
        } quiz_board;
        struct {
            uint64_t since_ms, until_ms; /* dash.read */
            struct id question;          /* dash.curve */
        } dash;
        struct { /* points.log, me.look */
            bool has_entry;
            struct entry_id entry;
            uint32_t n;
        } entry;
        struct {
            struct id id;
            uint32_t period, n;
            enum ties ties;
        } points_select;
        struct {
            struct id board;
            bool has_after;
            uint64_t after_s; /* Begin behind this support. */
            struct id after;
            uint32_t n;
        } me_supports;
        struct {
            char name[NAME_BYTES_MAX + 1]; /* Empty: none. */
        } me_name;
        struct {
            enum role role;
            char label[LABEL_BYTES_MAX + 1];
            char place[PLACE_BYTES_MAX + 1]; /* Of a kiosk. */
        } link_create;
        struct { /* device.set, .revoke, .report */
            struct id device;
            struct buf *values; /* Names and values in turn, each with its NUL. */
            bool sets_pin;
            char pin[PIN_CHARS_MAX + 1]; /* Empty: none any more. */
        } device;
        struct {
            struct id link;
        } link_revoke;
        struct {
            char secret[SECRET_CHARS_MAX + 1];
        } link_exchange;
        struct { /* board.export, board.import, question.export, room.export */
            struct id about;
            enum carry_what what;
            enum sheet_format format;
            bool is_dry;
        } carry;
        struct {
            struct id question;
            enum count_method method;
        } count;
        struct id shift; /* question.shift: the question. */
        struct {         /* invite.add, .list, .revoke */
            struct id id;
            uint32_t number, n; /* 0, of invite.revoke: all. Of invite.list: behind it. */
            struct buf *labels; /* n texts, each with its NUL. */
        } invite;
        struct { /* cloud.list, cloud.hide */
            struct id question;
            uint32_t n;
            bool hide;
            char word[TERM_BYTES_MAX + 1];
        } cloud;
        struct {
            struct id question, by;
            bool is_by_source; /* In place of a segment. */
            enum split_source source;
            bool is_now; /* Of an open question, too. */
        } split;
        struct { /* image.ticket, image.check, image.list */
            struct id board, idea, image;
            enum idea_state state;
        } image;
    };
};

/* What the table says of a command. */
struct command_rule {
    const char *name;
    enum right right;
    enum command_scope scope;
    bool grows; /* Refused while the store is nearly full. */
};
const struct command_rule *command_rule(enum command_type type);

/* Which field is to blame, for ERR_BAD_FIELD, ERR_BAD_TEXT and ERR_BAD_BALLOT; "" if none.
 */
struct command_blame {
    char field[24];
    char nearest[8]; /* With ERR_CONTRAST: a colour that would do; or "". */
    bool has_mid;    /* The mid was readable, so the error can name its command. */
    uint32_t mid;
};

/* Reads one message of the socket, with its "mid" and "cmd". `*out` is written only when
 * all of it is good; command_done frees what it owns. */
MUST_CHECK enum err command_parse(const char *text, size_t len, struct command *out,
                                  struct command_blame *blame);
/* Reads the body of POST /api/v1/<name>: the fields alone, and "room" where the scope is a
 * room. */
MUST_CHECK enum err command_parse_body(const char *name, const char *text, size_t len,
                                       struct command *out, struct command_blame *blame);
void command_done(struct command *command);

#endif
