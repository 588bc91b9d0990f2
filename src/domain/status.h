/* SPDX-License-Identifier: Apache-2.0 */

#ifndef DOMAIN_STATUS_H
#define DOMAIN_STATUS_H

/* What becomes of an idea. */
enum idea_status {
    STATUS_NEW,
    STATUS_READ,
    STATUS_REVIEW,
    STATUS_PLANNED,
    STATUS_MAKING,
    STATUS_RELEASED,
    STATUS_DECLINED,
    STATUS_MERGED,
    IDEA_STATUSES
};

#endif
