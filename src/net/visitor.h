/* SPDX-License-Identifier: Apache-2.0 */

/* Who sends a request, from where, in which language, and under which name of ours. */
#ifndef NET_VISITOR_H
#define NET_VISITOR_H

#include "base/buf.h"
#include "net/exchange.h"

/* What a request must show before its cookie counts. */
enum visit {
    VISIT_PAGE, /* Nothing: it changes nothing. */
    VISIT_FORM, /* That a page of ours sent it: by Origin, or Referer in browsers without.
                 */
    VISIT_PROGRAM, /* An Origin of ours, or a token of its own. */
};

/* Fills in where the request came from. False when that address has too many pending. */
bool visitor_place(struct exchange *exchange);
/* Fills in the participant. OK, ERR_BAD_ORIGIN or ERR_BAD_TOKEN. */
enum err visitor_identify(struct exchange *exchange, enum visit visit);
/* Appends the Set-Cookie lines that a page sends along: a token for a newcomer, a language
 * chosen. */
void visitor_cookies(const struct exchange *exchange, struct strbuf *headers);

#endif
