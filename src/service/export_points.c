/* SPDX-License-Identifier: Apache-2.0 */

#include "service/export_points.h"

#include "service/internal.h"

#define AT_ONCE 500

const char *const point_columns[POINT_COLUMNS_N] = {"voter", "place",  "total",
                                                    "right", "points", "ms"};

static void board_there(struct quiz_wait *wait, enum err err)
{
    struct export_rows *rows = container_of(wait, struct export_rows, quiz);

    wait->settled = rows->watch->quiz.settled;
    rows->ready(rows, err);
}

void begin_points(struct export_rows *rows)
{
    const struct mirror_question *slot =
        mirror_question(&rows->watch->mirror, &rows->note->about);

    if (!slot || slot->question.state != QUESTION_REVEALED ||
        !slot->question.rules.quiz.is_scored) {
        rows->ready(rows, ERR_NOT_FOUND);
        return;
    }
    rows->quiz.done = board_there;
    quiz_ask(rows->watch, &rows->quiz);
}

/* An empty cell where there is no number. */
static void put_number(struct export_rows *rows, bool is_there, uint64_t number)
{
    if (is_there)
        sheet_number(&rows->sheet, number);
    else
        sheet_text(&rows->sheet, "", 0);
}

static void put_player(struct export_rows *rows, const struct leaders_player *player)
{
    const struct leaders_mark *mark =
        leaders_mark(rows->watch->quiz.leaders, &rows->note->about, player);
    char name[PSEUDONYM_CHARS + 1];

    export_pseudonym(rows, &player->who, name);
    sheet_text(&rows->sheet, name, PSEUDONYM_CHARS);
    sheet_number(&rows->sheet, player->place);
    sheet_number(&rows->sheet, player->points);
    put_number(rows, mark != NULL, mark && mark->is_right);
    put_number(rows, mark != NULL, mark ? mark->points : 0);
    put_number(rows, mark && mark->has_time, mark ? mark->taken_ms : 0);
}

void more_points(struct export_rows *rows)
{
    const struct quiz_keeper *keeper = &rows->watch->quiz;

    if (rows->quiz.settled != keeper->settled) {
        rows->ready(rows, ERR_STALE); /* Others have these places by now. */
        return;
    }
    size_t all = leaders_n(keeper->leaders);

    for (size_t i = 0; i < AT_ONCE && rows->at < all; i++)
        put_player(rows, leaders_at(keeper->leaders, rows->at++));
    rows->is_over = rows->at >= all;
    rows->ready(rows, OK);
}
