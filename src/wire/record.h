/* SPDX-License-Identifier: Apache-2.0 */

/* The JSON that is kept in the store and shown to clients: a question's definition, a
 * room's settings, a ballot. Made canonical here, so that equal things are equal bytes. */
#ifndef WIRE_RECORD_H
#define WIRE_RECORD_H

#include "base/buf.h"
#include "base/err.h"
#include "domain/kind.h"
#include "domain/points.h"
#include "domain/question.h"
#include "domain/room.h"
#include "domain/theme.h"
#include "wire/command.h"

/* A copy of a room to try things in: of which, and until when, by the store's clock, it is
 * there. The server alone says so. */
struct rehearsal {
    struct code of;
    uint64_t until_ms; /* 0: this is no rehearsal. */
};

/* What the server itself needs to know of a room's settings. */
struct room_settings {
    char title[TITLE_BYTES_MAX + 1];
    char lang[3];
    bool blank, hide_people;
    enum room_pace pace;
    uint32_t call;  /* Grows when the host takes everyone along. */
    bool ranks;     /* The stage shows who is most active. */
    bool reactions; /* People may tap a heart and the like. */
    struct id
        split[2]; /* What the stage shows by groups: a question, a segment; or none. */
    struct id large[2]; /* What stands alone on the stage: a board, an idea; or none. */
    struct points_rules points;
    struct theme theme;
    struct rehearsal rehearsal;
};

/* From what the store kept; ERR_INTERNAL when it is not ours. */
MUST_CHECK enum err definition_read(const struct buf *json, struct question_rules *out);
MUST_CHECK enum err board_definition_read(const struct buf *json, struct board_rules *out);
MUST_CHECK enum err settings_read(const struct buf *json, struct room_settings *out);

/* The same settings with a theme, both as they are kept; to be unreferenced. */
struct buf *settings_with_theme(const struct buf *settings, const struct buf *theme);

/* Likewise for another room: without a logo, whose pictures are of one room alone, without
 * what the room shows at the moment, and not as a rehearsal; NULL of settings that cannot
 * be read. */
struct buf *settings_for_copy(const struct buf *settings);

/* Likewise as a rehearsal; those that are given say nothing of one. */
struct buf *settings_with_rehearsal(const struct buf *settings,
                                    const struct rehearsal *rehearsal);

/* A definition that is not from a client; its json is the caller's. */
struct definition;
MUST_CHECK enum err definition_make(const struct buf *json, struct definition *out);

/* The texts of a definition, for the plain page and the command line. */
struct definition_texts {
    char title[TITLE_BYTES_MAX + 1];
    size_t n_options;
    char options[QUESTION_OPTIONS_MAX][OPTION_BYTES_MAX + 1];
    bool has_images;
    struct image_ref images[QUESTION_OPTIONS_MAX]; /* Of options; a none id: no picture. */
    struct slide_ref slide;
    char low[END_BYTES_MAX + 1], high[END_BYTES_MAX + 1];   /* of a scale; left, right */
    char bottom[END_BYTES_MAX + 1], top[END_BYTES_MAX + 1]; /* of a grid */
    char unit[UNIT_BYTES_MAX + 1];                          /* of a number */
};
MUST_CHECK enum err definition_texts_read(const struct buf *json,
                                          struct definition_texts *out);

/* What the host says with it: for staff alone. */
MUST_CHECK enum err definition_notes_read(const struct buf *json,
                                          char out[NOTES_BYTES_MAX + 1]);

/* The texts of a board, for pages that are shared. */
struct board_texts {
    char title[TITLE_BYTES_MAX + 1], about[ABOUT_BYTES_MAX + 1];
    char conditions[RULES_BYTES_MAX + 1]; /* Its "rules". */
};
MUST_CHECK enum err board_texts_read(const struct buf *json, struct board_texts *out);
/* Likewise of an idea. */
struct idea_texts {
    char title[IDEA_TITLE_BYTES_MAX + 1], text[IDEA_TEXT_BYTES_MAX + 1];
};
MUST_CHECK enum err idea_texts_read(const struct buf *json, struct idea_texts *out);

/* What somebody wrote, of an idea or a comment; what is not there is "". */
struct written_texts {
    char title[IDEA_TITLE_BYTES_MAX + 1], text[IDEA_TEXT_BYTES_MAX + 1];
    char name[NAME_BYTES_MAX + 1];
};
MUST_CHECK enum err written_texts_read(const struct buf *json, struct written_texts *out);

/* What is written of an idea changes: new words of its author, and what the team adds (at
 * most ABOUT_BYTES_MAX bytes). NULL: as it was. */
struct idea_addition {
    const struct buf *words, *answer, *reason;
    const struct idea_decision *decision;
};
/* The caller owns `*out`. ERR_INTERNAL when what was kept is not ours. */
MUST_CHECK enum err idea_words_merge(const struct buf *kept,
                                     const struct idea_addition *addition,
                                     struct buf **out);

/* Has the team said something to it? */
bool idea_words_have_answer(const struct buf *kept);

/* {"options":[0,2]} or {"value":7}, the same bytes for the same ballot; returns the length.
 * `out` has room for BALLOT_TEXT_MAX + 1 bytes: 20 numbers of three digits in pairs. */
#define BALLOT_TEXT_MAX 112
size_t ballot_write(const struct ballot *ballot, char *out);
/* The numbers of such a text, one after the other; returns how many. */
size_t ballot_numbers(const char *text, int32_t numbers[BALLOT_NUMBERS_MAX]);

#endif
