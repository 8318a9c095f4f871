#include "offres/migration/cell.h"
#include "json/js.h"

void
cell_text(struct cell *c, struct str s)
{
	c->type = s.p ? CELL_TEXT : CELL_NULL;
	c->text = s;
}

void
cell_int(struct cell *c, int64_t i)
{
	c->type = CELL_INT;
	c->i = i;
}

void
cell_copy(struct cell *c, sqlite3_stmt *s, int i)
{
	sqlite3_value *v = sqlite3_column_value(s, i);

	switch (sqlite3_value_type(v)) {
	case SQLITE_NULL:
		c->type = CELL_NULL;
		break;
	case SQLITE_INTEGER:
		cell_int(c, sqlite3_value_int64(v));
		break;
	case SQLITE_FLOAT:
		c->type = CELL_REAL;
		c->r = sqlite3_value_double(v);
		break;
	default:
		cell_text(c, db_value_text(v));
	}
}

/* The length first: most texts that differ need not be looked at. */
static bool
text_differs(struct str s, sqlite3_value *v)
{
	return s.n != (size_t)sqlite3_value_bytes(v) ||
	       (s.n && memcmp(s.p, sqlite3_value_blob(v), s.n) != 0);
}

/* A value is asked for once: this is done for every column of every row. */
bool
cell_differs(const struct cell *c, sqlite3_stmt *row, int i)
{
	sqlite3_value *v;
	int type;

	if (c->type == CELL_UNSET)
		return false;
	v = sqlite3_column_value(row, i);
	type = sqlite3_value_type(v);
	switch (c->type) {
	case CELL_TEXT:
		return type != SQLITE_TEXT || text_differs(c->text, v);
	case CELL_INT:
		return type != SQLITE_INTEGER || c->i != sqlite3_value_int64(v);
	case CELL_REAL:
		return type != SQLITE_FLOAT || c->r != sqlite3_value_double(v);
	default:
		return type != SQLITE_NULL;
	}
}

void
cell_bind(const struct cell *c, struct db *d, sqlite3_stmt *s, int i)
{
	switch (c->type) {
	case CELL_TEXT:
		db_bind_text(d, s, i, c->text);
		break;
	case CELL_INT:
		db_bind_int(d, s, i, c->i);
		break;
	case CELL_REAL:
		sqlite3_bind_double(s, i, c->r);
		break;
	default:
		sqlite3_bind_null(s, i);
	}
}

void
cell_put(struct buf *b, const struct cell *c, enum column_kind kind)
{
	switch (c->type) {
	case CELL_TEXT:
		if (kind == C_JSON)
			buf_add(b, c->text.p, c->text.n);
		else
			js_put_text(b, c->text);
		break;
	case CELL_INT:
		if (kind == C_BOOL)
			js_put_bool(b, c->i);
		else
			js_put_int(b, c->i);
		break;
	case CELL_REAL:
		js_put_number(b, c->r);
		break;
	default:
		buf_str(b, "null");
	}
}
