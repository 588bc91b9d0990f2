/* SPDX-License-Identifier: Apache-2.0 */

/* Every way an operation can fail, in one table.
 *
 * A row feeds the enum, the log text, the code a client sees and the HTTP
 * status, so the four cannot drift apart. docs/PROTOCOL.md lists the same codes
 * and a test holds the two against each other. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* clang-format off */
/*    name                   http  wire code             text */
#define ERR_TABLE(X)                                                                      \
    X(ERR_MALFORMED,         400, "malformed",          "message is not valid JSON")      \
    X(ERR_BAD_REQUEST,       400, "bad_request",        "request is ambiguous or broken") \
    X(ERR_TOO_BIG,           413, "too_big",            "message is over the limit")      \
    X(ERR_HEADER_TOO_BIG,    431, "header_too_big",     "header is over the limit")       \
    X(ERR_UNSUPPORTED_TYPE,  415, "unsupported_type",   "body must be application/json")  \
    X(ERR_METHOD,            405, "method_not_allowed", "another method serves this address") \
    X(ERR_UNKNOWN_COMMAND,   404, "unknown_command",    "no such command")                \
    X(ERR_BAD_FIELD,         422, "bad_field",          "a field is missing, unknown or out of range") \
    X(ERR_BAD_TEXT,          422, "bad_text",           "a text is empty, too long or not text") \
    X(ERR_BAD_BALLOT,        422, "bad_ballot",         "ballot has not the shape of its question") \
    X(ERR_BAD_IMAGE,         422, "bad_image",          "no picture that can be shown") \
    X(ERR_BAD_PDF,           422, "bad_pdf",            "no PDF whose pages can be shown") \
    X(ERR_LOCKED_PDF,        422, "locked_pdf",         "PDF asks for a password")        \
    X(ERR_CONTRAST,          422, "contrast",           "a colour cannot be read on the others") \
    X(ERR_REHEARSAL,         409, "rehearsal",          "a rehearsal is in no file and no webhook") \
    X(ERR_BAD_TOKEN,         401, "bad_token",          "device token is not valid here") \
    X(ERR_BAD_ORIGIN,        403, "bad_origin",         "origin is not this server's")    \
    X(ERR_HELLO_FIRST,       409, "hello_first",        "say hello first")                \
    X(ERR_FORBIDDEN,         403, "forbidden",          "this role may not do this")      \
    X(ERR_PASSCODE,          401, "passcode",           "room asks for a passcode")       \
    X(ERR_INVITATION,        401, "invitation",         "room asks for an invitation")    \
    X(ERR_WRONG_PASSCODE,    403, "wrong_passcode",     "not the passcode")               \
    X(ERR_NOT_FOUND,         404, "not_found",          "no such room, question, board or idea") \
    X(ERR_LINK_SPENT,        410, "link_spent",         "link was used, has expired or was revoked") \
    X(ERR_CLOSED,            409, "closed",             "question is not open")           \
    X(ERR_ROUND_OVER,        409, "round_over",         "question was asked again")       \
    X(ERR_STALE,             409, "stale",              "something newer is known")       \
    X(ERR_FINAL,             409, "final",              "question takes no second answer") \
    X(ERR_WRONG_MOVE,        409, "wrong_move",         "question's state does not allow this") \
    X(ERR_EXISTS,            409, "exists",             "id is taken")                    \
    X(ERR_LIMIT_REACHED,     409, "limit_reached",      "a limit is reached")             \
    X(ERR_SPENT,             409, "spent",              "nothing left to give or to post here") \
    X(ERR_RULES,             409, "rules",              "board has other rules")          \
    X(ERR_BANNED,            403, "banned",             "may post nothing more here")     \
    X(ERR_WORD,              422, "word",               "name holds a word that is not taken here") \
    X(ERR_MERGED,            409, "merged",             "idea was merged into another")   \
    X(ERR_TOO_MANY,          429, "too_many",           "too fast")                       \
    X(ERR_STORE_DOWN,        503, "try_again",          "store is away")                  \
    X(ERR_STORE_FULL,        507, "store_full",         "store is nearly full")           \
    X(ERR_GOING_AWAY,        503, "going_away",         "server is stopping")             \
    X(ERR_TIMEOUT,           408, "timeout",            "request took too long")          \
    X(ERR_INTERNAL,          500, "internal",           "fault of the server")
/* clang-format on */

enum err {
    OK = 0,
#define X(name, http, code, text) name,
    ERR_TABLE(X)
#undef X
        ERR_COUNT
};

#define MUST_CHECK __attribute__((warn_unused_result))

const char *err_code(enum err e);
const char *err_text(enum err e);
int err_http_status(enum err e);

#endif
