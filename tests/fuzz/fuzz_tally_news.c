/* SPDX-License-Identifier: Apache-2.0 */

/* A tally, or a number of people, as another worker tells it. */
#include "fuzz/repack.h"
#include "store/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void people(const struct people_news *news)
{
    struct strbuf out = {0};
    struct people_news again;

    people_news_write(news, &out);
    must(people_news_read(packed(&out), &again));
    must(again.worker == news->worker && again.n == news->n);
    strbuf_done(&out);
}

static void tally(const struct tally_news *news)
{
    struct strbuf first = {0}, second = {0};
    struct tally_news again;

    must_be_id(&news->question);
    must(news->tally.round > 0 && news->tally.n_cells == CELLS_MAX);
    tally_news_write(news, &first);
    must(tally_news_read(packed(&first), &again));
    must(again.worker == news->worker && again.epoch == news->epoch);
    must(again.tally.revision == news->tally.revision);
    must(memcmp(again.tally.counts, news->tally.counts, sizeof again.tally.counts) == 0);
    tally_news_write(&again, &second);
    must(same_bytes(&first, &second));
    strbuf_done(&first);
    strbuf_done(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct packet given = {(const char *)data, size};
    struct tally_news tally_news;
    struct people_news people_news;
    bool is_tally = tally_news_read(given, &tally_news);
    bool is_people = people_news_read(given, &people_news);

    must(!is_tally || !is_people); /* A message says one thing. */
    if (is_tally)
        tally(&tally_news);
    if (is_people)
        people(&people_news);
    return 0;
}
