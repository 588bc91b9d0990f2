/* SPDX-License-Identifier: Apache-2.0 */

/* A backup: a folder, mode 0700, that holds files and the manifest that vouches for them.
 *
 *   manifest  "clameur-backup <format>", then a line for each file, then a sum of itself
 *   key       the server's key
 *   store.rdb every room and ballot, as of one moment; of a cluster store-0.rdb and so on,
 *             one for each master
 *   options   what the backup was made with, as a file for --config
 *
 * It is written aside, forced to the disk, and put in its place in one step: whatever
 * stands there is whole. */
#ifndef APP_ARCHIVE_H
#define APP_ARCHIVE_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#include "app/complaint.h"

#define ARCHIVE_FILES_MAX 136 /* Of a cluster with all the masters that there may be. */
#define ARCHIVE_NAME_MAX  31
#define ARCHIVE_SUM_BYTES 32

struct archive_file {
    char name[ARCHIVE_NAME_MAX + 1];
    uint64_t bytes;
    uint8_t sum[ARCHIVE_SUM_BYTES];
};

struct archive {
    char path[PATH_MAX];  /* Where it is, or will be. */
    char draft[PATH_MAX]; /* Where it is written. */
    unsigned format;
    size_t n;
    struct archive_file files[ARCHIVE_FILES_MAX];
};

/* Begins a new one at `path`, where nothing may be yet but what others that were killed
 * have left of theirs: that is removed. */
bool archive_begin(struct archive *out, const char *path, struct complaint *complaint);
/* "<draft>/<name>": write the file there with mode 0600, then add it. */
void archive_place(const struct archive *archive, const char *name, char out[PATH_MAX]);
bool archive_add(struct archive *archive, const char *name, struct complaint *complaint);
bool archive_add_bytes(struct archive *archive, const char *name, const void *bytes,
                       size_t len, struct complaint *complaint);
bool archive_finish(struct archive *archive, unsigned format, struct complaint *complaint);
/* Removes the draft; for one that was not finished. */
void archive_abandon(struct archive *archive);

/* Reads the manifest and compares every file with it. */
bool archive_open(struct archive *out, const char *path, struct complaint *complaint);

#endif
