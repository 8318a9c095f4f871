/*
 * import-offres: make jobs_partners.db from what mongoexport wrote of the
 * reference's database.
 *
 * The file is state: where it is there, only --force touches it, and replaces
 * the tables that there is a file for.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/progress.h"
#include "offres/mongo/collection_add.h"
#include "offres/offres.h"
#include "store/state.h"
#include "suite/import.h"
#include "json/counts.h"
#include "json/values.h"

static const struct opt opts[] = {
	{ 'r' | OPT_NEEDED, "raw", "RAWDIR",
	    "where the files of the collections are" },
	IMPORT_OPTIONS,
	{ 'f', "force", NULL, "replace tables of a file that is there" },
	{ 0 },
};

struct importer {
	struct import im;
	struct db *d;
	const char *raw;
	struct values in;
	struct collection_writer w;
	struct buf counts, line;
};

/* A reject is a line, also if it came as several. */
static void
refuse_record(struct importer *m, struct str text, const struct err *e)
{
	struct err why;

	m->line.n = 0;
	if (js_check(text.p, text.n, &why))
		for (size_t i = 0; i < text.n; i++)
			buf_byte(&m->line, text.p[i] == '\n' ? ' ' : text.p[i]);
	else
		js_put_compact(&m->line, js_of(text));
	import_refuse(&m->im, values_where(&m->in), m->line.p, m->line.n, e);
}

static void
read_file(struct importer *m, const char *path)
{
	struct str text;
	struct err e;

	values_open(&m->in, path);
	while (values_next(&m->in, &text))
		if (collection_add(&m->w, text, &e))
			refuse_record(m, text, &e);
		else
			progress(m->w.rows, "documents");
	values_close(&m->in);
}

/* The path of the collection's file, NULL if there is none. */
static char *
file_of(const struct importer *m, const struct collection *c)
{
	static const char *const ends[] = { "ndjson", "json" };

	for (int i = 0; i < 2; i++) {
		char *path = xasprintf("%s/%s.%s", m->raw, c->name, ends[i]);

		if (!access(path, F_OK))
			return path;
		free(path);
	}
	return NULL;
}

static void
count(struct importer *m, const struct table *t, long long n)
{
	counts_add(&m->counts, { t->name, n });
}

static void
drop_rows(struct importer *m, const struct table *t)
{
	db_exec_fmt(m->d, "DELETE FROM \"%w\"", t->name);
}

static void
import_collection(struct importer *m, const struct collection *c)
{
	bool jobs = c->flags & COLLECTION_JOBS;
	char *path = file_of(m, c);

	if (!path)
		return;
	drop_rows(m, c->t);
	if (jobs)
		drop_rows(m, &table_recruiters_jobs);
	collection_writer_open(&m->w, m->d, c);
	read_file(m, path);
	count(m, c->t, m->w.rows);
	if (jobs)
		count(m, &table_recruiters_jobs, m->w.jobs);
	collection_writer_close(&m->w);
	free(path);
}

/* All tables and indexes, and phase 0 where there is none. The plain indexes
 * come behind the rows. */
static void
make_tables(struct importer *m)
{
	for (const struct table *const *t = offres_tables; *t; t++) {
		struct table_writer w;
		struct table bare = **t;

		if (db_has_table(m->d, bare.name))
			continue;
		bare.index = NULL;
		table_begin(&w, m->d, &bare);
		table_end(&w);
		db_exec_fmt(m->d,
		    "CREATE UNIQUE INDEX \"%w_key\" ON \"%w\"(\"%w\")",
		    bare.name, bare.name, bare.col[0].name);
	}
}

static void
make_indexes(struct importer *m)
{
	for (const struct table *const *t = offres_tables; *t; t++)
		db_exec(m->d, (*t)->index);
}

static void
set_phase(struct importer *m)
{
	char now[DAY_TEXT_MAX];
	sqlite3_stmt *s = db_prepare(m->d,
	    "INSERT INTO migration_state SELECT 'phase', '0', ?"
	    " WHERE NOT EXISTS (SELECT 1 FROM migration_state"
	    " WHERE key = 'phase')");

	day_print_utc(day_now(), now);
	db_bind_text(m->d, s, 1, str_of(now));
	db_step(m->d, s);
	sqlite3_finalize(s);
}

static void
import_all(struct importer *m)
{
	make_tables(m);
	for (const struct collection *c = collections; c->name; c++)
		import_collection(m, c);
	make_indexes(m);
	set_phase(m);
	import_end(&m->im);
	out_line("{\"counts\":{%s}}", buf_view(&m->counts).p);
	buf_free(&m->counts);
	buf_free(&m->line);
}

/* A file that is there keeps its other tables. */
static void
replace(struct importer *m)
{
	m->d = db_state(m->im.path);
	state_begin(m->d);
	import_all(m);
	state_commit(m->d);
	db_close(m->d);
}

static void
create(struct importer *m)
{
	m->d = db_create_state(m->im.path);
	import_all(m);
	db_publish(m->d);
}

static void
need_files(const struct importer *m)
{
	for (const struct collection *c = collections; c->name; c++) {
		char *path = file_of(m, c);

		free(path);
		if (path)
			return;
	}
	die("%s: no file of a collection, such as jobs_partners.ndjson",
	    m->raw);
}

int
main(int argc, char **argv)
{
	static struct importer m;
	bool force = false;
	int c;

	opt_init(argc, argv, "read what mongoexport wrote", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'f')
			force = true;
		else if (!import_option(&m.im, c))
			m.raw = opt_arg;
	opt_count(0, 0);
	if (m.im.path && !force && !access(m.im.path, F_OK))
		die_code(EXIT_GUARD,
		    "%s: is there; -f, --force replaces the tables that %s has "
		    "files for",
		    m.im.path, m.raw);
	need_files(&m);
	import_begin(&m.im);
	if (access(m.im.path, F_OK))
		create(&m);
	else
		replace(&m);
	return 0;
}
