/* The four tables of the BCN: ISO 8859-1, semicolons, LF, no quoting. */
#include <stdio.h>

#include "upstream/sample/sample.h"

struct ligne {
	enum table t;
	struct diplome d;
	unsigned hasard;
};

/* put(b, l, arg) writes the cell; NULL: always empty. A numbered column stands
 * for n columns, whose arg and last digits of the name are 1 to n. */
struct column {
	const char *name;
	void (*put)(struct buf *b, const struct ligne *l, int arg);
	int arg, n;
};

static void
put_cfd(struct buf *b, const struct ligne *l, int arg)
{
	(void)arg;
	buf_str(b, l->d.cfd);
}

enum niveau_part { CODE, SIGLE, LIBELLE, QUALIFICATION, QUALIFICATION_LIBELLE };

/* The labels of NIVEAU_QUALIFICATION_RNCP. */
static const char *
qualification(const char *code)
{
	static char text[] = "NIVEAU 0";

	if (!*code)
		return "";
	if (!strcmp(code, "99") || !strcmp(code, "XX"))
		return "INDETERMINE";
	if (!strcmp(code, "00"))
		return "HORS PERIMETRE";
	text[7] = code[1];
	return text;
}

static const char *
niveau_part(const struct niveau *n, int part)
{
	switch ((enum niveau_part)part) {
	case CODE:
		return n->code;
	case SIGLE:
		return n->sigle;
	case LIBELLE:
		return n->libelle;
	case QUALIFICATION:
		return n->qualification;
	default:
		return qualification(n->qualification);
	}
}

static void
put_niveau(struct buf *b, const struct ligne *l, int arg)
{
	buf_str(b, niveau_part(l->d.niveau, arg));
}

static void
put_groupe(struct buf *b, const struct ligne *l, int arg)
{
	buf_str(b, arg == CODE ? l->d.groupe->code : l->d.groupe->libelle);
}

/* arg: maximum number of characters. */
static void
put_libelle(struct buf *b, const struct ligne *l, int arg)
{
	size_t start = b->n;

	put_capitals(b, l->d.metier);
	if (*l->d.option) {
		buf_byte(b, ' ');
		put_capitals(b, l->d.option);
	}
	if (arg > 33)
		buf_fmt(b, " (%s)", l->d.niveau->sigle);
	if (b->n > start + (size_t)arg)
		b->n = start + (size_t)arg;
}

enum when { OUVERTURE, FERMETURE, CREATION, ABROGATION, INTERVENTION };

static void
put_date(struct buf *b, const struct ligne *l, int arg)
{
	const int date[] = { l->d.ouverture, l->d.fermeture, l->d.creation,
		l->d.abrogation,
		20150000 +
		    (int)(l->hasard % 10 * 10000 + l->hasard / 16 % 12 * 100 +
			  100 + l->hasard / 256 % 28 + 1) };

	put_jour(b, date[arg]);
}

static void
put_session(struct buf *b, const struct ligne *l, int arg)
{
	int year = arg ? l->d.derniere : l->d.premiere;

	if (year)
		buf_fmt(b, "%d", year);
}

static void
put_ancien(struct buf *b, const struct ligne *l, int arg)
{
	if ((unsigned)arg <= l->d.nanciens)
		buf_str(b, l->d.ancien[arg - 1]);
}

static void
put_nouveau(struct buf *b, const struct ligne *l, int arg)
{
	if ((unsigned)arg <= l->d.nnouveaux)
		buf_str(b, l->d.nouveau[arg - 1]);
}

/* arg-th amending decree: one row in four has some. */
static void
put_modification(struct buf *b, const struct ligne *l, int arg)
{
	if (l->hasard % 4 == 0 && (unsigned)arg <= l->hasard / 4 % 11)
		buf_fmt(b, "%02u/%02u/%u", l->hasard / 64 % 28 + 1,
		    (unsigned)arg, 2004 + l->hasard / 2048 % 20);
}

/* Quotes are ordinary bytes, and editors leave blanks, no-break spaces and
 * Windows punctuation behind. */
static void
put_commentaire(struct buf *b, const struct ligne *l, int arg)
{
	static const char *const text[] = {
		"",
		"",
		"",
		"",
		"",
		"",
		"voir l'arrêté modifié",
		"remplace l’ancien \"diplôme d’État\" à la rentrée",
		" session de rattrapage… ",
		"rncp à vérifier\xc2\xa0",
		"\"dérogation\"",
		"suite à une demande des équipes",
	};

	(void)arg;
	buf_str(b, text[l->hasard % 12]);
}

static void
put_text(struct buf *b, const struct ligne *l, int arg)
{
	static const char *const nature[] = { "1",
		"DIPLOME NATIONAL / DIPLOME D'ETAT", "2",
		"TITRE PROFESSIONNEL HOMOLOGUE OU CERTIFIE" };
	static const char *const gestionnaire[] = { "DGESCO A2-3", "DGER AGRI",
		"DGESIP A1", "DGEFP TITRES" };

	switch (arg) {
	case 'L': /* LETTRE_SPECIALITE */
		buf_byte(b, "PSMTRW"[l->hasard % 6]);
		break;
	case 'U': /* UNITE_CAPITALISABLE */
		buf_str(b, l->hasard % 5 ? "" : "O");
		break;
	case 'N': /* NATURE_FORMATION_DIPLOME and its label */
	case 'n':
		buf_str(b, nature[(l->t == T_N51) * 2 + (arg == 'n')]);
		break;
	case 'G': /* GESTIONNAIRE_FORMATION_DIPLOME */
		if (l->hasard % 20)
			buf_str(b, gestionnaire[l->hasard % 4]);
		break;
	case 'M': /* NB_MEF_OUVERT, NB_MEF_FERME */
		buf_fmt(b, "%u", l->hasard % 9);
		break;
	case 'C': /* CITE_DOMAINE_FORMATION */
		buf_str(b, "581");
		break;
	case 'c': /* its label, the only mixed-case column */
		buf_str(b, "Architecture et bâtiment");
		break;
	case 'A': /* NUMERO_UAI */
		if (l->hasard % 3 == 0)
			buf_fmt(b, "0%06uA", l->hasard % 1000000);
		break;
	}
}

/* clang-format off */
static const struct column debut[] = {
	{ "FORMATION_DIPLOME", put_cfd, 0, 0 },
	{ "NIVEAU_FORMATION_DIPLOME", put_niveau, CODE, 0 },
	{ "N_NIVEAU_FORMATION_DIPLOME.LIBELLE_100", put_niveau, LIBELLE, 0 },
	{ "GROUPE_SPECIALITE", put_groupe, CODE, 0 },
	{ "N_GROUPE_SPECIALITE.LIBELLE_LONG", put_groupe, LIBELLE, 0 },
	{ "LETTRE_SPECIALITE", put_text, 'L', 0 },
	{ "N_LETTRE_SPECIALITE.LIBELLE_LONG", NULL, 0, 0 },
	{ "ANCIEN_RECME", NULL, 0, 0 },
	{ "LIBELLE_COURT", put_niveau, SIGLE, 0 },
	{ "LIBELLE_STAT_33", put_libelle, 33, 0 },
	{ "LIBELLE_LONG_200", put_libelle, 200, 0 },
	{ "DATE_OUVERTURE", put_date, OUVERTURE, 0 },
	{ "DATE_FERMETURE", put_date, FERMETURE, 0 },
	{ .name = NULL },
}, continuite[] = {
	{ "ANCIEN_DIPLOME_", put_ancien, .n = LIENS_MAX },
	{ "NOUVEAU_DIPLOME_", put_nouveau, .n = LIENS_MAX },
	{ .name = NULL },
}, milieu[] = {
	{ "UNITE_CAPITALISABLE", put_text, 'U', 0 },
	{ "DATE_PREMIERE_SESSION", put_session, 0, 0 },
	{ "DATE_DERNIERE_SESSION", put_session, 1, 0 },
	{ "DATE_ARRETE_CREATION", put_date, CREATION, 0 },
	{ "DATE_ARRETE_ABROGATION", put_date, ABROGATION, 0 },
	{ "DATE_ARRETE_MODIFICATION_", put_modification, .n = 10 },
	{ "COMMENTAIRE", put_commentaire, 0, 0 },
	{ "NATURE_FORMATION_DIPLOME", put_text, 'N', 0 },
	{ "N_NATURE_FORMATION_DIPLOME.LIBELLE_100", put_text, 'n', 0 },
	{ "GESTIONNAIRE_FORMATION_DIPLOME", put_text, 'G', 0 },
	{ "DATE_INTERVENTION", put_date, INTERVENTION, 0 },
	{ .name = NULL },
}, mefs[] = {
	{ "NB_MEF_OUVERT", put_text, 'M', 0 },
	{ "NB_MEF_FERME", put_text, 'M', 0 },
	{ .name = NULL },
}, domaine[] = {
	{ "ID_DOCUMENT", NULL, 0, 0 },
	{ "CITE_DOMAINE_FORMATION", put_text, 'C', 0 },
	{ "N_CITE_DOMAINE_FORMATION.LIBELLE_EDITION", put_text, 'c', 0 },
	{ .name = NULL },
}, rattrapage[] = {
	{ "DATE_SESSION_RATTRAPAGE", NULL, 0, 0 },
	{ "OBSERVATION", put_commentaire, 0, 0 },
	{ .name = NULL },
}, sise[] = {
	{ "DIPLOME_SISE", NULL, 0, 0 },
	{ "N_DIPLOME_SISE.LIBELLE_INTITULE_1", NULL, 0, 0 },
	{ "HABILITATION_ORIGINE", NULL, 0, 0 },
	{ "NUMERO_UAI", put_text, 'A', 0 },
	{ .name = NULL },
}, detail[] = {
	{ "N_COMMENTAIRE", NULL, 0, 0 },
	{ "CITE_DOMAINE_DETAILLE", NULL, 0, 0 },
	{ "N_CITE_2013_DOMAINE_DETAILL.LIBELLE_EDITION", NULL, 0, 0 },
	{ .name = NULL },
}, fin[] = {
	{ "NIVEAU_QUALIFICATION_RNCP", put_niveau, QUALIFICATION, 0 },
	{ "N_NIVEAU_QUALIFICATION_RNCP.LIBELLE_LONG", put_niveau,
	    QUALIFICATION_LIBELLE, 0 },
	{ .name = NULL },
};

static const struct column *const sections[][9] = {
	[T_N] = { debut, continuite, milieu, mefs, domaine, rattrapage, detail,
	    fin, NULL },
	[T_N51] = { debut, milieu, domaine, sise, detail, fin, NULL },
	[T_V] = { debut, milieu, domaine, fin, NULL },
};
/* clang-format on */

/* The view lacks one row in forty of the table. */
static bool
absente(enum table t, uint64_t i)
{
	return t == T_V && i < world.n && i % 40 == 39;
}

/* A cell of a row, or of the header if l is NULL. */
static void
put_cell(struct buf *b, const struct column *c, const struct ligne *l, int arg)
{
	if (!l && c->n)
		buf_fmt(b, "%s%d", c->name, arg);
	else if (!l)
		buf_str(b, c->name);
	else if (c->put)
		c->put(b, l, arg);
}

static void
put_cells(struct buf *b, enum table t, const struct ligne *l)
{
	const char *sep = "";

	for (size_t s = 0; sections[t][s]; s++)
		for (const struct column *c = sections[t][s]; c->name; c++)
			for (int k = c->n ? 1 : 0; k <= c->n; k++) {
				buf_str(b, sep);
				sep = ";";
				put_cell(b, c, l, c->n ? k : c->arg);
			}
	buf_byte(b, '\n');
}

static void
put_ligne(struct buf *b, uint64_t i, const void *arg)
{
	enum table t = *(const enum table *)arg;
	struct rng r = rng_at(A_BCN, i * 4 + (t == T_V ? T_N : t));
	struct ligne l = { .t = t, .d = diplome_at(t, i) };

	l.hasard = rng_below(&r, 1 << 30);
	if (!absente(t, i))
		put_cells(b, t, &l);
}

static void
put_niveau_row(struct buf *b, uint64_t i, const void *arg)
{
	static const char *const inter[] = { "SANS NIVEAU", "NIVEAU I",
		"NIVEAU II", "NIVEAU III", "NIVEAU IV", "NIVEAU V", "NIVEAU VI",
		"NIVEAU VII", "NIVEAU VIII", "INCONNU" };
	const struct niveau *n = &niveaux[i];
	char c = strcmp(n->code, "013") ? n->code[0] : '5';

	(void)arg;
	buf_fmt(b, "%s;%c;%s;%s;%s;;%s;;%02u/11/2021;%s;%s;%s\n", n->code, c,
	    inter[c - '0'], n->sigle, n->libelle, i % 3 ? "" : "01/08/1996",
	    (unsigned)i % 28 + 1,
	    i % 7 ? "" : "Création à la demande des équipes d’examens",
	    n->qualification, qualification(n->qualification));
}

static const char niveau_head[] =
    "NIVEAU_FORMATION_DIPLOME;NIVEAU_INTERMINISTERIEL;"
    "N_NIVEAU_INTERMINISTERIEL.LIBELLE_LONG;LIBELLE_COURT;LIBELLE_100;"
    "ANCIEN_NIVEAU;DATE_OUVERTURE;DATE_FERMETURE;DATE_INTERVENTION;"
    "N_COMMENTAIRE;NIVEAU_QUALIFICATION_RNCP;"
    "N_NIVEAU_QUALIFICATION_RNCP.LIBELLE_LONG\n";

void
sample_bcn(const char *dir)
{
	static const char *const name[] = { "bcn/N_FORMATION_DIPLOME.csv",
		"bcn/N_FORMATION_DIPLOME_ENQUETE_51.csv",
		"bcn/V_FORMATION_DIPLOME.csv" };
	const uint64_t count[] = { world.n, world.n51, world.v };

	for (enum table t = T_N; t <= T_V; t++) {
		struct buf head = { 0 };

		put_cells(&head, t, NULL);
		write_rows(dir, name[t],
		    &(struct rows){ buf_view(&head).p, count[t], put_ligne, &t,
			NULL, LATIN_1 });
		buf_free(&head);
	}
	write_rows(dir, "bcn/N_NIVEAU_FORMATION_DIPLOME.csv",
	    &(struct rows){
		niveau_head, nniveaux, put_niveau_row, NULL, NULL, LATIN_1 });
}
