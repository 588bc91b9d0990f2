/* SPDX-License-Identifier: Apache-2.0 */

#include "app/describe_print.h"

#include "wire/describe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    struct buf *(*make)(void);
} documents[] = {
    {"openapi", describe_openapi},
    {"asyncapi", describe_asyncapi},
};

int describe_run(const struct config *config)
{
    for (size_t i = 0; config->operand && i < sizeof documents / sizeof *documents; i++) {
        struct buf *text;

        if (strcmp(config->operand, documents[i].name) != 0)
            continue;
        text = documents[i].make();
        bool is_told = puts(text->text) >= 0 && fflush(stdout) == 0;

        buf_unref(text);
        return is_told ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    (void)fputs("clameur: describe openapi, or describe asyncapi\n", stderr);
    return EXIT_FAILURE;
}
