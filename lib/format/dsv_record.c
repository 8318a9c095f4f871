#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "format/dsv_record.h"
#include "format/dsv_scan.h"
#include "scan/simd.h"

#define MORE ((size_t)64 << 10) /* libcsv's buffer grows by this */
#define RECORD_MAX ((size_t)64 << 20)
#define CELLS_MAX 16384

/* A quote that no file has: UTF-8 text never holds this byte. */
#define NO_QUOTE 0xFB

static int
never(unsigned char c)
{
	(void)c;
	return 0;
}

/* The bytes trimmed on the left of a cell and around quotes. libcsv's own
 * idea of them (TAB, SPACE) is faster and does until another one is met. */
static int
blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\f' ||
	       c == (unsigned char)DSV_CR_DATA;
}

/* Zeroes new memory, because on_cell reads one byte beyond the stored cell. */
static void *
grow(void *p, size_t n)
{
	char *q = xrealloc2(p, n, 1);

	memset(q + n - MORE, 0, MORE);
	return q;
}

void
dsv_record_init(struct dsv_record *d, const struct dsv_options *o,
    const struct dsv_handler *h)
{
	*d = (struct dsv_record){ .o = *o, .h = *h, .line = 1 };
	csv_init(&d->csv, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&d->csv, (unsigned char)o->delimiter);
	csv_set_quote(&d->csv, o->quoted ? '"' : NO_QUOTE);
	csv_set_blk_size(&d->csv, MORE);
	csv_set_realloc_func(&d->csv, grow);
	if (!o->trim)
		csv_set_space_func(&d->csv, never);
}

void
dsv_record_free(struct dsv_record *d)
{
	csv_free(&d->csv);
	buf_free(&d->bytes);
	buf_free(&d->names);
	free(d->marks);
	free(d->at);
	free(d->cell);
	free(d->name);
}

int
dsv_record_stop(struct dsv_record *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(d->why.msg, sizeof(d->why.msg), fmt, ap);
	va_end(ap);
	d->stopped = true;
	return -1;
}

/* The line on which the record that libcsv is in begins. */
static size_t
line_of_start(const struct dsv_record *d)
{
	if (!d->start)
		return d->start_line;
	return d->text_line - simd_count(d->start, d->text_end, '\n');
}

/* Stops because of the record that begins on that line, 0 if the line is not
 * known, and of its cell, if told. */
static int
stop(struct dsv_record *d, size_t line, bool cell, const char *what)
{
	struct buf b = { 0 };

	if (!d->headed)
		buf_str(&b, "header");
	else
		buf_fmt(&b, "record %zu", d->record);
	if (line && d->end && d->headed)
		buf_fmt(&b, " (line %zu)", line);
	if (cell && d->headed && d->n < d->width)
		buf_fmt(
		    &b, ": %s", err_quote(d->name[d->n].p, d->name[d->n].n));
	dsv_record_stop(d, "%s: %s", buf_view(&b).p, what);
	buf_free(&b);
	return -1;
}

/* Like stop, because of a quote. */
static int
stop_quote(struct dsv_record *d, const char *what)
{
	char *why = xasprintf(
	    "%s%s", what, d->o.hints ? " (--no-quote if quotes are data)" : "");

	stop(d, line_of_start(d), true, why);
	free(why);
	return -1;
}

static void
add_cell(struct dsv_record *d, struct str s)
{
	if (d->n == d->cap) {
		d->cap = d->cap ? 2 * d->cap : 64;
		d->at = xrealloc2(d->at, d->cap, sizeof(*d->at));
		d->cell = xrealloc2(d->cell, d->cap, sizeof(*d->cell));
	}
	buf_add(&d->bytes, s.p, s.n);
	d->at[d->n++] = d->bytes.n;
}

static void
wipe_quotes(char *p, size_t n)
{
	char *end = p + n;

	while ((p = memchr(p, '"', (size_t)(end - p))))
		*p++ = '\0';
}

/* libcsv does not say whether the cell was quoted; but if it was, the closing
 * quote still stands behind it in libcsv's buffer. Quotes are wiped out there
 * once copied, so that the one found is this cell's. */
static void
on_cell(void *p, size_t n, void *ctx)
{
	struct dsv_record *d = ctx;
	struct str s = { p, n };
	bool quoted = d->o.quoted && s.p[n] == '"';

	if (d->stopped)
		return;
	if (d->hidden)
		dsv_reveal(p, n);
	if (d->hidden && !quoted && memchr(s.p, '\r', s.n))
		d->bare_cr = true;
	if (d->o.trim && !quoted)
		s = js_trim_right(s);
	if (d->headed && d->n >= d->width && !d->o.beyond)
		d->n++;
	else if (d->n < CELLS_MAX)
		add_cell(d, s);
	else
		stop(d, line_of_start(d), false, "too many columns");
	if (quoted)
		wipe_quotes(p, n + 1);
}

/* How many cells of a record of n are told. */
static size_t
told(const struct dsv_record *d, size_t n)
{
	return d->headed && (n < d->width || !d->o.beyond) ? d->width : n;
}

/* Points d->cell at the record's cells; those it lacks are empty. */
static void
set_cells(struct dsv_record *d)
{
	size_t width = told(d, d->n), from = 0;

	buf_reserve(&d->bytes, DSV_PAD);
	for (size_t i = 0; i < width; i++) {
		size_t to = i < d->n ? d->at[i] : from;

		d->cell[i] = (struct str){ d->bytes.p + from, to - from };
		from = to;
	}
}

/* The scan finds cells without asking for room. */
static void
make_room(struct dsv_record *d)
{
	if (!d->o.beyond)
		return;
	d->cap = CELLS_MAX;
	d->at = xrealloc2(d->at, d->cap, sizeof(*d->at));
	d->cell = xrealloc2(d->cell, d->cap, sizeof(*d->cell));
}

static int
on_header(struct dsv_record *d, struct err *e)
{
	make_room(d);
	set_cells(d);
	d->width = d->n;
	d->name = xcalloc(d->n, sizeof(*d->name));
	buf_add(&d->names, d->bytes.p, d->bytes.n);
	for (size_t i = 0; i < d->n; i++)
		d->name[i] =
		    (struct str){ d->names.p + (d->cell[i].p - d->bytes.p),
			    d->cell[i].n };
	return d->h.header ? d->h.header(d->h.ctx, d->name, d->n, e) : 0;
}

/* d->cell is a record that had n cells. */
static int
tell(struct dsv_record *d, size_t n, struct err *e)
{
	if (n > d->width && d->bare_cr)
		return err_set(e,
		    "%zu cells, but the header has %zu, and a carriage return "
		    "(CR) among them: line ends differ",
		    n, d->width);
	if (n != d->width && !d->o.relax)
		return err_set(e, "%zu cell%s, but the header has %zu%s", n,
		    n == 1 ? "" : "s", d->width,
		    d->o.hints ? " (--relax accepts it)" : "");
	return d->h.record(d->h.ctx, d->record, d->cell, told(d, n), e);
}

static int
on_data(struct dsv_record *d, struct err *e)
{
	set_cells(d);
	return tell(d, d->n, e);
}

static void
on_record(int c, void *ctx)
{
	struct dsv_record *d = ctx;
	struct err e;

	(void)c;
	if (d->stopped)
		return;
	if ((d->headed ? on_data : on_header)(d, &e) < 0)
		stop(d, line_of_start(d), false, e.msg);
	d->headed = true;
	d->bare_cr = false;
	d->between = d->end;
	d->record++;
	d->n = 0;
	d->bytes.n = 0;
}

/* Reads text by libcsv, whatever it is. */
static int
read_any(struct dsv_record *d, const char *p, size_t n)
{
	size_t got;

	if (!n)
		return 0;
	d->between = false;
	if (d->o.trim && (d->hidden || memchr(p, '\f', n)))
		csv_set_space_func(&d->csv, blank);
	got = csv_parse(&d->csv, p, n, on_cell, on_record, d);
	if (d->stopped)
		return -1;
	if (got < n && d->csv.quoted)
		return stop_quote(d, "text after a closing quote");
	if (got < n)
		return stop_quote(d, "a quote inside an unquoted cell");
	if (d->bytes.n + d->csv.entry_pos > RECORD_MAX)
		return stop(
		    d, line_of_start(d), true, "a record larger than 64 MiB");
	return 0;
}

/* The line on which the record of n cells, whose last byte is at `end`,
 * begins. The scan has changed its text, so the line ends within its cells are
 * counted there. */
static size_t
line_of_scanned(const struct dsv_record *d, size_t n, const char *end)
{
	size_t line = d->text_line - simd_count(end, d->text_end, '\n');

	for (size_t i = 0; i < n; i++)
		line -=
		    simd_count(d->cell[i].p, d->cell[i].p + d->cell[i].n, '\n');
	return line;
}

/* Hands over a record of n cells, whose last byte is at `end`, that dsv_scan
 * found. */
static int
scanned(struct dsv_record *d, size_t n, const char *end)
{
	size_t kept = n < told(d, n) ? n : told(d, n);
	static const char none[DSV_PAD];
	struct err e;

	if (kept > CELLS_MAX)
		return stop(d, 0, false, "too many columns");
	for (size_t i = n; i < d->width; i++)
		d->cell[i] = (struct str){ none, 0 };
	if (tell(d, n, &e) < 0)
		return stop(d, line_of_scanned(d, kept, end), false, e.msg);
	d->bare_cr = false;
	d->record++;
	return 0;
}

/* Reads one record with dsv_scan or, if that declines, passes the text up to
 * the next line end to libcsv: that of a record that is not complete, that
 * begins with a blank, or has a quote where none belongs. Returns the byte
 * after it, or NULL. */
static char *
read_one(struct dsv_record *d, const struct dsv_scan *s, char *p, char *end)
{
	char *next = NULL;
	size_t n;

	if (d->between)
		next = dsv_scan(
		    s, p, d->cell, d->o.beyond ? CELLS_MAX : d->width, &n);
	if (next)
		return scanned(d, n, next) < 0 ? NULL : next + 1;
	if (d->between)
		d->start = p;
	if (d->end)
		next = memchr(p, d->end, (size_t)(end - p));
	next = next ? next + 1 : end;
	return read_any(d, p, (size_t)(next - p)) < 0 ? NULL : next;
}

/* Blank lines are not records. */
int
dsv_record_read(struct dsv_record *d, char *p, size_t n)
{
	struct dsv_scan s = { .delimiter = d->o.delimiter,
		.end = d->end,
		.quoted = d->o.quoted,
		.trim = d->o.trim,
		.cr = d->hidden ? &d->bare_cr : NULL,
		.text = { p, n } };
	char *end = p + n;

	if (!n)
		return 0;
	if (d->end)
		dsv_mark(&s, &d->marks, &d->words);
	d->text_end = end;
	d->text_line = d->line + simd_count(p, end, '\n');
	while (p && p < end)
		if (d->between && (*p == '\n' || *p == '\r'))
			p++;
		else
			p = read_one(d, &s, p, end);
	if (!p)
		return -1;
	if (!d->between && d->start)
		d->start_line = line_of_start(d);
	d->start = NULL;
	d->line = d->text_line;
	return 0;
}

/* Feeds one more LF: it ends the last record, or is skipped as a blank line. */
int
dsv_record_end(struct dsv_record *d)
{
	if (read_any(d, "\n", 1) < 0)
		return -1;
	if (csv_fini(&d->csv, on_cell, on_record, d))
		return stop_quote(d, "this quote is never closed");
	return 0;
}
