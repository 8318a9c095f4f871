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
#include "json/counts.h"

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

static struct {
	struct import im;
	const char *rawdir;
	struct db *db;  /* the new database */
	struct db *old; /* the previous one, or NULL */
	struct npec_files known;
	struct npec_resources listed;
	struct {
		struct task *v;
		size_t n;
	} task;
	struct table_writer to[NPEC_TABLES];

	/* The file being read. */
	struct str filename;
	struct buf of_file; /* how the document of a row ends */
	const char *path;
	char *sheet;
	struct npec_row row;
	struct npec_normal normal;
	bool is_normalised;
	struct buf doc;
} npec;

static void
keep_known(const struct npec_file *f)
{
	note("%s: no longer listed, kept", f->filename);
	npec.task.v[npec.task.n++] = (struct task){ .file = *f, .known = f };
}

static char *
path_of(const struct npec_resource *r)
{
	char *wanted = xasprintf("%s/%s", npec.rawdir, r->file);
	char *path = names_find(wanted);

	free(wanted);
	return path;
}

static void
add_resource(const struct npec_resource *r)
{
	const struct npec_file *same =
	    npec_files_find(&npec.known, r->filename);
	struct task *t = &npec.task.v[npec.task.n++];
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

	npec.task.v =
	    xcalloc(npec.known.n + npec.listed.n, sizeof(*npec.task.v));
	for (size_t i = 0; i < npec.known.n; i++)
		if (!npec_resources_find(
			&npec.listed, npec.known.v[i].filename))
			keep_known(&npec.known.v[i]);
	kept = npec.task.n;
	for (size_t i = 0; i < npec.listed.n; i++)
		add_resource(&npec.listed.v[i]);
	return kept;
}

/* Would the new database equal the existing one? If so, it is not written. */
static bool
is_current(void)
{
	if (!npec.old || npec.task.n != npec.known.n)
		return false;
	for (size_t i = 0; i < npec.task.n; i++)
		if (npec.task.v[i].known != &npec.known.v[i])
			return false;
	return true;
}

static int
on_header(void *ctx, const struct sheet_rule *rule, const char *sheet,
    const struct sheet_header *h, struct err *e)
{
	(void)ctx, (void)e;
	free(npec.sheet);
	npec.sheet = xstrdup(sheet);
	npec_row_begin(&npec.row, rule, h);
	return 0;
}

/* Writes the row to the rejects as parse-xlsx prints it. */
static int
refuse_row(const struct sheet_row *row, struct err *e)
{
	char *where;
	struct buf b = { 0 };

	if (!npec.im.keep)
		return -1;
	where = xasprintf(
	    "%s: %s:%lld", npec.path, npec.sheet, (long long)row->number);
	sheetrec_put(&b, npec.sheet, row);
	import_refuse(&npec.im, where, b.p, b.n, e);
	buf_free(&b);
	free(where);
	return 0;
}

static int
on_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	struct table_writer *to = &npec.to[NPEC_RAW];
	struct str column[1 + NPEC_COLUMNS] = { npec.filename };
	struct buf *doc = &npec.doc;

	(void)ctx;
	if (npec_row_read(&npec.row, row, e) ||
	    (npec.is_normalised && npec_normal_add(&npec.normal, &npec.row, e)))
		return refuse_row(row, e);
	doc->n = 0;
	buf_str(doc, "{\"data\":");
	npec_row_put(doc, &npec.row);
	buf_add(doc, npec.of_file.p, npec.of_file.n);
	npec_row_columns(&npec.row, column + 1);
	table_add_known(to, column, buf_view(doc), STR_NULL, STR_NULL);
	return 0;
}

/* Opens the only member of an archive, which must be a workbook. */
static struct sheet_book *
open_inner(const char *path, char **name, struct err *e)
{
	struct arc *a = arc_open(path, e), *inner = NULL;
	char *copy = xstrdup(npec.im.path);

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
begin_file(const struct npec_file *f)
{
	npec.filename = str_of(f->filename);
	npec.of_file.n = 0;
	buf_str(&npec.of_file, ",\"filename\":");
	js_put_text(&npec.of_file, npec.filename);
	js_put_member(&npec.of_file, "date_file", str_of(f->date_file));
	buf_byte(&npec.of_file, '}');
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
	npec.path = name;
	begin_file(&t->file);
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
	int64_t refused = npec.im.refused, before[NPEC_TABLES];
	struct err e;

	note("%s", path);
	for (int k = 0; k < NPEC_TABLES; k++)
		before[k] = npec.to[k].rows;
	npec.is_normalised = t->resource->file_date >= NPEC_NORMAL_FROM;
	read_book(t, path);
	if (npec.is_normalised &&
	    npec_normal_end(&npec.normal, &npec.to[NPEC_NORMALIZED],
		str_of(t->file.filename), t->resource->file_date, &e))
		die("%s: %s", path, e.msg);
	for (int k = 0; k < NPEC_TABLES; k++)
		t->file.n[k] = npec.to[k].rows - before[k];
	/* rows were left out: no digest, so that the next run reads the file
	 * again */
	if (npec.im.refused != refused)
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
		table_begin(&npec.to[k], npec.db, npec_tables[k]);
	table_begin(&files, npec.db, &table_npec_file);
	npec_normal_open(&npec.normal, npec.db);
	for (size_t i = 0; i < npec.task.n; i++) {
		if (npec.task.v[i].known) {
			npec_file_copy(npec.old, npec.task.v[i].known, npec.to);
		} else {
			read_file(&npec.task.v[i]);
			read++;
		}
		npec_file_add(&files, &npec.task.v[i].file);
	}
	npec_normal_close(&npec.normal);
	npec_row_free(&npec.row);
	for (int k = 0; k < NPEC_TABLES; k++)
		table_end(&npec.to[k]);
	table_end(&files);
	return read;
}

static void
print_statistics(size_t read, size_t kept)
{
	int64_t n[NPEC_TABLES] = { 0 };

	for (size_t i = 0; i < npec.task.n; i++)
		for (int k = 0; k < NPEC_TABLES; k++)
			n[k] += npec.task.v[i].file.n[k];
	counts_print({ "files", (int64_t)npec.task.n },
	    { "read", (int64_t)read }, { "kept", (int64_t)kept },
	    { "npec", n[NPEC_RAW] }, { "npec_normalized", n[NPEC_NORMALIZED] });
}

static void
import_files(void)
{
	bool current;
	size_t kept, read;

	npec.db = db_create(npec.im.path);
	npec.old = db_open(npec.im.path);
	npec_files_read(&npec.known, npec.old);
	npec_resources_read(&npec.listed, npec.rawdir);
	kept = plan();
	current = is_current();
	read = current ? 0 : build();
	import_end(&npec.im);
	print_statistics(read, kept);
	npec_files_free(&npec.known);
	npec_resources_free(&npec.listed);
	free(npec.task.v);
	db_close(npec.old);
	if (!current)
		import_publish(npec.db);
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(argc, argv,
	    "import the amounts of apprenticeship contracts (NPEC)", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'r')
			npec.rawdir = opt_arg;
		else
			import_option(&npec.im, c);
	opt_count(0, 0);
	import_begin(&npec.im);
	import_files();
	return 0;
}
