/* SPDX-License-Identifier: Apache-2.0 */

/* The roles that a participant was granted: the greatest counts, whatever stands beside
 * it. */
#include "fuzz/repack.h"
#include "store/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool ends_a_word(const char *text, size_t len, size_t at)
{
    return at == len || text[at] == ':' || text[at] == ',';
}

/* Does an item of the list begin with the whole word? Looked for as a reader would. */
static bool names(const char *text, size_t len, const char *word)
{
    size_t n = strlen(word);

    for (size_t at = 0; at + n <= len; at++)
        if ((at == 0 || text[at - 1] == ',') && memcmp(text + at, word, n) == 0 &&
            ends_a_word(text, len, at + n))
            return true;
    return false;
}

/* One more grant never takes any away, and gives no more than it says. */
static void one_more(const char *text, size_t len, enum role role)
{
    for (unsigned more = 0; more < ROLES; more++) {
        struct strbuf longer = {0};

        strbuf_printf(&longer, "%s:x,", role_name((enum role)more));
        strbuf_add(&longer, text, len);
        must(grants_read(packed(&longer)) == (more > role ? (enum role)more : role));
        strbuf_done(&longer);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    enum role role = grants_read((struct packet){text, size}), most = ROLE_NONE;

    for (unsigned i = 0; i < ROLES; i++)
        if (names(text, size, role_name((enum role)i)))
            most = (enum role)i;
    must(role == most);
    one_more(text, size, role);
    return 0;
}
