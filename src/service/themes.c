/* SPDX-License-Identifier: Apache-2.0 */

/* Themes: what a room's, or one that is tried, makes of the pages; and what a space's new
 * rooms begin with. */
#include "service/actor.h"

#include "store/store_theme.h"
#include "wire/record.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* ---- What a theme makes -------------------------------------------------------------- */

static void add_tokens(struct strbuf *json, const char *name, const struct palette *palette,
                       enum theme_font font)
{
    struct strbuf tokens = {0};

    palette_tokens(&tokens, palette, font);
    strbuf_printf(json, "%s:", name);
    json_text(json, tokens.text, tokens.len);
    strbuf_done(&tokens);
}

/* {"light":"--page:#ffffff;…","dark":"…"}; {} where there is no theme. */
static void write_tokens(struct strbuf *json, const struct theme *theme)
{
    if (!theme->is_set) {
        strbuf_puts(json, "{}");
        return;
    }
    add_tokens(json, "{\"light\"", &theme->light, theme->font);
    if (theme->has_dark)
        add_tokens(json, ",\"dark\"", &theme->dark, theme->font);
    strbuf_puts(json, "}");
}

static void make_rules(struct room_theme *made, const struct theme *theme,
                       enum page_theme of)
{
    char text[sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES,
                                        sodium_base64_VARIANT_ORIGINAL)];
    uint8_t hash[crypto_hash_sha256_BYTES];
    struct strbuf rules = {0};

    theme_rules(&rules, theme, of == THEME_OF_STAGE);
    crypto_hash_sha256(hash, (const uint8_t *)rules.text, rules.len);
    sodium_bin2base64(text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    (void)snprintf(made->of[of].source, sizeof made->of[of].source, "'sha256-%s'", text);
    made->of[of].css = strbuf_take(&rules);
}

void room_theme_done(struct room_theme *theme)
{
    buf_unref(theme->settings);
    buf_unref(theme->tokens);
    for (size_t i = 0; i <= THEME_OF_STAGE; i++)
        buf_unref(theme->of[i].css);
    *theme = (struct room_theme){0};
}

const struct room_theme *watch_theme(struct watch *watch)
{
    struct room_theme *made = &watch->theme;
    struct buf *settings = watch->mirror.settings;
    struct room_settings read = {0};
    struct strbuf tokens = {0};

    if (made->settings == settings)
        return made;
    room_theme_done(made);
    if (settings_read(settings, &read))
        read.theme = (struct theme){0};
    write_tokens(&tokens, &read.theme);
    made->settings = buf_ref(settings);
    made->tokens = strbuf_take(&tokens);
    made->logo = read.theme.logo;
    if (read.theme.is_set) {
        make_rules(made, &read.theme, THEME_OF_PAGE);
        make_rules(made, &read.theme, THEME_OF_STAGE);
    }
    return made;
}

/* ---- theme.look ------------------------------------------------------------------------
 */

void use_theme_look(struct request *request)
{
    const struct command *command = &request->command;
    struct strbuf ok = {0};

    if (!command->theme.is_given) {
        const struct buf *tokens = watch_theme(request->watch)->tokens;

        strbuf_add(&ok, tokens->text, tokens->len);
    } else if (!policy_may(request->actor->role, RIGHT_RUN)) {
        request_fail(request, ERR_FORBIDDEN);
        return;
    } else {
        write_tokens(&ok, &command->theme.theme);
    }
    request_ok(request, &ok);
}

/* ---- space.theme -----------------------------------------------------------------------
 */

static void space_told(struct store_request *io, enum err err, const void *result)
{
    const struct buf *theme = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"theme\":");
    if (theme)
        strbuf_add(&ok, theme->text, theme->len);
    else
        strbuf_puts(&ok, "null");
    strbuf_puts(&ok, "}");
    request_ok(io->owner, &ok);
}

void use_space_theme(struct request *request)
{
    const struct command *command = &request->command;
    struct store *store = request->service->store;

    request->io.done = space_told;
    if (command->theme.is_given)
        store_space_theme_set(store, &request->io, command->theme.json);
    else
        store_space_theme(store, &request->io);
}
