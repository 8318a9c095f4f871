#include "offres/siret.h"
#include "json/ndjson.h"

/*
 * Groups. They are taken into a temporary table first: who works on them
 * changes the rows that the query looks at.
 */
static const char take_rows[] =
    "CREATE TEMP TABLE waiting AS SELECT establishment_id, _id,"
    " nullif(workplace_siret, '') AS siret,"
    " recruiter_status = 'EN_ATTENTE_VALIDATION' AS key"
    " FROM jobs_partners WHERE" OFFRES_IS_LBA "AND recruiter_status IN"
    " ('EN_ATTENTE_VALIDATION', 'En attente de validation')";

static const char rows[] =
    "SELECT establishment_id, _id, siret, key FROM waiting"
    " WHERE establishment_id IS NOT NULL ORDER BY establishment_id, _id";

void
siret_begin(struct siret_groups *gs, struct offres *o)
{
	*gs = (struct siret_groups){ .o = o };
	db_exec(o->d, take_rows);
	gs->skipped = offres_count(
	    o, "SELECT count(*) FROM waiting WHERE establishment_id IS NULL");
	gs->s = db_prepare(o->d, rows);
	gs->row = db_step(o->d, gs->s);
}

static void
start_group(struct siret_group *g, sqlite3_stmt *s)
{
	struct str establishment = db_text(s, 0);

	g->establishment.n = g->siret.n = g->ids.n = 0;
	buf_add(&g->establishment, establishment.p, establishment.n);
	buf_byte(&g->ids, '[');
	g->rows = 0;
	g->key = sqlite3_column_int(s, 3);
	g->conflict = false;
}

static void
add_row(struct siret_group *g, sqlite3_stmt *s)
{
	struct str siret = db_text(s, 2);

	js_put_comma(&g->ids);
	js_put_text(&g->ids, db_text(s, 1));
	g->rows++;
	if (siret.n && !g->siret.n)
		buf_add(&g->siret, siret.p, siret.n);
	else if (siret.n && !str_eq(siret, buf_view(&g->siret)))
		g->conflict = true;
}

bool
siret_next(struct siret_groups *gs)
{
	struct siret_group *g = &gs->g;

	while (gs->row) {
		start_group(g, gs->s);
		do {
			add_row(g, gs->s);
			gs->row = db_step(gs->o->d, gs->s);
		} while (gs->row && str_eq(db_text(gs->s, 0),
					buf_view(&g->establishment)));
		buf_byte(&g->ids, ']');
		if (g->siret.n) {
			gs->listed++;
			return true;
		}
		gs->skipped += (long long)g->rows;
	}
	return false;
}

void
siret_end(struct siret_groups *gs)
{
	sqlite3_finalize(gs->s);
	buf_free(&gs->g.establishment);
	buf_free(&gs->g.siret);
	buf_free(&gs->g.ids);
}

/*
 * Answers.
 */
struct answer {
	struct str siret, etat;
	const char *refusal;
	struct buf name, address, scratch;
};

/* Appends a text that is neither null nor "", behind a blank if it is not the
 * first. */
static void
add_word(struct buf *b, struct js v)
{
	struct buf scratch = { 0 };
	struct str text = js_text(v, &scratch);

	if (text.n && b->n)
		buf_byte(b, ' ');
	buf_add(b, text.p, text.n);
	buf_free(&scratch);
}

static bool
is_empty(struct js v)
{
	return v.type != JS_STRING || v.n == 2;
}

static void
read_name(struct buf *b, struct js unite_legale)
{
	struct js company = js_at(
		      unite_legale, "personne_morale_attributs.raison_sociale"),
		  person = js_get(unite_legale, "personne_physique_attributs"),
		  nom = js_get(person, "nom_usage");

	add_word(b, company);
	if (b->n)
		return;
	add_word(b, js_get(person, "prenom_usuel"));
	add_word(b, is_empty(nom) ? js_get(person, "nom_naissance") : nom);
}

static void
read_address(struct buf *b, struct js adresse)
{
	static const char *const parts[] = { "numero_voie",
		"indice_repetition_voie", "type_voie", "libelle_voie",
		"code_postal", "libelle_commune" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		add_word(b, js_get(adresse, parts[i]));
}

static _Noreturn void
refuse_field(
    struct ndjson *in, const char *field, const char *what, struct js v)
{
	die("%s: %s: %s, not '%s'", ndjson_where(in), field, what,
	    err_quote(v.p, v.n));
}

static void
read_etablissement(struct answer *a, struct ndjson *in, struct js v)
{
	struct js etat = js_get(v, "etat_administratif"),
		  unite = js_get(v, "unite_legale"),
		  adresse = js_get(v, "adresse");

	if (v.type != JS_OBJECT)
		refuse_field(
		    in, "etablissement", "an object or null is expected", v);
	if (!js_is(etat, "A") && !js_is(etat, "F"))
		refuse_field(in, "etablissement.etat_administratif",
		    "A or F is expected", etat);
	if (unite.type != JS_OBJECT)
		refuse_field(in, "etablissement.unite_legale",
		    "an object is expected", unite);
	if (adresse.type != JS_OBJECT)
		refuse_field(in, "etablissement.adresse",
		    "an object is expected", adresse);
	a->etat = js_is(etat, "A") ? STR("A") : STR("F");
	read_name(&a->name, unite);
	read_address(&a->address, adresse);
	if (js_is(etat, "F"))
		a->refusal = "CLOSED";
	else if (!a->name.n || is_empty(js_get(adresse, "code_postal")))
		a->refusal = "NON_DIFFUSIBLE";
}

static void
read_answer(struct answer *a, struct ndjson *in, struct js record)
{
	struct js siret = js_get(record, "identifiant"),
		  etablissement = js_get(record, "etablissement");

	a->name.n = a->address.n = a->scratch.n = 0;
	a->refusal = NULL;
	if (siret.type != JS_STRING)
		refuse_field(in, "identifiant", "a SIRET is expected", siret);
	a->siret = js_text(siret, &a->scratch);
	if (etablissement.type != JS_NULL) {
		read_etablissement(a, in, etablissement);
		return;
	}
	a->etat = STR_NULL;
	a->refusal = "NOT_FOUND";
}

void
siret_read_answers(struct offres *o)
{
	struct answer a = { 0 };
	struct ndjson in;
	struct js record;
	sqlite3_stmt *add;

	db_exec(o->d,
	    "CREATE TEMP TABLE answers(siret TEXT PRIMARY KEY, etat, refusal,"
	    " name, address) WITHOUT ROWID; BEGIN");
	add = db_prepare(
	    o->d, "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)");
	ndjson_open(&in, NULL, false);
	while (ndjson_next(&in, &record)) {
		read_answer(&a, &in, record);
		db_bind_text(o->d, add, 1, a.siret);
		db_bind_text(o->d, add, 2, a.etat);
		db_bind_text(o->d, add, 3, str_of(a.refusal));
		db_bind_text(o->d, add, 4, buf_view(&a.name));
		db_bind_text(o->d, add, 5, buf_view(&a.address));
		db_step(o->d, add);
	}
	ndjson_close(&in);
	sqlite3_finalize(add);
	db_exec(o->d, "COMMIT");
	buf_free(&a.name);
	buf_free(&a.address);
	buf_free(&a.scratch);
}
