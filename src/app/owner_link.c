/* SPDX-License-Identifier: Apache-2.0 */

#include "app/owner_link.h"

#include <stdlib.h>
#include <string.h>

#include "app/errand.h"

int owner_link_run(const struct config *config)
{
    struct errand errand;
    struct errand_ask ask;
    struct complaint complaint;
    struct link_secret parts;
    char secret[SECRET_CHARS_MAX + 1];
    enum err err = ERR_INTERNAL;

    if (!errand_open(&errand, config, &complaint)) {
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
        return EXIT_FAILURE;
    }
    link_secret_mint(errand.clock, ROLE_OWNER, NULL, secret);
    if (link_secret_read(&errand.identity, secret, strlen(secret), &parts)) {
        store_owner_link_create(errand.store, errand_ask(&ask, NULL, NULL), parts.hash,
                                LINK_OWNER_TTL_S);
        err = errand_wait(&errand, &ask);
    }
    if (err == OK)
        (void)printf("  Owner      %s/host#%s\n             one visit within %d minutes; "
                     "clameur owner-link "
                     "makes another\n",
                     errand.url, secret, LINK_OWNER_TTL_S / 60);
    else
        (void)fprintf(stderr, "clameur: no owner link: %s\n", err_text(err));
    errand_close(&errand);
    return err == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
