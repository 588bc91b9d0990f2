/* SPDX-License-Identifier: Apache-2.0 */

/* Words of any text: read, indexed, searched for and compared. The first line is posted,
 * and replaces the one before; the second is typed. */
#include "base/limits.h"
#include "domain/alike.h"
#include "live/word_alike.h"
#include "live/word_search.h"

#include <stdint.h>
#include <string.h>

#define WORDS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool is_so)
{
    if (!is_so)
        __builtin_trap();
}

static bool may_show(void *context, uint32_t place)
{
    return place != *(const uint32_t *)context;
}

static void read_all(struct lexicon *lexicon, const char *text, size_t len)
{
    struct word words[WORDS_MAX];
    size_t n = lexicon_read(lexicon, text, len, words, WORDS_MAX);

    must(n <= WORDS_MAX);
    for (size_t i = 0; i < n; i++)
        must(words[i].written[0] && memchr(words[i].written, '\0', WORD_BYTES_MAX + 1) &&
             memchr(words[i].stem, '\0', WORD_BYTES_MAX + 1) &&
             words[i].group < INDEX_GROUPS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct lexicon *lexicon;
    struct index_share share = {.bytes_max = 1 << 20};
    const char *text = (const char *)data;
    const char *end = size ? memchr(text, '\n', size) : NULL;
    size_t first = end ? (size_t)(end - text) : size, rest = size - first;
    struct alike_found found[SIMILAR_MAX];
    uint32_t n, hidden = 2;

    if (!lexicon)
        lexicon = lexicon_new();
    struct word_index *index = word_index_new(lexicon, &share);
    const struct alike_query query = {.typed = {text + first, text, rest, first},
                                      .may_show = may_show,
                                      .context = &hidden,
                                      .least = ALIKE_LEAST};

    read_all(lexicon, text, size);
    for (uint32_t place = 0; place < 4; place++)
        word_index_put(index, place, &(struct index_text){text, text + first, first, rest});
    word_index_put(index, 1, &(struct index_text){text + first, text, rest, first});
    (void)word_index_search(index, text + first, rest, &n);
    size_t alike = word_index_alike(index, &query, found, SIMILAR_MAX);

    for (size_t i = 0; i < alike; i++)
        must(found[i].place < 4 && found[i].place != hidden &&
             found[i].score >= ALIKE_LEAST && found[i].score <= 1.0001);
    word_index_free(index);
    must(share.bytes == 0);
    return 0;
}
