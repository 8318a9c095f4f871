#include <stdlib.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/text.h"
#include "fetch/fetch_answers.h"
#include "fetch/fetch_state.h"
#include "json/ndjson.h"

#define AT_A_TIME 8 /* more would only wait for tokens */
#define DAY_MS (24 * INT64_C(3600000))

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS said(question TEXT PRIMARY KEY,"
    " answer TEXT NOT NULL, until INTEGER, at INTEGER) STRICT";

/* An answer "unknown", kept only after the source has known another answer. */
struct unknown {
	char *question, *answer;
	unsigned days;
};

struct inquest {
	struct fetch *f;
	const struct inquiries *how;
	struct hash questions;
	uint32_t next;    /* index of the next question */
	unsigned open;    /* inquiries */
	bool trusted;     /* the source knew the answer to a question */
	struct buf heard; /* scratch */
	struct {
		struct unknown *v;
		size_t n, cap;
	} unknown;
	struct hash left_out; /* questions that got no answer */
	int rc;               /* why the first of them did not */
	sqlite3_stmt *find, *keep;
};

static void
read_questions(struct inquest *i, const char *path)
{
	struct buf text = { 0 };
	struct ndjson in;
	struct js record;
	struct err e;

	ndjson_open(&in, path, false);
	while (ndjson_next(&in, &record)) {
		text.n = 0;
		if (schema_copy(i->how->question, record, &text, &e))
			die("%s: %s", ndjson_where(&in), e.msg);
		hash_put(&i->questions, buf_view(&text));
	}
	ndjson_close(&in);
	buf_free(&text);
}

/* Has memory an answer to the question that holds at now, and is not too old?
 */
static bool
is_known(struct inquest *i, struct str question, msec now)
{
	struct db *d = i->f->memory;
	bool known;

	db_bind_text(d, i->find, 1, question);
	db_bind_int(d, i->find, 2, now);
	db_bind_int(d, i->find, 3,
	    i->how->max_age ? now - i->how->max_age * DAY_MS : INT64_MIN);
	known = db_step(d, i->find);
	sqlite3_reset(i->find);
	return known;
}

static void
keep_answer(
    struct inquest *i, const char *question, struct str answer, unsigned days)
{
	struct db *d = i->f->memory;

	db_bind_text(d, i->keep, 1, str_of(question));
	db_bind_text(d, i->keep, 2, answer);
	sqlite3_bind_null(i->keep, 3);
	if (days)
		db_bind_int(d, i->keep, 3, day_now() + days * DAY_MS);
	db_bind_int(d, i->keep, 4, day_now());
	db_step(d, i->keep);
}

static void
keep_unknown(struct inquest *i)
{
	for (size_t k = 0; k < i->unknown.n; k++) {
		struct unknown *u = &i->unknown.v[k];

		keep_answer(i, u->question, str_of(u->answer), u->days);
		free(u->question);
		free(u->answer);
	}
	i->unknown.n = 0;
}

/* Keeps the answer; holds it back while the source has known nothing. */
static void
take_answer(const struct inquiry *q, struct str answer)
{
	struct inquest *i = q->inquest;

	if (q->unknown && !i->trusted) {
		i->unknown.v = xroom(i->unknown.v, i->unknown.n,
		    &i->unknown.cap, sizeof(*i->unknown.v));
		i->unknown.v[i->unknown.n++] =
		    (struct unknown){ xstrdup(q->text),
			    xstrndup(answer.p, answer.n), q->days };
		return;
	}
	i->trusted |= !q->unknown;
	keep_unknown(i);
	keep_answer(i, q->text, answer, q->days);
}

/* Did the question have another answer before, or none? */
static bool
is_new(struct inquest *i, const struct unknown *u)
{
	struct db *d = i->f->memory;
	bool same;

	db_bind_text(d, i->find, 1, str_of(u->question));
	db_bind_int(d, i->find, 2, INT64_MIN);
	db_bind_int(d, i->find, 3, INT64_MIN);
	same = db_step(d, i->find) && str_is(db_text(i->find, 0), u->answer);
	sqlite3_reset(i->find);
	return !same;
}

/* At the end of a run in which the source knew nothing. */
static void
judge_unknown(struct inquest *i)
{
	size_t n = 0;

	for (size_t k = 0; k < i->unknown.n; k++)
		n += is_new(i, &i->unknown.v[k]);
	if (n > 1 && !i->how->keep_going)
		die("%s: it knows none of the %zu that it was asked about:"
		    " is it the right address?",
		    i->f->source, i->unknown.n);
	keep_unknown(i);
	free(i->unknown.v);
}

static void
submit(struct inquiry *q)
{
	q->url = q->inquest->how->url(q->inquest->f, q);
	q->http.url = q->url;
	http_submit(&q->http);
}

/* It may take hours: how many are there? */
static void
tell(struct inquest *i)
{
	uint32_t n = 0;

	for (uint32_t k = 0; k < i->questions.n; k++)
		n += !is_known(i, hash_text(&i->questions, k), day_now());
	note("%s: %u questions, %u to be asked", i->f->source, i->questions.n,
	    n);
}

static void ask_some(struct inquest *i);

/* A question that got no answer: the end of the run, or left out. */
static void
fail(struct inquiry *q, int rc)
{
	struct inquest *i = q->inquest;

	if (!i->how->keep_going)
		fetch_fail(i->f, q->text, q->url, rc, &q->http.e);
	fetch_complain(i->f, q->text, q->url, &q->http.e);
	hash_put(&i->left_out, str_of(q->text));
	i->rc = i->rc ? i->rc : rc;
}

static void
hear(struct http *h)
{
	struct inquiry *q = h->arg;
	struct inquest *i = q->inquest;
	int rc;

	i->heard.n = 0;
	rc = i->how->hear(q, &i->heard);
	if (rc > 0)
		fail(q, rc);
	http_reset(h);
	free(q->url);
	if (rc == ANSWERS_ASK_ON) {
		submit(q);
		return;
	}
	if (!rc)
		take_answer(q, buf_view(&i->heard));
	free(q->text);
	free(q);
	i->open--;
	ask_some(i);
}

static void
ask(struct inquest *i, struct str question)
{
	struct inquiry *q = xcalloc(1, sizeof(*q));

	q->text = xstrndup(question.p, question.n);
	q->question = js_of(str_of(q->text));
	q->inquest = i;
	q->http.site = i->how->site;
	q->http.done = hear;
	q->http.arg = q;
	i->open++;
	submit(q);
}

static void
ask_some(struct inquest *i)
{
	while (i->open < AT_A_TIME && i->next < i->questions.n) {
		struct str question = hash_text(&i->questions, i->next++);

		if (!is_known(i, question, day_now()))
			ask(i, question);
	}
}

/* ---- the raw files ---- */

struct sheet {
	const char *name;
	int fd;
	struct buf buf;
};

static void
flush(struct sheet *s)
{
	fetch_stage_write(s->name, s->fd, buf_view(&s->buf));
	s->buf.n = 0;
}

static void
write_answer(struct inquest *i, struct sheet *sheets, struct str question)
{
	struct db *d = i->f->memory;
	struct sheet *s;

	if (hash_find(&i->left_out, question) != HASH_NONE)
		return;
	db_bind_text(d, i->find, 1, question);
	db_bind_int(d, i->find, 2, INT64_MIN);
	db_bind_int(d, i->find, 3, INT64_MIN);
	if (!db_step(d, i->find))
		die("%s: an answer has gone", i->f->state);
	i->heard.n = 0;
	s = &sheets[i->how->put(
	    &i->heard, js_of(question), db_text(i->find, 0))];
	sqlite3_reset(i->find);
	buf_byte(&i->heard, '\n');
	buf_add(&s->buf, i->heard.p, i->heard.n);
	if (s->buf.n > (size_t)256 << 10)
		flush(s);
}

static void
write_answers(struct inquest *i)
{
	struct sheet sheets[ANSWERS_FILES] = { 0 };
	size_t n = 0;

	for (; n < ANSWERS_FILES && i->how->files[n]; n++) {
		sheets[n].name = i->how->files[n];
		sheets[n].fd = fetch_stage_open(i->f, sheets[n].name, false);
	}
	for (uint32_t k = 0; k < i->questions.n; k++)
		write_answer(i, sheets, hash_text(&i->questions, k));
	for (struct sheet *s = sheets; s < sheets + n; s++) {
		flush(s);
		buf_free(&s->buf);
		fetch_stage(i->f, s->name, s->fd, "", NULL);
	}
}

/* Memory of former versions does not know when an answer came: it counts as
 * old. */
static void
open_memory(struct db *d)
{
	sqlite3_stmt *s;
	bool dated;

	db_exec(d, schema);
	s = db_prepare(
	    d, "SELECT 1 FROM pragma_table_info('said') WHERE name = 'at'");
	dated = db_step(d, s);
	sqlite3_finalize(s);
	if (!dated)
		db_exec(d, "ALTER TABLE said ADD COLUMN at INTEGER");
}

int
fetch_answers(struct fetch *f, const struct inquiries *how, const char *path)
{
	struct inquest i = { .f = f, .how = how };

	open_memory(f->memory);
	i.find = db_prepare(f->memory,
	    "SELECT answer FROM said WHERE question = ?1 AND (until IS NULL"
	    " OR until > ?2) AND coalesce(at, -9e15) >= ?3");
	i.keep = db_prepare(
	    f->memory, "INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?)");
	read_questions(&i, path);
	tell(&i);
	ask_some(&i);
	http_run();
	judge_unknown(&i);
	write_answers(&i);
	sqlite3_finalize(i.find);
	sqlite3_finalize(i.keep);
	hash_free(&i.questions);
	hash_free(&i.left_out);
	buf_free(&i.heard);
	return i.rc;
}

int
answers_read(struct inquiry *q, const struct field *body, struct buf *out)
{
	static const struct content object = { .kind = CONTENT_JSON,
		.begins = "{" };
	struct http *h = &q->http;
	struct str text = utf8_skip_bom(buf_view(&h->body));
	int rc = http_verdict(h);

	if (!rc)
		rc = fetch_content_check(
		    &object, h->head.content_type, text, &h->e);
	if (!rc && schema_copy(body, js_of(text), out, &h->e))
		rc = EXIT_FAILED;
	return rc;
}
