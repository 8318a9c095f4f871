#include <ctype.h>
#include <stdlib.h>

#include "apprentissage/france_competence/fc_archive.h"
#include "base/text.h"
#include "format/arc.h"
#include "format/dsv.h"
#include "json/js.h"

/* The member that is being read, and who receives its rows. */
struct reader {
	const char *path, *member;
	const struct fc_part *part;
	const struct str *header;
	size_t width;
	int at[FC_COLUMNS_MAX]; /* index of each of the part's columns, or -1 */
	struct import *im;
	fc_row *row;
	void *ctx;
};

static int
number(const char *s, int digits)
{
	int v = 0;

	while (digits--)
		v = 10 * v + *s++ - '0';
	return v;
}

msec
fc_archive_date(const char *name)
{
	static const char form[] = "export-fiches-csv-0000-00-00.zip";
	size_t i;

	for (i = 0; form[i]; i++)
		if (form[i] == '0' ? !isdigit((unsigned char)name[i])
				   : name[i] != form[i])
			return DAY_NULL;
	return day_paris_midnight(
	    number(name + 18, 4), number(name + 23, 2), number(name + 26, 2));
}

static int
on_header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	struct reader *r = ctx;

	(void)e;
	r->header = name;
	r->width = n;
	dsv_columns(name, n, r->part->column, fc_part_columns(r->part), r->at);
	return 0;
}

/* With -k, writes the row to the rejects as an object by column. */
static int
refuse_row(
    struct reader *r, size_t n, const struct str *cell, const struct err *e)
{
	struct buf where = { 0 }, record = { 0 };

	if (!r->im->keep)
		return -1;
	buf_fmt(&where, "%s: %s:%zu", r->path, r->member, n);
	buf_byte(&record, '{');
	for (size_t i = 0; i < r->width; i++) {
		js_put_comma(&record);
		js_put_text(&record, r->header[i]);
		buf_byte(&record, ':');
		js_put_text(&record, cell[i]);
	}
	buf_byte(&record, '}');
	import_refuse(r->im, buf_view(&where).p, record.p, record.n, e);
	buf_free(&where);
	buf_free(&record);
	return 0;
}

static int
on_record(
    void *ctx, size_t n, const struct str *cell, size_t width, struct err *e)
{
	struct reader *r = ctx;
	struct str s[FC_COLUMNS_MAX];

	(void)width;
	for (size_t i = 0; r->part->column[i]; i++) {
		if (r->at[i] < 0)
			return err_set(e, "%s: missing", r->part->column[i]);
		s[i] = js_trim_null(cell[r->at[i]]);
	}
	if (fc_part_check(r->part, s, e))
		return refuse_row(r, n, cell, e);
	r->row(r->ctx, r->part, s);
	return 0;
}

void
fc_archive_read(const char *path, struct import *im, fc_row *row, void *ctx)
{
	static const struct dsv_options csv = { .delimiter = ';',
		.quoted = true,
		.trim = true,
		.relax = true,
		.encoding = DSV_UTF8 };
	struct reader r = { .path = path, .im = im, .row = row, .ctx = ctx };
	struct dsv_handler handler = { on_header, on_record, &r };
	struct err e;
	struct arc *a = arc_open(path, &e);

	if (!a)
		die("%s: %s", path, e.msg);
	for (size_t i = 0; i < arc_count(a); i++) {
		r.member = arc_name(a, i);
		r.part = fc_part_of(r.member);
		if (!r.part)
			die("%s: %s: not one of the ten files", path,
			    err_quote(r.member, strlen(r.member)));
		if (dsv_read_member(a, i, &csv, &handler, &e))
			die("%s: %s", path, e.msg);
	}
	arc_close(a);
}
