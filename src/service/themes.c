/* SPDX-License-Identifier: Apache-2.0 */

/* Themes: what a room's, or one that is tried, makes of the pages; and what a space's new
 * rooms begin with. */
#include "service/actor.h"

#include "store/store_theme.h"
#include "wire/record.h"
#include "wire/theme.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* ---- What a theme makes -------------------------------------------------------------- */

/* {"light":"--page:#ffffff;…","dark":"…"}; {} where there is no theme. */
static void write_tokens(struct strbuf *json, const struct theme *theme, const char *code)
{
    static const char *const names[SIDES] = {
        [SIDE_LIGHT] = "{\"light\":",
        [SIDE_DARK] = ",\"dark\":",
    };

    if (!theme->is_set) {
        strbuf_puts(json, "{}");
        return;
    }
    for (unsigned side = 0; side < SIDES; side++) {
        struct strbuf tokens = {0};

        if (!theme_has_side(theme, (enum theme_side)side))
            continue;
        theme_tokens(&tokens, theme, (enum theme_side)side, code);
        strbuf_puts(json, names[side]);
        json_text(json, tokens.text, tokens.len);
        strbuf_done(&tokens);
    }
    strbuf_puts(json, "}");
}

static void make_rules(struct room_theme *made, const struct theme *theme,
                       enum page_theme of, const char *code)
{
    static const enum theme_sheet sheets[PAGE_THEMES] = {
        [THEME_OF_PAGE] = SHEET_PAGE,
        [THEME_OF_STAGE] = SHEET_STAGE,
        [THEME_OF_PAPER] = SHEET_PAPER,
    };
    char text[sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES,
                                        sodium_base64_VARIANT_ORIGINAL)];
    uint8_t hash[crypto_hash_sha256_BYTES];
    struct strbuf rules = {0};

    theme_rules(&rules, theme, sheets[of], code);
    crypto_hash_sha256(hash, (const uint8_t *)rules.text, rules.len);
    sodium_bin2base64(text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    (void)snprintf(made->of[of].source, sizeof made->of[of].source, "'sha256-%s'", text);
    made->of[of].css = strbuf_take(&rules);
}

void room_theme_done(struct room_theme *theme)
{
    buf_unref(theme->settings);
    buf_unref(theme->tokens);
    buf_unref(theme->logo_alt);
    for (size_t i = 0; i < PAGE_THEMES; i++)
        buf_unref(theme->of[i].css);
    *theme = (struct room_theme){0};
}

const struct room_theme *watch_theme(struct watch *watch)
{
    struct room_theme *made = &watch->theme;
    struct buf *settings = watch->mirror.settings;
    const char *code = watch->mirror.room.code.text;
    struct room_settings read = {0};
    struct strbuf tokens = {0};

    if (made->settings == settings)
        return made;
    room_theme_done(made);
    if (settings_read(settings, &read))
        read.theme = (struct theme){0};
    write_tokens(&tokens, &read.theme, code);
    made->settings = buf_ref(settings);
    made->tokens = strbuf_take(&tokens);
    made->logo = read.theme.logo.image;
    made->dark_logo = read.theme.dark_logo.image;
    if (!id_is_none(&made->logo))
        made->logo_alt = buf_new(read.theme.logo_alt, strlen(read.theme.logo_alt));
    for (unsigned of = THEME_OF_PAGE; read.theme.is_set && of < PAGE_THEMES; of++)
        make_rules(made, &read.theme, (enum page_theme)of, code);
    return made;
}

/* ---- theme.look ------------------------------------------------------------------------
 */

void use_theme_look(struct request *request)
{
    const struct command *command = &request->command;
    struct theme tried = {0};
    struct strbuf ok = {0};

    if (!command->theme.is_given) {
        const struct buf *tokens = watch_theme(request->watch)->tokens;

        strbuf_add(&ok, tokens->text, tokens->len);
    } else if (!policy_may(request->actor->role, RIGHT_RUN)) {
        request_fail(request, ERR_FORBIDDEN);
        return;
    } else {
        if (command->theme.json && theme_read(command->theme.json, &tried))
            tried = (struct theme){0};
        write_tokens(&ok, &tried, request->watch->mirror.room.code.text);
    }
    request_ok(request, &ok);
}

/* ---- space.theme -----------------------------------------------------------------------
 */

static void space_told(struct store_request *io, enum err err, const void *result)
{
    const struct space_theme *space = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"theme\":");
    if (space->json)
        strbuf_add(&ok, space->json->text, space->json->len);
    else
        strbuf_puts(&ok, "null");
    strbuf_puts(&ok, "}");
    request_ok(io->owner, &ok);
}

static void set_space(struct request *request, const struct logo_files *files)
{
    request->io.done = space_told;
    store_space_theme_set(request->service->store, &request->io,
                          request->command.theme.json, files);
}

static void logo_read(struct store_request *io, enum err err, const void *result)
{
    if (err)
        request_fail(io->owner, err);
    else
        set_space(io->owner, result);
}

/* The space has a copy of its own: the room may go. */
static void room_found(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct theme theme;

    if (!err)
        err = theme_read(request->command.theme.json, &theme);
    if (err) {
        request_fail(request, err);
        return;
    }
    const struct id images[LOGO_FILES_MAX] = {theme.logo.image, theme.dark_logo.image};

    request->io.done = logo_read;
    store_logo_files(request->service->store, &request->io, result, images,
                     1 + !id_is_none(&images[1]));
}

void use_space_theme(struct request *request)
{
    static const struct logo_files none;
    const struct command *command = &request->command;
    struct store *store = request->service->store;

    if (!command->theme.is_given) {
        request->io.done = space_told;
        store_space_theme(store, &request->io, false);
    } else if (!command->theme.json || !*command->theme.from.text) {
        set_space(request, &none);
    } else {
        request->io.done = room_found;
        store_code_find(store, &request->io, &command->theme.from);
    }
}
