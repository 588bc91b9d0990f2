/* SPDX-License-Identifier: Apache-2.0 */

/* Folders of our own making that nobody needs any more. */
#ifndef APP_TREE_H
#define APP_TREE_H

#include <stdbool.h>

/* What was put into the folder, or taken out, is on disk. */
bool tree_force(const char *path);
/* The folder and all in it, as far as it can be; follows no links. One that is not there is
 * fine. */
void tree_remove(const char *path);
/* The same for each "<path><mark><pid>" whose process is no more. */
void tree_remove_orphans(const char *path, const char *mark);

#endif
