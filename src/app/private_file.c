/* SPDX-License-Identifier: Apache-2.0 */

#include "app/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool private_file_read(const char *path, uint8_t *out, size_t size, size_t *len,
                       struct complaint *complaint)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return complain(complaint, "%.200s: %s", path, strerror(errno));
    ssize_t got = fstat(fd, &about) == 0 ? read(fd, out, size) : -1;
    int saved = errno;

    (void)close(fd);
    if (got < 0)
        return complain(complaint, "%.200s: %s", path, strerror(saved));
    if (about.st_mode & 077)
        return complain(complaint, "%.200s: others may read it: chmod 600 it", path);
    *len = (size_t)got;
    return true;
}
