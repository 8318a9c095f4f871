#include "markup/markup.h"

static const char *
escape_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return "&#10;";
	}
}

void
markup_put(struct buf *b, struct str s, const char *special)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] && strchr(special, s.p[i]))
			buf_str(b, escape_of(s.p[i]));
		else
			buf_byte(b, s.p[i]);
}
