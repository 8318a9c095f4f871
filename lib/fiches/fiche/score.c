#include "fiches/fiche/score.h"
#include "fiches/fiche/fiche_normal.h"
#include "fiches/fiche/fiche_text.h"

/* What counts, by how much: a column that holds something, or a member of it,
 * or some members at least. */
static const struct part {
	enum fiche_column column;
	int points;
	const char *member; /* that must hold something */
	size_t members;     /* that there must be */
} parts[] = {
	{ FICHE_MISSIONS_PRINCIPALES, 8, NULL, 0 },
	{ FICHE_COMPETENCES, 8, NULL, 0 },
	{ FICHE_COMPETENCES_TRANSVERSALES, 3, NULL, 0 },
	{ FICHE_SAVOIRS, 3, NULL, 0 },
	{ FICHE_FORMATIONS, 8, NULL, 0 },
	{ FICHE_CONDITIONS_TRAVAIL, 4, NULL, 0 },
	{ FICHE_CONDITIONS_TRAVAIL_DETAILLEES, 3, "horaires", 0 },
	{ FICHE_METIERS_PROCHES, 8, NULL, 0 },
	{ FICHE_PROFIL_RIASEC, 6, NULL, 4 },
	{ FICHE_TRAITS_PERSONNALITE, 4, NULL, 0 },
	{ FICHE_APTITUDES, 4, NULL, 0 },
	{ FICHE_DOMAINE_PROFESSIONNEL, 5, "domaine", 0 },
	{ FICHE_SITES_UTILES, 5, NULL, 0 },
	{ FICHE_AUTRES_APPELLATIONS, 3, NULL, 0 },
	{ FICHE_TYPES_CONTRATS, 3, "cdi", 0 },
	{ FICHE_COMPETENCES_DIMENSIONS, 4, NULL, 4 },
};

#define DESCRIPTION 8
#define SALARIES 8
#define TENDANCE 5 /* there always is one */

static bool
counts(const struct part *p, struct js v)
{
	if (p->member)
		return fiche_has(js_get(v, p->member));
	return p->members ? fiche_count_members(v) >= p->members : fiche_has(v);
}

int
fiche_score(struct fiche *f)
{
	struct buf scratch = { 0 };
	struct js salaires;
	int score = TENDANCE;

	fiche_normalise(f);
	salaires = f->col[FICHE_SALAIRES];
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (counts(&parts[i], f->col[parts[i].column]))
			score += parts[i].points;
	if (fiche_trim(fiche_get_text(f, FICHE_DESCRIPTION, &scratch)).n)
		score += DESCRIPTION;
	if (fiche_has(js_at(salaires, "junior.median")) ||
	    fiche_has(js_at(salaires, "confirme.median")))
		score += SALARIES;
	buf_free(&scratch);
	return score;
}
