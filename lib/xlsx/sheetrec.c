#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "xlsx/sheetrec.h"

static void
put_number(struct buf *b, double v)
{
	char text[NUM_TEXT_MAX];

	if (isfinite(v)) {
		js_put_number(b, v);
	} else {
		num_print(v, text);
		buf_fmt(b, "{\"number\":\"%s\"}", text);
	}
}

static void
put_date(struct buf *b, msec t)
{
	buf_str(b, "{\"date\":");
	day_put_utc(b, t == DAY_BAD ? DAY_NULL : t);
	buf_byte(b, '}');
}

void
sheetrec_put_cell(struct buf *b, const struct sheet_cell *c)
{
	switch (c->kind) {
	case SHEET_NUMBER:
		put_number(b, c->number);
		break;
	case SHEET_TEXT:
		js_put_text(b, c->text);
		break;
	case SHEET_BOOL:
		js_put_bool(b, c->boolean);
		break;
	case SHEET_DATE:
		put_date(b, c->date);
		break;
	case SHEET_ERROR:
		buf_str(b, "{\"error\":");
		js_put_text(b, c->text);
		buf_byte(b, '}');
		break;
	case SHEET_FORMULA:
		buf_str(b, "{\"formula\":null}");
		break;
	default:
		buf_str(b, "null");
	}
}

void
sheetrec_put(struct buf *b, const char *sheet, const struct sheet_row *row)
{
	buf_str(b, "{\"sheet\":");
	js_put_text(b, str_of(sheet));
	buf_str(b, ",\"row\":");
	js_put_int(b, row->number);
	buf_str(b, ",\"cells\":[");
	for (size_t i = 0; i < row->n; i++) {
		if (i)
			buf_byte(b, ',');
		sheetrec_put_cell(b, &row->cell[i]);
	}
	buf_str(b, "]}");
}

/* A cell that is an object of one member. */
static bool
get_tagged(struct sheetrec *r, struct js v, struct sheet_cell *c)
{
	struct js_walk w = js_walk(v);
	struct js key, value, more;
	struct str text;

	if (!js_member(&w, &key, &value) || js_member(&w, &more, &more))
		return false;
	text = js_text(value, &r->text);
	if (js_is(key, "date")) {
		c->kind = SHEET_DATE;
		c->date = text.p ? day_read_utc(text) : DAY_BAD;
		return value.type == JS_NULL || c->date != DAY_BAD;
	}
	if (js_is(key, "error")) {
		c->kind = SHEET_ERROR;
		c->text = text;
		return text.p;
	}
	if (js_is(key, "number")) {
		c->kind = SHEET_NUMBER;
		c->number = num_parse(text);
		return text.p;
	}
	c->kind = SHEET_FORMULA;
	return js_is(key, "formula") && value.type == JS_NULL;
}

static bool
get_cell(struct sheetrec *r, struct js v, struct sheet_cell *c)
{
	*c = (struct sheet_cell){ .kind = SHEET_NULL };
	switch (v.type) {
	case JS_NULL:
		return true;
	case JS_FALSE:
	case JS_TRUE:
		c->kind = SHEET_BOOL;
		c->boolean = v.type == JS_TRUE;
		return true;
	case JS_NUMBER:
		c->kind = SHEET_NUMBER;
		c->number = js_number(v);
		return true;
	case JS_STRING:
		c->kind = SHEET_TEXT;
		c->text = js_text(v, &r->text);
		return true;
	case JS_OBJECT:
		return get_tagged(r, v, c);
	default:
		return false;
	}
}

static int
get_cells(struct sheetrec *r, struct js cells, struct err *e)
{
	struct js_walk w = js_walk(cells);
	struct js v;

	while (js_item(&w, &v)) {
		struct sheet_cell *c = &r->cell[r->row.n];

		if (r->row.n == SHEET_COLUMNS_MAX)
			return err_set(
			    e, "cells: more than %d", SHEET_COLUMNS_MAX);
		if (!get_cell(r, v, c))
			return err_set(
			    e, "cells: no cell '%s'", err_quote(v.p, v.n));
		r->row.valued |= c->kind > SHEET_NULL;
		r->row.n++;
	}
	return 0;
}

/* Sheet names are short; one is kept for as long as the next is not read. */
static int
get_sheet(struct sheetrec *r, struct js v, struct err *e)
{
	struct str name = js_text(v, &r->text);

	if (!name.p)
		return err_set(e, "sheet: no text");
	r->name.n = 0;
	buf_add(&r->name, name.p, name.n);
	r->sheet = buf_view(&r->name).p;
	return 0;
}

/* Of a row: one that int64_t has no place for is none. */
static bool
get_number(struct js v, int64_t *number)
{
	double n = js_number(v);

	if (!(fabs(n) < 9223372036854775808.0)) /* 2^63 */
		return false;
	*number = (int64_t)n;
	return true;
}

int
sheetrec_get(struct sheetrec *r, struct js record, struct err *e)
{
	static const char *const names[] = { "sheet", "row", "cells" };
	struct js v[3];

	r->text.n = 0;
	buf_reserve(&r->text, record.n + 1); /* texts must not move */
	if (!r->cell)
		r->cell = xcalloc(SHEET_COLUMNS_MAX, sizeof(*r->cell));
	r->row = (struct sheet_row){ .cell = r->cell };
	js_pick(record, names, 3, v);
	if (get_sheet(r, v[0], e) < 0)
		return -1;
	r->begins = v[1].type == JS_ABSENT && v[2].type == JS_ABSENT;
	if (r->begins)
		return 0;
	if (v[2].type != JS_ARRAY)
		return err_set(e, "cells: no array");
	if (!get_number(v[1], &r->row.number))
		return err_set(e, "row: no number");
	return get_cells(r, v[2], e);
}

void
sheetrec_free(struct sheetrec *r)
{
	buf_free(&r->name);
	buf_free(&r->text);
	free(r->cell);
}
