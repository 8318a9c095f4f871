/*
 * The links of a page of HTML, one after the other, with what tells them apart.
 * The page is read as UTF-8, whatever it says of itself; names of elements and
 * attributes are matched without regard to case, entities are decoded. What is
 * in comments, script, style, noscript and pre is text: it holds no links
 * [dares_ccn 1] [npec 1].
 *
 *	struct scrape *s = scrape_open(page, &e);
 *	while (scrape_next(s))
 *		if (scrape_has_class(s, "document"))
 *			href = scrape_attribute(s, "href");
 *	scrape_close(s);
 */
#ifndef SCRAPE_H
#define SCRAPE_H

#include "base/buf.h"
#include "base/err.h"

#define SCRAPE_MAX ((size_t)16 << 20) /* bytes of a page */

struct scrape;

/* NULL with a message in e if the page is larger than that, is empty, or is
 * nested as no page is (256). page is not needed afterwards. */
struct scrape *scrape_open(struct str page, struct err *e);
void scrape_close(struct scrape *s);

/* The next link (element a) in the order of the page; false at the end. The
 * functions below speak of it. */
bool scrape_next(struct scrape *s);

/* True if name is one of the classes of the current element. */
bool scrape_has_class(const struct scrape *s, const char *name);

/* True if the current element is within one of that class, at any depth. */
bool scrape_is_within(const struct scrape *s, const char *name);

/* The value of an attribute, "" if it has none; NULL if there is no such
 * attribute. The caller's. */
char *scrape_attribute(const struct scrape *s, const char *name);

/* All text in the first element of that class within the link, as it stands;
 * NULL if there is no such element. The caller's. */
char *scrape_text(const struct scrape *s, const char *name);

#endif
