#include "offres/mongo/collection_add.h"
#include "base/hash.h"

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
is_there(struct collection_writer *w, sqlite3_stmt *find, struct str key)
{
	bool there;

	db_bind_text(w->d, find, 1, key);
	there = db_step(w->d, find);
	sqlite3_reset(find);
	return there;
}

/* Reads a job of w->row; ids gets its key, which must be new. */
static int
check_job(struct collection_writer *w, struct js job, int position,
    struct hash *ids, struct err *e)
{
	uint32_t known = ids->n;
	struct str key;
	struct err why;

	if (collection_read(&w->job, &collection_jobs, job, &why))
		return err_set(e, "jobs.%d.%s", position, why.msg);
	key = collection_key(&w->job);
	if (hash_put(ids, key) < known || is_there(w, w->find_job, key))
		return err_set(e, "jobs.%d._id: it comes twice: '%s'", position,
		    err_quote(key.p, key.n));
	return 0;
}

static int
check_jobs(struct collection_writer *w, struct err *e)
{
	struct js_walk walk = js_walk(w->row.jobs);
	struct hash ids = { 0 };
	struct js job;
	int position = 0, rc = 0;

	while (!rc && w->row.jobs.type == JS_ARRAY && js_item(&walk, &job))
		rc = check_job(w, job, position++, &ids, e);
	hash_free(&ids);
	return rc;
}

/* The job of w->job, which knows neither its recruiter nor its place. */
static void
add_job(struct collection_writer *w, int position)
{
	const struct column *c = table_recruiters_jobs.col;
	struct str recruiter = collection_key(&w->row);
	struct collection_value *v = w->job.value;
	int i = 0;

	while (strcmp(c[i].name, "recruiter_id") != 0)
		i++;
	v[i].type = SQLITE_TEXT;
	v[i].at = w->job.text.n;
	v[i].n = recruiter.n;
	buf_add(&w->job.text, recruiter.p, recruiter.n);
	v[i + 1].type = SQLITE_INTEGER;
	v[i + 1].i = position;
	collection_bind(&w->job, w->d, w->insert_job);
	db_step(w->d, w->insert_job);
	w->jobs++;
}

static void
add_jobs(struct collection_writer *w)
{
	struct js_walk walk = js_walk(w->row.jobs);
	struct js job;

	for (int i = 0; w->row.jobs.type == JS_ARRAY && js_item(&walk, &job);
	     i++)
		if (!collection_read(&w->job, &collection_jobs, job, NULL))
			add_job(w, i);
}

/* All is checked first, because what is written into a new file is not undone.
 */
int
collection_add(struct collection_writer *w, struct str text, struct err *e)
{
	struct str key;

	if (js_check(text.p, text.n, e) ||
	    collection_read(&w->row, w->c, js_of(text), e))
		return -1;
	key = collection_key(&w->row);
	if (is_there(w, w->find, key))
		return err_set(e, "%s: it comes twice: '%s'",
		    w->c->t->col[0].name, err_quote(key.p, key.n));
	if (check_jobs(w, e))
		return -1;
	collection_bind(&w->row, w->d, w->insert);
	db_step(w->d, w->insert);
	add_jobs(w);
	w->rows++;
	return 0;
}

void
collection_writer_open(
    struct collection_writer *w, struct db *d, const struct collection *c)
{
	*w = (struct collection_writer){ .d = d, .c = c };
	w->find = prepare_find(d, c->t);
	w->insert = prepare_insert(d, c->t);
	if (c->flags & COLLECTION_JOBS) {
		w->find_job = prepare_find(d, &table_recruiters_jobs);
		w->insert_job = prepare_insert(d, &table_recruiters_jobs);
	}
}

void
collection_writer_close(struct collection_writer *w)
{
	sqlite3_finalize(w->find);
	sqlite3_finalize(w->insert);
	sqlite3_finalize(w->find_job);
	sqlite3_finalize(w->insert_job);
	collection_free(&w->row);
	collection_free(&w->job);
}
