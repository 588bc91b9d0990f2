/* SPDX-License-Identifier: Apache-2.0 */

#include "app/complaint.h"

#include <stdarg.h>
#include <stdio.h>

bool complain(struct complaint *complaint, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    /* cppcheck-suppress ctuuninitvar ; it is written, not read */
    (void)vsnprintf(complaint->text, sizeof complaint->text, format, args);
    va_end(args);
    for (char *at = complaint->text; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = '?';
    return false;
}
