/* SPDX-License-Identifier: Apache-2.0 */

/* What guests of a board want, and what they may be told about it. */
#include "lib/sim/guest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static uint32_t below(struct guest *guest, uint32_t n)
{
    return chance_below(&guest->sim->loop, n);
}

__attribute__((format(printf, 2, 3))) static void set_fields(struct wish *wish,
                                                             const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)vsnprintf(wish->fields, sizeof wish->fields, format, args);
    va_end(args);
}

/* ---- Choosing: false when there is nothing of the kind to do ----------------------------
 */

/* One that was posted, though perhaps not seen: few of them, so that people meet. */
static bool any_idea(struct guest *guest, uint32_t *out)
{
    if (guest->square->n_ideas == 0)
        return false;
    *out = below(guest, guest->square->n_ideas);
    return true;
}

/* One that is on the screen, with the version that it has there. */
static bool seen_idea(struct guest *guest, struct wish *wish)
{
    if (!any_idea(guest, &wish->idea))
        return false;
    wish->version = guest->sight.ideas[wish->idea].version;
    return guest->sight.ideas[wish->idea].is_used && wish->version > 0;
}

static bool any_comment(struct guest *guest, struct wish *wish)
{
    if (guest->square->n_comments == 0)
        return false;
    wish->comment = below(guest, guest->square->n_comments);
    wish->idea = guest->square->idea_of[wish->comment];
    return true;
}

static bool choose_post(struct guest *guest, struct wish *wish)
{
    if (guest->square->n_ideas == SQUARE_IDEAS)
        return false;
    wish->idea = guest->square->n_ideas++;
    set_fields(wish,
               "\"cmd\":\"idea.post\",\"board\":\"wishes\",\"id\":\"i%u\",\"title\":"
               "\"Idea %u\"",
               wish->idea, below(guest, 1000));
    return true;
}

static bool choose_support(struct guest *guest, struct wish *wish)
{
    if (!any_idea(guest, &wish->idea))
        return false;
    wish->n = guest->supports[wish->idea].n + 1;
    wish->on = below(guest, 10) < 7;
    set_fields(wish,
               "\"cmd\":\"idea.support\",\"board\":\"wishes\",\"idea\":\"i%u\",\"n\":%u,"
               "\"on\":%s",
               wish->idea, wish->n, wish->on ? "true" : "false");
    return true;
}

static bool choose_say(struct guest *guest, struct wish *wish)
{
    struct square *square = guest->square;

    if (square->n_comments == SQUARE_COMMENTS || !any_idea(guest, &wish->idea))
        return false;
    wish->comment = square->n_comments++;
    square->idea_of[wish->comment] = wish->idea;
    set_fields(wish,
               "\"cmd\":\"comment.post\",\"board\":\"wishes\",\"idea\":\"i%u\",\"id\":"
               "\"c%u\",\"text\":\"Well, %u\"",
               wish->idea, wish->comment, below(guest, 1000));
    return true;
}

static bool choose_like(struct guest *guest, struct wish *wish)
{
    if (!any_comment(guest, wish))
        return false;
    wish->n = guest->likes[wish->comment].n + 1;
    wish->on = below(guest, 10) < 7;
    set_fields(wish,
               "\"cmd\":\"comment.like\",\"board\":\"wishes\",\"idea\":\"i%u\",\"comment\":"
               "\"c%u\",\"n\":%u,\"on\":%s",
               wish->idea, wish->comment, wish->n, wish->on ? "true" : "false");
    return true;
}

static bool choose_withdraw(struct guest *guest, struct wish *wish)
{
    if (below(guest, 3) || !seen_idea(guest, wish))
        return false;
    set_fields(wish,
               "\"cmd\":\"idea.withdraw\",\"board\":\"wishes\",\"idea\":\"i%u\","
               "\"version\":%llu",
               wish->idea, (unsigned long long)wish->version);
    return true;
}

static bool choose_unsay(struct guest *guest, struct wish *wish)
{
    if (!any_comment(guest, wish))
        return false;
    set_fields(wish,
               "\"cmd\":\"comment.withdraw\",\"board\":\"wishes\",\"idea\":\"i%u\","
               "\"comment\":\"c%u\"",
               wish->idea, wish->comment);
    return true;
}

static bool choose_list(struct guest *guest, struct wish *wish)
{
    static const char *const orders[] = {"top", "new", "old", "trend", "needs"};

    set_fields(wish, "\"cmd\":\"idea.list\",\"board\":\"wishes\",\"order\":\"%s\",\"n\":20",
               orders[below(guest, 5)]);
    return true;
}

static bool choose_answer(struct guest *guest, struct wish *wish)
{
    static const char *const statuses[] = {"read", "review", "planned", "making",
                                           "released"};

    if (!seen_idea(guest, wish))
        return false;
    set_fields(wish,
               "\"cmd\":\"idea.answer\",\"board\":\"wishes\",\"idea\":\"i%u\",\"version\":"
               "%llu,\"status\":\"%s\",\"answer\":\"In %u days\"",
               wish->idea, (unsigned long long)wish->version, statuses[below(guest, 5)],
               below(guest, 100));
    return true;
}

static bool choose_check(struct guest *guest, struct wish *wish)
{
    if (!seen_idea(guest, wish))
        return false;
    set_fields(wish,
               "\"cmd\":\"idea.check\",\"board\":\"wishes\",\"idea\":\"i%u\",\"version\":"
               "%llu,\"state\":\"%s\"",
               wish->idea, (unsigned long long)wish->version,
               below(guest, 3) ? "shown" : "hidden");
    return true;
}

static bool choose_merge(struct guest *guest, struct wish *wish)
{
    uint32_t into;

    if (!seen_idea(guest, wish) || !any_idea(guest, &into) || into == wish->idea)
        return false;
    guest->square->n_merges++;
    set_fields(wish,
               "\"cmd\":\"idea.merge\",\"board\":\"wishes\",\"idea\":\"i%u\",\"version\":"
               "%llu,\"into\":\"i%u\"",
               wish->idea, (unsigned long long)wish->version, into);
    return true;
}

static bool choose_unmerge(struct guest *guest, struct wish *wish)
{
    if (!seen_idea(guest, wish) ||
        strcmp(guest->sight.ideas[wish->idea].status, "merged") != 0)
        return false;
    set_fields(wish,
               "\"cmd\":\"idea.unmerge\",\"board\":\"wishes\",\"idea\":\"i%u\","
               "\"version\":%llu",
               wish->idea, (unsigned long long)wish->version);
    return true;
}

/* Another board comes and goes: whoever asks for it is answered, whatever they are told. */
static bool choose_side(struct guest *guest, struct wish *wish)
{
    wish->version = guest->side_version;
    if (wish->version == 0) {
        wish->type = WISH_ADD_SIDE;
        set_fields(wish,
                   "\"cmd\":\"board.add\",\"id\":\"side\",\"def\":{\"kind\":\"ideas\","
                   "\"title\":\"Aside\"}");
    } else if (!guest->side_is_open) {
        wish->type = WISH_OPEN_SIDE;
        set_fields(wish,
                   "\"cmd\":\"board.move\",\"board\":\"side\",\"version\":%llu,"
                   "\"phase\":\"open\"",
                   (unsigned long long)wish->version);
    } else {
        wish->type = WISH_REMOVE_SIDE;
        set_fields(wish, "\"cmd\":\"board.remove\",\"board\":\"side\",\"version\":%llu",
                   (unsigned long long)wish->version);
    }
    return true;
}

static bool choose_list_side(struct guest *guest, struct wish *wish)
{
    set_fields(wish, "\"cmd\":\"idea.list\",\"board\":\"side\",\"search\":\"Idea %u\"",
               below(guest, 10));
    if (below(guest, 3))
        set_fields(wish, "\"cmd\":\"idea.list\",\"board\":\"side\"");
    return true;
}

/* Shares in a hundred: of a participant's wishes, and of a host's. */
static const struct {
    bool (*choose)(struct guest *guest, struct wish *wish);
    uint32_t share, of_host;
} wishes[WISHES] = {
    [WISH_POST] = {choose_post, 16, 4},        [WISH_SUPPORT] = {choose_support, 38, 4},
    [WISH_SAY] = {choose_say, 12, 2},          [WISH_LIKE] = {choose_like, 16, 2},
    [WISH_WITHDRAW] = {choose_withdraw, 4, 0}, [WISH_UNSAY] = {choose_unsay, 3, 0},
    [WISH_LIST] = {choose_list, 5, 4},         [WISH_LIST_SIDE] = {choose_list_side, 6, 4},
    [WISH_ANSWER] = {choose_answer, 0, 26},    [WISH_CHECK] = {choose_check, 0, 14},
    [WISH_MERGE] = {choose_merge, 0, 16},      [WISH_UNMERGE] = {choose_unmerge, 0, 14},
    [WISH_ADD_SIDE] = {choose_side, 0, 10},
};

static uint32_t share_of(const struct guest *guest, size_t type)
{
    return guest->is_staff ? wishes[type].of_host : wishes[type].share;
}

void wish_choose(struct guest *guest, struct wish *out)
{
    uint32_t draw = below(guest, 100);
    size_t type = 1;

    while (type < WISHES - 1 && draw >= share_of(guest, type))
        draw -= share_of(guest, type++);
    *out = (struct wish){.type = (enum wish_type)type};
    if (!wishes[type].choose || !wishes[type].choose(guest, out))
        out->type = WISH_NONE;
}

/* ---- Judging ---------------------------------------------------------------------------
 */

static struct word *word_of(const struct guest *guest, const struct wish *wish)
{
    struct square *square = guest->square;

    return wish->type == WISH_LIKE ? &square->likes[wish->comment][guest->who_number]
                                   : &square->supports[wish->idea][guest->who_number];
}

static struct own *own_of(struct guest *guest, const struct wish *wish)
{
    return wish->type == WISH_LIKE ? &guest->likes[wish->comment]
                                   : &guest->supports[wish->idea];
}

static bool is_word(const struct wish *wish)
{
    return wish->type == WISH_SUPPORT || wish->type == WISH_LIKE;
}

/* Another tab may have said something newer, and not have heard of it. */
static bool is_alone(const struct guest *guest)
{
    unsigned n = 0;

    for (unsigned i = 0; i < guest->square->n_guests; i++)
        n += guest->square->guests[i]->who_number == guest->who_number;
    return n == 1;
}

bool wish_was_counted(const struct guest *guest, const struct wish *wish)
{
    const struct word *word = is_word(wish) ? word_of(guest, wish) : NULL;

    return word && is_alone(guest) && word->falls == guest->sim->n_falls &&
           word->n == wish->n && word->on == wish->on;
}

static void judge_counted(struct guest *guest, const struct wish *wish, const json_t *ok)
{
    uint32_t n = (uint32_t)json_integer_value(json_object_get(ok, "n"));
    bool on = json_is_true(json_object_get(ok, "on"));
    struct word *word = word_of(guest, wish);
    struct own *own = own_of(guest, wish);

    guest->sim->counts.counted++;
    if (n != wish->n || on != wish->on)
        sim_fail(guest->sim, "guest %u: %s is counted as n %u, on %d", guest->number,
                 wish->fields, n, on);
    if (wish->falls > word->falls || (wish->falls == word->falls && n >= word->n))
        *word = (struct word){n, on, wish->falls};
    if (own->n <= n)
        *own = (struct own){n, on};
}

static void judge_ok(struct guest *guest, const struct wish *wish, const json_t *ok)
{
    uint64_t version = (uint64_t)json_integer_value(json_object_get(ok, "version"));

    if (is_word(wish))
        judge_counted(guest, wish, ok);
    else if (wish->version > 0 && wish->type != WISH_REMOVE_SIDE &&
             version != wish->version + 1)
        sim_fail(guest->sim, "guest %u: %s gave version %llu", guest->number, wish->fields,
                 (unsigned long long)version);
    if (wish->type == WISH_REMOVE_SIDE)
        guest->side_version = 0;
    else if (wish->type == WISH_ADD_SIDE || wish->type == WISH_OPEN_SIDE)
        guest->side_version = version;
}

/* A newer word is stored; or the other one under that number, though what everyone sees may
 * be as it was asked for, where merged ideas brought the support along. */
static void judge_stale(struct guest *guest, const struct wish *wish, const json_t *err)
{
    uint32_t n = (uint32_t)json_integer_value(json_object_get(err, "n"));
    bool on = json_is_true(json_object_get(err, "on"));

    bool is_carried = wish->type == WISH_SUPPORT && on && guest->square->n_merges > 0;

    if (n < wish->n || (n == wish->n && on == wish->on && !is_carried))
        sim_fail(guest->sim, "guest %u: %s is stale, stored is n %u, on %d", guest->number,
                 wish->fields, n, on);
    *own_of(guest, wish) = (struct own){n, on};
}

#define BIT(type) (1u << (type))
#define WORDS     (BIT(WISH_SUPPORT) | BIT(WISH_LIKE))
#define TALK      (BIT(WISH_SAY) | BIT(WISH_LIKE) | BIT(WISH_UNSAY))
#define STAFF     (BIT(WISH_ANSWER) | BIT(WISH_CHECK) | BIT(WISH_MERGE) | BIT(WISH_UNMERGE))
#define SIDE                                                                               \
    (BIT(WISH_ADD_SIDE) | BIT(WISH_REMOVE_SIDE) | BIT(WISH_OPEN_SIDE) | BIT(WISH_LIST_SIDE))
#define ANY (BIT(WISHES) - 1)

/* Which errors may come, to what, and what becomes of the wish. */
static const struct {
    const char *code;
    unsigned types;
    enum wish_fate fate;
    bool may_be_counted; /* Even though the same word was counted before. */
} errors[] = {
    {"try_again", ANY, WISH_AGAIN, true},
    {"store_full", ANY, WISH_AGAIN, true},
    {"going_away", ANY, WISH_AGAIN, true},
    {"too_many", ANY, WISH_AGAIN, true},
    {"stale", ANY, WISH_DROPPED, true},
    {"not_found", ANY & ~(BIT(WISH_POST) | BIT(WISH_LIST)), WISH_DROPPED, false},
    {"merged", BIT(WISH_SUPPORT) | TALK | STAFF, WISH_DROPPED, false},
    {"wrong_move", STAFF | TALK | BIT(WISH_WITHDRAW) | SIDE, WISH_DROPPED, false},
    {"forbidden", BIT(WISH_WITHDRAW) | BIT(WISH_UNSAY), WISH_DROPPED, false},
    {"exists", BIT(WISH_ADD_SIDE), WISH_DROPPED, false},
    {"limit_reached", BIT(WISH_MERGE), WISH_DROPPED, false},
    {"spent", BIT(WISH_SUPPORT), WISH_DROPPED, false},
};

static enum wish_fate judge_error(struct guest *guest, const struct wish *wish,
                                  const json_t *err)
{
    const char *code = json_string_value(json_object_get(err, "code"));

    for (size_t i = 0; code && i < sizeof errors / sizeof errors[0]; i++) {
        if (strcmp(code, errors[i].code) != 0 || !(errors[i].types & BIT(wish->type)))
            continue;
        /* A comment's like is refused with the idea's fate, whatever was counted. */
        if (wish->was_counted && wish->type == WISH_SUPPORT && !errors[i].may_be_counted &&
            wish->falls == guest->sim->n_falls)
            sim_fail(guest->sim, "guest %u: %s was counted, now it is %s", guest->number,
                     wish->fields, code);
        else if (is_word(wish) && strcmp(code, "stale") == 0)
            judge_stale(guest, wish, err);
        return errors[i].fate;
    }
    sim_fail(guest->sim, "guest %u: %s to %s", guest->number, code ? code : "nothing",
             wish->fields);
    return WISH_DROPPED;
}

enum wish_fate wish_judge(struct guest *guest, const struct wish *wish,
                          const json_t *answer)
{
    const json_t *ok = json_object_get(answer, "ok");

    if (!ok)
        return judge_error(guest, wish, json_object_get(answer, "err"));
    judge_ok(guest, wish, ok);
    return WISH_DONE;
}
