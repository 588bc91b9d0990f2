/* SPDX-License-Identifier: Apache-2.0 */

#include "app/demo.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "app/errand_room.h"

#define QUESTIONS 5
#define IDEAS     4
#define BOARD     "wishes"

/* The fields of room.create, question.add, board.add and idea.post, as a client would send
 * them. */
struct script {
    const char *lang, *room, *settings;
    const char *questions[QUESTIONS];
    const char *board, *ideas[IDEAS];
};

/* clang-format off */
static const struct script scripts[] = {
    {"fr", "demo", "{\"title\":\"Soirée au club\",\"lang\":\"fr\"}",
     {"{\"kind\":\"single\",\"title\":\"Notre prochain club : Madagascar ou Laos ?\",\"results\":\"always\","
      "\"options\":[\"Madagascar\",\"Laos\"]}",
      "{\"kind\":\"multiple\",\"title\":\"Qu’est-ce qui fait de bonnes vacances ?\",\"max\":3,"
      "\"options\":[\"La plage\",\"La table\",\"Le sport\",\"La fête\",\"Le calme\",\"Les rencontres\"]}",
      "{\"kind\":\"scale\",\"title\":\"Et cette semaine, combien d’étoiles ?\",\"from\":1,\"to\":5,"
      "\"look\":\"stars\"}",
      "{\"kind\":\"scale\",\"title\":\"Parlerez-vous du club à vos proches ?\",\"from\":0,\"to\":10,"
      "\"low\":\"Sûrement pas\",\"high\":\"À tout le monde\",\"results\":\"after_close\"}",
      "{\"kind\":\"single\",\"title\":\"Ce soir, on danse sur quoi ?\","
      "\"options\":[\"Disco\",\"Salsa\",\"Électro\",\"Chanson française\"]}"},
     "{\"kind\":\"ideas\",\"title\":\"Vos idées pour le club\",\"about\":\"Chaque mois, l’équipe répond aux plus soutenues.\","
     "\"tags\":[\"Table\",\"Sport\",\"Soirées\",\"Enfants\"]}",
     {"\"title\":\"Un petit-déjeuner au lever du soleil\",\"text\":\"Sur la plage, une fois par semaine.\",\"tags\":[0]",
      "\"title\":\"Des cours de danse avant la soirée\",\"tags\":[2]",
      "\"title\":\"Un tournoi parents-enfants\",\"text\":\"Volley le matin, boules l’après-midi.\",\"tags\":[1,3]",
      "\"title\":\"Moins de plastique au bar\",\"name\":\"Léa\",\"tags\":[0]"}},
    {"en", "demo-en", "{\"title\":\"An evening at the club\",\"lang\":\"en\"}",
     {"{\"kind\":\"single\",\"title\":\"Our next club: Madagascar or Laos?\",\"results\":\"always\","
      "\"options\":[\"Madagascar\",\"Laos\"]}",
      "{\"kind\":\"multiple\",\"title\":\"What makes a good holiday?\",\"max\":3,"
      "\"options\":[\"The beach\",\"The food\",\"Sports\",\"The parties\",\"The quiet\",\"New friends\"]}",
      "{\"kind\":\"scale\",\"title\":\"And this week: how many stars?\",\"from\":1,\"to\":5,"
      "\"look\":\"stars\"}",
      "{\"kind\":\"scale\",\"title\":\"Will you tell your friends about the club?\",\"from\":0,\"to\":10,"
      "\"low\":\"Certainly not\",\"high\":\"Everyone\",\"results\":\"after_close\"}",
      "{\"kind\":\"single\",\"title\":\"What shall we dance to tonight?\","
      "\"options\":[\"Disco\",\"Salsa\",\"Electro\",\"French songs\"]}"},
     "{\"kind\":\"ideas\",\"title\":\"Your ideas for the club\",\"about\":\"Each month the team answers those with most support.\","
     "\"tags\":[\"Food\",\"Sports\",\"Evenings\",\"Children\"]}",
     {"\"title\":\"Breakfast at sunrise\",\"text\":\"On the beach, once a week.\",\"tags\":[0]",
      "\"title\":\"Dancing lessons before the party\",\"tags\":[2]",
      "\"title\":\"A tournament for parents and children\",\"text\":\"Volleyball in the morning, boules in the afternoon.\",\"tags\":[1,3]",
      "\"title\":\"Less plastic at the bar\",\"name\":\"Lea\",\"tags\":[0]"}},
};
/* clang-format on */

struct demo {
    struct errand *errand;
    const struct script *script;
    struct id room;
    struct code code;
    size_t n_questions;
};

static void keep_size(void *into, const void *result)
{
    const struct room_image *image = result;

    *(size_t *)into = image->n_questions;
}

/* ---- Making the room ---- */

static enum err make_room(struct demo *d)
{
    struct errand_ask ask;

    (void)snprintf(d->room.text, sizeof d->room.text, "%s", d->script->room);
    enum err err = errand_room_make(d->errand, &d->room, d->script->settings, &d->code);

    if (err != OK)
        return err;
    store_room_load(d->errand->store, errand_ask(&ask, keep_size, &d->n_questions),
                    &d->room);
    return errand_wait(d->errand, &ask);
}

static enum err fill_room(struct demo *d)
{
    uint64_t first_version = 0;

    for (size_t n = 0; n < QUESTIONS; n++) {
        char id[ID_BYTES_MAX + 1];
        uint64_t version = 0;

        (void)snprintf(id, sizeof id, "q%zu", n + 1);
        enum err err =
            errand_question_add(d->errand, &d->room, id, d->script->questions[n], &version);

        if (err != OK)
            return err;
        if (n == 0)
            first_version = version;
    }
    return errand_question_move(d->errand, &d->room, "q1", MOVE_OPEN, &first_version);
}

static enum err fill_board(struct demo *d)
{
    enum err err = errand_board_open(d->errand, &d->room, BOARD, d->script->board);

    for (unsigned n = 0; err == OK && n < IDEAS; n++)
        err = errand_idea_post(d->errand, &d->room, BOARD, n, d->script->ideas[n]);
    return err;
}

/* ---- The stage's link: the same one each time ---- */

struct derived_clock {
    struct clock clock;
    const struct identity *identity;
    const char *room;
};

/* Not chance but a hash of the server's key and the room, so that links do not pile up. */
static void derive(struct clock *clock, void *out, size_t len)
{
    const struct derived_clock *d = container_of(clock, struct derived_clock, clock);
    crypto_generichash_state state;

    assert(len >= crypto_generichash_BYTES_MIN && len <= crypto_generichash_BYTES_MAX);
    crypto_generichash_init(&state, d->identity->key, sizeof d->identity->key, len);
    crypto_generichash_update(&state, (const uint8_t *)"demo stage ", 11);
    crypto_generichash_update(&state, (const uint8_t *)d->room, strlen(d->room));
    crypto_generichash_final(&state, out, len);
}

static enum err make_stage_link(struct demo *d, char secret[SECRET_CHARS_MAX + 1])
{
    struct derived_clock clock = {
        {.random = derive}, &d->errand->identity, d->script->room};
    struct link link = {.id = {"demo-stage"}, .role = ROLE_STAGE, .label = "Demo"};
    struct link_secret parts;
    struct errand_ask ask;

    link_secret_mint(&clock.clock, ROLE_STAGE, &d->code, secret);
    if (!link_secret_read(&d->errand->identity, secret, strlen(secret), &parts))
        return ERR_INTERNAL;
    store_link_create(d->errand->store, errand_ask(&ask, NULL, NULL), &d->room, &link,
                      parts.hash, 0);
    return errand_wait(d->errand, &ask);
}

static void say_where(const struct demo *d, const char *secret)
{
    const char *url = d->errand->url, *code = d->code.text;

    (void)printf("  Demo room  %s/j/%s\n  Its ideas  %s/b/%s\n  Its stage  "
                 "%s/stage/%s#%s\n  Its host   "
                 "%s/host/%s (needs the "
                 "owner link)\n",
                 url, code, url, code, url, code, secret, url, code);
}

static enum err make_demo(struct demo *d)
{
    char secret[SECRET_CHARS_MAX + 1];
    enum err err = make_room(d);

    if (err == OK && d->n_questions == 0)
        err = fill_room(d);
    if (err == OK && d->n_questions == 0)
        err = fill_board(d);
    if (err == OK)
        err = make_stage_link(d, secret);
    if (err == OK)
        say_where(d, secret);
    return err;
}

int demo_run(const struct config *config)
{
    struct errand errand;
    struct demo demo = {.errand = &errand, .script = &scripts[0]};
    struct complaint complaint;

    if (!errand_open(&errand, config, &complaint)) {
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++)
        if (strcmp(scripts[i].lang, config->lang) == 0)
            demo.script = &scripts[i];
    enum err err = make_demo(&demo);

    if (err != OK)
        (void)fprintf(stderr, "clameur: no demo room: %s\n", err_text(err));
    errand_close(&errand);
    return err == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
