#include <stdlib.h>

#include "store/bulk.h"

#define ROWS 64

struct bulk_value {
	enum {
		BULK_INT,
		BULK_REAL,
		BULK_TEXT,
	} type;
	union {
		int64_t i;
		double r;
		struct str s;
	};
};

static sqlite3_stmt *
prepare(struct bulk *b, const char *table, int rows)
{
	struct buf sql = { 0 };
	sqlite3_stmt *s;

	buf_fmt(&sql, "INSERT INTO %s VALUES ", table);
	for (int r = 0; r < rows; r++)
		for (int c = 0; c < b->columns; c++)
			buf_fmt(&sql, "%s?%s",
			    c   ? ","
			    : r ? ",("
				: "(",
			    c + 1 == b->columns ? ")" : "");
	s = db_prepare(b->d, buf_view(&sql).p);
	buf_free(&sql);
	return s;
}

void
bulk_open(struct bulk *b, struct db *d, const char *table, int columns)
{
	*b = (struct bulk){ .d = d, .columns = columns };
	b->value = xcalloc(ROWS * (size_t)columns, sizeof(*b->value));
	b->many = prepare(b, table, ROWS);
	b->one = prepare(b, table, 1);
}

static void
bind(struct bulk *b, sqlite3_stmt *s, int at, const struct bulk_value *v)
{
	if (v->type == BULK_INT)
		db_bind_int(b->d, s, at, v->i);
	else if (v->type == BULK_REAL)
		sqlite3_bind_double(s, at, v->r);
	else
		db_bind_text(b->d, s, at, v->s);
}

static void
insert(struct bulk *b, sqlite3_stmt *s, size_t from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		bind(b, s, (int)i + 1, &b->value[from + i]);
	db_step(b->d, s);
}

void
bulk_flush(struct bulk *b)
{
	size_t columns = (size_t)b->columns;

	if (b->n == ROWS * columns)
		insert(b, b->many, 0, b->n);
	else
		for (size_t from = 0; from < b->n; from += columns)
			insert(b, b->one, from, columns);
	b->n = 0;
}

static void
add(struct bulk *b, struct bulk_value v)
{
	b->value[b->n++] = v;
	if (b->n == ROWS * (size_t)b->columns)
		bulk_flush(b);
}

void
bulk_int(struct bulk *b, int64_t v)
{
	add(b, (struct bulk_value){ .type = BULK_INT, .i = v });
}

void
bulk_real(struct bulk *b, double v)
{
	add(b, (struct bulk_value){ .type = BULK_REAL, .r = v });
}

void
bulk_text(struct bulk *b, struct str s)
{
	add(b, (struct bulk_value){ .type = BULK_TEXT, .s = s });
}

void
bulk_close(struct bulk *b)
{
	sqlite3_finalize(b->many);
	sqlite3_finalize(b->one);
	free(b->value);
}
