/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_theme.h"

#include "store/logo_files.h"

/* ---- Files of a logo -------------------------------------------------------------------
 */

struct logo_files logo_files_ref(const struct logo_files *files)
{
    struct logo_files own = *files;

    for (size_t i = 0; i < own.n; i++) {
        own.of[i].full = buf_ref(own.of[i].full);
        own.of[i].small = buf_ref(own.of[i].small);
    }
    return own;
}

void logo_files_done(struct logo_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        buf_unref(files->of[i].full);
        buf_unref(files->of[i].small);
    }
    *files = (struct logo_files){0};
}

void logo_files_add(struct redis_command *command, const struct logo_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        const struct logo_file *file = &files->of[i];

        redis_command_text(command, file->id.text);
        redis_command_text(command, file->is_png ? "png" : "jpeg");
        redis_command_add(command, file->full->text, file->full->len);
        redis_command_add(command, file->small->text, file->small->len);
    }
}

enum { FILE_PARTS = 4 };

/* (id, kind, full, small)... from `at` on. */
static bool read_files(const redisReply *reply, size_t at, struct logo_files *out)
{
    *out = (struct logo_files){0};
    for (; at + FILE_PARTS <= reply->elements && out->n < LOGO_FILES_MAX;
         at += FILE_PARTS) {
        struct logo_file *file = &out->of[out->n++];
        struct packet id = reply_part_bytes(reply, at);
        struct packet full = reply_part_bytes(reply, at + 2);
        struct packet small = reply_part_bytes(reply, at + 3);

        file->is_png = packet_is(reply_part_bytes(reply, at + 1), "png");
        file->full = buf_new(full.at, full.len);
        file->small = buf_new(small.at, small.len);
        if (!id_read(id.at, id.len, &file->id))
            return false;
    }
    return at == reply->elements;
}

static void read_logo_files(struct ask *ask, enum err err, const redisReply *reply)
{
    struct logo_files files = {0};

    if (!err && !read_files(reply, 1, &files))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &files);
    logo_files_done(&files);
}

void store_logo_files(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *images, size_t n)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"option_files", 2, read_logo_files, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:optpics", room->text);
    redis_command_key(command, "{%s}:optimg", room->text);
    for (size_t i = 0; i < n; i++)
        redis_command_text(command, images[i].text);
    ask_call_send(command);
}

/* ---- Of a space ------------------------------------------------------------------------
 */

/* {ok, theme or "", (id, kind, full, small)...} */
static void read_theme(struct ask *ask, enum err err, const redisReply *reply)
{
    struct packet text = reply_part_bytes(reply, 1);
    struct space_theme theme = {0};

    if (!err && !read_files(reply, 2, &theme.files))
        err = ERR_INTERNAL;
    if (!err && text.len > 0)
        theme.json = buf_new(text.at, text.len);
    ask_answer(ask, err, err ? NULL : &theme);
    buf_unref(theme.json);
    logo_files_done(&theme.files);
}

static void add_keys(struct redis_command *command, const struct store *store)
{
    redis_command_key(command, "{space:%s}:theme", store->space.text);
    redis_command_key(command, "{space:%s}:logo", store->space.text);
}

void store_space_theme(struct store *store, struct store_request *request, bool with_files)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"space_theme", 2, read_theme, ASK_READS});

    if (!command)
        return;
    add_keys(command, store);
    redis_command_number(command, with_files);
    ask_call_send(command);
}

void store_space_theme_set(struct store *store, struct store_request *request,
                           const struct buf *theme, const struct logo_files *files)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"space_theme_set", 2, read_theme, ASK_GROWS});

    if (!command)
        return;
    add_keys(command, store);
    redis_command_add(command, theme ? theme->text : "", theme ? theme->len : 0);
    logo_files_add(command, files);
    ask_call_send(command);
}
