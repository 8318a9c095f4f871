/* flat_value.c: the values of columns. */
#include <math.h>
#include <stdio.h>

#include "base/err.h"
#include "base/num.h"
#include "export/flat_source.h"

static const struct flat_cell null_cell = { .null = true };

_Noreturn void
flat_refuse(const struct flat_reader *r, const char *column, const char *what,
    struct str text)
{
	char item[32] = "";

	if (r->item)
		snprintf(item, sizeof(item), ", item %lld", (long long)r->item);
	die("%s: row %lld%s: %s: %s '%s'", r->in->d->path, (long long)r->row,
	    item, column, what, err_quote(text.p, text.n));
}

void
flat_wrong(const struct flat_reader *r, const char *column, const char *what,
    struct js v)
{
	struct buf scratch = { 0 };
	struct str text = js_text(v, &scratch);

	flat_refuse(r, column, what, text.p ? text : (struct str){ v.p, v.n });
}

/* The text of a value, which may stay in the record. */
static struct str
text_of(struct flat_made *m, struct js v)
{
	if (v.type == JS_STRING)
		return js_text(v, &m->text);
	if (v.type != JS_OBJECT && v.type != JS_ARRAY)
		return (struct str){ v.p, v.n };
	js_put_compact(&m->text, v);
	return buf_view(&m->text);
}

static bool
is_digits(struct js v)
{
	const char *p = v.p, *end = v.p + v.n;

	p += *p == '-';
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p == end;
}

/* Digits stay as they are, whatever their number. */
static struct flat_cell
int_cell(struct flat_reader *r, struct flat_made *m, struct js v)
{
	struct flat_cell cell = { .number = js_number(v) };

	if (!isfinite(cell.number) || cell.number != trunc(cell.number))
		flat_wrong(r, m->c->name, "not an integer", v);
	cell.text = (struct str){ v.p, v.n };
	if (cell.number == 0)
		cell.text = STR("0");
	else if (!is_digits(v)) {
		buf_fmt(&m->text, "%.0f", cell.number);
		cell.text = buf_view(&m->text);
	}
	return cell;
}

static struct flat_cell
num_cell(struct flat_reader *r, struct flat_made *m, struct js v)
{
	struct flat_cell cell = { .number = js_number(v) };

	if (!isfinite(cell.number))
		flat_wrong(r, m->c->name, "not a number", v);
	buf_reserve(&m->text, NUM_TEXT_MAX);
	m->text.n = num_print(cell.number, m->text.p);
	cell.text = buf_view(&m->text);
	return cell;
}

static struct flat_cell
bool_cell(struct flat_reader *r, struct flat_made *m, struct js v)
{
	if (v.type != JS_TRUE && v.type != JS_FALSE)
		flat_wrong(r, m->c->name, "not a boolean", v);
	return (struct flat_cell){ .text = { v.p, v.n },
		.number = v.type == JS_TRUE };
}

/* Reads an instant with an offset; DAY_BAD for anything else. */
static msec
instant_of(struct str s)
{
	if (s.n && (*s.p == '+' || *s.p == '-'))
		return day_read_utc(s); /* a year beyond 0 to 9999 */
	return s.n > 10 ? day_parse(s) : DAY_BAD;
}

/* The cell of an instant, as the day in Paris (FLAT_DATE) or in UTC. DAY_BAD in
 * the cell if text is not an instant. */
static struct flat_cell
instant_cell(struct flat_made *m, struct str text)
{
	struct flat_cell cell = { .instant = instant_of(text) };
	char *out;

	m->text.n = 0;
	buf_reserve(&m->text, DAY_TEXT_MAX);
	out = m->text.p;
	if (cell.instant == DAY_BAD)
		return cell;
	if (m->c->type == FLAT_INSTANT) {
		m->text.n = day_print_utc(cell.instant, out);
	} else {
		day_print_paris(cell.instant, out);
		m->text.n = strcspn(out, "T");
		memcpy(out + m->text.n, "T00:00:00.000Z", 15);
		cell.instant =
		    day_read_utc((struct str){ out, m->text.n + 14 });
	}
	cell.text = buf_view(&m->text);
	return cell;
}

/* A value that is not null as the column's type has it. */
static struct flat_cell
typed_cell(struct flat_reader *r, struct flat_made *m, struct js v)
{
	struct flat_cell cell = { 0 };

	m->text.n = 0;
	switch (m->c->type) {
	case FLAT_BOOL:
		return bool_cell(r, m, v);
	case FLAT_INT:
		return int_cell(r, m, v);
	case FLAT_NUM:
		return num_cell(r, m, v);
	case FLAT_DATE:
	case FLAT_INSTANT:
		cell.instant = DAY_BAD;
		if (v.type == JS_STRING)
			cell = instant_cell(m, js_text(v, &m->text));
		if (cell.instant == DAY_BAD)
			flat_wrong(
			    r, m->c->name, "not an instant with offset", v);
		return cell;
	default:
		cell.text = text_of(m, v);
		return cell;
	}
}

static struct js_walk
walk_array(struct flat_reader *r, const struct flat_made *m, struct js array)
{
	if (array.type != JS_ARRAY)
		flat_wrong(r, m->c->name, "not an array", array);
	return js_walk(array);
}

/* What the path finds in an item. */
static struct js
within(struct flat_reader *r, const struct flat_made *m,
    const struct flat_path *p, struct js item)
{
	if (!p->rest || js_is_null(item))
		return item;
	if (item.type != JS_OBJECT)
		flat_wrong(r, m->c->name, "not an object", item);
	return js_get(item, p->rest);
}

static bool
next_item(struct flat_reader *r, const struct flat_made *m,
    const struct flat_path *p, struct js_walk *w, struct js *v)
{
	while (js_item(w, v)) {
		*v = within(r, m, p, *v);
		if (!js_is_null(*v))
			return true;
	}
	return false;
}

/* Appends an item as text: a string without quotes, others as JSON. */
static void
put_text(struct buf *b, struct js v)
{
	if (v.type == JS_STRING && v.escaped)
		js_text(v, b);
	else if (v.type == JS_STRING)
		buf_add(b, v.p + 1, v.n < 2 ? 0 : v.n - 2);
	else
		js_put_compact(b, v);
}

static struct flat_cell
list_cell(struct flat_reader *r, struct flat_made *m, const struct flat_path *p,
    struct js array)
{
	struct js_walk w = walk_array(r, m, array);
	size_t n = 0;
	struct js v;

	m->text.n = 0;
	while (next_item(r, m, p, &w, &v)) {
		size_t start;

		if (n++)
			buf_byte(&m->text, '|');
		start = m->text.n;
		put_text(&m->text, v);
		if (memchr(
			buf_view(&m->text).p + start, '|', m->text.n - start))
			flat_wrong(r, m->c->name, "'|' in an item", v);
	}
	return (struct flat_cell){ .text = buf_view(&m->text) };
}

static int
order(const struct flat_cell *a, const struct flat_cell *b)
{
	if (a->instant != b->instant)
		return a->instant < b->instant ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

/* min(), max(): the smallest or largest item, a number or an instant. */
static struct flat_cell
extreme_cell(struct flat_reader *r, struct flat_made *m,
    const struct flat_path *p, struct js array)
{
	struct js_walk w = walk_array(r, m, array);
	struct flat_cell best = null_cell;
	struct js v, best_v = { .type = JS_NULL };

	while (next_item(r, m, p, &w, &v)) {
		struct flat_cell cell = typed_cell(r, m, v);

		if (best.null || (order(&cell, &best) < 0) == (p->of == MIN)) {
			best = cell;
			best_v = v;
		}
	}
	return best.null ? best : typed_cell(r, m, best_v);
}

static struct flat_cell
count_cell(struct flat_made *m, size_t n)
{
	m->text.n = 0;
	buf_fmt(&m->text, "%zu", n);
	return (struct flat_cell){ .text = buf_view(&m->text),
		.number = (double)n };
}

/* A column beside the document, as SQLite has it. */
static struct flat_cell
beside_cell(struct flat_reader *r, struct flat_made *m, int column)
{
	sqlite3_stmt *s = r->in->rows;
	struct flat_cell cell = { 0 };

	switch (sqlite3_column_type(s, column)) {
	case SQLITE_NULL:
		return null_cell;
	case SQLITE_FLOAT:
		cell.number = sqlite3_column_double(s, column);
		buf_reserve(&m->text, NUM_TEXT_MAX);
		m->text.n = num_print(cell.number, m->text.p);
		cell.text = buf_view(&m->text);
		return cell;
	case SQLITE_INTEGER:
		cell.number = (double)sqlite3_column_int64(s, column);
		cell.text = db_text(s, column);
		break;
	default:
		cell.text = db_text(s, column);
	}
	if (m->c->type != FLAT_DATE && m->c->type != FLAT_INSTANT)
		return cell;
	cell = instant_cell(m, cell.text);
	if (cell.instant == DAY_BAD)
		flat_refuse(r, m->c->name, "not an instant with offset",
		    db_text(s, column));
	return cell;
}

/* What a path leads to in the document, before its items are looked at. */
static struct js
value_at(
    struct flat_reader *r, const struct flat_made *m, const struct flat_path *p)
{
	const struct picks *picks =
	    p->where == IN_ITEM ? &r->in->item : &r->in->record;
	const struct pick *pick = &picks->pick[p->slot];
	struct js v = pick->v;
	struct js_walk w;

	if (pick->blocked)
		flat_wrong(r, m->c->name, "not an object", v);
	if (p->part != NTH || js_is_null(v))
		return v;
	w = walk_array(r, m, v);
	for (size_t i = 0; i <= p->nth; i++)
		if (!js_item(&w, &v))
			return (struct js){ .type = JS_NULL };
	return within(r, m, p, v);
}

static struct flat_cell
path_cell(struct flat_reader *r, struct flat_made *m, const struct flat_path *p)
{
	struct js v;

	if (p->where == BESIDE)
		return beside_cell(r, m, (int)p->slot);
	if (p->where == RANK)
		return count_cell(m, (size_t)r->item);
	v = value_at(r, m, p);
	if (js_is_null(v))
		return null_cell;
	if (p->of == COUNT) {
		walk_array(r, m, v);
		return count_cell(m, js_count(v));
	}
	if (p->of != VALUE)
		return extreme_cell(r, m, p, v);
	return p->part == EACH ? list_cell(r, m, p, v) : typed_cell(r, m, v);
}

struct flat_cell
flat_made_cell(struct flat_reader *r, struct flat_made *m)
{
	struct flat_cell cell = null_cell;

	for (size_t i = 0; i < m->n && cell.null; i++)
		cell = path_cell(r, m, &m->path[i]);
	return cell;
}

bool
flat_made_items(struct flat_reader *r, struct flat_made *m,
    void (*put)(void *arg, struct str item), void *arg)
{
	struct js v = { .type = JS_NULL };
	const struct flat_path *p = m->path;
	struct js_walk w;

	for (size_t i = 0; i < m->n && js_is_null(v); i++) {
		p = &m->path[i];
		v = value_at(r, m, p);
	}
	if (js_is_null(v))
		return false;
	w = walk_array(r, m, v);
	while (next_item(r, m, p, &w, &v)) {
		m->text.n = 0;
		put_text(&m->text, v);
		put(arg, buf_view(&m->text));
	}
	return true;
}
