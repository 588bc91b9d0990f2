/* SPDX-License-Identifier: Apache-2.0 */

#define _GNU_SOURCE /* memfd_create */ /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) \
                                        */
#include "app/instance.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/format.h"
#include "app/incoming.h"
#include "app/plain_store.h"
#include "app/promise_check.h"
#include "app/redis_child.h"
#include "app/standby.h"
#include "app/web_dir.h"
#include "base/log.h"

/* Of a process. libwebsockets' tables are sized by the limit, and Debian's walks the whole
 * of them whenever a connection closes: a microsecond for each thousand. So many watchers
 * fill a core anyway. */
#define DESCRIPTORS_MAX 32768

static void raise_limits(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max < DESCRIPTORS_MAX ? limit.rlim_max : DESCRIPTORS_MAX;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

static bool make_page(struct instance *it, struct complaint *complaint)
{
    it->page_fd = memfd_create("clameur-counters", MFD_CLOEXEC);
    if (it->page_fd < 0 || ftruncate(it->page_fd, (off_t)sizeof *it->page) != 0)
        return complain(complaint, "shared memory: %s", strerror(errno));
    void *page =
        mmap(NULL, sizeof *it->page, PROT_READ | PROT_WRITE, MAP_SHARED, it->page_fd, 0);

    if (page == MAP_FAILED)
        return complain(complaint, "shared memory: %s", strerror(errno));
    it->page = page;
    return true;
}

static uint32_t count_workers(const struct config *config)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (config->workers)
        return config->workers;
    if (cores < 1)
        return 1;
    return cores > CONFIG_WORKERS_MAX ? CONFIG_WORKERS_MAX : (uint32_t)cores;
}

static void choose_url(struct instance *it)
{
    const struct config *config = it->config;
    char url[LISTENERS_URL_BYTES];

    listeners_url(&it->listeners, config->listen_host, config->tls_cert != NULL, url);
    (void)snprintf(it->url, sizeof it->url, "%.*s", (int)sizeof it->url - 1,
                   config->public_url ? config->public_url : url);
}

/* Before anything is served from it. */
static bool find_store(struct instance *it, struct complaint *complaint)
{
    if (!it->config->redis)
        (void)data_folder_moved(&it->folder, it->moved);
    return instance_has_private_redis(it) || instance_settle_store(it, complaint);
}

bool instance_settle_store(struct instance *instance, struct complaint *complaint)
{
    char address[DATA_ADDRESS_BYTES];
    struct complaint ignored;
    struct plain_store *store = NULL;
    bool had_left;

    if (data_folder_store(&instance->folder, instance->config, address, &ignored))
        store = plain_store_open(address, &ignored);
    if (!store)
        return true;
    bool is_settled = incoming_settle(store, &instance->folder, &had_left, complaint) &&
                      format_settle(store, &format_plan, complaint);

    plain_store_close(store);
    return is_settled;
}

bool instance_listen(struct instance *instance, struct complaint *complaint)
{
    const struct config *config = instance->config;

    if (!listeners_open(&instance->listeners, config->listen_host, config->listen_port,
                        count_workers(config), complaint))
        return false;
    choose_url(instance);
    return true;
}

bool instance_open(struct instance *out, const struct config *config,
                   struct complaint *complaint)
{
    struct instance it = {.config = config, .lock_fd = -1, .relay_fd = -1, .page_fd = -1};
    uint8_t key[SERVER_KEY_BYTES];
    char web_dir[PATH_MAX];

    raise_limits();
    /* The lock before the port: who has both folder and port in common is told of the
     * folder. */
    if (!web_dir_find(config->web_dir, web_dir, complaint) ||
        !data_folder_open(&it.folder, config->data, true, complaint) ||
        !data_folder_lock(&it.folder, DATA_LOCK_WAIT_MS, &it.lock_fd, complaint) ||
        !data_folder_is_whole(&it.folder, complaint) || !standby_prepare(&it, complaint) ||
        !redis_child_check(&it.folder, complaint) || !find_store(&it, complaint) ||
        !promise_demand(config, complaint) ||
        /* Made last: a server that is refused leaves no key that others then miss. */
        !data_folder_key(&it.folder, config->key_file, true, key, complaint) ||
        (!config->standby && !instance_listen(&it, complaint)) ||
        !make_page(&it, complaint)) {
        instance_close(&it);
        return false;
    }
    explicit_bzero(key, sizeof key);
    instance_make_ticket_key(&it);
    *out = it;
    return true;
}

void instance_take_config(struct instance *instance, struct config *config)
{
    struct config *former = instance->own_config;

    instance->config = instance->own_config = config;
    choose_url(instance);
    if (former)
        config_done(former);
    free(former);
}

static bool is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool instance_can_take(const struct instance *instance, const struct config *config,
                       struct complaint *complaint)
{
    static const enum config_option settled[] = {CONFIG_DATA, CONFIG_LISTEN,
                                                 CONFIG_WORKERS};

    for (size_t i = 0; i < sizeof settled / sizeof settled[0]; i++)
        if (!is_same(instance->config->text[settled[i]], config->text[settled[i]]))
            return complain(complaint, "--%s has changed: that takes a restart",
                            config_row(settled[i])->name);
    /* Between two of one's own: a new password, another entry of the same. */
    if (!instance->config->redis != !config->redis)
        return complain(complaint,
                        "--redis has come or gone: clameur move takes rooms along");
    if (!instance->config->tls_cert != !config->tls_cert)
        return complain(complaint, "--tls-cert has come or gone: that takes a restart");
    return true;
}

static void leave_folder(struct instance *instance)
{
    if (instance_has_private_redis(instance))
        (void)unlink(instance->folder.socket);
    data_folder_drop_url(&instance->folder);
    (void)close(instance->lock_fd);
}

void instance_close(struct instance *instance)
{
    listeners_close(&instance->listeners);
    if (instance->page)
        (void)munmap(instance->page, sizeof *instance->page);
    if (instance->relay_fd >= 0)
        (void)close(instance->relay_fd);
    if (instance->page_fd >= 0)
        (void)close(instance->page_fd);
    if (instance->lock_fd >= 0)
        leave_folder(instance);
    if (instance->own_config)
        config_done(instance->own_config);
    free(instance->own_config);
}

void instance_make_ticket_key(struct instance *instance)
{
    struct ticket_keys *tickets = &instance->page->tickets;
    uint64_t n_made = atomic_load_explicit(&tickets->n_made, memory_order_relaxed);
    struct ticket_key key;

    if (getrandom(&key, sizeof key, 0) != (ssize_t)sizeof key)
        return; /* The old ones will do. */
    tickets->keys[n_made % 2] = key;
    atomic_store_explicit(&tickets->n_made, n_made + 1, memory_order_release);
    explicit_bzero(&key, sizeof key);
}

void instance_look_at_disk(struct instance *instance)
{
    struct counters_page *page = instance->page;
    uint64_t reserve = instance->config->disk_reserve;
    struct statvfs disk;

    if (statvfs(instance->folder.path, &disk) != 0)
        return;
    uint64_t free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    bool was_full = count_get(&page->disk_full) != 0;
    /* Once full, a quarter more has to be free before it is well again. */
    bool is_full = free_bytes < (was_full ? reserve + reserve / 4 : reserve);

    if (is_full == was_full)
        return;
    count_set(&page->disk_full, is_full);
    log_warn(is_full ? "disk.full" : "disk.well", "free=%" PRIu64 " reserve=%" PRIu64,
             free_bytes, reserve);
}
