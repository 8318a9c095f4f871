#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/text.h"
#include "fetch/fetch_content.h"
#include "format/enc.h"
#include "json/js.h"

static int
refuse_content(int rc, struct err *e, const char *why)
{
	err_set(e, "%s", why);
	return rc;
}

/* Returns s without white space at its ends. */
static struct str
core(struct str s)
{
	static const char blank[] = " \t\r\n";

	while (s.n && memchr(blank, *s.p, 4)) {
		s.p++;
		s.n--;
	}
	while (s.n && memchr(blank, s.p[s.n - 1], 4))
		s.n--;
	return s;
}

/* Is this list, given as text, empty? */
static bool
is_empty(struct js list)
{
	return !core((struct str){ list.p + 1, list.n - 2 }).n;
}

/* Checks the list that v, an object or array, is or has as a member. */
static int
check_list(const struct content *c, struct js v, struct err *e)
{
	const char *name = c->begins && *c->begins ? c->begins + 1 : "";
	struct js list = v, item;
	struct js_walk w = js_walk(v);

	if (*name && v.type == JS_OBJECT)
		list = js_get(v, name);
	if (list.type != JS_ARRAY && *name) {
		err_set(e, "no list %s in it", name);
		return EXIT_FAILED;
	}
	if (is_empty(list))
		return c->may_be_empty
			   ? 0
			   : refuse_content(EXIT_FAILED, e, "an empty list");
	if (*name && v.type == JS_ARRAY && js_item(&w, &item) &&
	    js_get(item, name).type == JS_ABSENT) {
		err_set(e, "no member %s in its first item", name);
		return EXIT_FAILED;
	}
	return 0;
}

static int
check_json(const struct content *c, struct str s, struct err *e)
{
	bool container = *s.p == '{' || *s.p == '[';

	if (c->begins && *s.p != *c->begins)
		return refuse_content(
		    EXIT_FAILED, e, "not the JSON it should be");
	if (container && !js_is_closed(s))
		return refuse_content(
		    EXIT_RETRY, e, "cut: the JSON has no end");
	if (js_check(s.p, s.n, e))
		return EXIT_FAILED;
	if (!container)
		return *s.p >= '0' && *s.p <= '9'
			   ? 0
			   : refuse_content(
				 EXIT_FAILED, e, "not the JSON it should be");
	return check_list(c, js_of(s), e);
}

/* An archive ends with the record that counts its entries (APPNOTE 4.3.16). */
static int
check_zip(struct str s, struct err *e)
{
	size_t least = s.n > 65557 ? s.n - 65557 : 0;

	if (s.n < 4 || memcmp(s.p, "PK", 2) != 0)
		return refuse_content(EXIT_FAILED, e, "not a ZIP archive");
	for (size_t at = s.n < 22 ? 0 : s.n - 22; at > least; at--)
		if (!memcmp(s.p + at, "PK\5\6", 4))
			return 0;
	if (s.n >= 22 && !memcmp(s.p, "PK\5\6", 4))
		return refuse_content(EXIT_FAILED, e, "an empty archive");
	return refuse_content(EXIT_RETRY, e, "cut: the archive has no end");
}

/* Is name a cell of the header? */
static bool
has_column(struct str header, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = header.p, *end = header.p + header.n; p < end;) {
		const char *stop = memchr(p, ';', (size_t)(end - p));
		const char *last = stop ? stop : end;
		struct str cell = core((struct str){ p, (size_t)(last - p) });

		if (cell.n > 1 && *cell.p == '"')
			cell = (struct str){ cell.p + 1, cell.n - 2 };
		if (cell.n == n && !memcmp(cell.p, name, n))
			return true;
		p = last + 1;
	}
	return false;
}

static size_t
count(struct str s, char c)
{
	size_t n = 0;

	for (const char *p = s.p, *end = s.p + s.n;
	     (p = memchr(p, c, (size_t)(end - p))); p++)
		n++;
	return n;
}

/* Was the text truncated? Its last line has no line end and fewer cells than
 * the header. */
static bool
is_cut(struct str header, struct str s)
{
	const char *lf = memrchr(s.p, '\n', s.n);
	struct str last = { lf + 1, (size_t)(s.p + s.n - lf - 1) };

	return last.n && count(last, ';') < count(header, ';');
}

static int
check_csv(const struct content *c, struct str s, struct err *e)
{
	enum encoding from = ENC_LATIN1;
	size_t bom = enc_bom(s.p, s.n, &from);
	bool latin1 = c->kind == CONTENT_LATIN1 && !bom;
	bool is_utf8 = utf8_valid(s.p, s.n), ascii = true;
	struct str header = { s.p + bom, s.n - bom };
	const char *lf = memchr(header.p, '\n', header.n);

	for (size_t i = 0; is_utf8 && latin1 && ascii && i < s.n; i++)
		ascii = !(s.p[i] & 0x80);
	if (!latin1 && !is_utf8)
		return refuse_content(EXIT_FAILED, e, "not UTF-8");
	if (latin1 && is_utf8 && !ascii)
		return refuse_content(EXIT_FAILED, e, "UTF-8, not ISO 8859-1");
	if (lf)
		header.n = (size_t)(lf - header.p);
	if (c->begins && !has_column(header, c->begins)) {
		err_set(e, "no column %s in its header", c->begins);
		return EXIT_FAILED;
	}
	if (!lf || !core((struct str){ lf, (size_t)(s.p + s.n - lf) }).n)
		return refuse_content(EXIT_FAILED, e, "a header without a row");
	if (is_cut(header, s))
		return refuse_content(
		    EXIT_RETRY, e, "cut: its last row is short");
	return 0;
}

/* Does s contain tag, in upper or lower case? */
static bool
has_tag(struct str s, const char *tag)
{
	size_t n = strlen(tag);

	for (size_t at = 0; at + n <= s.n; at++)
		if (!strncasecmp(s.p + at, tag, n))
			return true;
	return false;
}

/* A page with <html> but without </html> was truncated. */
static int
check_html(struct str s, struct err *e)
{
	if (*s.p != '<')
		return refuse_content(EXIT_FAILED, e, "not a page of HTML");
	if (has_tag(s, "<html") && !has_tag(s, "</html"))
		return refuse_content(
		    EXIT_RETRY, e, "cut: the page has no end");
	return 0;
}

static int
check_kind(const struct content *c, struct str body, struct err *e)
{
	switch (c->kind) {
	case CONTENT_JSON:
		return check_json(c, core(utf8_skip_bom(body)), e);
	case CONTENT_ZIP:
		return check_zip(body, e);
	case CONTENT_HTML:
		return check_html(core(utf8_skip_bom(body)), e);
	case CONTENT_LINES:
		return body.p[body.n - 1] == '\n'
			   ? 0
			   : refuse_content(
				 EXIT_RETRY, e, "cut: its last line is short");
	case CONTENT_ANY:
		return 0;
	default:
		return check_csv(c, body, e);
	}
}

static bool
is_gzip(struct str s)
{
	return s.n > 2 && !memcmp(s.p, "\x1f\x8b", 2);
}

int
fetch_content_check(
    const struct content *c, const char *type, struct str body, struct err *e)
{
	struct str s = core(utf8_skip_bom(body));
	bool is_page = type && !strncasecmp(type, "text/html", 9);

	if (!s.n)
		return refuse_content(EXIT_FAILED, e, "an empty answer");
	/* text/html is what many servers say by default: it only counts if
	 * nothing else tells. */
	is_page = *s.p == '<' ||
		  (is_page && c->kind == CONTENT_ANY && memcmp(s.p, "PK", 2));
	if (is_page && c->kind != CONTENT_HTML)
		return refuse_content(
		    EXIT_FAILED, e, "a page of HTML, not the data");
	if (is_gzip(body) && c->kind != CONTENT_ANY)
		return refuse_content(
		    EXIT_FAILED, e, "gzip data that is not declared");
	return check_kind(c, body, e);
}

int
fetch_content_check_file(
    const struct content *c, const char *type, int fd, struct err *e)
{
	struct stat st;
	void *p;
	int rc;

	if (fstat(fd, &st) < 0)
		die("stat an answer:");
	if (!st.st_size)
		return refuse_content(EXIT_FAILED, e, "an empty answer");
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		die("map an answer:");
	rc = fetch_content_check(
	    c, type, (struct str){ p, (size_t)st.st_size }, e);
	munmap(p, (size_t)st.st_size);
	return rc;
}
