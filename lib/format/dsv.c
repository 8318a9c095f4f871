#include <stdlib.h>

#include "format/dsv.h"
#include "format/dsv_record.h"
#include "format/dsv_scan.h"
#include "format/enc.h"
#include "format/magic.h"
#include "scan/simd.h"

#define SLICE ((size_t)64 << 10)

enum line_end {
	UNKNOWN,
	LF, /* or CRLF */
	CR,
};

struct dsv {
	struct dsv_record r;
	struct enc enc;
	struct enc_watch watch;
	enum line_end ends;
	bool started;    /* the byte order mark was looked for */
	size_t decoded;  /* bytes before raw */
	struct buf raw;  /* bytes to decode */
	struct buf text; /* UTF-8 to parse */
};

struct dsv *
dsv_new(const struct dsv_options *o, const struct dsv_handler *h)
{
	static const enum encoding from[] = { [DSV_UTF8] = ENC_UTF8,
		[DSV_LATIN1] = ENC_LATIN1,
		[DSV_WINDOWS_1252] = ENC_WINDOWS_1252,
		[DSV_UTF16] = ENC_UTF16LE };
	struct dsv *d = xcalloc(1, sizeof(*d));

	dsv_record_init(&d->r, o, h);
	d->enc = (struct enc){ .from = from[o->encoding],
		.repair = o->repaired != NULL };
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

/* Learns from the beginning of the text what ends its records. A CR at the end
 * of a text that goes on says nothing yet. */
static int
find_ends(struct dsv *d, bool last)
{
	const char *p = d->text.p;
	size_t n = d->text.n;
	bool open = false, cr = false, lf = false;

	for (size_t i = 0; i < n && !lf; i++) {
		if (p[i] == '"' && d->r.o.quoted)
			open = !open;
		else if (open)
			continue;
		else if (p[i] == '\r' && (i + 1 < n ? p[i + 1] != '\n' : last))
			cr = true;
		else
			lf = p[i] == '\n';
	}
	if (cr && lf)
		return dsv_record_stop(&d->r,
		    "line ends differ: a carriage return (CR) before the first "
		    "line feed (LF)");
	d->ends = cr ? CR : LF;
	d->r.end = cr ? '\0' : '\n';
	return 0;
}

/* Replaces each lone CR by a placeholder byte, within quotes too; dsv_reveal
 * restores them. One at the very end of the text ends a record. */
static void
hide(struct dsv *d, char *p, size_t n)
{
	char *end = p + n;

	for (char *q = p; (q = memchr(q, '\r', (size_t)(end - q))); q++)
		if (q + 1 < end && q[1] != '\n') {
			*q = DSV_CR_DATA;
			d->r.hidden = true;
		}
}

/* Parses the text, except a CR at its end, which must wait for what follows
 * it. */
static int
parse_text(struct dsv *d, bool last)
{
	struct buf *t = &d->text;
	size_t keep;

	if (d->ends == UNKNOWN && t->n < SLICE && !last)
		return 0;
	if (d->ends == UNKNOWN && find_ends(d, last) < 0)
		return -1;
	buf_reserve(t, DSV_PAD);
	keep = t->n && t->p[t->n - 1] == '\r' && !last;
	if (d->ends == LF)
		hide(d, t->p, t->n);
	if (dsv_record_read(&d->r, t->p, t->n - keep) < 0)
		return -1;
	t->n = keep;
	if (keep)
		t->p[0] = '\r';
	return 0;
}

/* Looks at the first bytes: at what they say of the encoding, and whether they
 * are text at all. */
static int
start(struct dsv *d)
{
	const char *name = magic_name(d->raw.p, d->raw.n);
	size_t bom = enc_bom(d->raw.p, d->raw.n, &d->enc.from);

	d->started = true;
	if (name)
		return dsv_record_stop(&d->r, "%s, not CSV", name);
	if (!bom && d->r.o.encoding == DSV_UTF16)
		return dsv_record_stop(
		    &d->r, "UTF-16 without a byte order mark");
	d->decoded = bom;
	d->raw.n -= bom;
	memmove(d->raw.p, d->raw.p + bom, d->raw.n);
	return 0;
}

/* The line on which the text that follows d->text begins. */
static size_t
line(const struct dsv *d)
{
	const char *p = d->text.p;

	return d->r.line + (p ? simd_count(p, p + d->text.n, '\n') : 0);
}

static int
undecodable(struct dsv *d, size_t at)
{
	return dsv_record_stop(&d->r, "line %zu: byte %zu (0x%02X): not %s%s",
	    line(d), d->decoded + at + 1, (unsigned char)d->raw.p[at],
	    enc_name(d->enc.from),
	    d->r.o.hints ? " (--encoding names another encoding, --repair "
			   "replaces such bytes)"
			 : "");
}

/* Refuses a NUL in what was just decoded: the text from `from` on. */
static int
check_text(struct dsv *d, size_t from)
{
	const char *p = d->text.p, *nul = NULL;

	if (p && !d->r.o.nul)
		nul = memchr(p + from, '\0', d->text.n - from);
	if (!nul)
		return 0;
	d->text.n = (size_t)(nul - p);
	return dsv_record_stop(&d->r,
	    "line %zu: a NUL byte: binary data, or UTF-16 without a byte order "
	    "mark",
	    line(d));
}

static bool
is_of_bytes(const struct dsv *d)
{
	return d->enc.from == ENC_LATIN1 || d->enc.from == ENC_WINDOWS_1252;
}

static int
decode(struct dsv *d, bool last)
{
	struct buf *r = &d->raw;
	size_t before = d->text.n;
	size_t at = enc_utf8(&d->enc, r->p, r->n, last, &d->text);

	if (is_of_bytes(d))
		enc_watch(&d->watch, r->p, at);
	if (check_text(d, before) < 0)
		return -1;
	if (d->enc.failed)
		return undecodable(d, at);
	d->decoded += at;
	r->n -= at;
	memmove(r->p, r->p + at, r->n);
	return 0;
}

static int
digest(struct dsv *d, bool last)
{
	if (!d->started && d->raw.n < MAGIC_BYTES && !last)
		return 0;
	if (!d->started && start(d) < 0)
		return -1;
	if (decode(d, last) < 0)
		return -1;
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

static int
end(struct dsv *d)
{
	buf_reserve(&d->raw, 1);
	if (digest(d, true) < 0 || dsv_record_end(&d->r) < 0)
		return -1;
	if (enc_watch_is_utf8(&d->watch))
		return dsv_record_stop(&d->r, "UTF-8, not %s%s",
		    enc_name(d->enc.from),
		    d->r.o.hints ? " (--encoding utf-8 reads it)" : "");
	if (d->r.o.repaired)
		*d->r.o.repaired = d->enc.replaced;
	return 0;
}

int
dsv_end(struct dsv *d, struct err *e)
{
	if (!d->r.stopped)
		end(d);
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
