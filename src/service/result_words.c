/* SPDX-License-Identifier: Apache-2.0 */

#include "service/result_words.h"

#include <stdio.h>
#include <string.h>

/* What the program says itself, in the languages of rooms. */
enum said { RATHER_NOT, NOT_ASKED, FROM_ELSEWHERE };

static const char *say(enum said what, const char *lang)
{
    static const char *const words[][2] = {
        [RATHER_NOT] = {"prefers not to say", "préfère ne pas répondre"},
        [NOT_ASKED] = {"no answer", "sans réponse"},
        [FROM_ELSEWHERE] = {"all others", "tous les autres"},
    };

    return words[what][strcmp(lang, "fr") == 0];
}

const char *result_group(const struct definition_texts *segment, uint32_t group,
                         const char *lang)
{
    if (group < segment->n_options)
        return segment->options[group];
    return say(group == segment->n_options ? RATHER_NOT : NOT_ASKED, lang);
}

const char *result_no_source(const char *lang)
{
    return say(FROM_ELSEWHERE, lang);
}

static const char *option_name(const struct result_words *words, int32_t option)
{
    return option >= 0 && (uint32_t)option < words->shape->n_options
               ? result_group(words->texts, (uint32_t)option, words->lang)
               : "";
}

/* The least value that the count at this place is of. */
static long long least_of(const struct kind_shape *shape, size_t cell)
{
    return shape->min + (long long)cell * (shape->bin ? shape->bin : 1);
}

const char *result_figure_about(const struct result_words *words, int32_t cell,
                                char text[ANSWER_TEXT_MAX])
{
    const struct kind_shape *shape = words->shape;

    if (cell == FIGURE_WHOLE)
        return "";
    if (words->texts->n_options)
        return option_name(words, cell);
    long long least = least_of(shape, (size_t)cell), most = least + shape->bin - 1;

    if (shape->bin > 1 && most > least)
        (void)snprintf(text, ANSWER_TEXT_MAX, "%lld–%lld", least,
                       most < shape->max ? most : (long long)shape->max);
    else
        (void)snprintf(text, ANSWER_TEXT_MAX, "%lld", least);
    return text;
}

/* ---- Counts ---------------------------------------------------------------------------
 */

/* How kinds that have several counts for an option, or one more behind all, call them. */
static const struct {
    const char *marks[2];
    bool is_by_option; /* All counts of an option stand together. */
    const char *last;
} counts_by_kind[KINDS] = {
    [KIND_RANKING] = {{"", "first"}, false, NULL},
    [KIND_GRID] = {{"across", "up"}, true, NULL},
    [KIND_NUMBER] = {{"", ""}, false, "sum above the least"},
};

const char *result_count_name(const struct result_words *words, size_t cell,
                              char text[ANSWER_TEXT_MAX])
{
    const struct kind_shape *shape = words->shape;
    bool is_by_option = counts_by_kind[shape->kind].is_by_option;
    const char *last = counts_by_kind[shape->kind].last, *mark = NULL;
    size_t n = words->texts->n_options ? shape->n_options : 0;

    if (last && cell + 1 == shape->n_cells)
        return last;
    if (n == 0) {
        (void)snprintf(text, ANSWER_TEXT_MAX, "%lld", least_of(shape, cell));
        return text;
    }
    size_t option = is_by_option ? cell / 2 : cell % n;

    mark = counts_by_kind[shape->kind].marks[(is_by_option ? cell % 2 : cell / n) & 1];
    if (!mark || !*mark)
        return option_name(words, (int32_t)option);
    (void)snprintf(text, ANSWER_TEXT_MAX, "%s (%s)", option_name(words, (int32_t)option),
                   mark);
    return text;
}

/* ---- Answers --------------------------------------------------------------------------
 */

static const char *chosen(const struct result_words *words, const int32_t *numbers,
                          /* NOLINTNEXTLINE(readability-non-const-parameter): a table's */
                          size_t i, char text[ANSWER_TEXT_MAX])
{
    (void)text;
    return option_name(words, numbers[i]);
}

static const char *value(const struct result_words *words, const int32_t *numbers, size_t i,
                         char text[ANSWER_TEXT_MAX])
{
    (void)words;
    (void)snprintf(text, ANSWER_TEXT_MAX, "%d", numbers[i]);
    return text;
}

static const char *given(const struct result_words *words, const int32_t *numbers, size_t i,
                         char text[ANSWER_TEXT_MAX])
{
    (void)snprintf(text, ANSWER_TEXT_MAX, "%s: %d", option_name(words, (int32_t)i),
                   numbers[i]);
    return text;
}

static const char *placed(const struct result_words *words, const int32_t *numbers,
                          size_t i, char text[ANSWER_TEXT_MAX])
{
    (void)snprintf(text, ANSWER_TEXT_MAX, "%s: %d", option_name(words, (int32_t)i / 2),
                   numbers[i]);
    return text;
}

typedef const char *answer_words(const struct result_words *words, const int32_t *numbers,
                                 size_t i, char *text);

const char *result_answer(const struct result_words *words, const int32_t *numbers,
                          size_t i, char text[ANSWER_TEXT_MAX])
{
    static answer_words *const by_kind[KINDS] = {
        [KIND_SINGLE] = chosen, [KIND_MULTIPLE] = chosen, [KIND_PAIR] = chosen,
        [KIND_QUIZ] = chosen,   [KIND_RANKING] = chosen,  [KIND_SEGMENT] = chosen,
        [KIND_SCALE] = value,   [KIND_NPS] = value,       [KIND_NUMBER] = value,
        [KIND_POINTS] = given,  [KIND_GRID] = placed,
    };

    return (by_kind[words->shape->kind] ? by_kind[words->shape->kind]
                                        : value)(words, numbers, i, text);
}
