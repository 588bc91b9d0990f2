/* SPDX-License-Identifier: Apache-2.0 */

/* Any bytes as the configuration file: read or refused with one printable sentence. */
#include "app/config.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct config_sources none = {0};
    struct complaint complaint = {""};
    struct config config;

    if (config_load_text(&config, &none, "fuzz.conf", (const char *)data, size,
                         &complaint)) {
        assert(config.data && config.disk_reserve >= 1 << 20);
        assert(config.workers <= CONFIG_WORKERS_MAX);
        config_done(&config);
        return 0;
    }
    assert(complaint.text[0] != '\0');
    for (const char *at = complaint.text; *at; at++)
        assert((unsigned char)*at >= ' ');
    return 0;
}
