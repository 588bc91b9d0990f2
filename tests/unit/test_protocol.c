/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* docs/PROTOCOL.md is the contract: its tables and ours say the same. */
#include "base/err.h"
#include "base/limits.h"
#include "base/origin.h"
#include "domain/policy.h"
#include "domain/question.h"
#include "wire/command.h"
#include "wire/csv.h"

#define COLUMNS_MAX 6
#define ROWS_MAX    128
#define CELL_MAX    400
#define ALL         ((1u << QUESTION_STATES) - 1)

static char *page;

struct table {
    size_t n;
    char cells[ROWS_MAX][COLUMNS_MAX][CELL_MAX];
};
static struct table table;

static int read_page(void **state)
{
    FILE *file = fopen("docs/PROTOCOL.md", "r");
    size_t len;
    (void)state;

    if (!file)
        return -1;
    page = calloc(1, 1 << 20);
    len = fread(page, 1, (1 << 20) - 1, file);
    (void)fclose(file);
    return len > 1000 ? 0 : -1;
}

static int free_page(void **state)
{
    (void)state;
    free(page);
    return 0;
}

/* A cell without the blanks around it and without code marks. */
static void copy_cell(const char *from, size_t len, char *to)
{
    size_t used = 0;

    while (len > 0 && *from == ' ')
        from++, len--;
    while (len > 0 && from[len - 1] == ' ')
        len--;
    for (size_t i = 0; i < len && used < CELL_MAX - 1; i++)
        if (from[i] != '`')
            to[used++] = from[i];
    to[used] = '\0';
}

static void read_row(const char *line, const char *end)
{
    size_t column = 0;

    assert_true(table.n < ROWS_MAX);
    for (const char *at = line + 1; at < end && column < COLUMNS_MAX; column++) {
        const char *bar = memchr(at, '|', (size_t)(end - at));

        assert_non_null(bar);
        copy_cell(at, (size_t)(bar - at), table.cells[table.n][column]);
        at = bar + 1;
    }
    table.n++;
}

/* The rows, below its head, of the first table after `anchor`. */
static void read_table(const char *anchor)
{
    const char *line = strstr(page, anchor);
    size_t seen = 0;

    memset(&table, 0, sizeof table);
    assert_non_null(line);
    line = strstr(line, "\n|");
    assert_non_null(line);
    for (line++; *line == '|'; line++) {
        const char *end = strchr(line, '\n');

        assert_non_null(end);
        if (++seen > 2)
            read_row(line, end);
        line = end;
    }
    assert_true(table.n > 0);
}

static const char *cell(size_t row, size_t column)
{
    return table.cells[row][column];
}

static void errors_are_those_of_the_page(void **state)
{
    (void)state;

    read_table("\n## Errors\n");
    assert_int_equal(table.n, ERR_COUNT - 1);
    for (size_t row = 0; row < table.n; row++) {
        enum err err = OK;

        for (unsigned e = 1; e < ERR_COUNT; e++)
            if (strcmp(err_code((enum err)e), cell(row, 0)) == 0)
                err = (enum err)e;
        if (err == OK)
            fail_msg("%s is unknown here", cell(row, 0));
        if (err_http_status(err) != (int)strtol(cell(row, 1), NULL, 10))
            fail_msg("%s: status %d", cell(row, 0), err_http_status(err));
        assert_true(strlen(err_text(err)) > 0);
    }
}

static enum right right_named(const char *roles)
{
    static const struct {
        const char *roles;
        enum right right;
    } rows[] = {{"any", RIGHT_KNOCK},
                {"none", RIGHT_KNOCK},
                {"participant, host", RIGHT_VOTE},
                {"participant, stage", RIGHT_LOOK},
                {"stage, host", RIGHT_LOOK},      /* And judges by itself. */
                {"stage, moderator", RIGHT_LOOK}, /* Likewise. */
                {"moderator", RIGHT_CHECK},
                {"moderator, auditor", RIGHT_TRACE},
                {"host, auditor", RIGHT_FETCH},
                {"kiosk", RIGHT_SERVE},
                {"host", RIGHT_RUN},
                {"owner", RIGHT_OWN}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].roles, roles) == 0)
            return rows[i].right;
    fail_msg("no right for \"%s\"", roles);
    return RIGHTS;
}

static void commands_are_those_of_the_page(void **state)
{
    (void)state;

    read_table("\n## Commands\n");
    assert_int_equal(table.n, COMMANDS);
    for (size_t row = 0; row < table.n; row++) {
        const struct command_rule *rule = NULL;

        for (unsigned c = 0; c < COMMANDS; c++)
            if (strcmp(command_rule((enum command_type)c)->name, cell(row, 0)) == 0)
                rule = command_rule((enum command_type)c);
        if (!rule)
            fail_msg("%s is unknown here", cell(row, 0));
        else if (rule->right != right_named(cell(row, 1)))
            fail_msg("%s asks for another right", cell(row, 0));
    }
}

/* Up to `max` numbers of a text, whose thousands may be parted by commas. */
static size_t numbers_in(const char *text, unsigned long *out, size_t max)
{
    size_t n = 0;

    while (*text && n < max) {
        unsigned long number = 0;

        if (*text < '0' || *text > '9') {
            text++;
            continue;
        }
        while ((*text >= '0' && *text <= '9') ||
               (*text == ',' && text[1] >= '0' && text[1] <= '9')) {
            if (*text != ',')
                number = number * 10 + (unsigned long)(*text - '0');
            text++;
        }
        out[n++] = number;
    }
    return n;
}

static const struct {
    const char *name;
    size_t n;
    unsigned long expect[3];
} limits[] = {
    {"message_bytes", 1, {MESSAGE_BYTES_MAX}},
    {"header_bytes", 1, {HEADER_BYTES_MAX}},
    {"json_depth", 1, {JSON_DEPTH_MAX}},
    {"id_bytes", 2, {1, ID_BYTES_MAX}},
    {"title_chars", 2, {TITLE_CHARS_MAX, TITLE_BYTES_MAX}},
    {"option_chars", 2, {OPTION_CHARS_MAX, OPTION_BYTES_MAX}},
    {"label_chars", 3, {LABEL_CHARS_MAX, LABEL_BYTES_MAX, END_CHARS_MAX}},
    {"passcode_chars", 2, {PASSCODE_CHARS_MIN, PASSCODE_CHARS_MAX}},
    {"idea_title_chars", 2, {IDEA_TITLE_CHARS_MAX, IDEA_TITLE_BYTES_MAX}},
    {"idea_text_chars", 3, {IDEA_TEXT_CHARS_MAX, IDEA_TEXT_BYTES_MAX, IDEA_TEXT_LINES_MAX}},
    {"about_chars", 3, {ABOUT_CHARS_MAX, ABOUT_BYTES_MAX, ABOUT_LINES_MAX}},
    {"comment_chars", 3, {COMMENT_CHARS_MAX, COMMENT_BYTES_MAX, COMMENT_LINES_MAX}},
    {"notes_chars", 3, {NOTES_CHARS_MAX, NOTES_BYTES_MAX, NOTES_LINES_MAX}},
    {"name_chars", 2, {NAME_CHARS_MAX, NAME_BYTES_MAX}},
    {"rules_chars", 3, {RULES_CHARS_MAX, RULES_BYTES_MAX, RULES_LINES_MAX}},
    {"boards", 1, {BOARDS_PER_ROOM_MAX}},
    {"ideas", 1, {IDEAS_PER_BOARD_MAX}},
    {"gates", 1, {GATES_PER_BOARD_MAX}},
    {"similar", 1, {SIMILAR_MAX}},
    {"search_chars", 2, {SEARCH_CHARS_MAX, SEARCH_BYTES_MAX}},
    {"images", 1, {IMAGES_PER_IDEA_MAX}},
    {"alt_chars", 2, {ALT_CHARS_MAX, ALT_BYTES_MAX}},
    {"image_bytes", 3, {IMAGE_UPLOAD_BYTES, IMAGE_PIXELS_MAX, IMAGE_SIDE_MAX}},
    {"image_sides", 3, {IMAGE_SHOWN_SIDE, IMAGE_SMALL_SIDE, IMAGE_BYTES_MAX}},
    {"image_ms", 3, {IMAGE_TICKET_MS, PRESS_MS, IMAGE_LOOSE_MS}},
    {"images_loose", 1, {IMAGES_LOOSE_MAX}},
    {"images_each", 1, {IMAGES_EACH_MAX}},
    {"images_bytes", 1, {IMAGES_ROOM_BYTES}},
    {"images_out", 1, {IMAGES_OUT_BYTES}},
    {"searches_per_s", 3, {SEARCHES_PER_S, SEARCHES_BURST, SEARCHES_PER_S_WORKER}},
    {"index_bytes", 1, {INDEX_BYTES_MAX}},
    {"comments", 1, {COMMENTS_PER_IDEA_MAX}},
    {"comments_each", 1, {COMMENTS_EACH_MAX}},
    {"webhooks", 3, {HOOKS_PER_ROOM_MAX, HOOK_URL_BYTES_MAX, HOOK_LOG_MAX}},
    {"webhook_ms", 2, {HOOK_TIMEOUT_MS, HOOK_AGE_MS}},
    {"points_each", 1, {POINTS_EACH_MAX}},
    {"places", 1, {POINTS_PAGE_MAX}},
    {"selections", 1, {SELECTIONS_PER_ROOM_MAX}},
    {"selected", 2, {SELECT_MAX, SELECTED_MAX}},
    {"idea_edit_ms", 1, {IDEA_EDIT_MS}},
    {"idea_history", 1, {IDEA_HISTORY_MAX}},
    {"merged_into", 1, {MERGED_INTO_MAX}},
    {"bans", 1, {BANS_PER_ROOM_MAX}},
    {"series", 3, {SERIES_MS, SERIES_HERE_MS, SERIES_POINTS_MAX}},
    {"series_shared", 1, {SERIES_SHARED_MAX}},
    {"series_slots", 3, {SERIES_MINUTES, SERIES_QUARTERS, SERIES_DAYS}},
    {"reactions", 3, {REACTIONS_BURST, REACTION_EACH_MS, REACTIONS_MS}},
    {"listed", 3, {LISTED_WORDS_MAX, LISTED_CHARS_MAX, LISTED_BYTES_MAX}},
    {"word_lists", 3, {WORD_LISTS_MAX, LISTED_AT_ONCE_MAX, LISTED_PER_PAGE_MAX}},
    {"options", 2, {QUESTION_OPTIONS_MAX, QUIZ_OPTIONS_MAX}},
    {"quiz_delay_ms", 1, {QUIZ_DELAY_MS_MAX}},
    {"quiz_players", 1, {QUIZ_PLAYERS_MAX}},
    {"words", 3, {TERMS_EACH_MAX, TERM_CHARS_MAX, TERM_BYTES_MAX}},
    {"cloud", 3, {TERMS_MAX, TERMS_SHOWN_MAX, TERMS_LISTED_MAX}},
    {"ballots_counted", 1, {RANKED_BALLOTS_MAX}},
    {"segments", 1, {SEGMENTS_MAX}},
    {"segment_people", 1, {SEGMENT_PEOPLE_MIN}},
    {"result_rounds", 1, {RESULT_ROUNDS_MAX}},
    {"questions", 1, {QUESTIONS_PER_ROOM_MAX}},
    {"rooms", 1, {ROOMS_PER_SPACE_MAX}},
    {"links", 1, {LINKS_PER_ROOM_MAX}},
    {"images_hour", 1, {IMAGE_TICKETS_HOUR}},
    {"option_images", 2, {OPTION_IMAGES_MAX, OPTION_IMAGES_BYTES}},
    {"origins", 2, {ORIGINS_PER_SPACE_MAX, ORIGIN_BYTES_MAX}},
    {"rehearsals", 2, {REHEARSALS_MAX, REHEARSAL_MS}},
    {"deck_bytes", 3, {DECK_UPLOAD_BYTES, DECK_BODY_MS, DECKS_MAX}},
    {"slides", 3, {DECK_PAGES_MAX, DECK_ID_CHARS_MAX, PRESS_MS}},
    {"slide_sides", 3, {SLIDE_SIDE, SLIDE_SIDE_MIN, IMAGE_SMALL_SIDE}},
    {"slide_alt_chars", 2, {SLIDE_ALT_CHARS_MAX, SLIDE_ALT_BYTES_MAX}},
    {"product", 3, {PRICE_CHARS_MAX, SIZES_MAX, SIZE_CHARS_MAX}},
    {"devices", 3, {DEVICES_PER_ROOM_MAX, DEVICE_NAME_CHARS_MAX, DEVICE_NAME_BYTES_MAX}},
    {"kiosk_attract", 2, {ATTRACT_CHARS_MAX, ATTRACT_BYTES_MAX}},
    {"kiosk_idle", 2, {KIOSK_IDLE_S_MIN, KIOSK_IDLE_S_MAX}},
    {"kiosk_warn", 3, {KIOSK_WARN_S_MIN, KIOSK_WARN_S_MAX, KIOSK_COOLDOWN_S_MAX}},
    {"kiosk_pin", 2, {PIN_CHARS_MIN, PIN_CHARS_MAX}},
    {"kiosk_says", 2, {KIOSK_VERSION_CHARS, KIOSK_WAITING_MAX}},
    {"kiosk_crowd", 1, {KIOSK_CROWD_MAX}},
    {"sources", 1, {SOURCES_PER_ROOM_MAX}},
    {"grace", 1, {GRACE_MIN_MAX}},
    {"for_chars", 1, {FOR_CHARS_MAX}},
    {"ago_ms", 1, {AGO_MS_MAX}},
    {"invites", 3, {INVITES_PER_ROOM_MAX, INVITE_NUMBER_MAX, INVITES_AT_ONCE_MAX}},
    {"batch", 1, {BATCH_BALLOTS_MAX}},
    {"replies", 3, {REPLIES_MAX, REPLIES_BYTES_MAX, REPLIES_STUCK_MS / 1000}},
    {"commands_per_s", 2, {COMMANDS_PER_S, COMMANDS_BURST}},
    {"exchanges_per_minute", 2, {EXCHANGES_PER_MINUTE, EXCHANGES_PER_MINUTE_ADDRESS}},
    {"pending_per_address", 1, {PENDING_PER_ADDRESS_MAX}},
    {"connections", 1, {DESCRIPTORS_SPARE}},
    {"ring_bytes", 1, {RING_BYTES}},
    {"hello_ms", 1, {HELLO_MS}},
    {"ticket_ms", 1, {TICKET_MS}},
    {"transfers", 1, {TRANSFERS_MAX}},
    {"import_bytes", 3, {IMPORT_BYTES_MAX, IMPORT_BODY_MS, CSV_CELLS_MAX}},
    {"import_errors", 1, {IMPORT_ERRORS_MAX}},
    {"request_ms", 2, {REQUEST_HEADER_MS, REQUEST_BODY_MS}},
};

static void limits_are_those_of_the_page(void **state)
{
    const size_t n_limits = sizeof limits / sizeof *limits;
    (void)state;

    read_table("\n## Limits\n");
    assert_int_equal(table.n, n_limits);
    for (size_t row = 0; row < table.n; row++) {
        unsigned long got[3] = {0};
        size_t i = 0;

        while (i < n_limits && strcmp(limits[i].name, cell(row, 0)) != 0)
            i++;
        if (i == n_limits)
            fail_msg("%s is unknown here", cell(row, 0));
        else if (numbers_in(cell(row, 1), got, limits[i].n) != limits[i].n ||
                 memcmp(got, limits[i].expect, limits[i].n * sizeof *got) != 0)
            fail_msg("%s: \"%s\" is not what base/limits.h says", cell(row, 0),
                     cell(row, 1));
    }
}

static unsigned states_named(const char *names)
{
    unsigned states = 0;

    for (unsigned s = 0; s < QUESTION_STATES; s++)
        if (strstr(names, question_state_name((enum question_state)s)))
            states |= 1u << s;
    return states;
}

static void moves_are_those_of_the_page(void **state)
{
    (void)state;

    read_table("Moves of a question");
    assert_int_equal(table.n, QUESTION_MOVES);
    for (size_t row = 0; row < table.n; row++) {
        const char *does = cell(row, 3);
        enum question_move move;

        if (!question_move_read(cell(row, 0), &move)) {
            fail_msg("%s is unknown here", cell(row, 0));
            return;
        }
        const struct question_move_rule *rule = question_move_rule(move);
        bool is_new_round = strstr(does, "a new round:") != NULL;
        bool undoes = strstr(does, "undoes the last") != NULL;

        if (rule->from != states_named(cell(row, 1)) ||
            1u << rule->to != states_named(cell(row, 2)))
            fail_msg("%s goes elsewhere", cell(row, 0));
        if (rule->takes_focus != (strstr(does, "current") != NULL))
            fail_msg("%s: the room's current question", cell(row, 0));
        if (rule->round_step != (is_new_round ? 1 : undoes ? -1 : 0))
            fail_msg("%s: the round", cell(row, 0));
        if (rule->needs_empty_round != (strstr(does, "has no ballot") != NULL))
            fail_msg("%s: the ballots", cell(row, 0));
    }
}

static void who_sees_a_tally_is_what_the_page_says(void **state)
{
    static const struct {
        const char *text;
        unsigned states;
    } words[] = {{"live", ALL},
                 {"–", 0},
                 {"from *revealed*", 1u << QUESTION_REVEALED},
                 {"– until revealed", 1u << QUESTION_REVEALED}};
    (void)state;

    read_table("Who is sent the counts");
    assert_int_equal(table.n, RESULT_MODES);
    for (size_t row = 0; row < table.n; row++) {
        enum result_mode mode;

        assert_true(result_mode_read(cell(row, 0), &mode));
        for (unsigned viewer = 0; viewer < VIEWERS; viewer++) {
            unsigned shown = 0;
            size_t w = 0;

            while (w < 4 && strcmp(words[w].text, cell(row, viewer + 1)) != 0)
                w++;
            assert_true(w < 4);
            for (unsigned s = 0; s < QUESTION_STATES; s++)
                if (question_shows_counts(mode, (enum question_state)s,
                                          (enum viewer)viewer))
                    shown |= 1u << s;
            if (shown != words[w].states)
                fail_msg("%s, column %u: states %#x", cell(row, 0), viewer + 1, shown);
        }
    }
}

static void every_move_tells_a_fact_of_the_page(void **state)
{
    const char *events = strstr(page, "\n## Events\n");
    (void)state;

    assert_non_null(events);
    for (unsigned move = 0; move < QUESTION_MOVES; move++) {
        const char *fact = question_move_rule((enum question_move)move)->fact;
        char quoted[32];

        assert_memory_equal(fact, "question.", 9);
        (void)snprintf(quoted, sizeof quoted, "`%s`", fact + 8);
        if (!strstr(events, quoted))
            fail_msg("%s is not among the events", fact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_are_those_of_the_page),
        cmocka_unit_test(commands_are_those_of_the_page),
        cmocka_unit_test(limits_are_those_of_the_page),
        cmocka_unit_test(moves_are_those_of_the_page),
        cmocka_unit_test(who_sees_a_tally_is_what_the_page_says),
        cmocka_unit_test(every_move_tells_a_fact_of_the_page),
    };
    return cmocka_run_group_tests_name("protocol", tests, read_page, free_page);
}
