/* SPDX-License-Identifier: Apache-2.0 */

#include "app/relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/tunnel.h"
#include "base/log.h"

#define TUNNELS_MAX 8

struct relay {
    const struct config *config;
    struct data_folder folder;
    uint8_t secret[TUNNEL_SECRET_BYTES];
};

static bool set_up(struct relay *r, const struct config *config,
                   struct complaint *complaint)
{
    *r = (struct relay){.config = config};
    if (sodium_init() < 0)
        return complain(complaint, "libsodium does not start");
    return data_folder_open(&r->folder, config->data, false, complaint) &&
           tunnel_secret(config->standby_secret, r->secret, complaint);
}

/* ---- A connection, in a process of its own ---- */

static int connect_redis(const struct relay *r)
{
    union {
        struct sockaddr any;
        struct sockaddr_un un;
    } to = {.un = {.sun_family = AF_UNIX}};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)snprintf(to.un.sun_path, sizeof to.un.sun_path, "%s", r->folder.socket);
    if (fd >= 0 && connect(fd, &to.any, sizeof to.un) != 0) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

static void give_key(const struct relay *r, struct tunnel *tunnel)
{
    uint8_t key[SERVER_KEY_BYTES];
    struct complaint complaint;

    if (data_folder_key(&r->folder, r->config->key_file, false, key, &complaint))
        (void)tunnel_write(tunnel, key, sizeof key);
    sodium_memzero(key, sizeof key);
}

static void answer(const struct relay *r, int fd)
{
    static struct tunnel tunnel;
    uint8_t word[TUNNEL_FRAME_BYTES];

    if (!tunnel_open(&tunnel, fd, false, r->secret) || tunnel_read(&tunnel, word) != 1) {
        log_warn("standby.stranger", "why=\"does not know the secret\"");
        return;
    }
    if (word[0] == RELAY_KEY)
        give_key(r, &tunnel);
    int redis = word[0] == RELAY_REDIS ? connect_redis(r) : -1;

    if (redis < 0)
        return;
    log_info("standby.follows", "pid=%ld", (long)getpid());
    tunnel_pump(&tunnel, redis);
    log_warn("standby.left", "pid=%ld", (long)getpid());
}

/* The n-th word from 0 of a line of the kernel's table, by any of the separators. */
static const char *word_of(const char *line, unsigned n)
{
    const char *at = line + strspn(line, " :");

    while (n-- > 0) {
        at += strcspn(at, " :");
        at += strspn(at, " :");
    }
    return at;
}

/* Is it our own Redis? Others on this machine may reach the loopback, too; the kernel's
 * table tells whose a connection is: "sl: address:port address:port state tx:rx tr:when
 * retransmits uid", in hexadecimal but for the last. */
static bool is_our_own(int fd)
{
    struct sockaddr_in peer = {0};
    socklen_t len = sizeof peer;
    FILE *table = fopen("/proc/net/tcp", "re");
    char line[256];
    bool is_ours = false;

    if (getpeername(fd, (struct sockaddr *)&peer, &len) != 0)
        peer.sin_port = 0;
    while (table && fgets(line, sizeof line, table))
        if (strtoul(word_of(line, 1), NULL, 16) == peer.sin_addr.s_addr &&
            strtoul(word_of(line, 2), NULL, 16) == ntohs(peer.sin_port))
            is_ours = strtoul(word_of(line, 11), NULL, 10) == geteuid();
    if (table)
        (void)fclose(table);
    return is_ours;
}

static void carry(const struct relay *r, int fd)
{
    static const char word = RELAY_REDIS;
    static struct tunnel tunnel;
    struct complaint complaint = {"it does not know the secret, or has another"};
    int far = is_our_own(fd) ? tunnel_connect(r->config->standby, &complaint) : -1;

    if (far >= 0 && tunnel_open(&tunnel, far, true, r->secret) &&
        tunnel_write(&tunnel, &word, 1))
        tunnel_pump(&tunnel, fd);
    else
        log_warn("standby.no_first", "why=\"%s\"", complaint.text);
}

/* ---- The process that listens ---- */

static int run(const struct config *config, void (*serve)(const struct relay *, int))
{
    struct relay r;
    struct complaint complaint;
    size_t n = 0;

    log_setup(config->log_level, "relay");
    (void)signal(SIGPIPE, SIG_IGN);
    if (!set_up(&r, config, &complaint)) {
        log_error("standby.failed", "why=\"%s\"", complaint.text);
        return EXIT_FAILURE;
    }
    for (;;) {
        int fd = accept4(RELAY_FD_LISTEN, NULL, NULL, SOCK_CLOEXEC);

        while (n > 0 && waitpid(-1, NULL, n >= TUNNELS_MAX ? 0 : WNOHANG) > 0)
            n--;
        if (fd < 0)
            continue;
        pid_t parent = getpid(), pid = fork();

        if (pid == 0) {
            if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent)
                serve(&r, fd);
            _exit(EXIT_SUCCESS);
        }
        n += pid > 0;
        (void)close(fd);
    }
}

int relay_serve(const struct config *config)
{
    return run(config, answer);
}

int relay_follow(const struct config *config)
{
    return run(config, carry);
}

bool relay_fetch_key(const struct config *config, uint8_t key[SERVER_KEY_BYTES],
                     struct complaint *complaint)
{
    static const char word = RELAY_KEY;
    static struct tunnel tunnel;
    uint8_t bytes[TUNNEL_FRAME_BYTES];
    struct relay r;
    bool is_good = false;

    if (!set_up(&r, config, complaint))
        return false;
    int fd = tunnel_connect(config->standby, complaint);

    if (fd < 0)
        return false;
    if (tunnel_open(&tunnel, fd, true, r.secret) && tunnel_write(&tunnel, &word, 1))
        is_good = tunnel_read(&tunnel, bytes) == SERVER_KEY_BYTES;
    (void)close(fd);
    if (!is_good)
        return complain(complaint, "--standby %.100s: it has another secret, or no key",
                        config->standby);
    memcpy(key, bytes, SERVER_KEY_BYTES);
    sodium_memzero(bytes, sizeof bytes);
    return true;
}
