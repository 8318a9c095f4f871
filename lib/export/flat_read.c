/* flat_read.c: the rows of a table, one after the other. */
#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "export/flat_source.h"
#include "store/table_parts.h"

static size_t
columns_of(const struct flat_table *t)
{
	size_t n = 0;

	while (t->col[n].name)
		n++;
	return n;
}

void
flat_open(struct flat_reader *r, struct db *d, const struct flat_table *t,
    bool contacts)
{
	size_t n = columns_of(t);

	*r = (struct flat_reader){ .t = t, .contacts = contacts };
	r->col = xcalloc(n + 1, sizeof(const struct flat_column *));
	for (size_t i = 0; i < n; i++)
		if (contacts || !(t->col[i].flags & FLAT_PRIVATE))
			r->col[r->n++] = &t->col[i];
	r->in = xcalloc(1, sizeof(*r->in));
	r->in->d = d;
	r->in->made = xcalloc(n + 1, sizeof(*r->in->made));
}

static const struct flat_column *
column_called(const struct flat_reader *r, struct str name)
{
	bool hint = flat_find(r->t->name);

	for (const struct flat_column *c = r->t->col; c->name; c++)
		if (str_is(name, c->name)) {
			if (c->flags & FLAT_PRIVATE && !r->contacts)
				opt_wrong("-c: column '%s' of %s is private: "
					  "it needs --contacts",
				    c->name, r->t->name);
			return c;
		}
	opt_wrong("-c: table %s has no column '%s'%s%s%s", r->t->name,
	    err_quote(name.p, name.n), hint ? " (describe-tables " : "",
	    hint ? r->t->name : "", hint ? " lists them)" : "");
}

void
flat_keep(struct flat_reader *r, const char *columns)
{
	size_t cap = 0;

	free(r->col);
	r->col = NULL;
	r->n = 0;
	for (const char *p = columns; p;) {
		size_t n = strcspn(p, ",");

		r->col = xroom(
		    r->col, r->n, &cap, sizeof(const struct flat_column *));
		r->col[r->n++] = column_called(r, (struct str){ p, n });
		p = p[n] ? p + n + 1 : NULL;
	}
}

static struct flat_made *
make(struct flat_reader *r, const struct flat_column *c)
{
	struct flat_made *m = &r->in->made[c - r->t->col];

	if (!m->c) {
		m->c = c;
		flat_compile(r, m);
	}
	return m;
}

static void
select_rows(struct flat_source *in, const char *doc, const char *name)
{
	char *table = table_with_rowid(in->d, name);

	in->rows =
	    db_prepare_fmt(in->d, "SELECT %s%s FROM \"%w\" ORDER BY rowid", doc,
		in->besides ? buf_view(&in->beside).p : "", table);
	free(table);
}

/* Compiles the columns that can be asked for, and selects the rows. */
static void
begin(struct flat_reader *r)
{
	struct flat_source *in = r->in;
	bool from_doc;

	for (size_t i = 0; i < r->n; i++)
		make(r, r->col[i]);
	for (const struct flat_column *c = r->t->col; c->name; c++) {
		if (c->flags & FLAT_LON)
			in->lon = make(r, c);
		else if (c->flags & FLAT_LAT)
			in->lat = make(r, c);
		else if (c->flags & FLAT_KEY)
			make(r, c);
	}
	if (r->t->items)
		in->items = picks_add(&in->record, str_of(r->t->items));
	from_doc = in->record.n;
	if (from_doc && flat_parts_begin(in, r->t->table))
		return;
	select_rows(in, from_doc ? "doc" : "NULL", r->t->table);
}

static bool
next_record(struct flat_reader *r)
{
	struct flat_source *in = r->in;
	struct str doc;

	if (!db_step(in->d, in->rows))
		return false;
	r->row++;
	if (!in->record.n)
		return true;
	doc = in->parts ? flat_parts_doc(in) : db_text(in->rows, 0);
	r->record = js_doc(doc);
	if (!doc.n || *doc.p != '{' || !picks_read(&in->record, r->record))
		flat_wrong(r, "doc", "not a JSON object", r->record);
	return true;
}

/* Begins with the items of the present record. */
static void
begin_items(struct flat_reader *r)
{
	struct js items = r->in->record.pick[r->in->items].v;

	if (!js_is_null(items) && items.type != JS_ARRAY)
		flat_wrong(r, r->t->items, "not an array", items);
	r->in->walk = js_walk(items);
}

bool
flat_next(struct flat_reader *r)
{
	struct flat_source *in = r->in;
	struct js item;

	if (!in->rows)
		begin(r);
	if (!r->t->items)
		return next_record(r);
	while (!js_item(&in->walk, &item)) {
		r->item = 0;
		if (!next_record(r))
			return false;
		begin_items(r);
	}
	r->item++;
	if (!picks_read(&in->item, item))
		flat_wrong(r, r->t->items, "not a JSON object", item);
	return true;
}

static struct flat_made *
made(struct flat_reader *r, size_t i)
{
	return &r->in->made[r->col[i] - r->t->col];
}

struct flat_cell
flat_cell(struct flat_reader *r, size_t i)
{
	return flat_made_cell(r, made(r, i));
}

bool
flat_each_item(struct flat_reader *r, size_t i,
    void (*put)(void *arg, struct str item), void *arg)
{
	return flat_made_items(r, made(r, i), put, arg);
}

static void
put_item(void *arg, struct str item)
{
	js_put_comma(arg);
	js_put_text(arg, item);
}

static void
put_list(struct buf *b, struct flat_reader *r, struct flat_made *m)
{
	size_t start = b->n;

	buf_byte(b, '[');
	if (flat_made_items(r, m, put_item, b)) {
		buf_byte(b, ']');
		return;
	}
	b->n = start;
	buf_str(b, "null");
}

void
flat_put_json(struct buf *b, struct flat_reader *r, size_t i)
{
	struct flat_made *m = made(r, i);
	struct flat_cell cell;

	if (m->c->type == FLAT_LIST) {
		put_list(b, r, m);
		return;
	}
	cell = flat_made_cell(r, m);
	if (cell.null)
		buf_str(b, "null");
	else if (m->c->type == FLAT_BOOL || m->c->type == FLAT_INT ||
		 m->c->type == FLAT_NUM)
		buf_add(b, cell.text.p, cell.text.n);
	else
		js_put_text(b, cell.text);
}

struct str
flat_id(struct flat_reader *r)
{
	struct flat_source *in = r->in;
	uint32_t times;
	size_t n = 0;

	in->id.n = 0;
	for (const struct flat_column *c = r->t->col; c->name; c++)
		if (c->flags & FLAT_KEY) {
			struct str text =
			    flat_made_cell(r, &in->made[c - r->t->col]).text;

			if (n++)
				buf_byte(&in->id, '|');
			buf_add(&in->id, text.p, text.n);
		}
	if (!r->t->key_unique) {
		times = flat_ids_count(&in->seen, buf_view(&in->id));
		if (times)
			buf_fmt(&in->id, "|#%u", times + 1);
	}
	return buf_view(&in->id);
}

bool
flat_place(struct flat_reader *r, double *lon, double *lat)
{
	struct flat_cell x, y;

	if (!r->in->lon || !r->in->lat)
		return false;
	x = flat_made_cell(r, r->in->lon);
	y = flat_made_cell(r, r->in->lat);
	*lon = x.number;
	*lat = y.number;
	return !x.null && !y.null && fabs(*lon) <= 180 && fabs(*lat) <= 90 &&
	       (*lon != 0 || *lat != 0);
}

void
flat_close(struct flat_reader *r)
{
	struct flat_source *in = r->in;

	sqlite3_finalize(in->rows);
	for (size_t i = 0; r->t->col[i].name; i++) {
		for (size_t k = 0; k < in->made[i].n; k++)
			free(in->made[i].path[k].rest);
		buf_free(&in->made[i].text);
	}
	free(in->made);
	picks_free(&in->record);
	picks_free(&in->item);
	buf_free(&in->beside);
	buf_free(&in->id);
	flat_ids_free(in->seen);
	flat_parts_free(in->parts);
	free(in);
	free(r->col);
}
