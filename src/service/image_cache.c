/* SPDX-License-Identifier: Apache-2.0 */

#include "service/image_cache.h"

#include "base/list.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#define NAME_BYTES (2 * ID_BYTES_MAX + 4)

struct kept {
    char name[NAME_BYTES]; /* "<room> <image> s" */
    struct image_kept image;
    struct list link; /* The one asked for last stands last. */
    UT_hash_handle hh;
};

struct image_cache {
    struct kept *table;
    struct list by_use;
    size_t bytes;
};

static void name_of(const struct image_key *key, char name[NAME_BYTES])
{
    (void)snprintf(name, NAME_BYTES, "%s %s %c", key->room.text, key->image.text,
                   key->is_small ? 's' : 'f');
}

static struct kept *find(struct image_cache *cache, const struct image_key *key)
{
    char name[NAME_BYTES];
    struct kept *kept;

    name_of(key, name);
    HASH_FIND_STR(cache->table, name, kept);
    return kept;
}

static void drop(struct image_cache *cache, struct kept *kept)
{
    cache->bytes -= kept->image.bytes->len;
    list_remove(&kept->link);
    HASH_DEL(cache->table, kept); /* NOLINT: the analyser loses uthash's next */
    buf_unref(kept->image.bytes);
    free(kept);
}

static struct image_kept referred(const struct image_kept *image)
{
    (void)buf_ref(image->bytes);
    return *image;
}

struct image_kept image_cache_get(struct image_cache *cache, const struct image_key *key)
{
    struct kept *kept = cache ? find(cache, key) : NULL;

    if (!kept)
        return (struct image_kept){.bytes = NULL};
    list_remove(&kept->link);
    list_append(&cache->by_use, &kept->link);
    return referred(&kept->image);
}

struct image_kept image_cache_put(struct image_cache **cache, const struct image_key *key,
                                  const char *bytes, size_t len, bool is_png)
{
    struct kept *kept;
    struct image_kept image;

    if (!*cache) {
        *cache = mem_zero(sizeof **cache);
        list_init(&(*cache)->by_use);
    }
    image = image_cache_get(*cache, key);
    if (image.bytes)
        return image;
    kept = mem_zero(sizeof *kept);
    name_of(key, kept->name);
    kept->image = (struct image_kept){buf_new(bytes, len), tag_of(bytes, len), is_png};
    image = referred(&kept->image);
    list_append(&(*cache)->by_use, &kept->link);
    HASH_ADD_STR((*cache)->table, name, kept);
    (*cache)->bytes += len;
    while ((*cache)->bytes > IMAGES_KEPT_BYTES)
        drop(*cache, container_of((*cache)->by_use.next, struct kept, link));
    return image;
}

void image_cache_free(struct image_cache *cache)
{
    struct kept *kept, *next;

    if (!cache)
        return;
    HASH_ITER(hh, cache->table, kept, next)
    drop(cache, kept);
    free(cache);
}
