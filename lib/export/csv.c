#include "export/csv.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
needs_quotes(struct str text, char separator)
{
	if (!text.n || is_blank(text.p[0]) || is_blank(text.p[text.n - 1]) ||
	    str_is(text, "\\."))
		return true;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == separator || text.p[i] == '"' ||
		    text.p[i] == '\n' || text.p[i] == '\r')
			return true;
	return false;
}

void
csv_put(struct buf *b, struct str text, char separator)
{
	if (!text.p)
		return;
	if (!needs_quotes(text, separator)) {
		buf_add(b, text.p, text.n);
		return;
	}
	buf_byte(b, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, text.p[i]);
	}
	buf_byte(b, '"');
}
