#include "export/diff/diff_value.h"
#include "store/db.h"

void
diff_value_read(struct diff_value *v, sqlite3_stmt *s, int i)
{
	struct str text;

	v->type = sqlite3_column_type(s, i);
	v->text.n = 0;
	switch (v->type) {
	case SQLITE_NULL:
		break;
	case SQLITE_INTEGER:
		v->integer = sqlite3_column_int64(s, i);
		break;
	case SQLITE_FLOAT:
		v->real = sqlite3_column_double(s, i);
		break;
	default:
		text = db_text(s, i);
		buf_add(&v->text, text.p, text.n);
	}
}

static int
class_of(const struct diff_value *v)
{
	switch (v->type) {
	case SQLITE_NULL:
		return 0;
	case SQLITE_TEXT:
		return 2;
	case SQLITE_BLOB:
		return 3;
	default:
		return 1;
	}
}

/* Exact, also where a double does not hold the integer. */
static int
cmp_integer_real(int64_t i, double r)
{
	int64_t whole;

	if (r < -0x1p63)
		return 1;
	if (r >= 0x1p63)
		return -1;
	whole = (int64_t)r;
	if (i != whole)
		return i < whole ? -1 : 1;
	r -= (double)whole;
	return r > 0 ? -1 : r < 0;
}

static int
cmp_numbers(const struct diff_value *a, const struct diff_value *b)
{
	if (a->type == SQLITE_INTEGER && b->type == SQLITE_INTEGER)
		return (a->integer > b->integer) - (a->integer < b->integer);
	if (a->type == SQLITE_INTEGER)
		return cmp_integer_real(a->integer, b->real);
	if (b->type == SQLITE_INTEGER)
		return -cmp_integer_real(b->integer, a->real);
	return (a->real > b->real) - (a->real < b->real);
}

int
diff_value_cmp(const struct diff_value *a, const struct diff_value *b)
{
	int ca = class_of(a), cb = class_of(b);

	if (ca != cb || !ca)
		return ca - cb;
	if (ca == 1)
		return cmp_numbers(a, b);
	return str_cmp((struct str){ a->text.p, a->text.n },
	    (struct str){ b->text.p, b->text.n });
}

void
diff_value_free(struct diff_value *v)
{
	buf_free(&v->text);
}
