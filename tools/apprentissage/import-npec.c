/*
 * import-npec: the amounts paid for apprenticeship contracts, by certification
 * and CPNE (NPEC), from every file that was ever published.
 *
 * Reads from RAWDIR the list of the files (resources.ndjson) and the workbooks
 * it names, or the archives that hold one each. Writes table npec, the
 * unchanged rows; table npec_normalized, the pairs of a certification and a
 * CPNE; and table npec_file, the files. First come the files that are no longer
 * listed, then the others in the order of the list; the rows of a file keep
 * their order. A file whose content is in FILE already is not read again.
 */
#include <libgen.h>
#include <stdlib.h>

#include "apprentissage/npec/npec_file.h"
#include "apprentissage/npec/npec_format.h"
#include "apprentissage/npec/npec_normal.h"
#include "apprentissage/npec/npec_resource.h"
#include "apprentissage/records/tables.h"
#include "base/opt.h"
#include "base/progress.h"
#include "format/names.h"
#include "suite/import.h"
#include "xlsx/sheetrec.h"

static const struct opt opts[] = {
	{ OPT_NEEDED | 'r', "raw", "DIR", "where the files of the source are" },
	IMPORT_OPTIONS,
	{ 0 },
};

/* A file of the new database. */
struct task {
	struct npec_file file;
	const struct npec_file *known; /* copied from there; NULL: read */
	const struct npec_resource *resource; /* NULL: no longer listed */
};

static struct import im;
static const char *rawdir;
static struct db *db;  /* the new database */
static struct db *old; /* the previous one, or NULL */
static struct npec_files known;
static struct npec_resources listed;
static struct task *task;
static size_t tasks;
static struct table_writer to[NPEC_TABLES];

/* The file being read. */
static struct {
	const struct task *task;
	const char *path;
	char *sheet;
	struct npec_row row;
	struct npec_normal normal;
	bool is_normalised;
} at;

static void
keep_known(const struct npec_file *f)
{
	note("%s: no longer listed, kept", f->filename);
	task[tasks++] = (struct task){ .file = *f, .known = f };
}

static char *
path_of(const struct npec_resource *r)
{
	char *wanted = xasprintf("%s/%s", rawdir, r->file);
	char *path = names_find(wanted);

	free(wanted);
	return path;
}

static void
add_resource(const struct npec_resource *r)
{
	const struct npec_file *same = npec_files_find(&known, r->filename);
	struct task *t = &task[tasks++];
	char *path = path_of(r);
	struct err e;

	*t = (struct task){ .file.filename = r->filename, .resource = r };
	day_print_utc(r->file_date, t->file.date_file);
	if (sha256_file(path, t->file.sha256, &e))
		die("%s", e.msg);
	free(path);
	if (same && !strcmp(same->sha256, t->file.sha256) &&
	    !strcmp(same->date_file, t->file.date_file)) {
		t->file = *same;
		t->known = same;
	}
}

/* Plans the tasks. Nothing that was once published is lost: files that are no
 * longer listed come first. Returns how many there are. */
static size_t
plan(void)
{
	size_t kept;

	task = xcalloc(known.n + listed.n, sizeof(*task));
	for (size_t i = 0; i < known.n; i++)
		if (!npec_resources_find(&listed, known.v[i].filename))
			keep_known(&known.v[i]);
	kept = tasks;
	for (size_t i = 0; i < listed.n; i++)
		add_resource(&listed.v[i]);
	return kept;
}

/* Would the new database equal the existing one? If so, it is not written. */
static bool
is_current(void)
{
	if (!old || tasks != known.n)
		return false;
	for (size_t i = 0; i < tasks; i++)
		if (task[i].known != &known.v[i])
			return false;
	return true;
}

static int
on_header(void *ctx, const struct sheet_rule *rule, const char *sheet,
    const struct sheet_header *h, struct err *e)
{
	(void)ctx, (void)e;
	free(at.sheet);
	at.sheet = xstrdup(sheet);
	npec_row_begin(&at.row, rule, h);
	return 0;
}

/* Writes the row to the rejects as parse-xlsx prints it. */
static int
refuse_row(const struct sheet_row *row, struct err *e)
{
	char *where;
	struct buf b = { 0 };

	if (!im.keep)
		return -1;
	where =
	    xasprintf("%s: %s:%lld", at.path, at.sheet, (long long)row->number);
	sheetrec_put(&b, at.sheet, row);
	import_refuse(&im, where, b.p, b.n, e);
	buf_free(&b);
	free(where);
	return 0;
}

static int
on_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	const struct str none = { NULL, 0 };
	static struct buf doc;

	(void)ctx;
	if (npec_row_read(&at.row, row, e) ||
	    (at.is_normalised && npec_normal_add(&at.normal, &at.row, e)))
		return refuse_row(row, e);
	doc.n = 0;
	buf_str(&doc, "{\"data\":");
	npec_row_put(&doc, &at.row);
	js_put_key(&doc, "filename");
	js_put_text(&doc, str_of(at.task->file.filename));
	js_put_key(&doc, "date_file");
	js_put_text(&doc, str_of(at.task->file.date_file));
	buf_byte(&doc, '}');
	table_add(&to[NPEC_RAW], js_doc(buf_view(&doc)), none, none, NULL);
	progress(to[NPEC_RAW].rows, "rows");
	return 0;
}

/* Opens the only member of an archive, which must be a workbook. */
static struct sheet_book *
open_inner(const char *path, char **name, struct err *e)
{
	struct arc *a = arc_open(path, e), *inner = NULL;
	char *copy = xstrdup(im.path);

	if (!a)
		die("%s: %s", path, e->msg);
	if (arc_count(a) != 1 || !npec_is_xlsx(arc_name(a, 0)))
		die("%s: must contain exactly one .xlsx file", path);
	*name = xasprintf("%s: %s", path, arc_name(a, 0));
	inner = arc_open_inner(a, 0, dirname(copy), e);
	if (!inner)
		die("%s: %s", *name, e->msg);
	arc_close(a);
	free(copy);
	return sheet_open_arc(inner, *name, e);
}

static void
read_book(const struct task *t, char *path)
{
	const struct sheetrule_handler h = { on_header, on_row, NULL };
	char *name = path;
	struct sheet_book *b;
	struct err e;

	b = npec_is_zip(t->resource->file) ? open_inner(path, &name, &e)
					   : sheet_open(path, &e);
	if (!b)
		die("%s", e.msg);
	sheet_read_empty_as_null(b);
	at.task = t;
	at.path = name;
	if (sheetrule_read_book(
		b, name, npec_format(str_of(t->file.filename)), &h, &e))
		die("%s", e.msg);
	sheet_close(b);
	if (name != path)
		free(name);
}

static void
read_file(struct task *t)
{
	char *path = path_of(t->resource);
	int64_t refused = im.refused, before[NPEC_TABLES];
	struct err e;

	note("%s", path);
	for (int k = 0; k < NPEC_TABLES; k++)
		before[k] = to[k].rows;
	at.is_normalised = t->resource->file_date >= NPEC_NORMAL_FROM;
	read_book(t, path);
	if (at.is_normalised &&
	    npec_normal_end(&at.normal, &to[NPEC_NORMALIZED],
		str_of(t->file.filename), t->resource->file_date, &e))
		die("%s: %s", path, e.msg);
	for (int k = 0; k < NPEC_TABLES; k++)
		t->file.n[k] = to[k].rows - before[k];
	/* rows were left out: no digest, so that the next run reads the file
	 * again */
	if (im.refused != refused)
		*t->file.sha256 = '\0';
	free(path);
}

/* Returns the number of files that were read. */
static size_t
build(void)
{
	struct table_writer files;
	size_t read = 0;

	for (int k = 0; k < NPEC_TABLES; k++)
		table_begin(&to[k], db, npec_tables[k]);
	table_begin(&files, db, &table_npec_file);
	npec_normal_open(&at.normal, db);
	for (size_t i = 0; i < tasks; i++) {
		if (task[i].known) {
			npec_file_copy(old, task[i].known, to);
		} else {
			read_file(&task[i]);
			read++;
		}
		npec_file_add(&files, &task[i].file);
	}
	npec_normal_close(&at.normal);
	npec_row_free(&at.row);
	for (int k = 0; k < NPEC_TABLES; k++)
		table_end(&to[k]);
	table_end(&files);
	return read;
}

static void
print_statistics(size_t read, size_t kept)
{
	int64_t n[NPEC_TABLES] = { 0 };

	for (size_t i = 0; i < tasks; i++)
		for (int k = 0; k < NPEC_TABLES; k++)
			n[k] += task[i].file.n[k];
	out_line("{\"files\":%zu,\"read\":%zu,\"kept\":%zu,\"npec\":%lld,"
		 "\"npec_normalized\":%lld}",
	    tasks, read, kept, (long long)n[NPEC_RAW],
	    (long long)n[NPEC_NORMALIZED]);
}

static void
import_files(void)
{
	bool current;
	size_t kept, read;

	db = db_create(im.path);
	old = db_open(im.path);
	npec_files_read(&known, old);
	npec_resources_read(&listed, rawdir);
	kept = plan();
	current = is_current();
	read = current ? 0 : build();
	import_end(&im);
	print_statistics(read, kept);
	npec_files_free(&known);
	npec_resources_free(&listed);
	free(task);
	db_close(old);
	if (!current)
		import_publish(db);
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(argc, argv,
	    "import the amounts of apprenticeship contracts (NPEC)", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'r')
			rawdir = opt_arg;
		else
			import_option(&im, c);
	opt_count(0, 0);
	import_begin(&im);
	import_files();
	return 0;
}
