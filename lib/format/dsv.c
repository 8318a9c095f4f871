#include <stdlib.h>

#include "format/dsv.h"
#include "format/dsv_record.h"
#include "format/dsv_scan.h"
#include "format/enc.h"

#define SLICE ((size_t)64 << 10)

enum line_end { UNKNOWN, LF, CR, CRLF };

struct dsv {
	struct dsv_record r;
	enum enc enc;
	enum line_end ends;
	bool started;    /* the byte order mark was looked for */
	bool open;       /* inside quotes, while ends is UNKNOWN */
	struct buf raw;  /* bytes to transcode */
	struct buf text; /* UTF-8 to parse */
};

struct dsv *
dsv_new(const struct dsv_options *o, const struct dsv_handler *h)
{
	struct dsv *d = xcalloc(1, sizeof(*d));

	dsv_record_init(&d->r, o, h);
	d->enc = o->encoding == DSV_LATIN1 ? ENC_LATIN1 : ENC_UTF8;
	return d;
}

void
dsv_free(struct dsv *d)
{
	if (!d)
		return;
	dsv_record_free(&d->r);
	buf_free(&d->raw);
	buf_free(&d->text);
	free(d);
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
			d->open ^= *q == '"' && d->r.o.quoted;
		if (dsv_record_read_any(&d->r, p, (size_t)(q - p)) < 0)
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
				*q = DSV_CR_DATA;
				d->r.hidden = true;
			}
	if (d->ends != LF)
		for (q = p; (q = memchr(q, '\n', (size_t)(end - q))); q++)
			if (d->ends == CR || q == p || q[-1] != '\r') {
				*q = DSV_LF_DATA;
				d->r.hidden = true;
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
	if (d->ends == LF || d->ends == CRLF)
		d->r.end = d->ends == LF ? '\n' : '\r';
	if (n) {
		hide(d, t->p + at, n);
		if (dsv_record_read(&d->r, t->p + at, n) < 0)
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
	while (n && !d->r.stopped) {
		size_t k = n < SLICE ? n : SLICE;

		buf_add(&d->raw, p, k);
		digest(d, false);
		p += k;
		n -= k;
	}
	return d->r.stopped ? err_set(e, "%s", d->r.why.msg) : 0;
}

/* One line feed more ends the last record, or is a blank line. */
int
dsv_end(struct dsv *d, struct err *e)
{
	buf_reserve(&d->raw, 1);
	if (!d->r.stopped && !digest(d, true))
		dsv_record_end(&d->r);
	return d->r.stopped ? err_set(e, "%s", d->r.why.msg) : 0;
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
