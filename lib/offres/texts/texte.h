/*
 * Text that goes into mails and URLs.
 */
#ifndef TEXTE_H
#define TEXTE_H

#include "base/buf.h"

/* Appends s without tags, its HTML entities decoded once, and escaped for
 * HTML: &, < and > become entities. NULL gives nothing. */
void texte_put_sanitised(struct buf *b, struct str s);

/* Appends a title as a part of a URL: its words in lower case, joined by
 * hyphens, accents kept; "offre" if there is none. */
void texte_put_kebab(struct buf *b, struct str title);

/* Appends s in lower case, whatever its letters. */
void texte_put_lower(struct buf *b, struct str s);

/* Appends s percent-encoded as encodeURIComponent does. */
void texte_put_encoded(struct buf *b, struct str s);

#endif
