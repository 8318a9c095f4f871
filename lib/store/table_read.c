#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "format/base64.h"
#include "store/table.h"

struct shown {
	size_t at, n; /* its key in keys: ,"name": */
	enum column_kind kind;
	bool doc; /* the record: its members are the columns' peers */
	bool shows;
};

enum column_kind
table_kind(const struct table *t, const char *column)
{
	if (t)
		for (const struct column *c = t->col; c->name; c++)
			if (!strcmp(c->name, column))
				return c->kind;
	return C_TEXT;
}

static bool
is_beside(const struct table *t, const char *column, enum column_kind kind)
{
	if (kind == C_SIDE)
		return true;
	return t && t->flags & TABLE_DATED &&
	       (!strcmp(column, "created_at") || !strcmp(column, "updated_at"));
}

void
table_read(
    struct table_reader *r, const struct table *t, sqlite3_stmt *s, bool all)
{
	bool doc = t && t->flags & TABLE_DOC;

	*r = (struct table_reader){ .s = s, .n = sqlite3_column_count(s) };
	r->column = xcalloc((size_t)r->n, sizeof(*r->column));
	for (int i = 0; i < r->n; i++) {
		const char *name = sqlite3_column_name(s, i);
		struct shown *c = &r->column[i];

		c->at = r->keys.n;
		buf_byte(&r->keys, ',');
		js_put_text(&r->keys, str_of(name));
		buf_byte(&r->keys, ':');
		c->n = r->keys.n - c->at;
		c->kind = table_kind(t, name);
		c->doc = doc && !strcmp(name, "doc");
		c->shows = is_beside(t, name, c->kind) ? all : !doc;
	}
}

/* A real that is whole and beyond 2^53 keeps a point, so that readers do not
 * take it for an exact integer. */
static void
put_real(struct buf *b, double v)
{
	js_put_number(b, v);
	if (fabs(v) >= 9007199254740992 && fabs(v) < 1e21)
		buf_str(b, ".0");
}

/* Bytes as text where they are some, otherwise {"base64":...}. */
static void
put_bytes(struct buf *b, struct str bytes)
{
	if (utf8_valid(bytes.p, bytes.n) &&
	    (!bytes.n || !memchr(bytes.p, 0, bytes.n))) {
		js_put_text(b, bytes.p ? bytes : STR(""));
		return;
	}
	buf_str(b, "{\"base64\":\"");
	base64_put(b, bytes);
	buf_str(b, "\"}");
}

void
table_put_value(struct buf *b, enum column_kind kind, sqlite3_stmt *s, int i)
{
	struct str text;

	switch (sqlite3_column_type(s, i)) {
	case SQLITE_NULL:
		buf_add(b, "null", 4);
		break;
	case SQLITE_INTEGER:
		if (kind == C_BOOL)
			js_put_bool(b, sqlite3_column_int(s, i) != 0);
		else
			js_put_int(b, sqlite3_column_int64(s, i));
		break;
	case SQLITE_FLOAT:
		put_real(b, sqlite3_column_double(s, i));
		break;
	default:
		text = db_text(s, i);
		if (kind == C_BYTES)
			put_bytes(b, text);
		else if (kind >= C_JSON)
			buf_add(b, text.p, text.n);
		else
			js_put_text(b, text);
	}
}

/* The key without its comma where the record begins. */
static void
put_key(struct buf *b, const struct table_reader *r, const struct shown *c,
    bool first)
{
	buf_add(b, r->keys.p + c->at + first, c->n - first);
}

void
table_put(struct buf *b, const struct table_reader *r)
{
	size_t start;

	buf_byte(b, '{');
	start = b->n;
	for (int i = 0; i < r->n; i++) {
		const struct shown *c = &r->column[i];

		if (c->doc) {
			struct str text = db_text(r->s, i);

			if (text.n > 2)
				buf_add(b, text.p + 1, text.n - 2);
		} else if (c->shows) {
			put_key(b, r, c, b->n == start);
			table_put_value(b, c->kind, r->s, i);
		}
	}
	buf_byte(b, '}');
}

void
table_read_end(struct table_reader *r)
{
	free(r->column);
	buf_free(&r->keys);
}
