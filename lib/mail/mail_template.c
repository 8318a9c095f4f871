#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/in.h"
#include "mail/mail_template.h"
#include "markup/markup.h"

#define LEVELS 8 /* sections inside sections */

struct fill {
	struct buf *b;
	bool html;
	struct js level[LEVELS]; /* innermost last */
	int n;
	struct err *e;
};

/*
 * Values.
 */

/* The value of a path: its first name is looked up from the innermost level
 * outwards. Absent if nobody has it. */
static struct js
look_up(const struct fill *f, struct str path)
{
	const char *dot = memchr(path.p, '.', path.n);
	size_t n = dot ? (size_t)(dot - path.p) : path.n;
	char *name = xstrndup(path.p, n), *rest;
	struct js v = { 0 };

	for (int i = f->n - 1; i >= 0 && v.type == JS_ABSENT; i--)
		v = js_get(f->level[i], name);
	free(name);
	if (!dot || v.type == JS_ABSENT)
		return v;
	rest = xstrndup(dot + 1, path.n - n - 1);
	v = js_at(v, rest);
	free(rest);
	return v;
}

/* Undoes &amp; &lt; &gt;. */
static void
put_undone(struct buf *b, struct str s)
{
	static const struct {
		const char *name;
		char c;
	} escapes[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' } };

	for (size_t i = 0, n; i < s.n; i += n) {
		char c = s.p[i];

		n = 1;
		for (size_t k = 0; c == '&' && k < 3; k++) {
			size_t len = strlen(escapes[k].name);

			if (s.n - i < len ||
			    memcmp(s.p + i, escapes[k].name, len) != 0)
				continue;
			c = escapes[k].c;
			n = len;
			break;
		}
		buf_byte(b, c);
	}
}

static void
put_value(struct fill *f, struct js v, bool raw)
{
	struct buf scratch = { 0 };
	struct str s = { v.p, v.n };

	if (js_is_null(v))
		return;
	if (v.type == JS_STRING)
		s = js_text(v, &scratch);
	if (f->html && !raw)
		markup_put(f->b, s, MARKUP_ALL);
	else if (!f->html && raw)
		put_undone(f->b, s);
	else
		buf_add(f->b, s.p, s.n);
	buf_free(&scratch);
}

/*
 * Tags.
 */
struct tag {
	char kind; /* '#', '/', '{' or ' ' */
	struct str name;
	size_t start, end; /* of the tag in the text */
};

/* The next tag from at on; false if there is none. */
static bool
next_tag(struct str text, size_t at, struct tag *t)
{
	const char *open, *close, *from;

	open = memmem(text.p + at, text.n - at, "{{", 2);
	if (!open)
		return false;
	from = open + 2;
	close = memmem(from, (size_t)(text.p + text.n - from), "}}", 2);
	if (!close)
		return false;
	t->start = (size_t)(open - text.p);
	t->kind = *from == '#' || *from == '/' || *from == '{' ? *from : ' ';
	from += t->kind != ' ';
	t->name = (struct str){ from, (size_t)(close - from) };
	t->end = (size_t)(close - text.p) + 2;
	if (t->kind == '{' && t->end < text.n && text.p[t->end] == '}')
		t->end++;
	return true;
}

/* The end tag of the section that begins at at. */
static bool
find_end(struct str text, size_t at, struct str name, struct tag *t)
{
	int depth = 1;

	while (next_tag(text, at, t)) {
		if (str_eq(t->name, name) && t->kind == '#')
			depth++;
		if (str_eq(t->name, name) && t->kind == '/' && !--depth)
			return true;
		at = t->end;
	}
	return false;
}

static int fill(struct fill *f, struct str text);

static bool
is_true(struct js v)
{
	return !js_is_null(v) && v.type != JS_FALSE &&
	       !(v.type == JS_STRING && v.n == 2);
}

static int
fill_inside(struct fill *f, struct str text, struct js level)
{
	int rc;

	if (f->n == LEVELS)
		return err_set(f->e, "too many sections inside one another");
	f->level[f->n++] = level;
	rc = fill(f, text);
	f->n--;
	return rc;
}

static int
fill_section(struct fill *f, struct str text, struct js v)
{
	struct js_walk w = js_walk(v);
	struct js item;

	if (v.type != JS_ARRAY)
		return is_true(v) ? fill_inside(f, text, v) : 0;
	while (js_item(&w, &item))
		if (fill_inside(f, text, item))
			return -1;
	return 0;
}

static int
fill_tag(struct fill *f, struct str text, struct tag *t)
{
	struct js v = look_up(f, t->name);
	struct tag end;

	if (t->kind == '/')
		return err_set(f->e, "{{/%s}} closes no section",
		    err_quote(t->name.p, t->name.n));
	if (v.type == JS_ABSENT)
		return err_set(f->e, "data.%s: it is missing",
		    err_quote(t->name.p, t->name.n));
	if (t->kind != '#') {
		put_value(f, v, t->kind == '{');
		return 0;
	}
	if (!find_end(text, t->end, t->name, &end))
		return err_set(f->e, "{{#%s}} is not closed",
		    err_quote(t->name.p, t->name.n));
	if (fill_section(
		f, (struct str){ text.p + t->end, end.start - t->end }, v))
		return -1;
	t->end = end.end;
	return 0;
}

static int
fill(struct fill *f, struct str text)
{
	struct tag t;
	size_t at = 0;

	while (next_tag(text, at, &t)) {
		buf_add(f->b, text.p + at, t.start - at);
		if (fill_tag(f, text, &t))
			return -1;
		at = t.end;
	}
	buf_add(f->b, text.p + at, text.n - at);
	return 0;
}

int
mail_template_fill(struct buf *b, struct str template, bool html,
    struct js data, struct err *e)
{
	struct fill f = { .b = b, .html = html, .e = e };

	return fill_inside(&f, template, data);
}

/*
 * Files.
 */
static int
read_file(const char *path, struct buf *b, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;

	if (fd < 0)
		return err_set(e, "%s: %s", path, strerror(errno));
	do {
		buf_reserve(b, 4096);
		n = read(fd, b->p + b->n, 4096);
		b->n += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	close(fd);
	return n < 0 ? err_set(e, "%s: %s", path, strerror(errno)) : 0;
}

int
mail_template_put(struct buf *b, const char *dir, const char *name, bool html,
    struct js data, struct err *e)
{
	static struct hash paths;
	static struct buf *texts;
	static size_t cap;
	char *path = xasprintf("%s/%s.%s", dir, name, html ? "html" : "txt");
	uint32_t known = paths.n, i = hash_find(&paths, str_of(path));
	struct buf text = { 0 };
	int rc = 0;

	if (i == HASH_NONE && !(rc = read_file(path, &text, e))) {
		i = hash_put(&paths, str_of(path));
		texts = xroom(texts, known, &cap, sizeof(*texts));
		texts[i] = text;
	}
	free(path);
	if (rc) {
		buf_free(&text);
		return -1;
	}
	return mail_template_fill(b, buf_view(&texts[i]), html, data, e);
}
