#include "store/row_index.h"

#include <stdlib.h>

#include "base/err.h"

static int
by_rowid(const void *a, const void *b)
{
	const struct row_index_row *x = a, *y = b;

	return (x->rowid > y->rowid) - (x->rowid < y->rowid);
}

/* The slot of a sum, or the free one where it belongs. */
static size_t
slot_of(const struct row_index *k, uint64_t sum)
{
	size_t at = sum & k->mask;

	while (k->slot[at] && k->row[k->slot[at] - 1].sum != sum)
		at = (at + 1) & k->mask;
	return at;
}

/* From the last row to the first, so that the first one leads to the others. */
static void
link_rows(struct row_index *k)
{
	size_t slots = 2;

	while (slots / 2 < k->n)
		slots *= 2;
	k->slot = xcalloc(slots, sizeof(*k->slot));
	k->mask = slots - 1;
	for (uint32_t i = k->n; i > 0; i--) {
		uint32_t *slot = &k->slot[slot_of(k, k->row[i - 1].sum)];

		/* next has 31 bits, which gcc wants to be told */
		k->row[i - 1].next =
		    (*slot ? *slot - 1 : ROW_INDEX_NONE) & ROW_INDEX_NONE;
		*slot = i;
	}
}

void
row_index_read(struct row_index *k, struct db *d, const char *select)
{
	sqlite3_stmt *s = db_prepare(d, select);

	*k = (struct row_index){ 0 };
	while (db_step(d, s)) {
		int64_t rowid = sqlite3_column_int64(s, 1);

		if (k->n == ROW_INDEX_NONE - 1 || rowid < 0 ||
		    rowid > UINT32_MAX)
			die("%s: too many rows", d->path);
		k->row = xroom(k->row, k->n, &k->cap, sizeof(*k->row));
		k->row[k->n++] = (struct row_index_row){
			.rowid = (uint32_t)rowid,
			.sum = hash_sum(db_text(s, 0)),
		};
	}
	sqlite3_finalize(s);
	if (k->n)
		qsort(k->row, k->n, sizeof(*k->row), by_rowid);
	link_rows(k);
}

uint32_t
row_index_find(const struct row_index *k, struct str key)
{
	uint32_t first = k->slot[slot_of(k, hash_sum(key))];

	return first ? first - 1 : ROW_INDEX_NONE;
}

void
row_index_free(struct row_index *k)
{
	free(k->row);
	free(k->slot);
	*k = (struct row_index){ 0 };
}
