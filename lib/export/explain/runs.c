#include <stdlib.h>

#include "export/explain/step.h"
#include "suite/ledger.h"
#include "json/js.h"

/* Finds the newest run of a job that is done: its date and rows. The columns
 * are valid until the next step of last. */
static bool
find_run(struct db *ledger, sqlite3_stmt *last, struct str job)
{
	sqlite3_reset(last);
	db_bind_text(ledger, last, 1, job);
	return db_step(ledger, last);
}

static void
put_column(
    struct buf *b, const char *name, bool found, sqlite3_stmt *last, int column)
{
	js_put_key(b, name);
	if (found)
		table_put_value(b, C_TEXT, last, column);
	else
		buf_str(b, "null");
}

static void
put_run(
    struct explain *x, const char *name, struct db *ledger, sqlite3_stmt *last)
{
	char *fetch = xasprintf("fetch:%s", name);
	bool found = ledger && find_run(ledger, last, str_of(name));

	js_open(&x->out, NULL);
	js_put_member(&x->out, "step", STR("run"));
	js_put_member(&x->out, "db", str_of(name));
	explain_put_found(&x->out, ledger, found);
	js_open(&x->out, "facts");
	put_column(&x->out, "import_date", found, last, 0);
	put_column(&x->out, "rows", found, last, 1);
	found = ledger && find_run(ledger, last, str_of(fetch));
	put_column(&x->out, "fetched", found, last, 0);
	js_close(&x->out, 2);
	buf_byte(&x->out, '\n');
	free(fetch);
}

void
explain_runs(struct explain *x)
{
	struct db *ledger = ledger_look(x->dir);
	sqlite3_stmt *last = NULL;

	if (ledger)
		last = db_prepare(ledger,
		    "SELECT import_date, rows FROM import_meta"
		    " WHERE type = ? AND status = 'done'"
		    " ORDER BY id DESC LIMIT 1");
	for (size_t i = 0; i < x->n; i++)
		put_run(x, x->db[i].name, ledger, last);
	sqlite3_finalize(last);
	db_close(ledger);
}
