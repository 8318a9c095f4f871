#include <stdlib.h>

#include <csv.h>

#include "dsv.h"
#include "enc.h"
#include "text.h"

#define SLICE ((size_t)64 << 10)
#define RECORD_MAX ((size_t)64 << 20)
#define CELLS_MAX 16384

/* Bytes that UTF-8 text never holds. Two stand for the line breaks that are
 * data where libcsv would end a record; one is a quote that no file has. */
#define LF_DATA '\xF8'
#define CR_DATA '\xF9'
#define NO_QUOTE 0xFB

enum line_end { UNKNOWN, LF, CR, CRLF };

struct dsv {
	struct dsv_options o;
	struct dsv_handler h;
	struct csv_parser csv;
	enum enc enc;
	enum line_end ends;
	bool started; /* the byte order mark was looked for */
	bool open;    /* inside quotes, while ends is UNKNOWN */
	bool hidden;  /* LF_DATA or CR_DATA was used */
	bool stopped; /* why says so */
	struct err why;
	struct buf raw;   /* bytes to transcode */
	struct buf text;  /* UTF-8 to parse */
	struct buf bytes; /* the current record's cells */
	size_t *at;       /* where each of them ends */
	struct str *cell;
	size_t n, cap;
	struct buf names; /* the header's cells, kept for messages */
	struct str *name;
	size_t width;
	bool headed;
	size_t record;
};

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
	       c == (unsigned char)LF_DATA || c == (unsigned char)CR_DATA;
}

/* New memory is zeroed, for on_cell reads one byte beyond what was stored. */
static void *
grow(void *p, size_t n)
{
	char *q = xrealloc2(p, n, 1);

	memset(q + n - SLICE, 0, SLICE);
	return q;
}

struct dsv *
dsv_new(const struct dsv_options *o, const struct dsv_handler *h)
{
	struct dsv *d = xcalloc(1, sizeof(*d));

	d->o = *o;
	d->h = *h;
	d->enc = o->encoding == DSV_LATIN1 ? ENC_LATIN1 : ENC_UTF8;
	csv_init(&d->csv, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&d->csv, (unsigned char)o->delimiter);
	csv_set_quote(&d->csv, o->quoted ? '"' : NO_QUOTE);
	csv_set_blk_size(&d->csv, SLICE);
	csv_set_realloc_func(&d->csv, grow);
	if (!o->trim)
		csv_set_space_func(&d->csv, never);
	return d;
}

void
dsv_free(struct dsv *d)
{
	if (!d)
		return;
	csv_free(&d->csv);
	buf_free(&d->raw);
	buf_free(&d->text);
	buf_free(&d->bytes);
	buf_free(&d->names);
	free(d->at);
	free(d->cell);
	free(d->name);
	free(d);
}

/* Stops for good; the message says which record, and which cell if told. */
static int
stop(struct dsv *d, bool cell, const char *what)
{
	struct buf b = { 0 };

	if (d->headed)
		buf_fmt(&b, "%zu: ", d->record);
	else
		buf_str(&b, "header: ");
	if (cell && d->headed && d->n < d->width)
		buf_fmt(
		    &b, "%s: ", err_quote(d->name[d->n].p, d->name[d->n].n));
	err_set(&d->why, "%s%s", buf_view(&b).p, what);
	d->stopped = true;
	buf_free(&b);
	return -1;
}

static void
reveal(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] == LF_DATA)
			p[i] = '\n';
		else if (p[i] == CR_DATA)
			p[i] = '\r';
	}
}

static void
add_cell(struct dsv *d, struct str s)
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
	struct dsv *d = ctx;
	struct str s = { p, n };
	bool quoted = d->o.quoted && s.p[n] == '"';

	if (d->stopped)
		return;
	if (d->hidden)
		reveal(p, n);
	if (d->o.trim && !quoted)
		s = js_trim_right(s);
	if (d->headed && d->n >= d->width)
		d->n++;
	else if (d->n < CELLS_MAX)
		add_cell(d, s);
	else
		stop(d, false, "too many columns");
	if (quoted)
		wipe_quotes(p, n + 1);
}

/* Points d->cell at the record's cells; those it lacks are empty. */
static void
set_cells(struct dsv *d)
{
	size_t width = d->headed ? d->width : d->n, from = 0;

	for (size_t i = 0; i < width; i++) {
		size_t to = i < d->n ? d->at[i] : from;

		d->cell[i] = (struct str){ d->bytes.p + from, to - from };
		from = to;
	}
}

static int
on_header(struct dsv *d, struct err *e)
{
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

static int
on_data(struct dsv *d, struct err *e)
{
	if (d->n != d->width && !d->o.relax)
		return err_set(e, "%zu cells instead of %zu", d->n, d->width);
	set_cells(d);
	return d->h.record(d->h.ctx, d->record, d->cell, d->width, e);
}

static void
on_record(int c, void *ctx)
{
	struct dsv *d = ctx;
	struct err e;

	(void)c;
	if (d->stopped)
		return;
	if ((d->headed ? on_data : on_header)(d, &e) < 0)
		stop(d, false, e.msg);
	d->headed = true;
	d->record++;
	d->n = 0;
	d->bytes.n = 0;
}

static int
parse(struct dsv *d, const char *p, size_t n)
{
	size_t got;

	if (!n)
		return 0;
	if (d->o.trim && (d->hidden || memchr(p, '\f', n)))
		csv_set_space_func(&d->csv, blank);
	got = csv_parse(&d->csv, p, n, on_cell, on_record, d);
	if (d->stopped)
		return -1;
	if (got < n && d->csv.quoted)
		return stop(d, true, "text after a closing quote");
	if (got < n)
		return stop(d, true, "a quote inside an unquoted cell");
	if (d->bytes.n + d->csv.entry_pos > RECORD_MAX)
		return stop(d, true, "a record larger than 64 MiB");
	return 0;
}

/* Parses up to the first line end outside quotes and learns from it what ends
 * the records. Returns how much of the text was parsed, or -1. A CR at the end
 * of the text must wait for what follows it. */
static ssize_t
discover(struct dsv *d, bool last)
{
	const char *p = d->text.p, *end = p + d->text.n;

	while (p < end && d->ends == UNKNOWN) {
		const char *q = p;

		for (; q < end && (d->open || (*q != '\n' && *q != '\r')); q++)
			d->open ^= *q == '"' && d->o.quoted;
		if (parse(d, p, (size_t)(q - p)) < 0)
			return -1;
		p = q;
		if (p == end || (*p == '\r' && p + 1 == end && !last))
			break;
		d->ends = *p == '\n'                    ? LF
			  : p + 1 < end && p[1] == '\n' ? CRLF
							: CR;
	}
	return p - d->text.p;
}

/* Replaces the line breaks that do not end a record. Those within quotes are
 * replaced with them, and restored like them. */
static void
hide(struct dsv *d, char *p, size_t n)
{
	char *q, *end = p + n;

	if (d->ends != CR)
		for (q = p; (q = memchr(q, '\r', (size_t)(end - q))); q++)
			if (d->ends == LF || q + 1 == end || q[1] != '\n') {
				*q = CR_DATA;
				d->hidden = true;
			}
	if (d->ends != LF)
		for (q = p; (q = memchr(q, '\n', (size_t)(end - q))); q++)
			if (d->ends == CR || q == p || q[-1] != '\r') {
				*q = LF_DATA;
				d->hidden = true;
			}
}

static int
parse_text(struct dsv *d, bool last)
{
	struct buf *t = &d->text;
	ssize_t at = d->ends == UNKNOWN ? discover(d, last) : 0;
	size_t n, keep = 0;

	if (at < 0)
		return -1;
	n = t->n - (size_t)at;
	if (d->ends == UNKNOWN)
		keep = n;
	else if (d->ends == CRLF && n && t->p[t->n - 1] == '\r' && !last)
		keep = 1;
	n -= keep;
	if (n) {
		hide(d, t->p + at, n);
		if (parse(d, t->p + at, n) < 0)
			return -1;
	}
	t->n = keep;
	if (keep)
		t->p[0] = '\r';
	return 0;
}

static int
digest(struct dsv *d, bool last)
{
	struct buf *r = &d->raw;
	size_t at = 0;

	if (!d->started) {
		if (r->n < 3 && !last)
			return 0;
		d->started = true;
		at = enc_bom(r->p, r->n, &d->enc);
	}
	at += enc_utf8(d->enc, r->p + at, r->n - at, last, &d->text);
	r->n -= at;
	memmove(r->p, r->p + at, r->n);
	return parse_text(d, last);
}

int
dsv_feed(struct dsv *d, const char *p, size_t n, struct err *e)
{
	while (n && !d->stopped) {
		size_t k = n < SLICE ? n : SLICE;

		buf_add(&d->raw, p, k);
		digest(d, false);
		p += k;
		n -= k;
	}
	return d->stopped ? err_set(e, "%s", d->why.msg) : 0;
}

/* One line feed more ends the last record, or is a blank line. */
int
dsv_end(struct dsv *d, struct err *e)
{
	buf_reserve(&d->raw, 1);
	if (!d->stopped && !digest(d, true) && !parse(d, "\n", 1) &&
	    csv_fini(&d->csv, on_cell, on_record, d))
		stop(d, true, "the closing quote is missing");
	return d->stopped ? err_set(e, "%s", d->why.msg) : 0;
}

size_t
dsv_columns(const struct str *header, size_t n, const char *const *want,
    size_t nwant, int *at)
{
	size_t missing = 0;

	for (size_t i = 0; i < nwant; i++) {
		at[i] = -1;
		for (size_t j = 0; j < n; j++)
			if (str_is(header[j], want[i]))
				at[i] = (int)j;
		missing += at[i] < 0;
	}
	return missing;
}
