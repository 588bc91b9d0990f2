/* SPDX-License-Identifier: Apache-2.0 */

#include "bench/figures.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static struct figure *add(struct figures *figures, const char *name)
{
    assert(figures->n < FIGURES_MAX);
    struct figure *figure = &figures->all[figures->n++];

    *figure = (struct figure){.scenario = figures->scenario};
    (void)snprintf(figure->name, sizeof figure->name, "%s", name);
    return figure;
}

void figures_add(struct figures *figures, const char *name, double value, unsigned decimals)
{
    struct figure *figure = add(figures, name);

    figure->value = isfinite(value) ? value : 0; /* Nothing was done: nothing for each. */
    figure->decimals = decimals;
}

void figures_flag(struct figures *figures, const char *name, bool value)
{
    struct figure *figure = add(figures, name);

    figure->value = value;
    figure->is_flag = true;
}

void figures_times(struct figures *figures, const char *name,
                   const struct histogram *histogram)
{
    static const struct {
        const char *name;
        unsigned of_1000;
    } points[] = {{"p50", 500}, {"p99", 990}, {"max", 1000}};

    for (size_t i = 0; histogram->n > 0 && i < sizeof points / sizeof points[0]; i++) {
        char whole[FIGURES_NAME_BYTES];

        (void)snprintf(whole, sizeof whole, "%s_%s_ms", name, points[i].name);
        figures_add(figures, whole,
                    (double)histogram_at(histogram, points[i].of_1000) / 1000, 1);
    }
}

static void print_value(const struct figure *figure, struct strbuf *out)
{
    if (figure->is_flag)
        strbuf_puts(out, figure->value != 0 ? "true" : "false");
    else
        strbuf_printf(out, "%.*f", (int)figure->decimals, figure->value);
}

static bool is_first(const struct figures *figures, size_t i)
{
    return i == 0 || figures->all[i].scenario != figures->all[i - 1].scenario;
}

void figures_json(const struct figures *figures, struct strbuf *out)
{
    strbuf_puts(out, "{");
    for (size_t i = 0; i < figures->n; i++) {
        const struct figure *figure = &figures->all[i];

        if (is_first(figures, i))
            strbuf_printf(out, "%s\"%s\":{", i ? "}," : "", figure->scenario);
        strbuf_printf(out, "%s\"%s\":", is_first(figures, i) ? "" : ",", figure->name);
        print_value(figure, out);
    }
    strbuf_puts(out, figures->n ? "}}" : "}");
}

void figures_table(const struct figures *figures, struct strbuf *out)
{
    for (size_t i = 0; i < figures->n; i++) {
        const struct figure *figure = &figures->all[i];
        char name[FIGURES_NAME_BYTES];

        (void)snprintf(name, sizeof name, "%s", figure->name);
        for (char *at = strchr(name, '_'); at; at = strchr(at, '_'))
            *at = ' ';
        if (is_first(figures, i))
            strbuf_printf(out, "%s%s\n", i ? "\n" : "", figure->scenario);
        struct strbuf value = {0};

        print_value(figure, &value);
        strbuf_printf(out, "  %-32s %12s\n", name, value.text);
        strbuf_done(&value);
    }
}
