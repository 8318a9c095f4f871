#include "store/row_index.h"

#include <stdlib.h>

#include "base/err.h"

static int
by_rowid(const void *a, const void *b)
{
	const struct row_index_row *x = a, *y = b;

	return (x->rowid > y->rowid) - (x->rowid < y->rowid);
}

static void
link_rows(struct row_index *k)
{
	uint32_t *last = xmalloc(k->keys.n * sizeof(*last));

	k->first = xmalloc(k->keys.n * sizeof(*k->first));
	for (uint32_t i = 0; i < k->keys.n; i++)
		last[i] = ROW_INDEX_NONE;
	for (uint32_t i = 0; i < k->n; i++) {
		uint32_t key = k->row[i].key;

		if (last[key] == ROW_INDEX_NONE)
			k->first[key] = i;
		else
			k->row[last[key]].next = i;
		last[key] = i;
	}
	free(last);
}

void
row_index_read(struct row_index *k, struct db *d, const char *select)
{
	sqlite3_stmt *s = db_prepare(d, select);

	*k = (struct row_index){ 0 };
	while (db_step(d, s)) {
		if (k->n == ROW_INDEX_NONE)
			die("%s: too many rows", d->path);
		k->row = xroom(k->row, k->n, &k->cap, sizeof(*k->row));
		k->row[k->n++] = (struct row_index_row){
			.rowid = sqlite3_column_int64(s, 1),
			.key = hash_put(&k->keys, db_text(s, 0)),
			.next = ROW_INDEX_NONE,
		};
	}
	sqlite3_finalize(s);
	if (k->n)
		qsort(k->row, k->n, sizeof(*k->row), by_rowid);
	link_rows(k);
}

void
row_index_free(struct row_index *k)
{
	hash_free(&k->keys);
	free(k->first);
	free(k->row);
	*k = (struct row_index){ 0 };
}
