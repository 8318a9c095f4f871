#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "export/csv.h"
#include "export/flat.h"
#include "tap.h"

/* A column of a record: its CSV text and JSON, or, if json is NULL, the message
 * after the name of the database. */
static const struct {
	const char *doc, *path;
	enum flat_type type;
	const char *text, *json;
} values[] = {
	{ "{\"a\":{\"b\":\"x\"}}", "a.b", FLAT_TEXT, "x", "\"x\"" },
	{ "{\"a\":{\"b\":\"\"}}", "a.b", FLAT_TEXT, "\"\"", "\"\"" },
	{ "{\"a\":{\"b\":null}}", "a.b", FLAT_TEXT, "", "null" },
	{ "{\"a\":{}}", "a.b", FLAT_TEXT, "", "null" },
	{ "{\"a\":null}", "a.b", FLAT_TEXT, "", "null" },
	{ "{}", "a.b.c", FLAT_TEXT, "", "null" },
	{ "{\"a\":\"x\"}", "a.b", FLAT_TEXT, "row 1: a: not an object 'x'",
	    NULL },
	{ "{\"a\":[]}", "a.b.c", FLAT_TEXT, "row 1: a: not an object '[]'",
	    NULL },
	{ "{\"a\":12.50}", "a", FLAT_TEXT, "12.50", "\"12.50\"" },
	{ "{\"a\":false}", "a", FLAT_TEXT, "false", "\"false\"" },
	{ "{\"a\":{ \"b\" : [1, 2] }}", "a", FLAT_TEXT, "\"{\"\"b\"\":[1,2]}\"",
	    "\"{\\\"b\\\":[1,2]}\"" },
	{ "{\"a\":\"l\\u00e9 \\\"x\\\"\\n\"}", "a", FLAT_TEXT,
	    "\"l\xC3\xA9 \"\"x\"\"\n\"", "\"l\xC3\xA9 \\\"x\\\"\\n\"" },
	{ "{\"\\u0061\":\"x\"}", "a", FLAT_TEXT, "x", "\"x\"" },
	{ "{\"z\":{\"a\":1},\"y\":[{\"a\":2}],\"a\":3}", "a", FLAT_INT, "3",
	    "3" },
	{ "{\"a\":1,\"a\":2}", "a", FLAT_INT, "1", "1" },

	{ "{\"b\":\"x\"}", "a | b", FLAT_TEXT, "x", "\"x\"" },
	{ "{\"a\":\"y\",\"b\":\"x\"}", "a | b", FLAT_TEXT, "y", "\"y\"" },
	{ "{\"a\":\"y\",\"b\":5}", "a | b.c", FLAT_TEXT, "y", "\"y\"" },
	{ "{\"a\":null,\"b\":5}", "a | b.c", FLAT_TEXT,
	    "row 1: a: not an object '5'", NULL },

	{ "{\"a\":[\"x\",null,2,true,{\"b\": 1}]}", "a[]", FLAT_LIST,
	    "\"x|2|true|{\"\"b\"\":1}\"",
	    "[\"x\",\"2\",\"true\",\"{\\\"b\\\":1}\"]" },
	{ "{\"a\":[{\"b\":\"x\"},{\"b\":null},null,{},{\"b\":\"y\"}]}", "a[].b",
	    FLAT_LIST, "x|y", "[\"x\",\"y\"]" },
	{ "{\"a\":[]}", "a[]", FLAT_LIST, "\"\"", "[]" },
	{ "{\"a\":null}", "a[].b", FLAT_LIST, "", "null" },
	{ "{\"a\":[\"x|y\"]}", "a[]", FLAT_LIST,
	    "row 1: a: '|' in an item 'x|y'", NULL },
	{ "{\"a\":[\"x\\u007cy\"]}", "a[]", FLAT_LIST,
	    "row 1: a: '|' in an item 'x|y'", NULL },
	{ "{\"a\":\"x\"}", "a[]", FLAT_LIST, "row 1: a: not an array 'x'",
	    NULL },
	{ "{\"a\":[1]}", "a[].b", FLAT_LIST, "row 1: a: not an object '1'",
	    NULL },

	{ "{\"a\":[5,6]}", "a[1]", FLAT_NUM, "6", "6" },
	{ "{\"a\":[5]}", "a[1]", FLAT_NUM, "", "null" },
	{ "{\"a\":[{\"b\":7}]}", "a[0].b", FLAT_NUM, "7", "7" },
	{ "{\"a\":{}}", "a[0]", FLAT_NUM, "row 1: a: not an array '{}'", NULL },
	{ "{\"a\":[null,1]}", "count(a[])", FLAT_INT, "2", "2" },
	{ "{\"a\":[]}", "count(a[])", FLAT_INT, "0", "0" },
	{ "{}", "count(a[])", FLAT_INT, "", "null" },
	{ "{\"a\":[3,null,-2.5,10]}", "min(a[])", FLAT_NUM, "-2.5", "-2.5" },
	{ "{\"a\":[3,null,-2.5,10]}", "max(a[])", FLAT_NUM, "10", "10" },
	{ "{\"a\":[null]}", "max(a[])", FLAT_NUM, "", "null" },
	{ "{\"a\":[1,\"x\"]}", "max(a[])", FLAT_NUM,
	    "row 1: a: not a number 'x'", NULL },
	{ "{\"a\":[{\"b\":\"2024-01-01T00:30:00.000+02:00\"},"
	  "{\"b\":\"2023-12-31T23:00:00.000Z\"}]}",
	    "min(a[].b)", FLAT_DATE, "2023-12-31", "\"2023-12-31\"" },

	{ "{\"a\":true}", "a", FLAT_BOOL, "true", "true" },
	{ "{\"a\":1}", "a", FLAT_BOOL, "row 1: a: not a boolean '1'", NULL },
	{ "{\"a\":\"oui\"}", "a", FLAT_BOOL, "row 1: a: not a boolean 'oui'",
	    NULL },

	{ "{\"a\":2.0}", "a", FLAT_INT, "2", "2" },
	{ "{\"a\":1e3}", "a", FLAT_INT, "1000", "1000" },
	{ "{\"a\":-0}", "a", FLAT_INT, "0", "0" },
	{ "{\"a\":9007199254740993}", "a", FLAT_INT, "9007199254740993",
	    "9007199254740993" },
	{ "{\"a\":2.5}", "a", FLAT_INT, "row 1: a: not an integer '2.5'",
	    NULL },
	{ "{\"a\":\"2\"}", "a", FLAT_INT, "row 1: a: not an integer '2'",
	    NULL },

	{ "{\"a\":3.0}", "a", FLAT_NUM, "3", "3" },
	{ "{\"a\":12.50}", "a", FLAT_NUM, "12.5", "12.5" },
	{ "{\"a\":1e-6}", "a", FLAT_NUM, "0.000001", "0.000001" },
	{ "{\"a\":0.0000001}", "a", FLAT_NUM, "1e-7", "1e-7" },
	{ "{\"a\":1000000000000000000000}", "a", FLAT_NUM, "1e+21", "1e+21" },
	{ "{\"a\":0.30000000000000004}", "a", FLAT_NUM, "0.30000000000000004",
	    "0.30000000000000004" },
	{ "{\"a\":-0.0}", "a", FLAT_NUM, "0", "0" },
	{ "{\"a\":1e400}", "a", FLAT_NUM, "row 1: a: not a number '1e400'",
	    NULL },

	{ "{\"a\":\"2024-07-14T22:00:00.000Z\"}", "a", FLAT_DATE, "2024-07-15",
	    "\"2024-07-15\"" },
	{ "{\"a\":\"2025-10-26T23:59:59.000+01:00\"}", "a", FLAT_DATE,
	    "2025-10-26", "\"2025-10-26\"" },
	{ "{\"a\":\"2023-12-31T22:59:59.999Z\"}", "a", FLAT_DATE, "2023-12-31",
	    "\"2023-12-31\"" },
	{ "{\"a\":\"1900-01-01T00:00:00.000+00:09\"}", "a", FLAT_DATE,
	    "1900-01-01", "\"1900-01-01\"" },
	{ "{\"a\":\"2024-07-14\"}", "a", FLAT_DATE,
	    "row 1: a: not an instant with offset '2024-07-14'", NULL },
	{ "{\"a\":\"2024-07-14T22:00:00\"}", "a", FLAT_DATE,
	    "row 1: a: not an instant with offset '2024-07-14T22:00:00'",
	    NULL },
	{ "{\"a\":20240714}", "a", FLAT_DATE,
	    "row 1: a: not an instant with offset '20240714'", NULL },
	{ "{\"a\":\"\"}", "a", FLAT_DATE,
	    "row 1: a: not an instant with offset ''", NULL },
	{ "{\"a\":\"2024-07-15T00:00:00.5+02:00\"}", "a", FLAT_INSTANT,
	    "2024-07-14T22:00:00.500Z", "\"2024-07-14T22:00:00.500Z\"" },
	{ "{}", "@at", FLAT_INSTANT, "2026-01-02T03:04:05.006Z",
	    "\"2026-01-02T03:04:05.006Z\"" },
	{ "{}", "@at", FLAT_DATE, "2026-01-02", "\"2026-01-02\"" },
	{ "{}", "@none", FLAT_INSTANT, "", "null" },
	{ "{}", "@n", FLAT_INT, "7", "7" },
	{ "{}", "@word", FLAT_INSTANT,
	    "row 1: a: not an instant with offset 'hier'", NULL },
	{ "[]", "a", FLAT_TEXT, "row 1: doc: not a JSON object '[]'", NULL },
	{ "{\"b\":1", "a", FLAT_TEXT,
	    "row 1: doc: not a JSON object '{\"b\":1'", NULL },
};

static struct db *
database(const char *doc)
{
	struct db *d = db_memory("t.db");
	sqlite3_stmt *s;

	db_exec(d, "CREATE TABLE t (doc TEXT, at TEXT, none TEXT, n INTEGER,"
		   " word TEXT)");
	s = db_prepare(d, "INSERT INTO t VALUES (?1,"
			  " '2026-01-02T03:04:05.006Z', NULL, 7, 'hier')");
	db_bind_text(d, s, 1, str_of(doc));
	db_step(d, s);
	sqlite3_finalize(s);
	return d;
}

/* Appends CSV and JSON of the rows of t, a line each. */
static void
put_rows(struct buf *b, struct db *d, const struct flat_table *t)
{
	struct flat_reader r;

	flat_open(&r, d, t, false);
	while (flat_next(&r)) {
		for (size_t i = 0; i < r.n; i++) {
			if (i)
				buf_byte(b, ',');
			csv_put(b, flat_cell(&r, i).text, ',');
		}
		buf_byte(b, ' ');
		for (size_t i = 0; i < r.n; i++) {
			if (i)
				buf_byte(b, ',');
			flat_put_json(b, &r, i);
		}
		buf_byte(b, '\n');
	}
	flat_close(&r);
}

/* What a child that reads the rows of t prints on both outputs. */
static void
read_rows(struct buf *b, const char *doc, const struct flat_table *t)
{
	struct buf rows = { 0 };
	int fd[2];
	ssize_t got;
	pid_t pid;

	b->n = 0;
	if (pipe(fd) || (pid = fork()) < 0)
		exit(1);
	if (!pid) {
		struct db *d = database(doc);

		dup2(fd[1], 2);
		put_rows(&rows, d, t);
		db_close(d);
		got = write(fd[1], rows.p, rows.n);
		buf_free(&rows);
		_exit(got < 0);
	}
	close(fd[1]);
	do {
		buf_reserve(b, 4096);
		got = read(fd[0], b->p + b->n, 4000);
		b->n += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	close(fd[0]);
	waitpid(pid, NULL, 0);
}

static void
check_values(void)
{
	struct buf got = { 0 }, want = { 0 };

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		const struct flat_column col[] = {
			{ "a", values[i].type, 0, values[i].path, NULL, "" },
			{ 0 }
		};
		const struct flat_table t = { "t", "t", "t", NULL, true, "", "",
			col };

		want.n = 0;
		if (values[i].json)
			buf_fmt(
			    &want, "%s %s\n", values[i].text, values[i].json);
		else
			buf_fmt(&want, "flat: t.db: %s\n", values[i].text);
		read_rows(&got, values[i].doc, &t);
		tap_is(buf_view(&got).p, buf_view(&want).p, values[i].doc);
	}
	buf_free(&got);
	buf_free(&want);
}

static const struct flat_column item_columns[] = {
	{ "k", FLAT_TEXT, FLAT_KEY, "^k", NULL, "" },
	{ "rang", FLAT_INT, FLAT_KEY, "#", NULL, "" },
	{ "b", FLAT_BOOL, 0, "b", NULL, "" },
	{ 0 },
};
static const struct flat_table items = { "t_x", "t", "t", "x", true, "", "",
	item_columns };

static void
check_items(void)
{
	struct buf got = { 0 };

	read_rows(&got, "{\"x\":[{\"b\":true},null,{}],\"k\":\"K\"}", &items);
	tap_is(buf_view(&got).p,
	    "K,1,true \"K\",1,true\nK,2, \"K\",2,null\n"
	    "K,3, \"K\",3,null\n",
	    "a row per item");
	read_rows(&got, "{\"k\":\"K\",\"x\":null}", &items);
	tap_is(buf_view(&got).p, "", "no item, no row");
	read_rows(&got, "{\"x\":{}}", &items);
	tap_is(buf_view(&got).p, "flat: t.db: row 1: x: not an array '{}'\n",
	    "the items are an array");
	read_rows(&got, "{\"x\":[{\"b\":true},{\"b\":0}]}", &items);
	tap_is(buf_view(&got).p,
	    "flat: t.db: row 1, item 2: b: not a boolean '0'\n",
	    "an error names row and item");
	read_rows(&got, "{\"x\":[5]}", &items);
	tap_is(buf_view(&got).p,
	    "flat: t.db: row 1, item 1: b: not an object '5'\n",
	    "an item is an object");
	buf_free(&got);
}

static const struct flat_column key_columns[] = {
	{ "hidden", FLAT_TEXT, FLAT_KEY | FLAT_PRIVATE, "h", NULL, "" },
	{ "day", FLAT_DATE, FLAT_KEY, "d", NULL, "" },
	{ "x", FLAT_NUM, FLAT_LON, "p[0]", NULL, "" },
	{ "y", FLAT_NUM, FLAT_LAT, "p[1]", NULL, "" },
	{ 0 },
};
static const struct flat_table keyed = { "t", "t", "t", NULL, false, "", "",
	key_columns };

static void
check_ids(void)
{
	static const char *const want[] = { "a|2024-07-15", "a|2024-07-15|#2",
		"|", "a|2024-07-15|#3", "||#2", "\"|" };
	static const bool place[] = { true, false, false, false, false, true };
	struct db *d = database(
	    "{\"h\":\"a\",\"d\":\"2024-07-14T22:00:00Z\",\"p\":[0,-90]}");
	double lon, lat;
	struct flat_reader r;
	size_t i;

	db_exec(d,
	    "INSERT INTO t (doc) VALUES"
	    "('{\"h\":\"a\",\"d\":\"2024-07-15T00:00:00Z\",\"p\":[0,-0.0]}'),"
	    "('{\"p\":[180.5,1]}'),"
	    "('{\"h\":\"a\",\"d\":\"2024-07-15T00:00:00Z\",\"p\":[1]}'),"
	    "('{\"p\":[1,-91]}'), ('{\"h\":\"\\\"\",\"p\":[-180,1]}')");
	flat_open(&r, d, &keyed, false);
	tap_ok(r.n == 3 && flat_has_place(r.t), "a private column is left out");
	flat_keep(&r, "y,day");
	tap_ok(r.n == 2 && !strcmp(r.col[0]->name, "y"), "columns are kept");
	for (i = 0; flat_next(&r) && i < 6; i++) {
		tap_is(flat_id(&r).p, want[i], "the id of a row");
		tap_ok(flat_place(&r, &lon, &lat) == place[i], "its place");
	}
	tap_ok(i == 6 && lon == -180 && lat == 1, "all the rows");
	flat_close(&r);
	db_close(d);
}

static void
check_many_ids(void)
{
	struct db *d = db_memory("t.db");
	bool good = true;
	struct flat_reader r;
	char want[32];

	db_exec(d, "CREATE TABLE t (doc TEXT);"
		   "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1"
		   " FROM n WHERE i < 9999) INSERT INTO t SELECT"
		   " '{\"h\":' || (i % 5000) || '}' FROM n");
	flat_open(&r, d, &keyed, true);
	for (int i = 0; flat_next(&r); i++) {
		snprintf(want, sizeof(want), "%d|%s", i % 5000,
		    i < 5000 ? "" : "|#2");
		good &= str_is(flat_id(&r), want);
	}
	tap_ok(good, "ten thousand ids, each twice");
	flat_close(&r);
	db_close(d);
}

static void
check_csv(void)
{
	static const char *const texts[][2] = { { "a", "a" }, { "", "\"\"" },
		{ "\\.", "\"\\.\"" }, { "\\.x", "\\.x" }, { " a", "\" a\"" },
		{ "a\t", "\"a\t\"" }, { "a b", "a b" }, { "a;b", "\"a;b\"" },
		{ "a,b", "a,b" }, { "a\"b", "\"a\"\"b\"" },
		{ "a\nb", "\"a\nb\"" }, { "a\rb", "\"a\rb\"" },
		{ "=1+1", "=1+1" }, { "a\tb", "a\tb" } };
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		b.n = 0;
		csv_put(&b, str_of(texts[i][0]), ';');
		tap_is(buf_view(&b).p, texts[i][1], "a field of CSV");
	}
	b.n = 0;
	csv_put(&b, STR_NULL, ';');
	tap_ok(!b.n, "null is nothing");
	buf_free(&b);
}

int
main(void)
{
	err_init("flat");
	setvbuf(stdout, NULL, _IONBF, 0); /* forks do not repeat it */
	check_values();
	check_items();
	check_ids();
	check_many_ids();
	check_csv();
	tap_ok(flat_find("formation_session") && !flat_find("catalogue"),
	    "tables are found");
	tap_is(flat_type_name(FLAT_INSTANT), "instant", "types have names");
	return tap_done();
}
