/* SPDX-License-Identifier: Apache-2.0 */

/* clameur reload: the running server replaces its workers, and this waits until it has. */
#ifndef APP_RELOAD_H
#define APP_RELOAD_H

#include "app/config.h"

/* The exit status: failure when the old workers went on. */
int reload_run(const struct config *config);

#endif
