/* SPDX-License-Identifier: Apache-2.0 */

#include "app/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEPTH_OPEN 8

bool tree_force(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_good = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        (void)close(fd);
    return is_good;
}

static int remove_one(const char *path, const struct stat *about, int type,
                      struct FTW *walk)
{
    (void)about;
    (void)type;
    (void)walk;
    (void)remove(path);
    return 0;
}

void tree_remove(const char *path)
{
    (void)nftw(path, remove_one, DEPTH_OPEN, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static bool is_orphan(const char *pid_text)
{
    char *end;
    long pid = strtol(pid_text, &end, 10);

    if (*end || end == pid_text || pid <= 0)
        return false;
    /* Our own number is not taken yet: it was another's. */
    return pid == getpid() || (kill((pid_t)pid, 0) != 0 && errno == ESRCH);
}

/* Of a path as it is, nothing in it means something to glob. */
static void quote(const char *path, char *out, size_t cap)
{
    size_t n = 0;

    for (; *path && n + 2 < cap; path++) {
        if (strchr("*?[\\", *path))
            out[n++] = '\\';
        out[n++] = *path;
    }
    out[n] = '\0';
}

void tree_remove_orphans(const char *path, const char *mark)
{
    char quoted[2 * PATH_MAX], pattern[2 * PATH_MAX + 32];
    size_t len = strlen(path) + strlen(mark);
    glob_t found;

    quote(path, quoted, sizeof quoted);
    (void)snprintf(pattern, sizeof pattern, "%s%.16s*", quoted, mark);
    if (glob(pattern, GLOB_NOSORT, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (strlen(found.gl_pathv[i]) > len && is_orphan(found.gl_pathv[i] + len))
            tree_remove(found.gl_pathv[i]);
    globfree(&found);
}
