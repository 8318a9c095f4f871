/*
 * Links into the site of La Bonne Alternance that log their reader in: JSON web
 * tokens (HS256) under the secret of the site.
 *
 * Environment: LBA_PUBLIC_URL, the site; LBA_JWT_SECRET or LBA_JWT_SECRET_FILE,
 * without which there are no links.
 */
#ifndef LINKS_H
#define LINKS_H

#include "base/buf.h"

/* The site's URL without a slash at the end; it holds for the life of the
 * process. Dies if LBA_PUBLIC_URL is no URL. */
const char *site_url(void);

struct link_user {
	struct str id, email;
};

/* Append a link as a JSON string, null if there is no secret. */
void links_put_login(struct buf *b, const struct link_user *u);
/* verb: "cancel" or "provided", what the link does to the offer. */
void links_put_offer(
    struct buf *b, const struct link_user *u, struct str offer, bool provided);
void links_put_delegation(struct buf *b, const struct link_user *u,
    struct str offer, struct str establishment_id);

#endif
