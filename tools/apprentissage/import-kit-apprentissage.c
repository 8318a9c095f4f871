/*
 * import-kit-apprentissage: all pairs (CFD, RNCP) that were ever in the kit.
 *
 * Reads from RAWDIR the files of the history (history/, CSV and XLSX, by name)
 * and the answers of the API (api.ndjson, one item per line), and writes table
 * kit_apprentissage: the pairs of the previous state, then the new ones in the
 * order in which they occur, each once. Nothing is ever removed.
 *
 * Codes from the API are kept unchanged; kit_file.h says what happens to those
 * from the files.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "apprentissage/records/tables.h"
#include "apprentissage/sources/kit_file.h"
#include "base/progress.h"
#include "store/db.h"
#include "suite/import.h"
#include "json/counts.h"
#include "json/ndjson.h"

static struct {
	struct import im;
	const char *rawdir;
	struct db *db;
	sqlite3_stmt *insert;
	int64_t offered; /* pairs read, with duplicates */
} kit;

enum { CFD, RNCP, CODES };

static void
add_pair(struct str cfd, struct str rncp)
{
	if (!cfd.n || !rncp.n)
		return;
	db_bind_text(kit.db, kit.insert, 1, cfd);
	db_bind_text(kit.db, kit.insert, 2, rncp);
	db_step(kit.db, kit.insert);
	progress(++kit.offered, "pairs");
}

static void
take_pair(void *ctx, struct str cfd, struct str rncp)
{
	(void)ctx;
	add_pair(cfd, rncp);
}

static void
refuse(void *ctx, const char *where, struct str record, const struct err *e)
{
	(void)ctx;
	import_refuse(&kit.im, where, record.p, record.n, e);
}

static void
read_file(const char *name)
{
	const struct kit_handler h = { take_pair, refuse, NULL };
	char *path = xasprintf("%s/history/%s", kit.rawdir, name);

	note("%s", path);
	kit_file_read(path, &h);
	free(path);
}

static int
is_listed(const struct dirent *d)
{
	return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0 &&
	       strcmp(d->d_name, ".gitkeep") != 0;
}

/* Reads the files of the history. False if there is no history. */
static bool
read_history(void)
{
	char *dir = xasprintf("%s/history", kit.rawdir);
	struct dirent **entry;
	int n = scandir(dir, &entry, is_listed, alphasort);

	if (n < 0 && errno != ENOENT)
		die("%s:", dir);
	for (int i = 0; i < n; i++) {
		read_file(entry[i]->d_name);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	free(dir);
	return n >= 0;
}

static int
add_item(struct js record, struct err *e)
{
	static const char *const name[CODES] = { "cfd", "rncp" };
	static struct buf scratch[CODES];
	struct js v[CODES];
	struct str text[CODES];

	js_pick(record, name, CODES, v);
	for (size_t i = 0; i < CODES; i++) {
		if (v[i].type != JS_STRING && v[i].type != JS_NULL)
			return err_set(e,
			    "%s: a string or null is expected%s%s", name[i],
			    v[i].type == JS_ABSENT ? "" : ", not ",
			    err_quote(v[i].p, v[i].n));
		scratch[i].n = 0;
		text[i] = js_text(v[i], &scratch[i]);
	}
	add_pair(text[CFD], text[RNCP]);
	return 0;
}

/* Reads the answers of the API. False if there are none. */
static bool
read_api(void)
{
	char *name = xasprintf("%s/api.ndjson", kit.rawdir);
	bool there = access(name, F_OK) == 0;
	struct js record;
	struct ndjson in;
	struct err e;

	if (there) {
		ndjson_open(&in, name, false);
		while (ndjson_next(&in, &record))
			if (add_item(record, &e))
				import_refuse(&kit.im, ndjson_where(&in),
				    record.p, record.n, &e);
		ndjson_close(&in);
	}
	free(name);
	return there;
}

/* Copies the pairs of the previous state. */
static void
read_previous(void)
{
	struct db *old = db_open(kit.im.path);
	sqlite3_stmt *s;

	if (!old)
		return;
	s = db_prepare(
	    old, "SELECT cfd, rncp FROM kit_apprentissage ORDER BY rowid");
	while (db_step(old, s))
		add_pair(db_text(s, 0), db_text(s, 1));
	sqlite3_finalize(s);
	db_close(old);
}

static int64_t
count_pairs(void)
{
	sqlite3_stmt *s =
	    db_prepare(kit.db, "SELECT count(*) FROM kit_apprentissage");
	int64_t n = db_step(kit.db, s) ? sqlite3_column_int64(s, 0) : 0;

	sqlite3_finalize(s);
	return n;
}

/* The unique key of the table drops duplicates, so that no pair is kept in
 * memory. */
static void
import_pairs(void)
{
	struct table_writer w;
	int64_t before, total;
	bool history, api;

	kit.db = db_create(kit.im.path);
	table_begin(&w, kit.db, &table_kit_apprentissage);
	db_exec(kit.db, "CREATE UNIQUE INDEX kit_apprentissage_cfd ON"
			" kit_apprentissage(cfd, rncp)");
	kit.insert = db_prepare(
	    kit.db, "INSERT OR IGNORE INTO kit_apprentissage VALUES (?, ?)");
	read_previous();
	before = count_pairs();
	history = read_history();
	api = read_api();
	if (!history && !api)
		die("%s: neither history/ nor api.ndjson: run"
		    " fetch-kit-apprentissage(1), or see formation(7)",
		    kit.rawdir);
	total = count_pairs();
	sqlite3_finalize(kit.insert);
	table_end(&w);
	import_end(&kit.im);
	counts_print({ "total", total }, { "added", total - before });
	import_publish(kit.db);
}

int
main(int argc, char **argv)
{
	kit.rawdir =
	    import_folder(&kit.im, argc, argv, "import the kit apprentissage");
	import_pairs();
	return 0;
}
