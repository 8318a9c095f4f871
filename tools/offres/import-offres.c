/*
 * import-offres: make jobs_partners.db from what mongoexport wrote of the
 * reference's database.
 *
 * The file is state: where it is there, only --force touches it, and replaces
 * the tables that there is a file for.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/progress.h"
#include "offres/mongo/collection.h"
#include "offres/offres.h"
#include "store/state.h"
#include "suite/import.h"
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
	const struct collection *c;
	struct values in;
	sqlite3_stmt *insert, *find, *insert_job, *find_job;
	struct collection_row row, job;
	struct buf counts, line;
	long long rows, jobs;
};

/*
 * Rows.
 */
static sqlite3_stmt *
prepare_insert(struct db *d, const struct table *t)
{
	struct buf values = { 0 };
	sqlite3_stmt *s;

	for (size_t i = 0; i < table_columns(t); i++)
		buf_str(&values, i ? ",?" : "?");
	s = db_prepare_fmt(
	    d, "INSERT INTO \"%w\" VALUES (%s)", t->name, buf_view(&values).p);
	buf_free(&values);
	return s;
}

static sqlite3_stmt *
prepare_find(struct db *d, const struct table *t)
{
	return db_prepare_fmt(d, "SELECT 1 FROM \"%w\" WHERE \"%w\" = ?",
	    t->name, t->col[0].name);
}

static bool
is_there(struct importer *m, sqlite3_stmt *find, struct str key)
{
	bool there;

	db_bind_text(m->d, find, 1, key);
	there = db_step(m->d, find);
	sqlite3_reset(find);
	return there;
}

/* Reads a job of m->row; ids gets its key, which must be new. */
static int
check_job(struct importer *m, struct js job, int position, struct hash *ids,
    struct err *e)
{
	uint32_t known = ids->n;
	struct str key;
	struct err why;

	if (collection_read(&m->job, &collection_jobs, job, &why))
		return err_set(e, "jobs.%d.%s", position, why.msg);
	key = collection_key(&m->job);
	if (hash_put(ids, key) < known || is_there(m, m->find_job, key))
		return err_set(e, "jobs.%d._id: it comes twice: '%s'", position,
		    err_quote(key.p, key.n));
	return 0;
}

static int
check_jobs(struct importer *m, struct err *e)
{
	struct js_walk w = js_walk(m->row.jobs);
	struct hash ids = { 0 };
	struct js job;
	int position = 0, rc = 0;

	while (!rc && m->row.jobs.type == JS_ARRAY && js_item(&w, &job))
		rc = check_job(m, job, position++, &ids, e);
	hash_free(&ids);
	return rc;
}

/* The job of m->job, which knows neither its recruiter nor its place. */
static void
add_job(struct importer *m, int position)
{
	const struct column *c = table_recruiters_jobs.col;
	struct str recruiter = collection_key(&m->row);
	struct collection_value *v = m->job.value;
	int i = 0;

	while (strcmp(c[i].name, "recruiter_id") != 0)
		i++;
	v[i].type = SQLITE_TEXT;
	v[i].at = m->job.text.n;
	v[i].n = recruiter.n;
	buf_add(&m->job.text, recruiter.p, recruiter.n);
	v[i + 1].type = SQLITE_INTEGER;
	v[i + 1].i = position;
	collection_bind(&m->job, m->d, m->insert_job);
	db_step(m->d, m->insert_job);
	m->jobs++;
}

static void
add_jobs(struct importer *m)
{
	struct js_walk w = js_walk(m->row.jobs);
	struct js job;

	for (int i = 0; m->row.jobs.type == JS_ARRAY && js_item(&w, &job); i++)
		if (!collection_read(&m->job, &collection_jobs, job, NULL))
			add_job(m, i);
}

/* A document whole, or nothing of it: checked first, for what is written into
 * a new file is not undone. */
static int
add_document(struct importer *m, struct str text, struct err *e)
{
	struct str key;

	if (js_check(text.p, text.n, e) ||
	    collection_read(&m->row, m->c, js_of(text), e))
		return -1;
	key = collection_key(&m->row);
	if (is_there(m, m->find, key))
		return err_set(e, "%s: it comes twice: '%s'",
		    m->c->t->col[0].name, err_quote(key.p, key.n));
	if (check_jobs(m, e))
		return -1;
	collection_bind(&m->row, m->d, m->insert);
	db_step(m->d, m->insert);
	add_jobs(m);
	progress(++m->rows, "documents");
	return 0;
}

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

/*
 * Files.
 */
static void
read_file(struct importer *m, const char *path)
{
	struct str text;
	struct err e;

	m->rows = 0;
	m->find = prepare_find(m->d, m->c->t);
	m->insert = prepare_insert(m->d, m->c->t);
	values_open(&m->in, path);
	while (values_next(&m->in, &text))
		if (add_document(m, text, &e))
			refuse_record(m, text, &e);
	values_close(&m->in);
	sqlite3_finalize(m->find);
	sqlite3_finalize(m->insert);
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
	if (m->counts.n)
		buf_byte(&m->counts, ',');
	buf_fmt(&m->counts, "\"%s\":%lld", t->name, n);
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
	m->c = c;
	drop_rows(m, c->t);
	if (jobs) {
		drop_rows(m, &table_recruiters_jobs);
		m->find_job = prepare_find(m->d, &table_recruiters_jobs);
		m->insert_job = prepare_insert(m->d, &table_recruiters_jobs);
	}
	read_file(m, path);
	count(m, c->t, m->rows);
	if (jobs) {
		count(m, &table_recruiters_jobs, m->jobs);
		sqlite3_finalize(m->find_job);
		sqlite3_finalize(m->insert_job);
	}
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
	collection_free(&m->row);
	collection_free(&m->job);
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
