/*
 * traitement-recuperation: the first stage of the nightly processing. Asks
 * Sercel for each ouvrage whether there is something new, and stores it as it
 * came.
 */
#include <stdlib.h>

#include "base/err.h"
#include "crypto/sha256.h"
#include "traitement/sercel/sercel.h"
#include "traitement/stage/stage.h"

enum { SINCE = 300 };

static const struct opt opts[] = {
	STAGE_OPTIONS,
	{ 'c', "config", "FILE", "what is known of Sercel's services" },
	{ SINCE, "since", "DAYS", "how far back a first request looks (7)" },
	{ 0 },
};

#define DAY_MS 86400000

/* A lot that was received for the ouvrage at hand. */
struct received {
	const struct sercel_lot *lot;
	struct sercel_answer answer;
};

static struct {
	const char *config;
	long since;
	struct sercel_lots lots;
	struct received *received;
	size_t n, cap;
	const char *fault; /* code of what stopped it, or NULL */
	bool away;         /* each failure so far was Sercel's silence */
} my = { .since = 7, .away = true };

static void
take_option(int c)
{
	if (c == 'c')
		my.config = opt_arg;
	else if (c == SINCE)
		my.since = opt_number("--since", opt_arg, 0, 36500);
}

static void
begin(struct run *r)
{
	(void)r;
	sercel_open(my.config);
}

static _Noreturn void
refuse_credentials(struct run *r)
{
	struct anomalie a = { "R01", G_BLOQUANT, 0, 0, { NULL, 0 },
		{ NULL, 0 } };

	anomalies_clear(&r->a);
	anomalies_add(&r->a, &a);
	state_begin(r->d);
	anomalies_store(&r->a, r->d, r->execution, NULL);
	state_commit(r->d);
	stage_fail(r, EXIT_NEVER, "credentials refused");
}

static bool
is_stored(struct run *r, const char *ouvrage, const char *lot)
{
	return db_number(r->d,
	    "SELECT EXISTS(SELECT 1 FROM donnee_brute WHERE id_ouvrage = ?1"
	    " AND id_lot = ?2)",
	    ouvrage, lot, 0);
}

/* The fault that a result is, or NULL. */
static const char *
fault_of(struct run *r, enum sercel_result result)
{
	if (result == SERCEL_REFUSED)
		refuse_credentials(r);
	return result == SERCEL_OK     ? NULL
	       : result == SERCEL_AWAY ? "R03"
				       : "R04";
}

static void
fetch_lot(struct run *r, const struct ouvrage *o, const struct sercel_lot *lot)
{
	struct received *one;

	my.received = xroom(my.received, my.n, &my.cap, sizeof(*my.received));
	one = &my.received[my.n];
	one->lot = lot;
	my.fault = fault_of(r, sercel_lot(o->id_sercel, lot->id, &one->answer));
	if (my.fault)
		sercel_answer_free(&one->answer);
	else
		my.n++;
}

static msec
since_of(struct run *r, const struct ouvrage *o)
{
	return o->depuis != DAY_NULL && !r->t.force
		   ? o->depuis
		   : r->t.fin - my.since * DAY_MS;
}

/* What Sercel has of an ouvrage, before its transaction begins. */
static void
fetch_ouvrage(struct run *r, const struct ouvrage *o)
{
	struct sercel_answer a;
	msec since = since_of(r, o);
	enum sercel_result result;

	my.n = 0;
	my.fault = NULL;
	result = sercel_disponibilite(o->id_sercel, since, &a);
	if (result == SERCEL_UNKNOWN)
		my.fault = "R02";
	else
		my.fault = fault_of(r, result);
	if (!my.fault && !sercel_lots_read(&my.lots, buf_view(&a.body)))
		my.fault = "R04";
	sercel_answer_free(&a);
	for (size_t i = 0; i < my.lots.n && !my.fault; i++) {
		const struct sercel_lot *lot = &my.lots.v[i];

		if (lot->fin > since &&
		    (r->t.force || !is_stored(r, o->id, lot->id)))
			fetch_lot(r, o, lot);
	}
}

static void
report(struct run *r, const char *code, enum gravite g)
{
	struct anomalie a = { .gravite = g };

	memcpy(a.code, code, sizeof(a.code));
	anomalies_add(&r->a, &a);
}

static void
digest(struct str body, char text[SHA256_TEXT_MAX])
{
	struct sha256 s;

	sha256_begin(&s);
	sha256_add(&s, body.p, body.n);
	sha256_end(&s, text);
}

/* True if these bytes of the lot are stored already. */
static bool
has_bytes(struct run *r, const char *ouvrage, const char *lot, const char *sum)
{
	sqlite3_stmt *s =
	    db_prepare(r->d, "SELECT 1 FROM donnee_brute WHERE id_ouvrage = ?1"
			     " AND id_lot = ?2 AND sha256 = ?3");
	bool has;

	db_bind_text(r->d, s, 1, str_of(ouvrage));
	db_bind_text(r->d, s, 2, str_of(lot));
	db_bind_text(r->d, s, 3, str_of(sum));
	has = db_step(r->d, s);
	sqlite3_finalize(s);
	return has;
}

static void
insert(struct run *r, const struct ouvrage *o, struct received *one,
    const char *sum)
{
	sqlite3_stmt *s = db_prepare(r->d,
	    "INSERT INTO donnee_brute(id_execution, id_ouvrage,"
	    " id_lot, debut, fin, url, recu_le, statut_http, type_contenu,"
	    " taille, sha256, contenu)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	char debut[DAY_TEXT_MAX], fin[DAY_TEXT_MAX];
	struct str body = buf_view(&one->answer.body);

	if (one->lot->debut != DAY_NULL)
		day_print_utc(one->lot->debut, debut);
	day_print_utc(one->lot->fin, fin);
	db_bind_int(r->d, s, 1, r->execution);
	db_bind_text(r->d, s, 2, str_of(o->id));
	db_bind_text(r->d, s, 3, str_of(one->lot->id));
	db_bind_text(
	    r->d, s, 4, str_of(one->lot->debut == DAY_NULL ? NULL : debut));
	db_bind_text(r->d, s, 5, str_of(fin));
	db_bind_text(r->d, s, 6, str_of(one->answer.url));
	db_bind_text(r->d, s, 7, str_of(now_text()));
	if (one->answer.status)
		db_bind_int(r->d, s, 8, one->answer.status);
	db_bind_text(r->d, s, 9, str_of(one->answer.content_type));
	db_bind_int(r->d, s, 10, (int64_t)body.n);
	db_bind_text(r->d, s, 11, str_of(sum));
	sqlite3_bind_blob64(s, 12, body.p, body.n, SQLITE_STATIC);
	db_step(r->d, s);
	sqlite3_finalize(s);
}

/* Stores a lot; false if the same bytes are stored already. */
static bool
store(struct run *r, const struct ouvrage *o, struct received *one)
{
	char sum[SHA256_TEXT_MAX];
	const char *lot = one->lot->id;

	digest(buf_view(&one->answer.body), sum);
	if (has_bytes(r, o->id, lot, sum))
		return false;
	if (is_stored(r, o->id, lot))
		report(r, "R05", G_ALERTE);
	insert(r, o, one, sum);
	return true;
}

/* Moves depuis to the end of the newest lot received, never backwards. */
static void
advance(struct run *r, const struct ouvrage *o)
{
	msec last = o->depuis;
	char text[DAY_TEXT_MAX];
	sqlite3_stmt *s;

	for (size_t i = 0; i < my.n; i++)
		if (last == DAY_NULL || my.received[i].lot->fin > last)
			last = my.received[i].lot->fin;
	if (last == o->depuis)
		return;
	s = db_prepare(r->d, "UPDATE ouvrage SET depuis = ?2 WHERE id = ?1");
	day_print_utc(last, text);
	db_bind_text(r->d, s, 1, str_of(o->id));
	db_bind_text(r->d, s, 2, str_of(text));
	db_step(r->d, s);
	sqlite3_finalize(s);
}

static bool
has_data(struct run *r, const struct ouvrage *o)
{
	return db_number(r->d,
	    "SELECT EXISTS(SELECT 1 FROM donnee_brute b JOIN execution e"
	    " ON e.id = b.id_execution WHERE e.id_traitement = ?1"
	    " AND b.id_ouvrage = ?2)",
	    r->t.id, o->id, 0);
}

static void
store_ouvrage(struct run *r, const struct ouvrage *o, struct bilan *b)
{
	b->entrees = (int64_t)my.lots.n;
	for (size_t i = 0; i < my.n; i++)
		b->sorties += store(r, o, &my.received[i]);
	if (!my.fault)
		advance(r, o);
	b->statut = has_data(r, o) ? OUVRAGE_OK : OUVRAGE_SANS_OBJET;
	if (my.fault && !strcmp(my.fault, "R02")) {
		report(r, "R02", G_ALERTE);
	} else if (my.fault) {
		report(r, my.fault, G_BLOQUANT);
		my.away &= !strcmp(my.fault, "R03");
		b->statut = OUVRAGE_ECHEC;
		b->erreur = my.fault;
	}
	r->retry = my.away;
	for (size_t i = 0; i < my.n; i++)
		sercel_answer_free(&my.received[i].answer);
	sercel_lots_free(&my.lots);
}

static void
end(struct run *r)
{
	(void)r;
	sercel_close();
	free(my.received);
}

static const struct stage stage = {
	.etape = E_RECUPERATION,
	.what = "fetch the raw data of a night from Sercel",
	.opts = opts,
	.option = take_option,
	.begin = begin,
	.prepare = fetch_ouvrage,
	.ouvrage = store_ouvrage,
	.end = end,
};

int
main(int argc, char **argv)
{
	return stage_main(argc, argv, &stage);
}
