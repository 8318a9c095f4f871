#include "export/explain/parts.h"
#include "store/table_parts.h"

#include <stdlib.h>

#include "apprentissage/formations/formation_row.h"
#include "apprentissage/formations/lookup_commune.h"
#include "format/code.h"
#include "json/js.h"

/* The codes of a formation. */
enum code {
	CFD,
	RNCP,
	FORMATEUR_SIRET,
	FORMATEUR_UAI,
	RESPONSABLE_SIRET,
	RESPONSABLE_UAI,
	COMMUNE,
	POSTAL,
	LIEU_SIRET,
	LIEU_UAI,
	CODES,
};

/* Where they are: in a row of the catalogue, and in a record. */
static const struct {
	enum row_member row;
	const char *record;
} code_in[CODES] = {
	[CFD] = { ROW_CFD, "certification.valeur.identifiant.cfd" },
	[RNCP] = { ROW_RNCP_CODE, "certification.valeur.identifiant.rncp" },
	[FORMATEUR_SIRET] = { ROW_FORMATEUR_SIRET,
	    "formateur.organisme.identifiant.siret" },
	[FORMATEUR_UAI] = { ROW_FORMATEUR_UAI,
	    "formateur.organisme.identifiant.uai" },
	[RESPONSABLE_SIRET] = { ROW_GESTIONNAIRE_SIRET,
	    "responsable.organisme.identifiant.siret" },
	[RESPONSABLE_UAI] = { ROW_GESTIONNAIRE_UAI,
	    "responsable.organisme.identifiant.uai" },
	[COMMUNE] = { ROW_CODE_COMMUNE_INSEE,
	    "lieu.adresse.commune.code_insee" },
	[POSTAL] = { ROW_CODE_POSTAL, "lieu.adresse.code_postal" },
	[LIEU_SIRET] = { ROW_LIEU_SIRET, "lieu.siret" },
	[LIEU_UAI] = { ROW_LIEU_UAI, "lieu.uai" },
};

/* The members of a record whose null is explained, and the code that each
 * depends on. */
static const struct {
	const char *path, *pointer;
	enum code code;
} nulls[] = {
	{ "formateur.organisme", "/formateur/organisme", FORMATEUR_SIRET },
	{ "responsable.organisme", "/responsable/organisme",
	    RESPONSABLE_SIRET },
	{ "lieu.siret", "/lieu/siret", LIEU_SIRET },
	{ "lieu.uai", "/lieu/uai", LIEU_UAI },
};
#define NULLS (sizeof(nulls) / sizeof(*nulls))

struct explained_formation {
	struct str cle;
	struct str code[CODES]; /* the catalogue's, or else the record's */
	bool recorded, publie;  /* there is a record; its statut */
	bool is_null[NULLS];    /* in the record */
	bool listed, published; /* the catalogue has a row; its member */
};

/* Reads the codes of a row, or else of a record. */
static void
read_codes(struct explain *x, struct explained_formation *f, struct js doc,
    bool is_row)
{
	struct buf scratch = { 0 };

	for (int i = 0; i < CODES; i++) {
		struct js v = is_row ? js_get(doc, row_names[code_in[i].row])
				     : js_at(doc, code_in[i].record);

		scratch.n = 0;
		f->code[i] = explain_keep(x, js_text(v, &scratch));
	}
	buf_free(&scratch);
}

#define FORMATION_FROM(table)                                                  \
	"SELECT rowid, statut, created_at, updated_at, doc FROM " table        \
	" WHERE cle_ministere_educatif = ?"

static void
find_record(struct explain *x, struct explained_formation *f)
{
	struct step s;

	step_begin(&s, x, "record", "formation", "formation");
	step_key(&s, "cle_ministere_educatif", f->cle);
	step_look(&s, s.d && table_in_parts(s.d, "formation")
			  ? FORMATION_FROM("formation_rowid")
			  : FORMATION_FROM("formation"));
	if (step_row(&s)) {
		struct js doc = js_doc(db_text(s.look, 4));

		step_fact(&s, "statut", C_TEXT, 1);
		step_fact(&s, "created_at", C_TEXT, 2);
		step_fact(&s, "updated_at", C_TEXT, 3);
		f->publie = str_is(db_text(s.look, 1), "publié");
		read_codes(x, f, doc, false);
		for (size_t i = 0; i < NULLS; i++)
			f->is_null[i] = js_is_null(js_at(doc, nulls[i].path));
	}
	f->recorded = step_end(&s);
}

static void
find_row(struct explain *x, struct explained_formation *f)
{
	struct step s;

	step_begin(&s, x, "catalogue", "catalogue", "catalogue");
	step_key(&s, "cle_ministere_educatif", f->cle);
	step_look(&s, "SELECT rowid, published, doc FROM catalogue"
		      " WHERE cle_ministere_educatif = ?"
		      " ORDER BY rowid DESC LIMIT 1");
	if (step_row(&s)) {
		f->published = sqlite3_column_int(s.look, 1);
		read_codes(x, f, js_doc(db_text(s.look, 2)), true);
		step_fact(&s, "published", C_BOOL, 1);
		js_put_member(&s.facts, "cfd", f->code[CFD]);
		js_put_member(&s.facts, "rncp", f->code[RNCP]);
	}
	f->listed = step_end(&s);
}

/* Finds the commune by one of the two codes; by: which one is tried last. */
static int64_t
look_commune(
    struct explain *x, const struct explained_formation *f, enum code *by)
{
	char *dir = xasprintf("%s/db", x->dir);
	struct lookup_commune *c = lookup_commune_open(dir);
	int64_t row;

	*by = COMMUNE;
	row = lookup_commune_find(c, f->code[COMMUNE]);
	if (!row) {
		*by = POSTAL;
		row = lookup_commune_find(c, f->code[POSTAL]);
	}
	lookup_commune_close(c);
	free(dir);
	return row;
}

static void
find_commune(struct explain *x, const struct explained_formation *f)
{
	struct step s;
	enum code by = POSTAL;
	int64_t row = 0;

	step_begin(&s, x, "commune", "communes", "commune");
	if (s.d && db_has_table(s.d, "commune"))
		row = look_commune(x, f, &by);
	step_look(&s, "SELECT rowid, code_insee FROM commune WHERE rowid = ?");
	if (s.look)
		db_bind_int(s.d, s.look, 1, row);
	if (step_row(&s)) {
		js_put_member(
		    &s.facts, "by", str_of(row_names[code_in[by].row]));
		step_fact(&s, "code_insee", C_TEXT, 1);
	}
	step_key(&s, row_names[code_in[by].row], f->code[by]);
	step_end(&s);
}

/* known: agg-formation can make a certification of the codes. */
static const char *
statut(const struct explained_formation *f, bool known)
{
	if (!f->recorded)
		return known ? "unpublished-and-wrong" : "skipped";
	if (f->publie)
		return f->listed && f->published && known ? "published"
							  : "stale";
	if (!f->listed)
		return "archived-gone";
	if (!f->published)
		return "archived-unpublished";
	return known ? "stale" : "archived-skipped";
}

/* Why a member is null: what the catalogue's row gives for it. */
static const char *
null_code(const struct explained_formation *f, size_t i)
{
	struct str code = f->code[nulls[i].code];
	char normal[15];
	bool lieu = nulls[i].code >= LIEU_SIRET;

	if (!f->listed)
		return "unknown";
	if (lieu)
		return code.p ? "invalid" : "absent";
	if (!code.p)
		return "siret-absent";
	return code_siret(code, normal) ? "no-answer" : "siret-invalid";
}

static void
put_verdicts(struct explain *x, const struct explained_formation *f,
    struct explained_pair *p)
{
	bool known = explain_pair_known(x, p);

	explain_verdict(x, "statut", NULL, statut(f, known), NULL);
	explain_pair_verdict(x, p);
	for (size_t i = 0; i < NULLS; i++)
		if (f->is_null[i])
			explain_verdict(
			    x, "null", nulls[i].pointer, null_code(f, i), NULL);
}

bool
explain_formation(struct explain *x, struct str cle)
{
	struct explained_formation f = { .cle = cle };
	struct explained_pair p = { 0 };

	find_record(x, &f);
	find_row(x, &f);
	p.cfd = f.code[CFD];
	p.rncp = f.code[RNCP];
	explain_pair_steps(x, &p);
	explain_organisme_steps(
	    x, "formateur", f.code[FORMATEUR_SIRET], f.code[FORMATEUR_UAI]);
	explain_organisme_steps(x, "responsable", f.code[RESPONSABLE_SIRET],
	    f.code[RESPONSABLE_UAI]);
	find_commune(x, &f);
	explain_runs(x);
	put_verdicts(x, &f, &p);
	return f.recorded || f.listed;
}
