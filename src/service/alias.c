/* SPDX-License-Identifier: Apache-2.0 */

#include "service/alias.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define WORDS 32

/* French words that are the same for all genders. */
static const char *const animals[2][WORDS] = {
    {"Otter",   "Fox",    "Heron",   "Badger", "Swallow", "Lynx",    "Hedgehog", "Dolphin",
     "Robin",   "Beaver", "Kestrel", "Marmot", "Panda",   "Falcon",  "Squirrel", "Turtle",
     "Penguin", "Koala",  "Magpie",  "Seal",   "Puffin",  "Gazelle", "Owl",      "Zebra",
     "Toucan",  "Bison",  "Cricket", "Newt",   "Ibex",    "Walrus",  "Camel",    "Gecko"},
    {"Loutre",    "Renard", "Héron",      "Blaireau",   "Hirondelle", "Lynx",    "Hérisson",
     "Dauphin",   "Merle",  "Castor",     "Crécerelle", "Marmotte",   "Panda",   "Faucon",
     "Écureuil",  "Tortue", "Manchot",    "Koala",      "Pie",        "Phoque",  "Macareux",
     "Gazelle",   "Hibou",  "Zèbre",      "Toucan",     "Bison",      "Grillon", "Triton",
     "Bouquetin", "Morse",  "Dromadaire", "Gecko"},
};
static const char *const manners[2][WORDS] = {
    {"Brave", "Calm",    "Swift", "Merry",   "Clever", "Gentle", "Bold",   "Bright",
     "Quick", "Kind",    "Sunny", "Patient", "Lucky",  "Keen",   "Wise",   "Nimble",
     "Jolly", "Quiet",   "Proud", "Witty",   "Neat",   "Loyal",  "Honest", "Daring",
     "Cosy",  "Curious", "Eager", "Tender",  "Lively", "Steady", "Subtle", "Cheerful"},
    {"brave",      "calme",     "rapide",     "agile",    "habile",      "tendre",
     "sage",       "aimable",   "magique",    "fidèle",   "honnête",     "timide",
     "énergique",  "sensible",  "tranquille", "célèbre",  "fantastique", "pacifique",
     "drôle",      "logique",   "intrépide",  "mystique", "optimiste",   "sympathique",
     "dynamique",  "héroïque",  "poétique",   "comique",  "téméraire",   "robuste",
     "formidable", "magnifique"},
};

void alias_of(const struct participant *who, const struct id *room, const char *lang,
              const uint8_t *key, size_t key_len, char out[ALIAS_BYTES])
{
    static const char purpose[] = "alias";
    uint8_t hash[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;
    bool is_french = strcmp(lang, "fr") == 0;

    (void)crypto_generichash_init(&state, key, key_len, sizeof hash);
    (void)crypto_generichash_update(&state, (const uint8_t *)purpose, sizeof purpose);
    (void)crypto_generichash_update(&state, (const uint8_t *)room->text, sizeof room->text);
    (void)crypto_generichash_update(&state, who->bytes, PARTICIPANT_BYTES);
    (void)crypto_generichash_final(&state, hash, sizeof hash);

    const char *animal = animals[is_french][hash[0] % WORDS];
    const char *manner = manners[is_french][hash[1] % WORDS];
    unsigned number = 2 + hash[2] % 98u; /* 2 to 99 */

    if (is_french)
        (void)snprintf(out, ALIAS_BYTES, "%s %s %u", animal, manner, number);
    else
        (void)snprintf(out, ALIAS_BYTES, "%s %s %u", manner, animal, number);
}
