/* The JSON that is somewhere in an answer's text [fiches 4.3]. */
#include "fiches/fiche/fiche_merge.h"
#include "fiches/fiche/fiche_normal.h"
#include "fiches/fiche/fiche_text.h"
#include "json/python.h"

/* How many times open comes more often than close. */
static long
balance(struct str s, char open, char close)
{
	long n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] == open) - (s.p[i] == close);
	return n;
}

/* Appends the text of an answer that was cut, as far as it is whole, with the
 * brackets that it lacks. */
static void
put_mended(struct buf *b, struct str s)
{
	long braces = balance(s, '{', '}'), brackets = balance(s, '[', ']');
	const char *comma = s.n ? memrchr(s.p, ',', s.n) : NULL;

	if (s.n && !strchr("]}\",0123456789", s.p[s.n - 1]) && comma &&
	    comma > s.p)
		s.n = (size_t)(comma - s.p);
	buf_add(b, s.p, s.n);
	while (brackets-- > 0)
		buf_byte(b, ']');
	while (braces-- > 0)
		buf_byte(b, '}');
}

/* Appends s without the commas that only white space parts from a closing
 * bracket, and without that space: inside strings too. */
static void
put_without_commas(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t at = i + 1, n;

		while ((n = fiche_space((struct str){ s.p + at, s.n - at })))
			at += n;
		if (s.p[i] != ',' || at == s.n ||
		    (s.p[at] != ']' && s.p[at] != '}'))
			buf_byte(b, s.p[i]);
		else
			i = at - 1;
	}
}

static bool
is_object(struct str s)
{
	return !js_check(s.p, s.n, NULL) && js_of(s).type == JS_OBJECT;
}

/* The object from the first brace to the last. */
static int
take_object(struct str text, struct buf *content, struct err *e)
{
	const char *from = text.n ? memchr(text.p, '{', text.n) : NULL;
	const char *to = text.n ? memrchr(text.p, '}', text.n) : NULL;
	struct buf repaired = { 0 };
	struct str s;
	int rc = 0;

	if (!from || !to || to < from)
		return err_set(e, "pas de JSON");
	s = (struct str){ from, (size_t)(to - from) + 1 };
	if (!is_object(s)) {
		put_without_commas(&repaired, s);
		s = buf_view(&repaired);
	}
	if (is_object(s) && fiche_has(js_of(s)))
		python_put(content, js_of(s), PYTHON_COMPACT);
	else
		rc = err_set(e, "JSON invalide");
	buf_free(&repaired);
	return rc;
}

int
fiche_answer(
    struct str text, bool truncated, struct buf *content, struct err *e)
{
	struct buf mended = { 0 };
	int rc;

	text = fiche_trim(text);
	if (truncated) {
		put_mended(&mended, text);
		text = buf_view(&mended);
	}
	rc = take_object(text, content, e);
	buf_free(&mended);
	return rc;
}
