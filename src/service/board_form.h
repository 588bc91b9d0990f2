/* SPDX-License-Identifier: Apache-2.0 */

/* The forms of a board's page without JavaScript: a command made of a form's fields. What
 * is sent again is done once, for each form carries its id or number from the start. */
#ifndef SERVICE_BOARD_FORM_H
#define SERVICE_BOARD_FORM_H

#include "base/id.h"
#include "service/session.h"

#define BOARD_FORM_FIELDS_MAX 24

struct form_field {
    const char *name, *value; /* Decoded. */
};

struct board_form {
    /* `plain` is the word for ?plain=; `idea` the one whose page says it, "" the list's. */
    void (*done)(struct board_form *form, const char *plain, const char *idea);
    void *owner;
    const char *code, *board;
    size_t n;
    struct form_field fields[BOARD_FORM_FIELDS_MAX];
    struct board_form_run *run; /* The service's own. */
};

/* `done` once, never from within. */
void board_form_take(struct service *service, struct board_form *form,
                     const struct session_from *from);
void board_form_abandon(struct board_form *form);
/* The value of a field, "" where there is none. */
const char *board_form_field(const struct board_form *form, const char *name);

#endif
