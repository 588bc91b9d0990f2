/* SPDX-License-Identifier: Apache-2.0 */

#include "base/process.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define TEXT_BYTES 4096

/* /proc/<pid>/<name> as a text; empty when the process is gone. */
static size_t read_about(pid_t pid, const char *name, char text[TEXT_BYTES])
{
    char path[64];
    size_t len = 0;

    (void)snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, name);
    FILE *file = fopen(path, "re");

    if (file) {
        len = fread(text, 1, TEXT_BYTES - 1, file);
        (void)fclose(file);
    }
    text[len] = '\0';
    return len;
}

uint64_t process_cpu_us(pid_t pid)
{
    clockid_t clock;
    struct timespec used;

    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return 0;
    return (uint64_t)used.tv_sec * 1000000 + (uint64_t)used.tv_nsec / 1000;
}

uint64_t process_memory_bytes(pid_t pid)
{
    char text[TEXT_BYTES];

    (void)read_about(pid, "status", text);
    const char *row = strstr(text, "\nRssAnon:");

    return row ? strtoull(row + strlen("\nRssAnon:"), NULL, 10) * 1024 : 0;
}

/* "size resident shared ...", in pages. */
uint64_t process_resident_bytes(pid_t pid)
{
    char text[TEXT_BYTES];

    (void)read_about(pid, "statm", text);
    const char *resident = strchr(text, ' ');

    return resident ? strtoull(resident, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

/* "pid (name) state ppid ..." */
pid_t process_parent(pid_t pid)
{
    char text[TEXT_BYTES];

    (void)read_about(pid, "stat", text);
    const char *after_name = strrchr(text, ')');
    size_t skipped = strlen(") S ");

    if (!after_name || strlen(after_name) < skipped)
        return 0;
    return (pid_t)strtol(after_name + skipped, NULL, 10);
}

static int begins(pid_t pid, const char *name)
{
    char text[TEXT_BYTES];
    size_t len = read_about(pid, "cmdline", text);

    for (size_t i = 0; i + 1 < len; i++)
        if (text[i] == '\0')
            text[i] = ' ';
    return strncmp(text, name, strlen(name)) == 0;
}

size_t process_children(pid_t parent, const char *name, pid_t *pids, size_t cap)
{
    DIR *dir = opendir("/proc");
    const struct dirent *entry;
    size_t n = 0;

    while (dir && (entry = readdir(dir))) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

        if (pid <= 0 || process_parent(pid) != parent || !begins(pid, name))
            continue;
        if (n < cap)
            pids[n] = pid;
        n++;
    }
    if (dir)
        (void)closedir(dir);
    return n;
}

pid_t process_behind(const char *socket_path)
{
    union {
        struct sockaddr any;
        struct sockaddr_un local;
    } to = {.local = {.sun_family = AF_UNIX}};
    struct ucred who = {0};
    socklen_t len = sizeof who;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)snprintf(to.local.sun_path, sizeof to.local.sun_path, "%s", socket_path);
    if (fd >= 0 && connect(fd, &to.any, sizeof to.local) == 0)
        (void)getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len);
    if (fd >= 0)
        (void)close(fd);
    return who.pid;
}
