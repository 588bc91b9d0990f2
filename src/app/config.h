/* SPDX-License-Identifier: Apache-2.0 */

/* What the operator may set, in one table.
 *
 * An option has one name: "disk-reserve" is the flag --disk-reserve, the variable
 * CLAMEUR_DISK_RESERVE and the line "disk-reserve = 1G" of the file. A flag wins
 * over the environment, the environment over the file, the file over the default;
 * whatever is given is checked, also when it does not win. `serve --help` is made
 * of the table, and a test holds docs/OPERATIONS.md against it. */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "app/complaint.h"
#include "base/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum config_option {
    CONFIG_DATA,
    CONFIG_LISTEN,
    CONFIG_WORKERS,
    CONFIG_REDIS,
    CONFIG_ACK_REPLICAS,
    CONFIG_DURABILITY,
    CONFIG_REPLICATE,
    CONFIG_STANDBY,
    CONFIG_STANDBY_SECRET,
    CONFIG_PUBLIC_URL,
    CONFIG_TLS_CERT,
    CONFIG_TLS_KEY,
    CONFIG_TRUSTED_PROXIES,
    CONFIG_WEBHOOK_ALLOW,
    CONFIG_WEBHOOK_CA,
    CONFIG_KEY_FILE,
    CONFIG_SPACE,
    CONFIG_DISK_RESERVE,
    CONFIG_WEB_DIR,
    CONFIG_DEMO,
    CONFIG_LANG,
    CONFIG_LOG_LEVEL,
    CONFIG_FILE,
    CONFIG_OPTIONS
};

#define CONFIG_VALUE_BYTES_MAX 1024
#define CONFIG_FILE_BYTES_MAX  65536
#define CONFIG_HOST_BYTES_MAX  255
#define CONFIG_WORKERS_MAX     64
#define CONFIG_REPLICAS_MAX    5

struct config_sources {
    int argc; /* Of the flags alone. */
    char *const *argv;
    /* The value of a variable or NULL; getenv, but for tests. */
    const char *(*env)(const char *name);
};

struct config {
    const char *data;
    char listen_host[CONFIG_HOST_BYTES_MAX + 1]; /* Without the brackets of IPv6. */
    uint16_t listen_port;                        /* 0: any that is free. */
    uint32_t workers;                            /* 0: one for each core. */
    const char *redis; /* NULL: a private one. A secret may be in it. */
    uint32_t ack_replicas;
    bool is_strict; /* Serve only from a store that keeps what it counts on disk. */
    const char *replicate, *standby; /* host:port; NULL: neither first nor standby. */
    const char *standby_secret;
    const char *public_url; /* No slash at the end; NULL: guess. */
    const char *tls_cert, *tls_key;
    const char *trusted_proxies;
    const char *webhook_allow, *webhook_ca; /* NULL: public ones alone; the system's. */
    const char *key_file;                   /* NULL: <data>/key. */
    const char *space;
    uint64_t disk_reserve;
    const char *web_dir; /* NULL: look beside the program. */
    bool demo;
    const char *lang;
    enum log_level log_level;
    const char *file; /* NULL: none. */

    char *text[CONFIG_OPTIONS]; /* As given; the strings above point here. NULL: not set. */
    struct config_sources sources; /* Where it came from. */
    const char *operand;           /* What the command is about, by commands.c; or NULL. */
};

enum config_type {
    CONFIG_IS_PATH,
    CONFIG_IS_LISTEN,
    CONFIG_IS_COUNT,
    CONFIG_IS_BYTES,
    CONFIG_IS_REDIS,
    CONFIG_IS_URL,
    CONFIG_IS_NETWORKS,
    CONFIG_IS_ID,
    CONFIG_IS_SWITCH,
    CONFIG_IS_LANG,
    CONFIG_IS_LEVEL,
    CONFIG_IS_DURABILITY,
    CONFIG_IS_PLACE,
    CONFIG_TYPES
};

struct config_row {
    const char *name;
    enum config_type type;
    uint64_t min, max;         /* COUNT and BYTES. */
    const char *fallback;      /* The default, as one would write it; NULL: none. */
    const char *fallback_said; /* What the help says of a default that is not a value. */
    const char *value;         /* What the help calls the value. */
    const char *help;
};
const struct config_row *config_row(enum config_option option);
/* "CLAMEUR_DISK_RESERVE" */
#define CONFIG_ENV_BYTES 48
void config_env_name(enum config_option option, char out[CONFIG_ENV_BYTES]);

/* False with a complaint, and nothing to free. */
bool config_load(struct config *out, const struct config_sources *sources,
                 struct complaint *complaint);
/* The same sources once more, as they are by now. */
bool config_load_again(struct config *out, const struct config *former,
                       struct complaint *complaint);
/* config_load with the text of the file in place of --config; `name` is for complaints. */
bool config_load_text(struct config *out, const struct config_sources *sources,
                      const char *name, const char *text, size_t len,
                      struct complaint *complaint);
void config_done(struct config *config);

/* Hands `config` on through the environment, in a child that is about to become another
 * program. Not through its flags, which everyone on the machine may read. */
void config_export(const struct config *config);

void config_print_help(FILE *out);

#endif
