/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/config.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- One source at a time ---- */

static const char *fake_env_name, *fake_env_value;

static const char *fake_env(const char *name)
{
    return fake_env_name && strcmp(name, fake_env_name) == 0 ? fake_env_value : NULL;
}

static bool load(struct config *config, char *flag, const char *env_name,
                 const char *env_value, const char *file, struct complaint *complaint)
{
    char *argv[] = {flag};
    const struct config_sources sources = {flag ? 1 : 0, argv, fake_env};

    fake_env_name = env_name;
    fake_env_value = env_value;
    return config_load_text(config, &sources, "test.conf", file, strlen(file), complaint);
}

static void nothing_given_is_a_server_on_port_8080(void **state)
{
    struct config config;
    struct complaint complaint;

    (void)state;
    assert_true(load(&config, NULL, NULL, NULL, "", &complaint));
    assert_string_equal(config.data, "data");
    assert_string_equal(config.listen_host, "0.0.0.0");
    assert_int_equal(config.listen_port, 8080);
    assert_int_equal(config.workers, 0);
    assert_null(config.redis);
    assert_string_equal(config.space, "main");
    assert_int_equal(config.disk_reserve, 256 << 20);
    assert_false(config.demo);
    assert_string_equal(config.lang, "fr");
    assert_int_equal(config.log_level, LOG_INFO);
    config_done(&config);
}

static void a_flag_wins_over_the_environment_over_the_file_over_the_default(void **state)
{
    static char flag[] = "--workers=4";
    static const struct {
        char *flag;
        const char *env, *file;
        uint32_t workers;
    } rows[] = {
        {NULL, NULL, "", 0},
        {NULL, NULL, "workers = 2", 2},
        {NULL, "3", "workers = 2", 3},
        {flag, "3", "workers = 2", 4},
        {flag, NULL, "workers = 2", 4},
        {flag, "3", "", 4},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct config config;
        struct complaint complaint;

        assert_true(load(&config, rows[i].flag, rows[i].env ? "CLAMEUR_WORKERS" : NULL,
                         rows[i].env, rows[i].file, &complaint));
        assert_int_equal(config.workers, rows[i].workers);
        config_done(&config);
    }
}

static void what_does_not_win_is_checked_all_the_same(void **state)
{
    static char flag[] = "--workers=4";
    struct config config;
    struct complaint complaint;

    (void)state;
    assert_false(load(&config, flag, NULL, NULL, "workers = many", &complaint));
    assert_non_null(strstr(complaint.text, "test.conf:1"));
}

/* ---- Values ---- */

static void good_values_are_understood(void **state)
{
    static const char *const files[] = {
        "listen = [::]:8080",
        "listen = localhost:0",
        "workers=1",
        "workers=64",
        "redis = redis://user:secret@redis.example:6379/2",
        "redis = unix:///run/redis.sock",
        "public-url = https://vote.example.org",
        "public-url = http://192.168.1.20:8080/",
        "public-url = http://[2001:db8::1]:8080",
        "trusted-proxies = 10.0.0.0/8,::1,192.168.0.1,fd00::/8",
        "disk-reserve = 1048576",
        "disk-reserve = 1024k",
        "disk-reserve = 1T",
        "demo = on",
        "demo = false",
        "lang = en",
        "log-level = error",
        "space = club_med-2",
        "\r\n# a comment\r\n; another\r\n\tdata =  /srv/a folder  \r\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct config config;
        struct complaint complaint = {""};

        if (!load(&config, NULL, NULL, NULL, files[i], &complaint))
            fail_msg("%s: %s", files[i], complaint.text);
        config_done(&config);
    }
}

static void bad_values_are_refused(void **state)
{
    static const char *const files[] = {
        "listen = 8080",
        "listen = :8080",
        "listen = 0.0.0.0:65536",
        "listen = [::g]:80",
        "listen = 0.0.0.0:80 80",
        "workers = 0",
        "workers = 65",
        "workers = -1",
        "workers = 2x",
        "workers =",
        "workers = 99999999999999999999999999",
        "redis = localhost",
        "redis = http://localhost:6379",
        "public-url = vote.example.org",
        "public-url = http://vote.example.org/path",
        "public-url = http://",
        "public-url = http://host:0",
        "public-url = http://user@host",
        "trusted-proxies = 10.0.0.0/33",
        "trusted-proxies = 10.0.0.0/8,",
        "trusted-proxies = everyone",
        "disk-reserve = 1",
        "disk-reserve = 12Q",
        "disk-reserve = 2T",
        "disk-reserve = 18014398509481985K",
        "disk-reserve = K",
        "demo = maybe",
        "lang = de",
        "log-level = loud",
        "space = Club",
        "space = seventeen_letters",
        "tls-cert = cert.pem",
        "tls-key = key.pem",
        "config = other.conf",
        "nonsense = 1",
        "listen",
        "= 1",
        "[section]",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct config config;
        struct complaint complaint = {""};

        if (load(&config, NULL, NULL, NULL, files[i], &complaint))
            fail_msg("accepted: %s", files[i]);
        assert_true(complaint.text[0] != '\0');
    }
}

/* ---- Complaints ---- */

static void a_complaint_names_the_place_and_what_is_allowed(void **state)
{
    static char flag[] = "--disk-reserve=12Q", unknown[] = "--liste=x", bare[] = "listen";
    static const struct {
        char *flag;
        const char *env_name, *env_value, *file, *said;
    } rows[] = {
        {flag, NULL, NULL, "",
         "--disk-reserve: not \"12Q\": give bytes, or a number with K, M, G or T, from 1M "
         "to 1T"},
        {NULL, "CLAMEUR_WORKERS", "65", "",
         "CLAMEUR_WORKERS: not \"65\": give a whole number from 1 to 64"},
        {NULL, "CLAMEUR_LISTEN", "", "",
         "CLAMEUR_LISTEN: no value: give host:port, such as 0.0.0.0:8080 or [::]:8080"},
        {NULL, NULL, NULL, "\n\nlang = de\n", "test.conf:3: not \"de\": give fr or en"},
        {NULL, NULL, NULL, "lang = fr\nlang = en",
         "test.conf:2: lang was given in line 1 already"},
        {NULL, NULL, NULL, "x\ty", "test.conf:1: not \"name = value\""},
        {NULL, NULL, NULL, "lang = \x1b[2J", "test.conf:1: not \"?[2J\": give fr or en"},
        {unknown, NULL, NULL, "", "--liste: no such option; --help lists them"},
        {bare, NULL, NULL, "", "\"listen\": options begin with --"},
        {NULL, NULL, NULL, "tls-cert = a", "--tls-cert: give --tls-key too"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct config config;
        struct complaint complaint = {""};

        assert_false(load(&config, rows[i].flag, rows[i].env_name, rows[i].env_value,
                          rows[i].file, &complaint));
        assert_string_equal(complaint.text, rows[i].said);
    }
}

static void a_secret_is_in_no_complaint(void **state)
{
    struct config config;
    struct complaint complaint;

    (void)state;
    assert_false(
        load(&config, NULL, "CLAMEUR_REDIS", "redis://me:hunter2@", "", &complaint));
    assert_null(strstr(complaint.text, "hunter2"));
    assert_non_null(strstr(complaint.text, "CLAMEUR_REDIS: not a value for this option"));
}

static void a_flag_takes_its_value_after_it_or_after_an_equals_sign(void **state)
{
    char lang[] = "--lang", en[] = "en", demo[] = "--demo", workers[] = "--workers=3",
         twice[] = "--lang=fr";
    char *good[] = {demo, lang, en, workers}, *unfinished[] = {demo, lang},
         *doubled[] = {twice, lang, en};
    struct config config;
    struct complaint complaint;

    (void)state;
    assert_true(config_load(&config, &(struct config_sources){4, good, NULL}, &complaint));
    assert_true(config.demo);
    assert_string_equal(config.lang, "en");
    assert_int_equal(config.workers, 3);
    config_done(&config);
    assert_false(
        config_load(&config, &(struct config_sources){2, unfinished, NULL}, &complaint));
    assert_string_equal(complaint.text, "--lang: no value: give fr or en");
    assert_false(
        config_load(&config, &(struct config_sources){3, doubled, NULL}, &complaint));
    assert_string_equal(complaint.text, "--lang: given twice");
}

/* ---- Files ---- */

static void a_file_is_read_up_to_its_limit(void **state)
{
    char *text = malloc(CONFIG_FILE_BYTES_MAX + 1);
    const struct config_sources none = {0};
    struct config config;
    struct complaint complaint;

    (void)state;
    memset(text, '\n', CONFIG_FILE_BYTES_MAX + 1);
    assert_true(
        config_load_text(&config, &none, "f", text, CONFIG_FILE_BYTES_MAX, &complaint));
    config_done(&config);
    assert_false(
        config_load_text(&config, &none, "f", text, CONFIG_FILE_BYTES_MAX + 1, &complaint));
    text[9] = '\0';
    assert_false(config_load_text(&config, &none, "f", text, 10, &complaint));
    assert_string_equal(complaint.text, "f: not a text file");
    free(text);
}

static void a_file_that_cannot_be_read_is_named(void **state)
{
    char missing[] = "--config=/nonexistent/clameur.conf", folder[] = "--config=/";
    char *argv[] = {missing}, *folder_argv[] = {folder};
    struct config config;
    struct complaint complaint;

    (void)state;
    assert_false(config_load(&config, &(struct config_sources){1, argv, NULL}, &complaint));
    assert_string_equal(complaint.text,
                        "/nonexistent/clameur.conf: No such file or directory");
    assert_false(
        config_load(&config, &(struct config_sources){1, folder_argv, NULL}, &complaint));
    assert_string_equal(complaint.text, "/: Is a directory");
}

static void children_get_the_same_by_the_environment(void **state)
{
    static char flag[] = "--redis=redis://:hunter2@localhost:6379";
    struct config config, copy;
    struct complaint complaint;

    (void)state;
    assert_true(
        load(&config, flag, NULL, NULL, "disk-reserve = 2M\ndemo = yes", &complaint));
    config_export(&config);
    assert_true(config_load(
        &copy, &(struct config_sources){0, NULL, (const char *(*)(const char *))getenv},
        &complaint));
    assert_string_equal(copy.redis, config.redis);
    assert_int_equal(copy.disk_reserve, 2 << 20);
    assert_true(copy.demo);
    assert_null(copy.public_url);
    config_done(&config);
    config_done(&copy);
}

/* ---- docs/OPERATIONS.md ---- */

static char *read_page(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = calloc(1, 1 << 18);

    assert_non_null(file);
    assert_true(fread(text, 1, (1 << 18) - 1, file) > 0);
    (void)fclose(file);
    return text;
}

static void the_page_for_operators_has_a_row_for_each_option(void **state)
{
    char *page = read_page("docs/OPERATIONS.md");
    size_t n_rows = 0;

    (void)state;
    for (enum config_option option = 0; option < CONFIG_OPTIONS; option++) {
        const struct config_row *row = config_row(option);
        const char *fallback = row->fallback_said ? row->fallback_said : row->fallback;
        char env[CONFIG_ENV_BYTES], line[512];

        config_env_name(option, env);
        (void)snprintf(line, sizeof line, "\n| `--%s`%s%s%s | `%s` | %s | %s |\n",
                       row->name, row->value ? " *" : "", row->value ? row->value : "",
                       row->value ? "*" : "", env, fallback ? fallback : "–", row->help);
        if (!strstr(page, line))
            fail_msg("docs/OPERATIONS.md has not this row:%s", line);
    }
    for (const char *at = page; (at = strstr(at, "\n| `--")); at++)
        n_rows++;
    assert_int_equal(n_rows, CONFIG_OPTIONS);
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_given_is_a_server_on_port_8080),
        cmocka_unit_test(a_flag_wins_over_the_environment_over_the_file_over_the_default),
        cmocka_unit_test(what_does_not_win_is_checked_all_the_same),
        cmocka_unit_test(good_values_are_understood),
        cmocka_unit_test(bad_values_are_refused),
        cmocka_unit_test(a_complaint_names_the_place_and_what_is_allowed),
        cmocka_unit_test(a_secret_is_in_no_complaint),
        cmocka_unit_test(a_flag_takes_its_value_after_it_or_after_an_equals_sign),
        cmocka_unit_test(a_file_is_read_up_to_its_limit),
        cmocka_unit_test(a_file_that_cannot_be_read_is_named),
        cmocka_unit_test(children_get_the_same_by_the_environment),
        cmocka_unit_test(the_page_for_operators_has_a_row_for_each_option),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
