/* SPDX-License-Identifier: Apache-2.0 */

/* What a process that locked itself up can still open: each try in a child of its own. */
#include "press/cell.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
/* After the four that it needs. */
#include <cmocka.h>

enum { OPENED, REFUSED, NOT_LOCKED };

static int in_cell(enum cell cell, const char *path, int flags)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        cell_enter();
        if (!cell_lock(cell))
            _exit(NOT_LOCKED);
        _exit(open(path, flags) >= 0 ? OPENED : REFUSED);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void a_closed_one_opens_nothing(void **state)
{
    (void)state;
    assert_int_equal(in_cell(CELL_CLOSED, "/etc/passwd", O_RDONLY), REFUSED);
    assert_int_equal(in_cell(CELL_CLOSED, "/etc/fonts", O_RDONLY), REFUSED);
    assert_int_equal(in_cell(CELL_CLOSED, "/dev/null", O_WRONLY), REFUSED);
}

static void one_with_fonts_opens_them_alone(void **state)
{
    static const char *const others[] = {"/etc/passwd",     "/etc/fonts/../passwd", "/",
                                         "/proc/self/maps", "/usr/share",           "."};

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(in_cell(CELL_WITH_FONTS, others[i], O_RDONLY), REFUSED);
    assert_int_equal(in_cell(CELL_WITH_FONTS, "/dev/null", O_WRONLY), REFUSED);
    assert_int_equal(in_cell(CELL_WITH_FONTS, "/etc/fonts/mine", O_WRONLY | O_CREAT),
                     REFUSED);
    assert_int_not_equal(in_cell(CELL_WITH_FONTS, "/etc/fonts", O_RDONLY), NOT_LOCKED);
}

static void neither_has_a_socket(void **state)
{
    (void)state;
    if (!cell_names_calls())
        skip();
    for (unsigned cell = CELL_CLOSED; cell <= CELL_WITH_FONTS; cell++) {
        int status;
        pid_t child = fork();

        if (child == 0) {
            cell_enter();
            if (!cell_lock((enum cell)cell))
                _exit(NOT_LOCKED);
            _exit(socket(AF_UNIX, SOCK_STREAM, 0) >= 0 || fork() >= 0 ? OPENED : REFUSED);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), REFUSED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_one_opens_nothing),
        cmocka_unit_test(one_with_fonts_opens_them_alone),
        cmocka_unit_test(neither_has_a_socket),
    };

    return cmocka_run_group_tests_name("press_cell", tests, NULL, NULL);
}
