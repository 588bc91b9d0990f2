/* SPDX-License-Identifier: Apache-2.0 */

/* clameur move --redis ADDRESS: the rooms of a running server leave its private Redis.
 *
 * Votes stop for as long as the copy takes: the private Redis is made to hold back every
 * write, all keys are copied, both sides are recounted, and only then is the server
 * redirected. What arrives meanwhile is kept on the phones. Until the redirection anything
 * that fails leaves the server as it was, and the other Redis empty again. */
#ifndef APP_MOVE_H
#define APP_MOVE_H

#include "app/config.h"

int move_run(const struct config *config);

#endif
