/* SPDX-License-Identifier: Apache-2.0 */

/* Where the built pages are. */
#ifndef APP_WEB_DIR_H
#define APP_WEB_DIR_H

#include "app/complaint.h"

#include <limits.h>

/* `given`, or what is found beside the program: ../share/clameur/web, the web/dist of a
 * source tree that it lies in, or web. */
bool web_dir_find(const char *given, char out[PATH_MAX], struct complaint *complaint);

#endif
