/* The changes that a tool prints: what differs between before and after. */
#include "suite/ops.h"
#include "base/err.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static const struct table table = {
	.name = "t",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "n", C_INT, NULL },
	    { "good", C_BOOL, NULL }, { "list", C_JSON, NULL },
	    { "autres", C_SIDE, NULL }),
};

static int printed; /* where standard output goes during a run */

/* Executes sql on a watched table and gives what ops_changes prints. */
static const char *
changes(const char *columns, const char *sql)
{
	static char text[4096];
	struct db *d = db_memory("ops");
	struct table_writer w;
	struct ops o;
	int saved = dup(1);
	ssize_t n;

	fflush(stdout);
	if (ftruncate(printed, 0) || lseek(printed, 0, SEEK_SET))
		return "";
	dup2(printed, 1);
	table_begin(&w, d, &table);
	table_end(&w);
	db_exec(d,
	    "INSERT INTO t VALUES ('b', 1, 0, '[1]', NULL), ('a', 2, NULL,"
	    " NULL, '{}')");
	ops_open(&o, false);
	ops_watch(&o, d, &table, columns);
	db_exec(d, sql);
	ops_changes(&o);
	ops_counts(&o, { "n", 1 }, { "left", -2 });
	ops_close(&o);
	db_close(d);
	dup2(saved, 1);
	close(saved);
	n = pread(printed, text, sizeof(text) - 1, 0);
	text[n < 0 ? 0 : n] = '\0';
	return text;
}

#define LAST "{\"counts\":{\"n\":1,\"left\":-2}}\n"

static void
test_changes(void)
{
	tap_is(changes(NULL, "UPDATE t SET n = n"), LAST, "nothing differs");
	tap_is(changes(NULL, "UPDATE t SET n = n + 1"),
	    "{\"op\":\"update\",\"table\":\"t\",\"_id\":\"a\",\"set\":{\"n\":3}"
	    "}\n{\"op\":\"update\",\"table\":\"t\",\"_id\":\"b\",\"set\":{"
	    "\"n\":2}}\n" LAST,
	    "rows come by key");
	tap_is(changes(NULL,
		   "UPDATE t SET n = 7 WHERE _id = 'a'; UPDATE t SET n = NULL,"
		   " good = 1, list = '[2]' WHERE _id = 'a'"),
	    "{\"op\":\"update\",\"table\":\"t\",\"_id\":\"a\",\"set\":{\"n\":"
	    "null,\"good\":true,\"list\":[2]}}\n" LAST,
	    "a row that changes twice is one line");
	tap_is(changes(NULL, "UPDATE t SET autres = '[]'"), LAST,
	    "a side column is not printed");
	tap_is(changes("n", "UPDATE t SET good = 1, n = 1"),
	    "{\"op\":\"update\",\"table\":\"t\",\"_id\":\"a\",\"set\":{\"n\":1}"
	    "}\n" LAST,
	    "only the columns that were named");
	tap_is(changes(NULL, "DELETE FROM t WHERE _id = 'a'"),
	    "{\"op\":\"delete\",\"table\":\"t\",\"_id\":\"a\"}\n" LAST,
	    "a delete has no set");
	tap_is(changes(NULL, "INSERT INTO t VALUES ('c', NULL, 1, NULL, '{}');"
			     " UPDATE t SET n = 5 WHERE _id = 'c'"),
	    "{\"op\":\"insert\",\"table\":\"t\",\"_id\":\"c\",\"set\":{\"n\":5"
	    ",\"good\":true}}\n" LAST,
	    "an insert has what is not null, as it is in the end");
	tap_is(changes(NULL, "INSERT INTO t VALUES ('c', 1, 1, NULL, NULL);"
			     " DELETE FROM t WHERE _id = 'c'"),
	    LAST, "what comes and goes is no change");
	tap_is(changes(NULL,
		   "SAVEPOINT s; UPDATE t SET n = 9; ROLLBACK TO s; RELEASE s"),
	    LAST, "what is undone is no change");
}

int
main(void)
{
	char path[] = "/tmp/ops.XXXXXX";

	err_init("ops");
	printed = mkstemp(path);
	unlink(path);
	test_changes();
	opt_quiet = true;
	tap_is(changes(NULL, "UPDATE t SET n = n + 1"), LAST,
	    "-q leaves the last line");
	return tap_done();
}
