/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/app_laptops.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/port.h"

void laptops_write_secret(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");

    if (!file || fputs(text, file) < 0 || fclose(file) != 0 || chmod(path, 0600) != 0)
        abort();
}

void laptops_init(struct laptops *out, const char *place)
{
    app_init(&out->first);
    app_init(&out->second);
    if (place)
        (void)snprintf(out->place, sizeof out->place, "%s", place);
    else
        (void)snprintf(out->place, sizeof out->place, "127.0.0.1:%u", port_free());
    (void)snprintf(out->secret, sizeof out->secret, "%s/secret", out->first.folder);
    laptops_write_secret(out->secret, "known to both laptops alone");
}

void laptops_start(struct laptops *laptops)
{
    const char *const args[] = {"--workers",
                                "2",
                                "--replicate",
                                laptops->place,
                                "--standby-secret",
                                laptops->secret,
                                "--ack-replicas",
                                "1",
                                NULL};

    app_start(&laptops->first, args);
}

void laptops_stand_by(struct laptops *laptops)
{
    const char *const args[] = {
        "--workers",     "2", "--standby", laptops->place, "--standby-secret",
        laptops->secret, NULL};

    laptops->second.port = laptops->first.port;
    app_spawn(&laptops->second, args);
    app_expect(&laptops->second, "stands by, following", NULL, 0);
}

void laptops_follow(struct laptops *laptops)
{
    laptops_stand_by(laptops);
    app_expect(&laptops->first, "standby.follows", NULL, 0);
}

void laptops_kill_first(struct laptops *laptops)
{
    char path[APP_PATH_BYTES + 8];

    (void)app_end(&laptops->first, SIGKILL);
    /* Its workers hold the folder's lock until they have died, too. */
    (void)snprintf(path, sizeof path, "%s/lock", laptops->first.data);
    int lock = open(path, O_RDWR | O_CLOEXEC);

    if (lock < 0 || flock(lock, LOCK_EX) != 0 || close(lock) != 0)
        abort();
}

void laptops_end(struct laptops *laptops)
{
    app_done(&laptops->second);
    app_done(&laptops->first);
}
