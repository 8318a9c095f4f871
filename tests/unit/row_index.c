/* Rows by key: in the order of rowid, whatever the order of reading. */
#include <stdio.h>

#include "store/row_index.h"
#include "tap.h"

#define ROWS 1000
#define KEYS 300

static struct db *d;
static struct row_index k;

/* Row i has key i % KEYS; every seventh row none. */
static void
fill(void)
{
	d = db_memory("test");
	db_exec(d,
	    "CREATE TABLE t (k TEXT);"
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
	    " FROM n WHERE i < 1000) INSERT INTO t(rowid, k)"
	    " SELECT 3 * i, iif(i % 7, 'key ' || (i % 300), NULL) FROM n");
}

/* The rows of a key are found, each once, in order. */
static int
finds(struct str key, int first, int step)
{
	int64_t last = 0;
	int wanted = 0, found = 0;

	for (int i = first ? first : step; i <= ROWS; i += step)
		wanted += (i % 7 == 0) == !key.n;
	for (uint32_t i = row_index_find(&k, key); i != ROW_INDEX_NONE;
	     i = k.row[i].next) {
		int64_t rowid = k.row[i].rowid;

		if (rowid <= last || rowid / 3 % step != first)
			return 0;
		last = rowid;
		found++;
	}
	return found == wanted;
}

int
main(void)
{
	bool all = true;

	fill();
	row_index_read(
	    &k, d, "SELECT k, rowid FROM t ORDER BY rowid * 7919 % 1009");
	tap_ok(k.n == ROWS && k.row[0].rowid == 3 &&
		   k.row[ROWS - 1].rowid == 3 * ROWS,
	    "rows are in the order of rowid");
	for (int i = 0; i < KEYS; i++) {
		char key[16];

		snprintf(key, sizeof(key), "key %d", i);
		all = all && finds(str_of(key), i, KEYS);
	}
	tap_ok(all, "the rows of every key are found, in their order");
	tap_ok(finds(STR(""), 0, 7), "those without a key too");
	tap_ok(row_index_find(&k, STR("other")) == ROW_INDEX_NONE,
	    "a key that no row has is not found");
	row_index_free(&k);
	row_index_read(&k, d, "SELECT k, rowid FROM t WHERE 0");
	tap_ok(k.n == 0 && row_index_find(&k, STR("x")) == ROW_INDEX_NONE,
	    "no rows");
	row_index_free(&k);
	db_close(d);
	return tap_done();
}
