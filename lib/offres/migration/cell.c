#include "offres/migration/cell.h"

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
	switch (sqlite3_column_type(s, i)) {
	case SQLITE_NULL:
		c->type = CELL_NULL;
		break;
	case SQLITE_INTEGER:
		cell_int(c, sqlite3_column_int64(s, i));
		break;
	case SQLITE_FLOAT:
		c->type = CELL_REAL;
		c->r = sqlite3_column_double(s, i);
		break;
	default:
		cell_text(c, db_text(s, i));
	}
}

bool
cell_differs(const struct cell *c, sqlite3_stmt *row, int i)
{
	int type = sqlite3_column_type(row, i);

	switch (c->type) {
	case CELL_NULL:
		return type != SQLITE_NULL;
	case CELL_TEXT:
		return type != SQLITE_TEXT || !str_eq(c->text, db_text(row, i));
	case CELL_INT:
		return type != SQLITE_INTEGER ||
		       c->i != sqlite3_column_int64(row, i);
	case CELL_REAL:
		return type != SQLITE_FLOAT ||
		       c->r != sqlite3_column_double(row, i);
	default:
		return false;
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
