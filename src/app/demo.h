/* SPDX-License-Identifier: Apache-2.0 */

/* A room to try things out in: an evening at a holiday club, five questions over all kinds,
 * the first one open. Made once; asked for again, it is found as people left it. */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/config.h"

/* Prints where it is; the exit status. */
int demo_run(const struct config *config);

#endif
