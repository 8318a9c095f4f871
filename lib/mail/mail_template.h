/*
 * The templates of mails: NAME.txt and NAME.html of a folder, filled with the
 * members of a JSON object. See mail(5).
 *
 *	{{a.b}}            the member, escaped for HTML in NAME.html
 *	{{{a}}}            the same for a value that holds HTML escapes already:
 *	                   as it is in NAME.html, undone in NAME.txt
 *	{{#a}}...{{/a}}    once for each element of an array, whose members are
 *	                   looked up first; otherwise if it is neither null,
 *	                   false nor ""
 *
 * A member that the object does not have is an error. null prints nothing.
 */
#ifndef MAIL_TEMPLATE_H
#define MAIL_TEMPLATE_H

#include "base/err.h"
#include "json/js.h"

/* Appends the template DIR/NAME.txt, or DIR/NAME.html if html, filled with
 * data. 0, or -1 with the reason in e. Files are read once. */
int mail_template_put(struct buf *b, const char *dir, const char *name,
    bool html, struct js data, struct err *e);

/* Like mail_template_put, for the text of a template. */
int mail_template_fill(struct buf *b, struct str template, bool html,
    struct js data, struct err *e);

#endif
