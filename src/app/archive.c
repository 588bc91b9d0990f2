/* SPDX-License-Identifier: Apache-2.0 */

#include "app/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "app/format.h"
#include "app/tree.h"

#define MANIFEST_BYTES_MAX 20000
#define DRAFT_MARK         ".part-"
#define MANIFEST           "manifest"
#define TITLE              "clameur-backup "

static void inside(char out[PATH_MAX], const char *folder, const char *name)
{
    (void)snprintf(out, PATH_MAX, "%.*s/%s", PATH_MAX - 64, folder, name);
}

void archive_place(const struct archive *archive, const char *name, char out[PATH_MAX])
{
    inside(out, archive->draft, name);
}

/* ---- Sums ---- */

/* Length and sum of a file; forced to the disk if it is to be `kept`. */
static bool measure(const char *path, bool is_kept, struct archive_file *out)
{
    crypto_generichash_state state;
    uint8_t bytes[16384];
    uint64_t len = 0;
    ssize_t got;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return false;
    crypto_generichash_init(&state, NULL, 0, ARCHIVE_SUM_BYTES);
    while ((got = read(fd, bytes, sizeof bytes)) > 0) {
        crypto_generichash_update(&state, bytes, (unsigned long long)got);
        len += (uint64_t)got;
    }
    crypto_generichash_final(&state, out->sum, ARCHIVE_SUM_BYTES);
    sodium_memzero(bytes, sizeof bytes); /* It may have been the key. */
    out->bytes = len;
    bool is_good = got == 0 && (!is_kept || fsync(fd) == 0);

    (void)close(fd);
    return is_good;
}

static bool is_same_sum(const uint8_t a[ARCHIVE_SUM_BYTES],
                        const uint8_t b[ARCHIVE_SUM_BYTES])
{
    return sodium_memcmp(a, b, ARCHIVE_SUM_BYTES) == 0;
}

/* ---- Writing ---- */

bool archive_begin(struct archive *out, const char *path, struct complaint *complaint)
{
    *out = (struct archive){0};
    if (strlen(path) >= PATH_MAX - 128 || path[0] == '\0')
        return complain(complaint, "the backup's path is empty or too long");
    (void)snprintf(out->path, sizeof out->path, "%s", path);
    (void)snprintf(out->draft, sizeof out->draft, "%.*s" DRAFT_MARK "%ld", PATH_MAX - 64,
                   path, (long)getpid());
    if (access(path, F_OK) == 0)
        return complain(complaint, "%.200s: there is something already", path);
    tree_remove_orphans(path, DRAFT_MARK); /* They hold the server's key. */
    return mkdir(out->draft, 0700) == 0 ||
           complain(complaint, "%.200s: %s", out->draft, strerror(errno));
}

bool archive_add(struct archive *archive, const char *name, struct complaint *complaint)
{
    struct archive_file *file = &archive->files[archive->n];
    char path[PATH_MAX];

    archive_place(archive, name, path);
    if (archive->n == ARCHIVE_FILES_MAX || !measure(path, true, file))
        return complain(complaint, "%.200s: %s", path, strerror(errno));
    (void)snprintf(file->name, sizeof file->name, "%s", name);
    archive->n++;
    return true;
}

static bool write_file(const char *path, const void *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return false;
    bool is_good = write(fd, bytes, len) == (ssize_t)len && fsync(fd) == 0;

    return close(fd) == 0 && is_good;
}

bool archive_add_bytes(struct archive *archive, const char *name, const void *bytes,
                       size_t len, struct complaint *complaint)
{
    char path[PATH_MAX];

    archive_place(archive, name, path);
    return write_file(path, bytes, len)
               ? archive_add(archive, name, complaint)
               : complain(complaint, "%.200s: %s", path, strerror(errno));
}

static size_t write_manifest(const struct archive *archive, char out[MANIFEST_BYTES_MAX])
{
    char hex[2UL * ARCHIVE_SUM_BYTES + 1];
    uint8_t sum[ARCHIVE_SUM_BYTES];
    int len = snprintf(out, MANIFEST_BYTES_MAX, TITLE "%u\n", archive->format);

    for (size_t i = 0; i < archive->n; i++) {
        const struct archive_file *file = &archive->files[i];

        len += snprintf(out + len, MANIFEST_BYTES_MAX - (size_t)len,
                        "file %s %" PRIu64 " %s\n", file->name, file->bytes,
                        sodium_bin2hex(hex, sizeof hex, file->sum, ARCHIVE_SUM_BYTES));
    }
    crypto_generichash(sum, sizeof sum, (const uint8_t *)out, (unsigned long long)len, NULL,
                       0);
    len += snprintf(out + len, MANIFEST_BYTES_MAX - (size_t)len, "sum %s\n",
                    sodium_bin2hex(hex, sizeof hex, sum, sizeof sum));
    return (size_t)len;
}

bool archive_finish(struct archive *archive, unsigned format, struct complaint *complaint)
{
    char path[PATH_MAX], parent[PATH_MAX], text[MANIFEST_BYTES_MAX];

    archive->format = format;
    archive_place(archive, MANIFEST, path);
    inside(parent, archive->path, "..");
    bool is_good = write_file(path, text, write_manifest(archive, text)) &&
                   tree_force(archive->draft) &&
                   rename(archive->draft, archive->path) == 0 && tree_force(parent);

    return is_good || complain(complaint, "%.200s: %s", archive->path, strerror(errno));
}

void archive_abandon(struct archive *archive)
{
    if (archive->draft[0])
        tree_remove(archive->draft);
}

/* ---- Reading ---- */

static bool damaged(struct complaint *complaint, const char *path, const char *what)
{
    return complain(complaint, "%.200s: %s: the backup is damaged. Nothing was changed",
                    path, what);
}

static bool read_sum(const char *hex, uint8_t sum[ARCHIVE_SUM_BYTES])
{
    size_t len;

    return sodium_hex2bin(sum, ARCHIVE_SUM_BYTES, hex, 2UL * ARCHIVE_SUM_BYTES, NULL, &len,
                          NULL) == 0 &&
           len == ARCHIVE_SUM_BYTES;
}

/* "file store.rdb 4711 <hex>" */
static bool read_file_line(struct archive *archive, char *line)
{
    struct archive_file *file = &archive->files[archive->n];
    const char *word = strsep(&line, " "), *name = strsep(&line, " ");
    const char *bytes = strsep(&line, " ");
    char *end;

    if (archive->n == ARCHIVE_FILES_MAX || !line || strcmp(word, "file") != 0 ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.") != strlen(name) ||
        name[0] == '\0' || strlen(name) > ARCHIVE_NAME_MAX || !read_sum(line, file->sum))
        return false;
    (void)snprintf(file->name, sizeof file->name, "%s", name);
    file->bytes = strtoull(bytes, &end, 10);
    archive->n++;
    return *end == '\0' && end > bytes;
}

/* "clameur-backup <format>": 0 when it is something else. */
static unsigned read_format(const char *text)
{
    size_t len = strlen(TITLE);

    return strncmp(text, TITLE, len) == 0 ? (unsigned)strtoul(text + len, NULL, 10) : 0;
}

/* The manifest vouches for itself with its last line. */
static bool read_manifest(struct archive *archive, char *text)
{
    uint8_t told[ARCHIVE_SUM_BYTES], sum[ARCHIVE_SUM_BYTES];
    char *last = strstr(text, "\nsum "), *line;

    if (!last || strlen(last) < 5 + 2UL * ARCHIVE_SUM_BYTES || !read_sum(last + 5, told))
        return false;
    crypto_generichash(sum, sizeof sum, (const uint8_t *)text,
                       (unsigned long long)(last + 1 - text), NULL, 0);
    if (!is_same_sum(sum, told) || archive->format == 0)
        return false;
    *last = '\0';
    (void)strsep(&text, "\n");
    while ((line = strsep(&text, "\n")))
        if (!read_file_line(archive, line))
            return false;
    return archive->n > 0;
}

bool archive_open(struct archive *out, const char *path, struct complaint *complaint)
{
    char file[PATH_MAX], text[MANIFEST_BYTES_MAX + 1];
    struct archive_file seen;

    *out = (struct archive){0};
    (void)snprintf(out->path, sizeof out->path, "%.*s", PATH_MAX - 64, path);
    inside(file, path, MANIFEST);
    FILE *manifest = fopen(file, "re");

    if (!manifest)
        return complain(complaint, "%.200s: not a backup: %s", path, strerror(errno));
    text[fread(text, 1, MANIFEST_BYTES_MAX, manifest)] = '\0';
    (void)fclose(manifest);
    /* What is newer may look different from here on. */
    out->format = read_format(text);
    if (!format_is_known(out->format, path, complaint))
        return false;
    if (!read_manifest(out, text))
        return damaged(complaint, path, "its manifest is not as it was written");
    for (size_t i = 0; i < out->n; i++) {
        inside(file, path, out->files[i].name);
        if (!measure(file, false, &seen) || seen.bytes != out->files[i].bytes ||
            !is_same_sum(seen.sum, out->files[i].sum))
            return damaged(complaint, path, out->files[i].name);
    }
    return true;
}
