/*
 * import-kit-apprentissage: all pairs (CFD, RNCP) that were ever in the kit.
 *
 * Reads from RAWDIR the files of the history (history/, CSV and XLSX, by name)
 * and the answers of the API (api.ndjson, one item per line), and writes table
 * kit_apprentissage: the pairs of the previous state, then the new ones in the
 * order in which they occur, each once. Nothing is ever removed.
 *
 * Codes from the files are trimmed, and a CFD is padded to 8 characters; codes
 * from the API are kept unchanged.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "apprentissage/records/tables.h"
#include "base/progress.h"
#include "base/text.h"
#include "format/dsv.h"
#include "store/db.h"
#include "suite/import.h"
#include "xlsx/sheetrule.h"
#include "json/ndjson.h"

#define CFD_LENGTH 8

enum { CFD, RNCP, CODES };

/* The names of each code in the versions of the kit, and their columns in
 * the current header (-1: none). The first name that has a value is used. */
static struct code {
	size_t n;
	const char *const name[4];
	int at[4];
} code[CODES] = {
	[CFD] = { 3, { "CodeDiplome", "Code Diplome", "Code Diplôme" }, { 0 } },
	[RNCP] = { 4, { "CodeRNCP", "Code RNCP", "Fiche RNCP", "FicheRNCP" },
	    { 0 } },
};

static const struct sheet_rule sheets[] = {
	{ RULE_REQUIRED, "kit", { { match_within, "Kit Apprentissage" } }, 1,
	    NULL },
	{ RULE_IGNORED, NULL,
	    { { match_within, "Présentation Kit" },
		{ match_within, "Corrections Kit" },
		{ match_within, "Alerte CFD CS" },
		{ match_within, "Évolutions Kit" },
		{ match_within, "Evolutions Kit" }, { match_fold, "Feuil1" } },
	    0, NULL },
	{ 0 },
};

static struct {
	struct import im;
	const char *rawdir;
	const char *path;  /* of the file being read */
	const char *sheet; /* of the workbook being read */
	struct db *db;
	sqlite3_stmt *insert;
	struct buf padded;
	int64_t offered; /* pairs read, with duplicates */
} kit;

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

static struct str
pad(struct str cfd)
{
	size_t n = utf16_length(cfd);

	if (n >= CFD_LENGTH)
		return cfd;
	kit.padded.n = 0;
	buf_add(&kit.padded, "00000000", CFD_LENGTH - n);
	buf_add(&kit.padded, cfd.p, cfd.n);
	return buf_view(&kit.padded);
}

/* Adds a row of a file. A missing CFD is an error, an empty one is 00000000. */
static int
add_row(struct str cfd, struct str rncp, struct err *e)
{
	if (!cfd.p)
		return err_set(e, "cfd: no code in %s, %s or %s",
		    code[CFD].name[0], code[CFD].name[1], code[CFD].name[2]);
	cfd = js_trim(cfd);
	if (!str_is(cfd, "SQWQ") && !str_is(cfd, "NR"))
		add_pair(pad(cfd), js_trim(rncp));
	return 0;
}

static int
csv_header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	(void)ctx, (void)e;
	for (size_t i = 0; i < CODES; i++)
		dsv_columns(name, n, code[i].name, code[i].n, code[i].at);
	return 0;
}

/* An empty cell of a CSV file is not null: the first existing column is
 * used. */
static struct str
csv_code(const struct code *c, const struct str *cell)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->at[i] >= 0)
			return cell[c->at[i]];
	return STR_NULL;
}

static int
csv_record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	(void)ctx, (void)number, (void)n;
	return add_row(
	    csv_code(&code[CFD], cell), csv_code(&code[RNCP], cell), e);
}

static void
read_csv(void)
{
	const struct dsv_options o = {
		.delimiter = ';', .quoted = true, .trim = true
	};
	const struct dsv_handler h = { csv_header, csv_record, NULL };
	struct err e;

	if (dsv_read_file(kit.path, &o, &h, &e))
		die("%s", e.msg);
}

static int
xlsx_header(void *ctx, const struct sheet_rule *rule, const char *name,
    const struct sheet_header *h, struct err *e)
{
	(void)ctx, (void)rule, (void)e;
	kit.sheet = name;
	for (size_t c = 0; c < CODES; c++)
		for (size_t i = 0; i < code[c].n; i++)
			code[c].at[i] = sheetrule_find(h, code[c].name[i]);
	return 0;
}

/* Returns the text of the first cell that is not null; NULL if that cell is
 * neither text nor number. */
static struct str
xlsx_code(const struct code *c, const struct sheet_row *row, struct buf *text)
{
	struct sheet_cell cell = { 0 };

	for (size_t i = 0; i < c->n && sheet_is_null(&cell); i++)
		if (c->at[i] >= 0)
			cell = sheet_cell(row, (size_t)c->at[i]);
	if (cell.kind != SHEET_TEXT && cell.kind != SHEET_NUMBER)
		return STR_NULL;
	text->n = 0;
	sheet_put_text(text, &cell);
	return buf_view(text);
}

/* Writes the reject in the form of api.ndjson, so that it can be imported
 * from there once its CFD is filled in. */
static void
refuse_row(const struct sheet_row *row, struct str rncp, const struct err *e)
{
	char *where = xasprintf(
	    "%s: %s:%lld", kit.path, kit.sheet, (long long)row->number);
	struct buf b = { 0 };

	buf_str(&b, "{\"cfd\":null,\"rncp\":");
	js_put_text(&b, js_trim(rncp));
	buf_byte(&b, '}');
	import_refuse(&kit.im, where, b.p, b.n, e);
	buf_free(&b);
	free(where);
}

static int
xlsx_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	static struct buf text[CODES];
	struct str cfd = xlsx_code(&code[CFD], row, &text[CFD]);
	struct str rncp = xlsx_code(&code[RNCP], row, &text[RNCP]);

	(void)ctx;
	if (add_row(cfd, rncp, e))
		refuse_row(row, rncp, e);
	return 0;
}

static void
read_xlsx(void)
{
	const struct sheetrule_handler h = { xlsx_header, xlsx_row, NULL };
	struct err e;

	if (sheetrule_read(kit.path, sheets, &h, &e))
		die("%s", e.msg);
}

static bool
ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && !strcmp(name + n - m, end);
}

/* True if name is Kit_apprentissage_YYYYMMDD.xlsx. */
static bool
is_workbook_name(const char *name)
{
	static const char begin[] = "Kit_apprentissage_", end[] = ".xlsx";
	const char *date = name + sizeof(begin) - 1;

	return !strncmp(name, begin, sizeof(begin) - 1) &&
	       strspn(date, "0123456789") == 8 && !strcmp(date + 8, end);
}

static void
read_file(const char *name)
{
	char *full = xasprintf("%s/history/%s", kit.rawdir, name);

	kit.path = full;
	note("%s", kit.path);
	if (ends_with(name, ".csv"))
		read_csv();
	else if (is_workbook_name(name))
		read_xlsx();
	else if (ends_with(name, ".xlsx"))
		die("%s: a name such as Kit_apprentissage_20240131.xlsx is"
		    " expected",
		    kit.path);
	else
		die("%s: a .csv or .xlsx is expected", kit.path);
	free(full);
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
	out_line("{\"total\":%lld,\"added\":%lld}", (long long)total,
	    (long long)(total - before));
	import_publish(kit.db);
}

int
main(int argc, char **argv)
{
	kit.rawdir =
	    import_folder(&kit.im, argc, argv, "import the kit apprentissage");
	import_pairs();
	buf_free(&kit.padded);
	return 0;
}
