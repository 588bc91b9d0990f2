/* SPDX-License-Identifier: Apache-2.0 */

/* The folder where an instance keeps everything.
 *
 *   <data>/lock    locked by the one server that uses the folder
 *   <data>/key     the server's key, for its owner's eyes only
 *   <data>/url     the address the running server gives to people; gone when it stops
 *   <data>/standby there while the folder is a copy that follows another
 *   <data>/moved   the address of the Redis that the rooms were moved to, if they were
 *   <data>/fresh/, <data>/parts/  of a restore that has not ended
 *   <data>/moving  locked by a move
 *   <data>/redis/  the private Redis: its files, log and socket
 */
#ifndef APP_DATA_FOLDER_H
#define APP_DATA_FOLDER_H

#include "app/complaint.h"
#include "app/config.h"
#include "service/identity.h"

#define DATA_FOLDER_BYTES                                                                  \
    108 /* A socket's address has no more, and one must fit below.                         \
         */
#define DATA_PATH_BYTES   160
#define DATA_LOCK_WAIT_MS 10000 /* A Redis that is dying still holds the lock. */

struct data_folder {
    char path[DATA_FOLDER_BYTES];   /* Absolute. */
    char redis[DATA_FOLDER_BYTES];  /* <path>/redis */
    char socket[DATA_FOLDER_BYTES]; /* <path>/redis/redis.sock */
};

/* The same folder, with its Redis beside the usual place. The names are as long: a socket's
 * address is short. */
#define DATA_FRESH "fresh"
#define DATA_PARTS "parts"
void data_folder_beside(const struct data_folder *folder, const char *name,
                        struct data_folder *out);
/* False when a restore was cut off in it. */
bool data_folder_is_whole(const struct data_folder *folder, struct complaint *complaint);

/* Makes what is missing if `create`, with mode 0700. */
bool data_folder_open(struct data_folder *out, const char *path, bool create,
                      struct complaint *complaint);
/* Waits up to `wait_ms`. `*fd` is closed on exec; whoever inherits it keeps the lock. */
bool data_folder_lock(const struct data_folder *folder, unsigned wait_ms, int *fd,
                      struct complaint *complaint);

/* Reads the key; makes one if there is none and `create`. Refuses a file that others may
 * read. */
bool data_folder_key(const struct data_folder *folder, const char *key_file, bool create,
                     uint8_t key[SERVER_KEY_BYTES], struct complaint *complaint);

/* Writes a key where there is none; one that is there stays. */
bool data_folder_put_key(const struct data_folder *folder,
                         const uint8_t key[SERVER_KEY_BYTES], struct complaint *complaint);

#define DATA_ADDRESS_BYTES (CONFIG_VALUE_BYTES_MAX + 1)
/* Where the rooms are: --redis, else where they were moved to, else the private Redis. */
bool data_folder_store(const struct data_folder *folder, const struct config *config,
                       char address[DATA_ADDRESS_BYTES], struct complaint *complaint);
/* False when they were not moved. */
bool data_folder_moved(const struct data_folder *folder, char address[DATA_ADDRESS_BYTES]);
bool data_folder_put_moved(const struct data_folder *folder, const char *address,
                           struct complaint *complaint);

/* Is the folder a copy that follows another? Nothing in it is then worth keeping. */
bool data_folder_follows(const struct data_folder *folder);
bool data_folder_set_follows(const struct data_folder *folder, bool does,
                             struct complaint *complaint);
/* Has it a store with something in it? */
bool data_folder_has_rooms(const struct data_folder *folder);

#define DATA_URL_BYTES 320
bool data_folder_put_url(const struct data_folder *folder, const char *url,
                         struct complaint *complaint);
/* False, with a complaint, when no server runs here. */
bool data_folder_get_url(const struct data_folder *folder, char url[DATA_URL_BYTES],
                         struct complaint *complaint);
void data_folder_drop_url(const struct data_folder *folder);

#endif
