#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "traitement/base/notification.h"
#include "traitement/stage/depart.h"

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids as a sorted JSON array, each once; "null" for none. */
static void
put_ouvrages(struct buf *b, const char *const *ouvrages)
{
	size_t n = 0;
	const char **sorted;

	while (ouvrages[n])
		n++;
	if (!n) {
		buf_str(b, "null");
		return;
	}
	sorted = xcalloc(n, sizeof(*sorted));
	memcpy(sorted, ouvrages, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), by_bytes);
	buf_byte(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i && !strcmp(sorted[i], sorted[i - 1]))
			continue;
		js_put_comma(b);
		js_put_text(b, str_of(sorted[i]));
	}
	buf_byte(b, ']');
	free(sorted);
}

static const char *
find_unknown(struct depart *p)
{
	for (const char *const *o = p->ouvrages; *o; o++)
		if (!db_number(p->d,
			"SELECT 1 FROM ouvrage WHERE id = ?1 AND actif", *o,
			NULL, 0))
			return *o;
	return NULL;
}

/* The first id that a query gives for one text, into t; false if none. */
static bool
find_traitement(struct depart *p, const char *sql, const char *text)
{
	sqlite3_stmt *s = db_prepare(p->d, sql);
	bool found;

	if (text)
		db_bind_text(p->d, s, 1, str_of(text));
	found = db_step(p->d, s) && traitement_read(p->d, db_text(s, 0), &p->t);
	sqlite3_finalize(s);
	return found;
}

static bool
find_same_day(struct depart *p)
{
	return find_traitement(p,
	    "SELECT id FROM traitement WHERE date_reference = ?1"
	    " AND statut <> 'ECHEC' ORDER BY " RANK_OF("id") " DESC",
	    p->date);
}

static bool
find_under_way(struct depart *p)
{
	return find_traitement(p,
	    "SELECT id FROM traitement WHERE statut IN ('EN_ATTENTE',"
	    " 'EN_COURS') ORDER BY date_reference, " RANK_OF("id"),
	    NULL);
}

static void
make_id(struct depart *p)
{
	int64_t rank =
	    1 + db_number(p->d,
		    "SELECT coalesce(max(" RANK_OF(
			"id") "), 0)"
			      " FROM traitement WHERE date_reference = ?1",
		    p->date, NULL, 0);

	snprintf(p->t.id, sizeof(p->t.id), "%.4s%.2s%.2s-%lld", p->date,
	    p->date + 5, p->date + 8, (long long)rank);
	snprintf(
	    p->t.date_reference, sizeof(p->t.date_reference), "%s", p->date);
	snprintf(p->t.statut, sizeof(p->t.statut), "EN_ATTENTE");
}

static void
insert(struct depart *p)
{
	struct buf ouvrages = { 0 };
	sqlite3_stmt *s = db_prepare(p->d,
	    "INSERT INTO traitement(id, date_reference, origine, cree_le,"
	    " statut, force, ouvrages) VALUES (?, ?, ?, ?, ?, ?, ?)");
	struct js list;

	make_id(p);
	put_ouvrages(&ouvrages, p->ouvrages);
	list = js_of(buf_view(&ouvrages));
	db_bind_text(p->d, s, 1, str_of(p->t.id));
	db_bind_text(p->d, s, 2, str_of(p->date));
	db_bind_text(p->d, s, 3, str_of(p->origine));
	db_bind_text(p->d, s, 4, str_of(now_text()));
	db_bind_text(p->d, s, 5, str_of(p->t.statut));
	db_bind_int(p->d, s, 6, p->force);
	if (list.type == JS_ARRAY)
		db_bind_text(p->d, s, 7, (struct str){ list.p, list.n });
	db_step(p->d, s);
	sqlite3_finalize(s);
	buf_fmt(&p->insert,
	    "{\"id\":\"%s\",\"date_reference\":\"%s\",\"origine\":", p->t.id,
	    p->date);
	js_put_text(&p->insert, str_of(p->origine));
	buf_fmt(&p->insert,
	    ",\"cree_le\":\"%s\",\"fini_le\":null,\"statut\":\"EN_ATTENTE\","
	    "\"force\":%s,\"ouvrages\":",
	    now_text(), p->force ? "true" : "false");
	js_put_raw(&p->insert, list);
	buf_byte(&p->insert, '}');
	message_put(&p->next, p->t.id, "recuperation", 1, "", list, NULL);
	buf_free(&ouvrages);
}

/* The first message of a traitement that waits is sent again: the queue stores
 * it once. */
static void
send_again(struct depart *p)
{
	sqlite3_stmt *s =
	    db_prepare(p->d, "SELECT ouvrages FROM traitement WHERE id = ?");

	if (!strcmp(p->t.statut, "EN_ATTENTE")) {
		db_bind_text(p->d, s, 1, str_of(p->t.id));
		db_step(p->d, s);
		message_put(&p->next, p->t.id, "recuperation", 1, "",
		    js_of(db_text(s, 0)), NULL);
	}
	sqlite3_finalize(s);
}

static enum depart_result
decide(struct depart *p)
{
	p->unknown = find_unknown(p);
	if (p->unknown)
		return DEPART_OUVRAGE;
	if (!p->force && find_same_day(p)) {
		send_again(p);
		return DEPART_EXISTS;
	}
	if (find_under_way(p))
		return DEPART_BUSY;
	insert(p);
	return DEPART_NEW;
}

static void
settle_all(struct depart *p)
{
	while (!p->no_queue && !p->dry && find_under_way(p)) {
		char id[ID_TRAITEMENT_MAX];

		memcpy(id, p->t.id, sizeof(id));
		depart_settle(p->dir, p->d, id);
		if (!traitement_read(p->d, str_of(id), &p->t) ||
		    strcmp(p->t.statut, "ECHEC") != 0)
			return;
	}
}

enum depart_result
depart_run(struct depart *p)
{
	enum depart_result result;

	settle_all(p);
	state_begin(p->d);
	result = decide(p);
	if (result == DEPART_NEW && !p->dry)
		state_commit(p->d);
	else
		state_rollback(p->d);
	return result;
}

/* Where the traitement stopped: its last execution. */
static void
put_suffix(struct db *d, const char *id, char *suffix, size_t size)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT etape, tentative FROM execution WHERE id_traitement = ?"
	    " ORDER BY id DESC LIMIT 1");

	db_bind_text(d, s, 1, str_of(id));
	if (db_step(d, s))
		snprintf(suffix, size, ":%s:%lld", db_text(s, 0).p,
		    (long long)sqlite3_column_int64(s, 1));
	else
		snprintf(suffix, size, ":recuperation:0");
	sqlite3_finalize(s);
}

void
depart_settle(const char *dir, struct db *d, const char *id)
{
	struct traitement t;
	struct buf message = { 0 };
	char suffix[64];
	bool any = false;

	if (message_is_pending(dir, id, NULL, &any) || !any)
		return;
	state_begin(d);
	if (!traitement_read(d, str_of(id), &t) ||
	    (strcmp(t.statut, "EN_ATTENTE") && strcmp(t.statut, "EN_COURS"))) {
		state_rollback(d);
		return;
	}
	traitement_set(d, id, "ECHEC", true);
	notify_failure(d, &t, "no job is left to run");
	state_commit(d);
	put_suffix(d, id, suffix, sizeof(suffix));
	message_put(&message, id, "notification", message_last_passage(dir, id),
	    suffix, (struct js){ 0 }, NULL);
	message_send(dir, buf_view(&message));
	buf_free(&message);
}
