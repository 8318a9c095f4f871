/*
 * agg-organismes: référentiel + API Entreprise + API Adresse + communes ->
 * organisme.
 *
 * One record per SIRET x UAI that the référentiel lists or once listed.
 * Organismes it no longer lists are refreshed too, and marked supprimé; those
 * about which nothing is known are left unchanged. The records of the previous
 * state come first, in their order, then the new ones in the order of the
 * référentiel.
 *
 * A first pass finds which row of the référentiel updates which record; a
 * second pass makes the records, one at a time.
 */
#include "apprentissage/organismes/annuaire.h"
#include "apprentissage/organismes/organismes.h"
#include "apprentissage/records/published.h"
#include "apprentissage/records/tables.h"
#include "base/day.h"
#include "format/code.h"
#include "store/db.h"
#include "suite/agg_options.h"
#include "json/counts.h"

#define PRESENT "présent"

struct agg {
	struct annuaire *annuaire;
	struct db *referentiel, *old;
	sqlite3_stmt *source; /* selects a row of the référentiel by rowid */
	struct organismes list;
	struct buf raw, contacts, text, doc, was;
	char now[DAY_TEXT_MAX];
	long long present, ignored, created, updated;
};

static void
read_old(struct agg *a)
{
	struct str siret, uai;
	sqlite3_stmt *s;

	if (!a->old)
		return;
	s = db_prepare(
	    a->old, "SELECT siret, uai, statut FROM organisme ORDER BY rowid");
	while (db_step(a->old, s)) {
		siret = db_text(s, 0);
		uai = db_text(s, 1);
		organismes_add(
		    &a->list, siret.p ? siret.p : "", uai.p ? uai.p : "")
		    ->present = str_is(db_text(s, 2), PRESENT);
	}
	sqlite3_finalize(s);
}

static void
plan_row(struct agg *a, int64_t rowid, struct str raw_siret, struct str raw_uai)
{
	char siret[15], uai[9] = "";
	struct organismes_row *r;
	struct err e;

	switch (annuaire_look(a->annuaire, raw_siret, &e)) {
	case 0:
		break;
	case 1:
		a->ignored++;
		return;
	default:
		die("referentiel:%lld: siret: %s", (long long)rowid, e.msg);
	}
	if (!code_siret(raw_siret, siret))
		die("referentiel:%lld: siret: a SIRET is expected, not '%s'",
		    (long long)rowid, err_quote(raw_siret.p, raw_siret.n));
	if (raw_uai.p && !code_uai(raw_uai, uai))
		die("referentiel:%lld: uai: a UAI is expected, not '%s'",
		    (long long)rowid, err_quote(raw_uai.p, raw_uai.n));
	r = organismes_target(&a->list, siret, uai);
	r->source = rowid;
	r->present = true;
}

static void
plan(struct agg *a)
{
	sqlite3_stmt *s = db_prepare(a->referentiel,
	    "SELECT rowid, siret, uai FROM referentiel ORDER BY rowid");

	while (db_step(a->referentiel, s))
		plan_row(a, sqlite3_column_int64(s, 0), db_text(s, 1),
		    db_text(s, 2));
	sqlite3_finalize(s);
}

static void
put_sources(struct buf *b, struct js sources)
{
	struct js item;

	buf_byte(b, '[');
	for (struct js_walk w = js_walk(sources); js_item(&w, &item);)
		if (!js_is_null(item)) {
			js_put_comma(b);
			js_put_canon(b, item);
		}
	buf_byte(b, ']');
}

/* Returns the contacts that have a valid e-mail address, as JSON. */
static struct str
read_contacts(struct agg *a, struct js contacts)
{
	struct buf *b = &a->contacts;
	struct js item;

	b->n = 0;
	buf_byte(b, '[');
	for (struct js_walk w = js_walk(contacts); js_item(&w, &item);) {
		struct js email = js_get(item, "email");

		a->text.n = 0;
		if (!code_email(js_text(email, &a->text)))
			continue;
		js_put_comma(b);
		js_open(b, NULL);
		js_put_key(b, "email");
		js_put_canon(b, email);
		js_put_key(b, "sources");
		put_sources(b, js_get(item, "sources"));
		js_put_key(b, "confirmation_referentiel");
		js_put_bool(b, js_get(item, "confirmé").type == JS_TRUE);
		js_close(b, 1);
	}
	buf_byte(b, ']');
	return buf_view(b);
}

/* Makes a->raw from a row of the référentiel. */
static int
make_present(struct agg *a, const struct organismes_row *r, struct err *e)
{
	static const char *const names[] = { "siret", "contacts",
		"numero_declaration_activite", "qualiopi" };
	struct organisme o = { .statut = PRESENT };
	struct js v[4];
	struct str siret;

	sqlite3_reset(a->source);
	db_bind_int(a->referentiel, a->source, 1, r->source);
	db_step(a->referentiel, a->source);
	js_pick(js_doc(db_text(a->source, 0)), names, 4, v);
	o.siret = str_of(r->siret);
	o.uai = str_of(*r->uai ? r->uai : NULL);
	o.contacts = read_contacts(a, v[1]);
	a->text.n = 0;
	buf_reserve(&a->text, v[0].n + v[2].n + 1);
	siret = js_text(v[0], &a->text);
	o.numero_activite = js_text(v[2], &a->text);
	o.qualiopi = v[3].type == JS_TRUE;
	return annuaire_put(a->annuaire, siret, &o, &a->raw, e);
}

/* Makes a->raw from a record that the référentiel no longer lists. */
static int
make_removed(
    struct agg *a, const struct organismes_row *r, struct js was, struct err *e)
{
	struct js rest = js_get(was, "renseignements_specifiques");
	struct js contacts = js_get(was, "contacts");
	struct organisme o = { .statut = "supprimé" };

	a->text.n = 0;
	o.siret = str_of(r->siret);
	o.uai = str_of(*r->uai ? r->uai : NULL);
	o.contacts = (struct str){ contacts.p, contacts.n };
	o.qualiopi = js_get(rest, "qualiopi").type == JS_TRUE;
	o.numero_activite = js_text(js_get(rest, "numero_activite"), &a->text);
	return annuaire_put(a->annuaire, o.siret, &o, &a->raw, e);
}

/* Makes a->doc. False if nothing is known: the record stays unchanged. */
static bool
make(struct agg *a, struct organismes_row *r)
{
	struct err e;
	int rc;

	a->raw.n = a->doc.n = 0;
	rc = r->source ? make_present(a, r, &e)
		       : make_removed(a, r, js_doc(buf_view(&a->was)), &e);
	if (!rc) {
		rc = schema_copy(
		    &organisme_field, js_doc(buf_view(&a->raw)), &a->doc, &e);
		r->present = r->source != 0;
	}
	if (rc < 0 && r->source)
		die("referentiel:%lld: %s", (long long)r->source, e.msg);
	if (rc < 0)
		die("organisme %s: %s", r->siret, e.msg);
	return rc == 0;
}

static void
write_row(struct agg *a, struct organismes_row *r, struct table_writer *w,
    sqlite3_stmt *s)
{
	struct str created = str_of(a->now), updated = created;

	a->was.n = 0;
	if (s) {
		struct err e;
		struct js was = js_doc(db_text(s, 0));

		if (schema_copy(&organisme_field, was, &a->was, &e))
			die("%s: organisme %s: %s", a->old->path, r->siret,
			    e.msg);
		created = db_text(s, 1);
	}
	if (!make(a, r) || str_eq(buf_view(&a->doc), buf_view(&a->was)))
		updated = db_text(s, 2);
	else if (s)
		a->updated++;
	else
		a->created++;
	a->present += r->present;
	table_add(w, js_doc(buf_view(a->doc.n ? &a->doc : &a->was)), created,
	    updated, NULL);
}

static void
print_statistics(const struct agg *a)
{
	counts_print({ "total", (int64_t)a->list.n }, { "present", a->present },
	    { "supprime", (int64_t)a->list.n - a->present },
	    { "ignored", a->ignored }, { "created", a->created },
	    { "updated", a->updated });
}

static void
write_rows(struct agg *a, struct db *d)
{
	struct table_writer w;
	sqlite3_stmt *s;
	size_t i = 0;

	table_begin(&w, d, &table_organisme);
	if (a->old) {
		s = db_prepare(a->old,
		    "SELECT doc, created_at, updated_at FROM organisme"
		    " ORDER BY rowid");
		for (; db_step(a->old, s); i++)
			write_row(a, &a->list.v[i], &w, s);
		sqlite3_finalize(s);
	}
	for (; i < a->list.n; i++)
		write_row(a, &a->list.v[i], &w, NULL);
	table_end(&w);
	print_statistics(a);
	db_publish(d);
}

static void
agg_open(struct agg *a, const char *dir, const char *path, bool compat)
{
	day_print_utc(day_now(), a->now);
	a->annuaire = annuaire_open(dir, compat);
	a->referentiel = db_need(dir, "referentiel");
	a->source = db_prepare(
	    a->referentiel, "SELECT doc FROM referentiel WHERE rowid = ?");
	a->old = db_open(path);
	if (a->old && !db_has_table(a->old, "organisme"))
		die("%s: no table organisme: not replaced", path);
}

static void
agg_close(struct agg *a)
{
	sqlite3_finalize(a->source);
	db_close(a->referentiel);
	db_close(a->old);
	annuaire_close(a->annuaire);
	organismes_free(&a->list);
	buf_free(&a->raw);
	buf_free(&a->contacts);
	buf_free(&a->text);
	buf_free(&a->doc);
	buf_free(&a->was);
}

static void
aggregate(const char *dir, const char *path, bool compat)
{
	struct db *d = db_create_fine(path);
	struct agg a = { 0 };

	agg_open(&a, dir, path, compat);
	read_old(&a);
	plan(&a);
	write_rows(&a, d);
	agg_close(&a);
}

int
main(int argc, char **argv)
{
	struct agg_cl cl =
	    agg_options(argc, argv, "build the table of organismes",
		"keep the reference's dates and arrondissements");

	aggregate(cl.dir, cl.path, cl.compat);
	return 0;
}
