#include "export/xlsx/sheet_rows.h"
#include "base/err.h"
#include "base/text.h"
#include "xlsx/escape.h"

#define ROWS_MAX 1048575 /* of a sheet, without its header */
#define TEXT_MAX 32767   /* UTF-16 units of a cell */
#define TOO_LONG "longer than 32767 characters"

/* Widths in characters: a date in a narrower column is shown as #####. */
#define DATE_WIDTH 11
#define INSTANT_WIDTH 19

struct sheet {
	lxw_worksheet *sheet;
	const struct sheet_formats *f;
	struct flat_reader *r;
	lxw_row_t row; /* of the sheet, from 0 */
	struct buf text;
};

/* The library leaves an empty string out, but not a formula with that result.
 */
static lxw_error
put_text(struct sheet *s, lxw_col_t at, struct str text, lxw_format *format)
{
	if (!text.n)
		return worksheet_write_formula_str(
		    s->sheet, s->row, at, "=\"\"", format, "");
	if (text.n > TEXT_MAX && utf16_length(text) > TEXT_MAX)
		return LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED;
	s->text.n = 0;
	escape_put(&s->text, text);
	return worksheet_write_string(
	    s->sheet, s->row, at, buf_view(&s->text).p, format);
}

/* Excel has no dates before 1900: those are texts. */
static lxw_error
put_date(
    struct sheet *s, lxw_col_t at, struct flat_cell cell, lxw_format *format)
{
	struct civil c = day_civil(cell.instant);
	lxw_datetime when = { c.year, c.month, c.day, c.hour, c.minute,
		c.second + c.ms / 1000.0 };

	if (c.year < 1900 || c.year > 9999)
		return put_text(s, at, cell.text, NULL);
	return worksheet_write_datetime(s->sheet, s->row, at, &when, format);
}

static void
put_cell(struct sheet *s, size_t i)
{
	struct flat_cell cell = flat_cell(s->r, i);
	lxw_col_t at = (lxw_col_t)i;
	lxw_error rc = LXW_NO_ERROR;

	if (cell.null)
		return;
	switch (s->r->col[i]->type) {
	case FLAT_BOOL:
		rc = worksheet_write_boolean(
		    s->sheet, s->row, at, cell.number != 0, NULL);
		break;
	case FLAT_INT:
	case FLAT_NUM:
		rc = worksheet_write_number(s->sheet, s->row, at,
		    cell.number + 0.0 /* -0 is 0 */, NULL);
		break;
	case FLAT_DATE:
		rc = put_date(s, at, cell, s->f->date);
		break;
	case FLAT_INSTANT:
		rc = put_date(s, at, cell, s->f->instant);
		break;
	default:
		rc = put_text(s, at, cell.text, NULL);
	}
	if (rc)
		flat_refuse(s->r, s->r->col[i]->name,
		    rc == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED
			? TOO_LONG
			: lxw_strerror(rc),
		    cell.text);
}

/* Widths come first: the library writes rows as they are complete. */
static void
put_header(struct sheet *s)
{
	for (size_t i = 0; i < s->r->n; i++) {
		const struct flat_column *c = s->r->col[i];
		lxw_col_t at = (lxw_col_t)i;

		if (c->type == FLAT_DATE)
			worksheet_set_column(
			    s->sheet, at, at, DATE_WIDTH, NULL);
		else if (c->type == FLAT_INSTANT)
			worksheet_set_column(
			    s->sheet, at, at, INSTANT_WIDTH, NULL);
		put_text(s, at, str_of(c->name), s->f->bold);
	}
	worksheet_freeze_panes(s->sheet, 1, 0);
}

long long
sheet_put_rows(lxw_worksheet *sheet, const struct sheet_formats *f,
    struct db *d, struct flat_reader *r)
{
	struct sheet s = { .sheet = sheet, .f = f, .r = r };

	put_header(&s);
	while (flat_next(r)) {
		if (s.row++ == ROWS_MAX)
			die("%s: %s: more than %d rows, which a sheet cannot "
			    "hold",
			    d->path, r->t->name, ROWS_MAX);
		for (size_t i = 0; i < r->n; i++)
			put_cell(&s, i);
	}
	worksheet_autofilter(sheet, 0, 0, s.row, (lxw_col_t)(r->n - 1));
	buf_free(&s.text);
	return s.row;
}
