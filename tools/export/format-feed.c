/*
 * format-feed: make an Atom feed (RFC 4287) of what changed from build to
 * build.
 *
 * Only the newest builds are kept while the input is read.
 */
#include <math.h>
#include <stdlib.h>

#include "base/day.h"
#include "base/err.h"
#include "base/in.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/text.h"
#include "markup/markup.h"
#include "json/js.h"

#define FIELDS 5 /* of a table that an entry names */
#define SPECIAL "&<>\""

static const struct opt opts[] = {
	{ 'n', "entries", "ENTRIES", "how many builds to list (50)" },
	{ 'o', "output", "FILE", "write FILE instead of standard output" },
	{ 't', "title", "TITLE", "the title of the feed" },
	{ 'u' | OPT_NEEDED, "url", "URL", "the address of the publication" },
	{ 0 },
};

/* The changes of one build. */
struct entry {
	msec build;
	int64_t inserted, updated, deleted;
	struct buf rows; /* of the HTML table */
};

static struct {
	size_t most;
	const char *output, *title;
	char *url;
	struct entry *entry; /* newest first */
	size_t n, cap;
} cl = { .most = 50, .title = "Données de référence de l'apprentissage" };

/* Appends s without the control characters that XML cannot hold and line ends,
 * which become U+FFFD. */
static void
put_text(struct buf *b, struct str s)
{
	struct buf clean = { 0 };

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20)
			utf8_put(&clean, 0xFFFD);
		else
			buf_byte(&clean, s.p[i]);
	markup_put(b, buf_view(&clean), SPECIAL);
	buf_free(&clean);
}

/* The entry of a build, which is added if it is among the newest; otherwise
 * NULL. */
static struct entry *
entry_of(msec build)
{
	size_t i = 0;

	while (i < cl.n && cl.entry[i].build > build)
		i++;
	if (i < cl.n && cl.entry[i].build == build)
		return &cl.entry[i];
	if (i == cl.most)
		return NULL;
	if (cl.n == cl.most)
		buf_free(&cl.entry[--cl.n].rows);
	cl.entry = xroom(cl.entry, cl.n, &cl.cap, sizeof(*cl.entry));
	memmove(
	    &cl.entry[i + 1], &cl.entry[i], (cl.n++ - i) * sizeof(*cl.entry));
	cl.entry[i] = (struct entry){ .build = build };
	return &cl.entry[i];
}

/* A line of the input. */
struct summary {
	msec build;
	struct str table;
	int64_t inserted, updated, deleted;
	struct js fields;
};

/* A date alone is not an instant. */
static msec
read_instant(struct str s)
{
	return s.p && memchr(s.p, 'T', s.n) ? day_parse(s) : DAY_BAD;
}

/* False unless v is a number of records. */
static bool
read_count(struct js v, int64_t *n)
{
	double number = js_number(v);

	if (!(number >= 0 && number <= 9e15 && floor(number) == number))
		return false;
	*n = (int64_t)number;
	return true;
}

static bool
are_counts(struct js fields)
{
	struct js key, value;
	int64_t n;

	for (struct js_walk w = js_walk(fields); js_member(&w, &key, &value);)
		if (!read_count(value, &n))
			return false;
	return fields.type == JS_OBJECT;
}

/* Reads a line; texts are put into scratch. False if it is no summary of a
 * build. */
static bool
read_summary(struct str line, struct summary *s, struct buf *scratch)
{
	enum { BUILD, TABLE, INSERT, UPDATE, DELETE, FIELD_NUMBERS, N };
	static const char *const names[N] = { "build", "table", "insert",
		"update", "delete", "fields" };
	struct js v[N], record;

	if (js_check(line.p, line.n, NULL) < 0)
		return false;
	record = js_of(line);
	js_pick(record, names, N, v);
	scratch->n = 0;
	buf_reserve(scratch, line.n + 2);
	s->build = read_instant(js_text(v[BUILD], scratch));
	s->table = js_text(v[TABLE], scratch);
	s->fields = v[FIELD_NUMBERS];
	return s->build != DAY_BAD && s->table.p &&
	       read_count(v[INSERT], &s->inserted) &&
	       read_count(v[UPDATE], &s->updated) &&
	       read_count(v[DELETE], &s->deleted) && are_counts(s->fields);
}

/* The first fields: "/path (N), /path (N)". */
static void
put_fields(struct buf *b, struct js fields)
{
	struct js_walk w = js_walk(fields);
	struct buf scratch = { 0 };
	struct js key, value;

	for (int i = 0; i < FIELDS && js_member(&w, &key, &value); i++) {
		scratch.n = 0;
		buf_str(b, i ? ", " : "");
		put_text(b, js_text(key, &scratch));
		buf_fmt(b, " (%.0f)", js_number(value));
	}
	buf_free(&scratch);
}

static void
add(const struct summary *s)
{
	struct entry *e = entry_of(s->build);

	if (!e)
		return;
	e->inserted += s->inserted;
	e->updated += s->updated;
	e->deleted += s->deleted;
	buf_str(&e->rows, "<tr><td>");
	put_text(&e->rows, s->table);
	buf_fmt(&e->rows, "</td><td>%lld</td><td>%lld</td><td>%lld</td><td>",
	    (long long)s->inserted, (long long)s->updated,
	    (long long)s->deleted);
	put_fields(&e->rows, s->fields);
	buf_str(&e->rows, "</td></tr>");
}

static void
read_summaries(void)
{
	struct buf scratch = { 0 };
	struct summary s;
	struct in in;
	struct str line;

	in_open(&in, NULL);
	while (in_line(&in, &line)) {
		if (!read_summary(line, &s, &scratch))
			die("%s:%zu: not a summary of a build", in.name,
			    in.line);
		if (s.inserted || s.updated || s.deleted)
			add(&s);
	}
	in_close(&in);
	buf_free(&scratch);
}

static void
put_link(struct buf *b, const char *rel, const char *type, const char *address)
{
	buf_fmt(b, "<link rel=\"%s\" type=\"%s\" href=\"%s\"/>\n", rel, type,
	    address);
}

/* address: of the publication, escaped. */
static void
put_head(struct buf *b, const char *address)
{
	char *self = xasprintf("%sfeed.atom", address), updated[DAY_TEXT_MAX];

	buf_str(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		   "<feed xmlns=\"http://www.w3.org/2005/Atom\""
		   " xml:lang=\"fr\">\n<title>");
	put_text(b, str_of(cl.title));
	buf_fmt(b, "</title>\n<id>%s</id>\n", address);
	put_link(b, "self", "application/atom+xml", self);
	put_link(b, "alternate", "text/html", address);
	day_print_utc(cl.n ? cl.entry[0].build : 0, updated);
	buf_fmt(b, "<updated>%s</updated>\n", updated);
	buf_str(b, "<author><name>alternance</name></author>\n");
	free(self);
}

static void
put_content(struct buf *b, struct entry *e)
{
	struct buf html = { 0 };

	buf_str(&html, "<table><tr><th>table</th><th>ajouts</th>"
		       "<th>modifications</th><th>suppressions</th>"
		       "<th>champs</th></tr>");
	buf_add(&html, e->rows.p, e->rows.n);
	buf_str(&html, "</table>");
	buf_str(b, "<content type=\"html\">\n");
	markup_put(b, buf_view(&html), SPECIAL);
	buf_str(b, "\n</content>\n");
	buf_free(&html);
}

static void
put_entry(struct buf *b, const char *address, struct entry *e)
{
	struct civil c = day_civil(e->build);
	char *own = xasprintf("%s%04d-%02d-%02dT%02d%02d%02dZ/", address,
	    c.year, c.month, c.day, c.hour, c.minute, c.second);
	char updated[DAY_TEXT_MAX];

	day_print_utc(e->build, updated);
	buf_fmt(b,
	    "<entry>\n<title>%04d-%02d-%02d : ajouts %lld, modifications "
	    "%lld, suppressions %lld</title>\n<id>%s</id>\n",
	    c.year, c.month, c.day, (long long)e->inserted,
	    (long long)e->updated, (long long)e->deleted, own);
	put_link(b, "alternate", "text/html", own);
	buf_fmt(b, "<updated>%s</updated>\n", updated);
	put_content(b, e);
	buf_str(b, "</entry>\n");
	free(own);
}

static void
put_feed(void)
{
	struct buf address = { 0 };
	struct out out;

	put_text(&address, str_of(cl.url));
	out_open(&out, cl.output);
	put_head(&out.buf, buf_view(&address).p);
	for (size_t i = 0; i < cl.n; i++) {
		put_entry(&out.buf, buf_view(&address).p, &cl.entry[i]);
		out_record(&out);
		buf_free(&cl.entry[i].rows);
	}
	buf_str(&out.buf, "</feed>\n");
	out_close(&out);
	free(cl.entry);
	buf_free(&address);
}

/* A copy of the address, with a slash at its end. */
static char *
read_url(const char *s)
{
	if (!strstr(s, "://") || strpbrk(s, " \t\r\n") ||
	    !utf8_valid(s, strlen(s)))
		opt_wrong("-u takes an address such as https://example.org/, "
			  "not '%s'",
		    s);
	return xasprintf("%s%s", s, s[strlen(s) - 1] == '/' ? "" : "/");
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(
	    argc, argv, "make an Atom feed of the changes of builds", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'n') {
			cl.most = (size_t)opt_number("-n", opt_arg, 1, 100000);
		} else if (c == 'o') {
			cl.output = opt_arg;
		} else if (c == 't') {
			if (!utf8_valid(opt_arg, strlen(opt_arg)))
				opt_wrong("-t takes a title in UTF-8");
			cl.title = opt_arg;
		} else {
			free(cl.url);
			cl.url = read_url(opt_arg);
		}
	opt_count(0, 0);
	read_summaries();
	put_feed();
	free(cl.url);
	return 0;
}
