/* Text for HTML and XML. */
#include "markup/markup.h"
#include "tap.h"

static void
is(const char *s, const char *special, const char *want, const char *name)
{
	struct buf b = { 0 };

	markup_put(&b, str_of(s), special);
	tap_is(buf_view(&b).p, want, name);
	buf_free(&b);
}

int
main(void)
{
	struct buf b = { 0 };

	is("a&b<c>d\"e'f", MARKUP_ALL, "a&amp;b&lt;c&gt;d&quot;e&#39;f", "all");
	is("a&b<c>d\"e'f", "&<", "a&amp;b&lt;c>d\"e'f", "two of them");
	is("l'été\n«&amp;»\n", "&\n", "l'été&#10;«&amp;amp;»&#10;",
	    "line ends");
	is("", MARKUP_ALL, "", "an empty text");
	markup_put(&b, (struct str){ "<\0>", 3 }, MARKUP_ALL);
	tap_ok(b.n == 9 && !memcmp(b.p, "&lt;\0&gt;", 9), "NUL is kept");
	buf_free(&b);
	return tap_done();
}
