/* SPDX-License-Identifier: Apache-2.0 */

#include "app/web_dir.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool web_dir_find(const char *given, char out[PATH_MAX], struct complaint *complaint)
{
    static const char *const places[] = {"../share/clameur/web", "web/dist",
                                         "../web/dist",          "../../web/dist",
                                         "../../../web/dist",    "web"};
    char program[PATH_MAX];

    if (given) {
        if (!is_folder(given))
            return complain(complaint, "--web-dir %.200s: no such folder", given);
        (void)snprintf(out, PATH_MAX, "%s", given);
        return true;
    }
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);

    if (len <= 0)
        return complain(complaint, "--web-dir: give it: /proc cannot be read");
    program[len] = '\0';
    *strrchr(program, '/') = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        int need = snprintf(out, PATH_MAX, "%s/%s", program, places[i]);

        if (need < PATH_MAX && is_folder(out))
            return true;
    }
    return complain(complaint,
                    "--web-dir: the built pages were not found beside the program");
}
