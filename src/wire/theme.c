/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/theme.h"

#include "wire/event.h"
#include "wire/json_in.h"

#include <stdio.h>
#include <string.h>

static struct colour colour_of(struct fields *f, const char *name, const json_t *value)
{
    struct colour colour = {0};
    const char *text = json_string_value(value);

    if (!text || json_string_length(value) != COLOUR_CHARS || !colour_read(text, &colour))
        fields_fail(f, ERR_BAD_FIELD, name);
    return colour;
}

static void take_options(struct fields *f, struct palette *out)
{
    const json_t *list = take_any(f, "options");

    if (!json_is_array(list) || json_array_size(list) != THEME_OPTIONS) {
        fields_fail(f, ERR_BAD_FIELD, "options");
        return;
    }
    for (size_t i = 0; i < THEME_OPTIONS; i++)
        out->options[i] = colour_of(f, "options", json_array_get(list, i));
}

static void check(struct fields *f, const struct palette *palette)
{
    struct palette_fault fault;

    if (f->err || f->is_kept || palette_check(palette, &fault))
        return;
    if (fault.has_nearest)
        colour_write(fault.nearest, f->nearest);
    fields_fail(f, ERR_CONTRAST, fault.field);
}

static void take_palette(struct fields *f, const char *name, const char *path,
                         struct palette *out)
{
    json_t *object = take_any(f, name);
    struct fields inner;

    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return;
    }
    fields_begin(&inner, object, path);
    inner.is_kept = f->is_kept;
    out->page = colour_of(&inner, "page", take_any(&inner, "page"));
    out->text = colour_of(&inner, "text", take_any(&inner, "text"));
    out->accent = colour_of(&inner, "accent", take_any(&inner, "accent"));
    take_options(&inner, out);
    check(&inner, out);
    if (fields_end(&inner))
        fields_fail_within(f, &inner);
}

static void take_logo_side(struct fields *f, const char *name, const char *path,
                           struct logo *out)
{
    json_t *object = take_any(f, name);
    struct fields inner;

    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return;
    }
    fields_begin(&inner, object, path);
    out->image = take_id(&inner, "id");
    out->width = take_u32(&inner, "width", 1, IMAGE_SHOWN_SIDE);
    out->height = take_u32(&inner, "height", 1, IMAGE_SHOWN_SIDE);
    if (fields_end(&inner))
        fields_fail_within(f, &inner);
}

static void take_logo(struct fields *f, struct theme *out)
{
    static const struct text_limits alt_limits = {1, ALT_CHARS_MAX, ALT_BYTES_MAX, 0};
    json_t *object = take_any(f, "logo");
    struct fields inner;

    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, "logo");
        return;
    }
    fields_begin(&inner, object, "theme.logo.");
    take_text(&inner, "alt", alt_limits, out->logo_alt);
    take_logo_side(&inner, "light", "theme.logo.light.", &out->logo);
    if (fields_has(&inner, "dark"))
        take_logo_side(&inner, "dark", "theme.logo.dark.", &out->dark_logo);
    if (fields_end(&inner))
        fields_fail_within(f, &inner);
}

static void take_parts(struct fields *f, struct theme *out)
{
    const char *font = fields_has(f, "font") ? take_name(f, "font") : NULL;
    bool has_logo = fields_has(f, "logo");

    if (font && !theme_font_read(font, &out->font))
        fields_fail(f, ERR_BAD_FIELD, "font");
    out->has_dark = fields_has(f, "dark");
    out->has_colours = !has_logo || out->has_dark || fields_has(f, "light");
    if (out->has_colours)
        take_palette(f, "light", "theme.light.", &out->light);
    if (out->has_dark)
        take_palette(f, "dark", "theme.dark.", &out->dark);
    if (has_logo)
        take_logo(f, out);
}

void take_theme(struct fields *f, const char *name, struct theme *out)
{
    struct theme theme = {0};
    json_t *object;
    struct fields inner;

    if (!fields_has(f, name))
        return;
    object = take_shape(f, name, "ThemeOrNull");
    if (json_is_null(object)) {
        *out = theme;
        return;
    }
    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return;
    }
    fields_begin(&inner, object, "theme.");
    inner.is_kept = f->is_kept;
    take_parts(&inner, &theme);
    if (fields_end(&inner)) {
        fields_fail_within(f, &inner);
        return;
    }
    theme.is_set = true;
    *out = theme;
}

static void write_colour(struct strbuf *out, const char *before, struct colour colour)
{
    char text[COLOUR_CHARS + 1];

    colour_write(colour, text);
    strbuf_printf(out, "%s\"%s\"", before, text);
}

static void write_palette(struct strbuf *out, const char *name,
                          const struct palette *palette)
{
    strbuf_printf(out, ",\"%s\":{", name);
    write_colour(out, "\"page\":", palette->page);
    write_colour(out, ",\"text\":", palette->text);
    write_colour(out, ",\"accent\":", palette->accent);
    strbuf_puts(out, ",\"options\":[");
    for (size_t i = 0; i < THEME_OPTIONS; i++)
        write_colour(out, i ? "," : "", palette->options[i]);
    strbuf_puts(out, "]}");
}

static void write_logo_side(struct strbuf *out, const char *name, const struct logo *logo)
{
    strbuf_printf(out, ",\"%s\":{\"id\":\"%s\",\"width\":%u,\"height\":%u}", name,
                  logo->image.text, logo->width, logo->height);
}

static void write_logo(struct strbuf *out, const struct theme *theme)
{
    strbuf_puts(out, ",\"logo\":{\"alt\":");
    json_text(out, theme->logo_alt, strlen(theme->logo_alt));
    write_logo_side(out, "light", &theme->logo);
    if (!id_is_none(&theme->dark_logo.image))
        write_logo_side(out, "dark", &theme->dark_logo);
    strbuf_puts(out, "}");
}

void theme_write(struct strbuf *out, const struct theme *theme)
{
    strbuf_printf(out, "{\"font\":\"%s\"", theme_font_name(theme->font));
    if (theme->has_colours)
        write_palette(out, "light", &theme->light);
    if (theme->has_dark)
        write_palette(out, "dark", &theme->dark);
    if (!id_is_none(&theme->logo.image))
        write_logo(out, theme);
    strbuf_puts(out, "}");
}

enum err theme_read(const struct buf *json, struct theme *out)
{
    json_t *object = NULL;
    enum err err = json_in_object(json->text, json->len, RECORD_BYTES_MAX, &object);
    struct fields f;

    *out = (struct theme){0};
    if (err)
        return ERR_INTERNAL;
    fields_begin(&f, object, "");
    f.is_kept = true;
    take_parts(&f, out);
    err = fields_end(&f);
    out->is_set = !err;
    json_decref(object);
    return err;
}
