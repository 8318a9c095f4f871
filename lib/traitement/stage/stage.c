#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>

#include "base/err.h"
#include "base/out.h"
#include "traitement/base/notification.h"
#include "traitement/stage/stage.h"
#include "traitement/stage/stage_outcome.h"

static struct {
	const char *dir;
	bool no_queue;
} cl;

static void
take_options(int argc, char **argv, const struct stage *s)
{
	int c;

	opt_init(argc, argv, s->what, "", s->opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			cl.dir = opt_arg;
		else if (c == STAGE_NO_QUEUE)
			cl.no_queue = true;
		else if (s->option)
			s->option(c);
	opt_count(0, 0);
}

/* One run of a stage at a time. The lock ends with the process. */
static void
lock_stage(struct run *r)
{
	char *path =
	    xasprintf("%s/traitement.%s.lock", r->dir, etape_names[r->etape]);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		die("%s:", path);
	if (flock(fd, LOCK_EX | LOCK_NB))
		die_code(EXIT_RETRY, "%s: another run is active", path);
	free(path);
}

/* A row that a killed run left says EN_COURS. Who has the lock may tell. */
static void
abandon(struct run *r)
{
	sqlite3_stmt *s = db_prepare(r->d,
	    "UPDATE execution SET statut = 'ABANDONNE', fin = ?3"
	    " WHERE id_traitement = ?1 AND etape = ?2"
	    " AND statut = 'EN_COURS'");

	db_bind_text(r->d, s, 1, str_of(r->t.id));
	db_bind_text(r->d, s, 2, str_of(etape_names[r->etape]));
	db_bind_text(r->d, s, 3, str_of(now_text()));
	db_step(r->d, s);
	sqlite3_finalize(s);
}

static void
insert_execution(struct run *r)
{
	sqlite3_stmt *s = db_prepare(r->d,
	    "INSERT INTO execution(id_traitement, etape, tentative, id_message,"
	    " debut, statut) VALUES (?, ?, ?, ?, ?, 'EN_COURS')");

	r->tentative =
	    1 + db_number(r->d,
		    "SELECT coalesce(max(tentative), 0) FROM execution"
		    " WHERE id_traitement = ?1 AND etape = ?2",
		    r->t.id, etape_names[r->etape], 0);
	db_bind_text(r->d, s, 1, str_of(r->t.id));
	db_bind_text(r->d, s, 2, str_of(etape_names[r->etape]));
	db_bind_int(r->d, s, 3, r->tentative);
	db_bind_text(r->d, s, 4, str_of(r->m.id));
	db_bind_text(r->d, s, 5, str_of(now_text()));
	db_step(r->d, s);
	sqlite3_finalize(s);
	r->execution = sqlite3_last_insert_rowid(r->d->h);
}

static void
begin_execution(struct run *r)
{
	state_begin(r->d);
	abandon(r);
	insert_execution(r);
	traitement_set(r->d, r->t.id, "EN_COURS", false);
	state_commit(r->d);
	if (r->etape == E_RECUPERATION)
		return;
	r->previous = execution_current(r->d, r->t.id, r->etape - 1);
	if (!r->previous) {
		char *reason =
		    xasprintf("%s: not done", etape_names[r->etape - 1]);

		stage_fail(r, EXIT_FAILED, reason);
	}
}

/* True if the message names the ouvrage, or names none. */
static bool
is_wanted(const struct run *r, struct str id)
{
	struct buf scratch = { 0 };
	struct js item;
	bool wanted = r->m.ouvrages.type != JS_ARRAY;

	for (struct js_walk w = js_walk(r->m.ouvrages);
	     !wanted && js_item(&w, &item);) {
		scratch.n = 0;
		wanted = str_eq(js_text(item, &scratch), id);
	}
	buf_free(&scratch);
	return wanted;
}

/* The ouvrages to go through. */
struct list {
	struct item {
		char *id;
		bool given_up; /* by an earlier stage */
	} * v;
	size_t n, cap;
};

/* The active ouvrages. */
static const char sql_active[] =
    "SELECT id, 0 FROM ouvrage WHERE actif ORDER BY id";

/* Those of the stage before (?2), with those that a current execution of this
 * traitement (?1) has given up. */
static const char sql_previous[] =
    "SELECT id_ouvrage, statut = 'ECHEC' FROM execution_ouvrage"
    " WHERE id_execution = ?2 UNION SELECT id_ouvrage, 1"
    " FROM execution_ouvrage WHERE statut = 'ECHEC' AND id_execution IN"
    " (SELECT max(id) FROM execution WHERE id_traitement = ?1"
    " AND statut IN ('OK', 'PARTIEL') GROUP BY etape)"
    " AND id_ouvrage NOT IN (SELECT id_ouvrage FROM execution_ouvrage"
    " WHERE id_execution = ?2) ORDER BY id_ouvrage";

static struct list
list_ouvrages(struct run *r, bool given_up)
{
	sqlite3_stmt *s =
	    db_prepare(r->d, r->previous ? sql_previous : sql_active);
	struct list list = { 0 };

	if (r->previous) {
		db_bind_text(r->d, s, 1, str_of(r->t.id));
		db_bind_int(r->d, s, 2, r->previous);
	}
	while (db_step(r->d, s)) {
		struct str id = db_text(s, 0);
		bool failed = sqlite3_column_int(s, 1);

		if (!is_wanted(r, id) || (failed && !given_up))
			continue;
		list.v = xroom(list.v, list.n, &list.cap, sizeof(*list.v));
		list.v[list.n++] =
		    (struct item){ xstrndup(id.p, id.n), failed };
	}
	sqlite3_finalize(s);
	return list;
}

static void
process(struct run *r, const struct stage *stage, const struct item *item)
{
	struct bilan b = { .statut = OUVRAGE_OK };
	struct ouvrage o;

	if (item->given_up) {
		state_begin(r->d);
		stage->given_up(r, item->id);
		state_commit(r->d);
		return;
	}
	if (!ouvrage_read(r->d, item->id, &o))
		return;
	if (stage->prepare)
		stage->prepare(r, &o);
	state_begin(r->d);
	stage->ouvrage(r, &o, &b);
	outcome_ouvrage(r, item->id, &b);
	state_commit(r->d);
	anomalies_clear(&r->a);
	ouvrage_free(&o);
}

static int
run_stage(struct run *r, const struct stage *stage)
{
	struct list list;

	begin_execution(r);
	if (stage->begin)
		stage->begin(r);
	list = list_ouvrages(r, stage->given_up != NULL);
	for (size_t i = 0; i < list.n; i++) {
		process(r, stage, &list.v[i]);
		note("%s: %zu of %zu", list.v[i].id, i + 1, list.n);
		free(list.v[i].id);
	}
	free(list.v);
	return outcome_execution(r, stage->end);
}

/* A message that was worked on already: the next one is sent again. */
static bool
is_done(struct run *r)
{
	r->execution = db_number(r->d,
	    "SELECT id FROM execution WHERE id_message = ?1 AND etape = ?2"
	    " AND statut IN ('OK', 'PARTIEL') ORDER BY id DESC",
	    r->m.id, etape_names[r->etape], 0);
	return r->execution;
}

static void
read_message(struct run *r)
{
	struct err e;

	switch (message_read(&r->m, r->etape, &e)) {
	case MESSAGE_OK:
		return;
	case MESSAGE_EMPTY:
		out_line("%s", buf_view(&r->m.text).p);
		exit(0);
	default:
		die_code(EXIT_NEVER, "stdin: %s", e.msg);
	}
}

int
stage_main(int argc, char **argv, const struct stage *stage)
{
	struct run r = { .etape = stage->etape };
	int rc = 0;

	take_options(argc, argv, stage);
	r.dir = cl.dir;
	r.no_queue = cl.no_queue;
	read_message(&r);
	r.d = traitement_open(r.dir, STATE_CHANGE);
	if (!traitement_read(r.d, str_of(r.m.id_traitement), &r.t))
		die_code(EXIT_NEVER, "stdin: idTraitement: unknown '%s'",
		    r.m.id_traitement);
	lock_stage(&r);
	if (is_done(&r))
		outcome_print(&r);
	else
		rc = run_stage(&r, stage);
	anomalies_free(&r.a);
	buf_free(&r.m.text);
	db_close(r.d);
	return rc;
}

bool
ouvrage_read(struct db *d, const char *id, struct ouvrage *o)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT id, id_sercel, params, mode_surveillance, depuis"
	    " FROM ouvrage WHERE id = ?");
	bool found;

	*o = (struct ouvrage){ 0 };
	db_bind_text(d, s, 1, str_of(id));
	found = db_step(d, s);
	if (found) {
		struct str params = db_text(s, 2), sercel = db_text(s, 1);

		o->id = xstrdup(id);
		o->id_sercel = xstrndup(sercel.p, sercel.n);
		buf_add(&o->text, params.p, params.n);
		o->params = js_of(buf_view(&o->text));
		o->renforcee = str_is(db_text(s, 3), "RENFORCEE");
		o->depuis = day_parse(db_text(s, 4));
	}
	sqlite3_finalize(s);
	return found;
}

void
ouvrage_free(struct ouvrage *o)
{
	free(o->id);
	free(o->id_sercel);
	buf_free(&o->text);
}

double
ouvrage_number(const struct ouvrage *o, const char *name, double otherwise)
{
	struct js v = js_get(o->params, name);

	return v.type == JS_NUMBER ? js_number(v) : otherwise;
}
