/* SPDX-License-Identifier: Apache-2.0 */

#include "app/reload.h"

#include <stdlib.h>

#include "app/control.h"

int reload_run(const struct config *config)
{
    struct data_folder folder;
    struct complaint complaint;
    char answer[COMPLAINT_BYTES];

    if (!data_folder_open(&folder, config->data, false, &complaint) ||
        !control_ask(&folder, "reload", answer, &complaint)) {
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
        return EXIT_FAILURE;
    }
    (void)printf("%s\n", answer);
    return EXIT_SUCCESS;
}
