#include "export/explain/parts.h"

#include "apprentissage/formations/lookup_certification.h"
#include "json/js.h"

static void
find_certification(struct explain *x, struct explained_pair *p)
{
	struct step s;

	step_begin(&s, x, "certification", "certifications", "certifications");
	step_key(&s, "cfd", p->cfd);
	step_key(&s, "rncp", p->rncp);
	step_look(&s, "SELECT rowid, debut, fin FROM certifications"
		      " WHERE cfd IS ? AND rncp IS ? ORDER BY rowid");
	js_put_key(&s.facts, "periods");
	buf_byte(&s.facts, '[');
	while (step_row(&s)) {
		js_put_comma(&s.facts);
		buf_byte(&s.facts, '[');
		table_put_value(&s.facts, C_TEXT, s.look, 1);
		buf_byte(&s.facts, ',');
		table_put_value(&s.facts, C_TEXT, s.look, 2);
		buf_byte(&s.facts, ']');
	}
	buf_byte(&s.facts, ']');
	p->certified = step_end(&s);
}

static void
find_kit(struct explain *x, struct explained_pair *p)
{
	struct step s;

	step_begin(&s, x, "kit", "kit_apprentissage", "kit_apprentissage");
	step_key(&s, "cfd", p->cfd);
	step_key(&s, "rncp", p->rncp);
	step_look(&s, "SELECT rowid FROM kit_apprentissage"
		      " WHERE cfd = ? AND rncp = ? ORDER BY rowid");
	while (step_row(&s)) {
	}
	p->in_kit = step_end(&s);
}

/* The tables of BCN that list diplomas, in the order in which
 * agg-certifications prefers them, and their look-ups. */
static const struct {
	const char *table, *sql;
} bcn[] = {
#define BCN(name)                                                              \
	{                                                                      \
		name,                                                          \
		    "SELECT rowid, DATE_OUVERTURE, DATE_FERMETURE FROM " name  \
		    " WHERE FORMATION_DIPLOME = ? ORDER BY rowid"              \
	}
	BCN("n_formation_diplome_enquete_51"),
	BCN("n_formation_diplome"),
	BCN("v_formation_diplome"),
};
#define BCN_TABLES (sizeof(bcn) / sizeof(*bcn))
#define BCN_V 2

/* True if a table of BCN has the diploma: it becomes the step's table, and the
 * look-up stands on the first row. */
static bool
look_in_table(struct step *s, size_t i)
{
	s->table = bcn[i].table;
	step_look(s, bcn[i].sql);
	return s->look && db_step(s->d, s->look);
}

/* Puts the tables that have the diploma. Returns the first, or BCN_TABLES. */
static size_t
put_tables(struct step *s)
{
	size_t first = BCN_TABLES;

	js_put_key(&s->facts, "tables");
	buf_byte(&s->facts, '[');
	for (size_t i = 0; i < BCN_TABLES; i++)
		if (look_in_table(s, i)) {
			js_put_comma(&s->facts);
			js_put_text(&s->facts, str_of(bcn[i].table));
			if (first == BCN_TABLES)
				first = i;
		}
	buf_byte(&s->facts, ']');
	return first;
}

/* Puts the rows of table i, and the dates of its first row. */
static void
put_rows(struct step *s, size_t i)
{
	s->table = bcn[i].table;
	step_look(s, bcn[i].sql);
	step_row(s);
	step_fact(s, "ouverture", C_TEXT, 1);
	step_fact(s, "fermeture", C_TEXT, 2);
	while (step_row(s)) {
	}
}

static void
find_diplome(struct explain *x, struct explained_pair *p)
{
	struct step s;
	size_t first;

	step_begin(&s, x, "diplome", "bcn", NULL);
	step_key(&s, "cfd", p->cfd);
	first = put_tables(&s);
	if (first < BCN_TABLES) {
		put_rows(&s, first);
	} else {
		s.table = NULL;
		buf_str(&s.facts, ",\"ouverture\":null,\"fermeture\":null");
	}
	p->in_v_only = first == BCN_V;
	p->in_bcn = step_end(&s);
}

/* Puts the archive that published the fiche as it is: of those of its date, the
 * last by name, which import-france-competence reads last. */
static void
put_archive(struct step *s, struct str date)
{
	sqlite3_stmt *find = NULL;

	js_put_key(&s->facts, "archive");
	if (date.p && db_has_table(s->d, "archive")) {
		find = db_prepare(s->d,
		    "SELECT max(nom) FROM archive WHERE date_publication = ?");
		db_bind_text(s->d, find, 1, date);
	}
	if (find && db_step(s->d, find))
		table_put_value(&s->facts, C_TEXT, find, 0);
	else
		buf_str(&s->facts, "null");
	sqlite3_finalize(find);
}

static void
find_fiche(struct explain *x, struct explained_pair *p)
{
	struct step s;

	step_begin(&s, x, "fiche", "france_competence", "france_competence");
	step_key(&s, "numero_fiche", p->rncp);
	step_look(&s, "SELECT rowid, active, date_premiere_publication,"
		      " date_derniere_publication FROM france_competence"
		      " WHERE numero_fiche = ?");
	if (step_row(&s)) {
		p->active = sqlite3_column_int(s.look, 1);
		step_fact(&s, "active", C_BOOL, 1);
		put_archive(&s, db_text(s.look, 3));
		step_fact(&s, "premiere_publication", C_TEXT, 2);
		step_fact(&s, "derniere_publication", C_TEXT, 3);
	}
	p->in_rncp = step_end(&s);
}

void
explain_pair_steps(struct explain *x, struct explained_pair *p)
{
	find_certification(x, p);
	if (p->cfd.p && p->rncp.p)
		find_kit(x, p);
	if (p->cfd.p)
		find_diplome(x, p);
	if (p->rncp.p)
		find_fiche(x, p);
}

/* True if some certification has the code in that column; sql selects it. */
static bool
has_code(struct explain *x, const char *sql, struct str code)
{
	struct db *d = explain_db(x, "certifications");
	sqlite3_stmt *s;
	bool has;

	if (!d || !db_has_table(d, "certifications"))
		return false;
	s = db_prepare(d, sql);
	db_bind_text(d, s, 1, code);
	has = db_step(d, s);
	sqlite3_finalize(s);
	return has;
}

enum pair { KNOWN, CFD_UNKNOWN, RNCP_UNKNOWN, CFD_ABSENT, COMPOSED };

static const char *const pair_codes[] = {
	[KNOWN] = "pair-known",
	[CFD_UNKNOWN] = "cfd-unknown",
	[RNCP_UNKNOWN] = "rncp-unknown",
	[CFD_ABSENT] = "cfd-absent",
	[COMPOSED] = "pair-composed",
};

static enum pair
judge(struct explain *x, const struct explained_pair *p)
{
	if (p->certified)
		return KNOWN;
	if (p->cfd.p &&
	    !has_code(x, "SELECT 1 FROM certifications WHERE cfd = ? LIMIT 1",
		p->cfd))
		return CFD_UNKNOWN;
	if (!certification_without_fiche(p->rncp) &&
	    !has_code(x, "SELECT 1 FROM certifications WHERE rncp = ? LIMIT 1",
		p->rncp))
		return RNCP_UNKNOWN;
	return p->cfd.p ? COMPOSED : CFD_ABSENT;
}

static void
put_reason(struct buf *b, bool holds, const char *reason)
{
	if (!holds)
		return;
	js_put_comma(b);
	js_put_text(b, str_of(reason));
}

static void
put_reasons(struct buf *b, const struct explained_pair *p)
{
	bool both = p->cfd.p && p->rncp.p;

	put_reason(b, !both, "code-absent");
	put_reason(b, both && !p->in_kit, "kit-pair-missing");
	put_reason(b, p->cfd.p && !p->in_bcn, "cfd-missing");
	put_reason(b, p->in_v_only, "cfd-v-only");
	put_reason(b, p->rncp.p && !p->in_rncp, "fiche-missing");
	put_reason(b, p->in_rncp && !p->active, "fiche-inactive");
}

bool
explain_pair_known(struct explain *x, const struct explained_pair *p)
{
	enum pair code = judge(x, p);

	return code == KNOWN || code == COMPOSED;
}

void
explain_pair_verdict(struct explain *x, const struct explained_pair *p)
{
	enum pair code = judge(x, p);
	struct buf because = { 0 };

	buf_byte(&because, '[');
	if (code != KNOWN)
		put_reasons(&because, p);
	buf_byte(&because, ']');
	explain_verdict(
	    x, "certification", NULL, pair_codes[code], buf_view(&because).p);
	buf_free(&because);
}

bool
explain_certifications(struct explain *x, struct str cfd, struct str rncp)
{
	struct explained_pair p = { .cfd = cfd, .rncp = rncp };

	explain_pair_steps(x, &p);
	explain_runs(x);
	explain_pair_verdict(x, &p);
	return x->found;
}
