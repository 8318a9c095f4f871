#include <stdlib.h>

#include "base/err.h"
#include "export/postgres/compare.h"

/* Writes a number in so many bytes, the highest first. */
static void
set_number(char *p, uint64_t v, size_t bytes)
{
	while (bytes--) {
		p[bytes] = (char)(v & 0xFF);
		v >>= 8;
	}
}

static void
put_number(struct buf *b, uint64_t v, size_t bytes)
{
	buf_reserve(b, bytes);
	set_number(b->p + b->n, v, bytes);
	b->n += bytes;
}

/* COPY's binary format begins with a signature, flags and the length of what
 * could follow them; 65535 (-1) in place of a number of values ends it. */
void
compare_begin(struct server *s)
{
	server_run(s, "CREATE TEMPORARY TABLE " COMPARE_TABLE
		      " (n int, _id text, _hash bytea) ON COMMIT DROP");
	server_copy_in(s, "COPY " COMPARE_TABLE " FROM STDIN (FORMAT binary)");
	buf_add(&s->rows, "PGCOPY\n\377\r\n\0", 11);
	put_number(&s->rows, 0, 4);
	put_number(&s->rows, 0, 4);
}

/* A row is the number of its values, then each value after its length. */
void
compare_send(
    struct server *s, int64_t n, struct str id, const unsigned char *hash)
{
	struct buf *b = &s->rows;
	size_t at;

	if (n > INT32_MAX)
		die("%s: more than %d rows", s->what, INT32_MAX);
	put_number(b, 3, 2);
	put_number(b, 4, 4);
	put_number(b, (uint64_t)n, 4);
	at = b->n;
	put_number(b, 0, 4);
	copy_put_binary_id(b, id);
	set_number(b->p + at, b->n - at - 4, 4);
	put_number(b, COPY_HASH, 4);
	buf_add(b, hash, COPY_HASH);
	server_sent(s);
}

void
compare_end(struct server *s)
{
	put_number(&s->rows, UINT16_MAX, 2);
	server_copy_end(s);
}

unsigned char *
compare_answer(struct server *s, const char *table, int64_t n, int64_t *count)
{
	unsigned char *bits = xcalloc((size_t)n / 8 + 1, 1);
	char *sql = xasprintf("COPY (SELECT n FROM " COMPARE_TABLE " h"
			      " LEFT JOIN %s t ON t._id = h._id"
			      " WHERE t._hash IS DISTINCT FROM h._hash"
			      " ORDER BY n) TO STDOUT",
	    table);
	struct str line;

	*count = 0;
	server_copy_out(s, sql);
	while (server_line(s, &line)) {
		uint64_t row = strtoull(line.p, NULL, 10);

		if (row >= (uint64_t)n)
			die("%s: the server answers row '%s'", s->what,
			    err_quote(line.p, line.n));
		bits[row / 8] |= (unsigned char)(1 << row % 8);
		++*count;
	}
	free(sql);
	return bits;
}

unsigned char *
compare_all(int64_t n, int64_t *count)
{
	unsigned char *bits = xcalloc((size_t)n / 8 + 1, 1);

	memset(bits, 0xFF, (size_t)n / 8 + 1);
	*count = n;
	return bits;
}
