/* SPDX-License-Identifier: Apache-2.0 */

/* One sentence for the operator: what is wrong, where, and what would be right.
 *
 * Functions that can fail on what the operator gave return false and leave one; the
 * command prints it once. */
#ifndef APP_COMPLAINT_H
#define APP_COMPLAINT_H

#include <stdbool.h>

#define COMPLAINT_BYTES 512

struct complaint {
    char text[COMPLAINT_BYTES];
};

/* Always false, so that it can be returned. Control characters become '?'. */
__attribute__((format(printf, 2, 3))) bool complain(struct complaint *complaint,
                                                    const char *format, ...);

#endif
