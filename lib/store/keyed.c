#include "store/keyed.h"

#include <stdlib.h>

#include "base/err.h"

static int
by_rowid(const void *a, const void *b)
{
	const struct keyed_row *x = a, *y = b;

	return (x->rowid > y->rowid) - (x->rowid < y->rowid);
}

static void
link_rows(struct keyed *k)
{
	uint32_t *last = xmalloc(k->keys.n * sizeof(*last));

	k->first = xmalloc(k->keys.n * sizeof(*k->first));
	for (uint32_t i = 0; i < k->keys.n; i++)
		last[i] = KEYED_NONE;
	for (uint32_t i = 0; i < k->n; i++) {
		uint32_t key = k->row[i].key;

		if (last[key] == KEYED_NONE)
			k->first[key] = i;
		else
			k->row[last[key]].next = i;
		last[key] = i;
	}
	free(last);
}

void
keyed_read(struct keyed *k, struct db *d, const char *select)
{
	sqlite3_stmt *s = db_prepare(d, select);

	*k = (struct keyed){ 0 };
	while (db_step(d, s)) {
		if (k->n == KEYED_NONE)
			die("%s: too many rows", d->path);
		k->row = xroom(k->row, k->n, &k->cap, sizeof(*k->row));
		k->row[k->n++] = (struct keyed_row){
			.rowid = sqlite3_column_int64(s, 1),
			.key = hash_put(&k->keys, db_text(s, 0)),
			.next = KEYED_NONE,
		};
	}
	sqlite3_finalize(s);
	if (k->n)
		qsort(k->row, k->n, sizeof(*k->row), by_rowid);
	link_rows(k);
}

void
keyed_free(struct keyed *k)
{
	hash_free(&k->keys);
	free(k->first);
	free(k->row);
	*k = (struct keyed){ 0 };
}
