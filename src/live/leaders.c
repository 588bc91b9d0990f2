/* SPDX-License-Identifier: Apache-2.0 */

#include "live/leaders.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

struct player {
    struct leaders_player shown; /* The first: what is handed out is a player. */
    uint32_t index;              /* Into the marks of a column. */
    uint64_t before;             /* Points without the latest question. */
    UT_hash_handle hh;           /* By who. */
};

struct column {
    struct leaders_key key;
    struct quiz_rules rules;
    size_t n; /* Players with a mark here have a lower index. */
    struct leaders_mark *marks;
};

struct leaders {
    struct player *players; /* The table. */
    size_t n, room;
    size_t n_shown; /* Of those in order. */
    struct player **by_index;
    struct player **in_order; /* Once settled: by points, then by who. */
    size_t n_columns;
    bool is_filling; /* The last column is. */
    struct column columns[QUESTIONS_PER_ROOM_MAX];
};

struct leaders *leaders_new(void)
{
    return mem_zero(sizeof(struct leaders));
}

static void forget_players(struct leaders *leaders)
{
    HASH_CLEAR(hh, leaders->players);
    for (size_t i = 0; i < leaders->n; i++)
        free(leaders->by_index[i]);
    leaders->n = leaders->n_shown = 0;
}

void leaders_free(struct leaders *leaders)
{
    if (!leaders)
        return;
    forget_players(leaders);
    for (size_t i = 0; i < leaders->n_columns; i++)
        free(leaders->columns[i].marks);
    free(leaders->by_index);
    free(leaders->in_order);
    free(leaders);
}

/* ---- Columns ----------------------------------------------------------------------------
 */

static bool same_key(const struct leaders_key *a, const struct leaders_key *b)
{
    return id_same(&a->question, &b->question) && a->round == b->round &&
           a->version == b->version;
}

bool leaders_has(const struct leaders *leaders, const struct leaders_key *key)
{
    for (size_t i = 0; i < leaders->n_columns; i++)
        if (same_key(&leaders->columns[i].key, key))
            return true;
    return false;
}

bool leaders_drop(struct leaders *leaders,
                  bool (*keeps)(const struct leaders_key *key, void *context),
                  void *context)
{
    size_t kept = 0, was = leaders->n_columns;

    assert(!leaders->is_filling);
    for (size_t i = 0; i < was; i++) {
        if (keeps(&leaders->columns[i].key, context))
            leaders->columns[kept++] = leaders->columns[i];
        else
            free(leaders->columns[i].marks);
    }
    leaders->n_columns = kept;
    if (kept == 0)
        forget_players(leaders);
    return kept < was;
}

void leaders_begin(struct leaders *leaders, const struct leaders_key *key,
                   const struct quiz_rules *rules)
{
    assert(!leaders->is_filling && leaders->n_columns < QUESTIONS_PER_ROOM_MAX);
    leaders->columns[leaders->n_columns++] = (struct column){.key = *key, .rules = *rules};
    leaders->is_filling = true;
}

static struct column *filling(struct leaders *leaders)
{
    assert(leaders->is_filling);
    return &leaders->columns[leaders->n_columns - 1];
}

static struct player *new_player(struct leaders *leaders, const struct participant *who)
{
    struct player *player = mem_zero(sizeof *player);

    if (leaders->n == leaders->room) {
        leaders->room = leaders->room ? 2 * leaders->room : 64;
        leaders->by_index =
            mem_resize(leaders->by_index, leaders->room * sizeof(struct player *));
        leaders->in_order =
            mem_resize(leaders->in_order, leaders->room * sizeof(struct player *));
    }
    player->shown.who = *who;
    player->index = (uint32_t)leaders->n;
    leaders->by_index[leaders->n++] = player;
    HASH_ADD(hh, leaders->players, shown.who, sizeof *who, player);
    return player;
}

static struct player *find(const struct leaders *leaders, const struct participant *who)
{
    struct player *player;

    HASH_FIND(hh, leaders->players, who, sizeof *who, player);
    return player;
}

/* NULL: there are too many players. */
static struct leaders_mark *mark_of(struct leaders *leaders, const struct participant *who)
{
    struct column *column = filling(leaders);
    struct player *player = find(leaders, who);

    if (!player && leaders->n == QUIZ_PLAYERS_MAX)
        return NULL;
    if (!player)
        player = new_player(leaders, who);
    if (player->index >= column->n) {
        size_t n = leaders->room;

        column->marks = mem_resize(column->marks, n * sizeof *column->marks);
        memset(column->marks + column->n, 0, (n - column->n) * sizeof *column->marks);
        column->n = n;
    }
    return &column->marks[player->index];
}

enum err leaders_time(struct leaders *leaders, const struct participant *who,
                      uint32_t taken_ms)
{
    struct leaders_mark *mark = mark_of(leaders, who);

    if (!mark)
        return ERR_LIMIT_REACHED;
    mark->has_time = true;
    mark->taken_ms = taken_ms;
    return OK;
}

enum err leaders_options(struct leaders *leaders, const struct participant *who,
                         const int32_t options[], size_t n)
{
    const struct quiz_rules *rules = &filling(leaders)->rules;
    struct leaders_mark *mark = mark_of(leaders, who);

    if (!mark)
        return ERR_LIMIT_REACHED;
    mark->has_answered = true;
    mark->is_right = quiz_is_right(rules, options, n);
    mark->points = 0;
    if (mark->is_right) /* Whose time is not known was the slowest. */
        mark->points = quiz_points(rules, mark->has_time ? mark->taken_ms : UINT32_MAX);
    return OK;
}

enum err leaders_number(struct leaders *leaders, const struct participant *who,
                        int32_t number)
{
    struct leaders_mark *mark = mark_of(leaders, who);

    if (!mark)
        return ERR_LIMIT_REACHED;
    mark->has_answered = true;
    mark->number = number;
    return OK;
}

void leaders_abandon(struct leaders *leaders)
{
    if (!leaders->is_filling)
        return;
    free(filling(leaders)->marks);
    leaders->n_columns--;
    leaders->is_filling = false;
}

/* ---- Who came nearest -------------------------------------------------------------------
 */

struct guess {
    struct leaders_mark *mark;
    uint32_t distance;
};

static int nearer(const void *a, const void *b)
{
    const struct guess *x = a, *y = b;

    return (x->distance > y->distance) - (x->distance < y->distance);
}

static void place_guesses(struct column *column)
{
    struct guess *guesses = mem_zero((column->n + 1) * sizeof *guesses);
    size_t n = 0;

    for (size_t i = 0; i < column->n; i++) {
        struct leaders_mark *mark = &column->marks[i];

        if (mark->has_answered)
            guesses[n++] =
                (struct guess){mark, quiz_distance(&column->rules, mark->number)};
    }
    qsort(guesses, n, sizeof *guesses, nearer);
    for (size_t i = 0; i < n; i++) {
        bool shares = i > 0 && guesses[i].distance == guesses[i - 1].distance;
        uint32_t place = shares ? guesses[i - 1].mark->place : (uint32_t)i + 1;

        guesses[i].mark->place = place;
        guesses[i].mark->is_right = place <= column->rules.nearest;
        guesses[i].mark->points = quiz_place_points(&column->rules, place);
    }
    free(guesses);
}

/* ---- Totals and places ------------------------------------------------------------------
 */

static const struct leaders_mark *mark_in(const struct column *column,
                                          const struct player *player)
{
    const struct leaders_mark *mark =
        player->index < column->n ? &column->marks[player->index] : NULL;

    return mark && mark->has_answered ? mark : NULL;
}

/* By who, so that all workers show those who share a place in the same order. */
static int by_who(const struct player *a, const struct player *b)
{
    return memcmp(&a->shown.who, &b->shown.who, sizeof a->shown.who);
}

static int more_before(const void *a, const void *b)
{
    const struct player *x = *(struct player *const *)a, *y = *(struct player *const *)b;

    return (x->before < y->before) - (x->before > y->before);
}

static int more_points(const void *a, const void *b)
{
    const struct player *x = *(struct player *const *)a, *y = *(struct player *const *)b;

    if (x->shown.points != y->shown.points)
        return x->shown.points < y->shown.points ? 1 : -1;
    return by_who(x, y);
}

static void add_up(struct leaders *leaders, const struct id *latest, bool *has_before)
{
    *has_before = false;
    for (size_t i = 0; i < leaders->n; i++) {
        struct player *player = leaders->by_index[i];

        player->before = player->shown.points = player->shown.was = 0;
        player->shown.place = 0;
    }
    for (size_t c = 0; c < leaders->n_columns; c++) {
        const struct column *column = &leaders->columns[c];
        bool is_latest = latest && id_same(&column->key.question, latest);

        *has_before |= !is_latest;
        for (size_t i = 0; i < leaders->n; i++) {
            struct player *player = leaders->by_index[i];
            const struct leaders_mark *mark = mark_in(column, player);

            if (mark)
                player->shown.points += mark->points;
            if (mark && !is_latest)
                player->before += mark->points;
        }
    }
}

static bool has_answered_any(const struct leaders *leaders, const struct player *player)
{
    for (size_t c = 0; c < leaders->n_columns; c++)
        if (mark_in(&leaders->columns[c], player))
            return true;
    return false;
}

/* Those of whom no column is left keep their index, but are in no order. */
static void line_up(struct leaders *leaders)
{
    leaders->n_shown = 0;
    for (size_t i = 0; i < leaders->n; i++)
        if (has_answered_any(leaders, leaders->by_index[i]))
            leaders->in_order[leaders->n_shown++] = leaders->by_index[i];
}

void leaders_settle(struct leaders *leaders, const struct id *latest)
{
    struct player **order;
    bool has_before;
    size_t n;

    if (leaders->is_filling && filling(leaders)->rules.nearest > 0)
        place_guesses(filling(leaders));
    leaders->is_filling = false;
    add_up(leaders, latest, &has_before);
    line_up(leaders);
    order = leaders->in_order;
    n = leaders->n_shown;
    if (n == 0)
        return;
    qsort(order, n, sizeof(struct player *), more_before);
    for (size_t i = 0; has_before && i < n; i++)
        order[i]->shown.was = i > 0 && order[i]->before == order[i - 1]->before
                                  ? order[i - 1]->shown.was
                                  : i + 1;
    qsort(order, n, sizeof(struct player *), more_points);
    for (size_t i = 0; i < n; i++)
        order[i]->shown.place =
            i > 0 && order[i]->shown.points == order[i - 1]->shown.points
                ? order[i - 1]->shown.place
                : i + 1;
}

/* ---- What is known ----------------------------------------------------------------------
 */

size_t leaders_n(const struct leaders *leaders)
{
    return leaders->n_shown;
}

/* Of one that is being filled nothing is known yet. */
size_t leaders_n_columns(const struct leaders *leaders)
{
    return leaders->n_columns - leaders->is_filling;
}

const struct leaders_player *leaders_at(const struct leaders *leaders, size_t at)
{
    return &leaders->in_order[at]->shown;
}

const struct leaders_player *leaders_find(const struct leaders *leaders,
                                          const struct participant *who)
{
    const struct player *player = find(leaders, who);

    return player && player->shown.place > 0 ? &player->shown : NULL;
}

static const struct column *column_of(const struct leaders *leaders,
                                      const struct id *question)
{
    for (size_t i = 0; i < leaders_n_columns(leaders); i++)
        if (id_same(&leaders->columns[i].key.question, question))
            return &leaders->columns[i];
    return NULL;
}

const struct leaders_mark *leaders_mark(const struct leaders *leaders,
                                        const struct id *question,
                                        const struct leaders_player *player)
{
    const struct column *column = column_of(leaders, question);

    return column && player ? mark_in(column, (const struct player *)player) : NULL;
}

struct near {
    uint32_t place;
    const struct player *player;
};

static int by_place(const void *a, const void *b)
{
    const struct near *x = a, *y = b;

    if (x->place != y->place)
        return x->place > y->place ? 1 : -1;
    return by_who(x->player, y->player);
}

size_t leaders_nearest(const struct leaders *leaders, const struct id *question,
                       const struct leaders_player *out[], size_t most)
{
    const struct column *column = column_of(leaders, question);
    struct near *found;
    size_t n = 0;

    if (!column || column->rules.nearest == 0)
        return 0;
    found = mem_zero((leaders->n + 1) * sizeof *found);
    for (size_t i = 0; i < leaders->n; i++) {
        const struct leaders_mark *mark = mark_in(column, leaders->by_index[i]);

        if (mark && mark->is_right)
            found[n++] = (struct near){mark->place, leaders->by_index[i]};
    }
    qsort(found, n, sizeof *found, by_place);
    for (size_t i = 0; i < n && i < most; i++)
        out[i] = &found[i].player->shown;
    free(found);
    return n;
}
