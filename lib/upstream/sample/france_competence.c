/* Archives of France Compétences: ten CSV files, quoted, CRLF. */
#include <stdio.h>
#include <stdlib.h>

#include "upstream/sample/sample.h"

/* A cell and what follows it; an empty one has no quotes. */
static void
cell(struct buf *b, const char *s, const char *after)
{
	if (*s)
		put_quoted(b, s);
	buf_str(b, after);
}

static void
cell_jour(struct buf *b, int date)
{
	char text[16];

	snprintf(text, sizeof(text), "%02d/%02d/%04d", date % 100,
	    date / 100 % 100, date / 10000);
	cell(b, date ? text : "", ";");
}

/* One fiche in one archive, the source of its rows in each file. */
struct extrait {
	uint64_t i;
	struct fiche f;
	unsigned archive;
	struct rng r;
};

/* Older archives have shorter lists: the newest one must win. */
static unsigned
count(struct extrait *e, unsigned lo, unsigned hi)
{
	unsigned n = rng_between(&e->r, lo, hi);
	bool old = e->archive < ARCHIVES - 1;

	return n - (n > 1 && old && rng_below(&e->r, 3) == 0);
}

static void
put_standard(struct buf *b, struct extrait *e)
{
	char id[16], titre[128];

	if (e->f.perdue && e->archive == ARCHIVES - 1 ? NAMES_UTF_8
						      : NAMES_UNDECLARED)
		return;
	snprintf(id, sizeof(id), "%u", (unsigned)e->i + 400);
	snprintf(titre, sizeof(titre), "%s %s%s", e->f.metier, e->f.option,
	    e->archive ? "" : " (fiche incomplète)");
	cell(b, id, ";");
	cell(b, e->f.numero, ";");
	cell(b, titre, ";");
	cell(b, e->f.rs ? "" : "TP", ";");
	cell(b, e->f.rs ? "" : "Titre professionnel", ";");
	cell(b, e->f.niveau, ";");
	buf_fmt(b, "%s%s%s;", *e->f.niveau ? "\"Niveau " : "",
	    *e->f.niveau ? e->f.niveau + 3 : "", *e->f.niveau ? "\"" : "");
	buf_str(b, "\"Non\";\"Non\";;");
	cell_jour(b, e->f.decision);
	cell_jour(b, e->f.fin);
	cell_jour(b, e->f.effet);
	cell(b,
	    e->f.rs || e->i % 3 == 0 ? "Enregistrement sur demande"
				     : "Enregistrement de droit",
	    ";;");
	cell(b, fiche_actif(&e->f, e->archive), "\r\n");
}

/* Blocs repeat (exact duplicates merge), one code is a bare number, and their
 * text runs over several lines. */
static void
put_blocs(struct buf *b, struct extrait *e)
{
	struct buf text = { 0 };
	unsigned n = count(e, 0, 9);

	if (e->f.rs)
		return;
	for (unsigned k = 1; k <= n; k++) {
		size_t start = b->n;

		text.n = 0;
		put_prose(&text, &e->r, 200 + rng_below(&e->r, 3400),
		    k % 3 ? "\n" : "\r\n");
		cell(b, e->f.numero, ";");
		if (k == 7)
			buf_fmt(b, "\"%u\";", k);
		else
			buf_fmt(b, "\"%sBC%02u\";", e->f.numero, k);
		cell(b, k == 8 ? "" : buf_view(&text).p, "\r\n");
		if (k == 5) { /* twice the same row */
			buf_reserve(b, b->n - start + 1);
			buf_add(b, b->p + start, b->n - start);
		}
	}
	buf_free(&text);
}

static const struct {
	const char *numero, *libelle;
} ccn[] = {
	{ "3117", "Boulangerie-pâtisserie" },
	{ "843", "Artisanat alimentaire" },
	{ "1597", "Bâtiment" },
	{ "2120", "Établissements financiers" },
	{ "1090", "Services de l'automobile" },
	{ "", "Convention sans numéro" },
	{ "1486", "" },
	{ "", "" },
};

static void
put_ccn(struct buf *b, struct extrait *e)
{

	if (rng_percent(&e->r, 60))
		return;
	cell(b, e->f.numero, ";");
	for (unsigned k = 0; k < 3; k++) {
		unsigned c = k ? rng_between(&e->r, 3, 7) : rng_below(&e->r, 7);

		cell(b, ccn[c].numero, ";");
		cell(b, ccn[c].libelle, k < 2 ? ";" : "\r\n");
	}
}

enum order { SIRET_FIRST, NOM_FIRST };

/* The SIRET begins with a tab, so that spreadsheets keep it as text. */
static void
put_siret_nom(struct buf *b, struct rng *r, enum order order)
{
	struct buf nom = { 0 };
	char siret[15], tab[17];

	siret_of(siret, 10000000 + rng_below(r, 4000000), 1);
	snprintf(tab, sizeof(tab), "\t%s", siret);
	put_raison(&nom, r);
	if (order == NOM_FIRST)
		cell(b, buf_view(&nom).p, ";");
	cell(b, tab, order == NOM_FIRST ? ";" : "");
	if (order == SIRET_FIRST) {
		buf_byte(b, ';');
		cell(b, buf_view(&nom).p, "");
	}
	buf_free(&nom);
}

static void
put_partenaires(struct buf *b, struct extrait *e)
{
	static const char *const habilitation[] = { "HABILITATION_ORGA_FORM",
		"HABILITATION_EVAL", "HABILITATION_FORMATION_EVAL", "" };
	unsigned n = rng_below(&e->r, rng_percent(&e->r, 5) ? 120 : 16);

	for (unsigned k = 0; k < n; k++) {
		cell(b, e->f.numero, ";");
		put_siret_nom(b, &e->r, NOM_FIRST);
		cell(b, habilitation[rng_below(&e->r, 4)], "\r\n");
	}
}

static void
put_nsf(struct buf *b, struct extrait *e)
{
	unsigned n = count(e, 1, 3);

	for (unsigned k = 0; k < n; k++) {
		const struct groupe *g = &groupes[rng_below(&e->r, ngroupes)];
		char code[8], libelle[96];

		snprintf(code, sizeof(code), "%s%s%s", e->f.bizarre ? "0" : "",
		    g->code, k ? "w" : "");
		snprintf(libelle, sizeof(libelle), "%s : %s", code, g->libelle);
		cell(b, e->f.numero, ";");
		cell(b, code, ";");
		cell(b, k == 2 ? "" : libelle, "\r\n");
	}
}

static void
put_formacode(struct buf *b, struct extrait *e)
{
	unsigned n = count(e, 0, 3);

	for (unsigned k = 0; k < n; k++) {
		unsigned code = rng_between(&e->r, 11000, 48999);
		char text[96];

		cell(b, e->f.numero, ";");
		buf_fmt(b, "\"%u\";", code);
		snprintf(text, sizeof(text), "%u : %s", code,
		    word_at(&metiers, code));
		cell(b, text, "\r\n");
	}
}

static void
put_anciennes(struct buf *b, struct extrait *e)
{

	if (!*e->f.ancienne && !*e->f.nouvelle)
		return;
	cell(b, e->f.numero, ";");
	cell(b, e->f.ancienne, ";");
	cell(b, e->f.nouvelle, "\r\n");
}

/* Only the first two voies open a fiche to apprenticeship. */
static const char *const voies_d_acces[] = {
	"En contrat d’apprentissage",
	"En contrat de professionnalisation",
	"Par expérience",
	"Par candidature individuelle",
	"Après un parcours de formation continue",
	"Après un parcours de formation sous statut d’élève ou d’étudiant",
};

/* A fiche that nobody uses may have none, or one that does not exist. */
static void
put_voies(struct buf *b, struct extrait *e)
{
	unsigned first = e->f.apprentissage ? rng_below(&e->r, 8) == 0 : 2;

	if (e->f.bizarre) {
		cell(b, e->f.numero, ";");
		cell(b, e->i % 4 < 2 ? "" : "En contrat d'apprentissage",
		    "\r\n");
		return;
	}
	for (unsigned k = first; k < 6; k++)
		if (k == first || rng_percent(&e->r, 60)) {
			cell(b, e->f.numero, ";");
			cell(b, voies_d_acces[k], "\r\n");
		}
}

static void
put_rome(struct buf *b, struct extrait *e)
{
	unsigned n = count(e, 0, 4);

	for (unsigned k = 0; k < n; k++) {
		unsigned m = rng_below(&e->r, metiers.n);

		cell(b, e->f.numero, ";");
		buf_fmt(b, "\"%c%u\";", (char)('A' + m % 14), 1101 + m);
		cell(b, word_at(&metiers, m), "\r\n");
	}
}

static void
put_certificateurs(struct buf *b, struct extrait *e)
{
	unsigned n = rng_between(&e->r, 1, 3);

	for (unsigned k = 0; k < n; k++) {
		cell(b, e->f.numero, ";");
		put_siret_nom(b, &e->r, SIRET_FIRST);
		buf_str(b, "\r\n");
	}
}

/* The accented kinds have their two Unicode spellings, NFC then NFD. */
static const struct {
	const char *kind[2], *head;
	void (*put)(struct buf *b, struct extrait *e);
} fichiers[] = {
	{ { "Standard" },
	    "\"Id_Fiche\";\"Numero_Fiche\";\"Intitule\";\"Abrege_Libelle\";"
	    "\"Abrege_Intitule\";\"Nomenclature_Europe_Niveau\";"
	    "\"Nomenclature_Europe_Intitule\";"
	    "\"Accessible_Nouvelle_Caledonie\";"
	    "\"Accessible_Polynesie_Francaise\";\"Date_dernier_jo\";"
	    "\"Date_Decision\";\"Date_Fin_Enregistrement\";\"Date_Effet\";"
	    "\"Type_Enregistrement\";\"Validation_Partielle\";\"Actif\"\r\n",
	    put_standard },
	{ { "Blocs_De_Compétences", "Blocs_De_Compe\xcc\x81tences" },
	    "\"Numero_Fiche\";\"Bloc_Competences_Code\";"
	    "\"Bloc_Competences_Libelle\"\r\n",
	    put_blocs },
	{ { "CCN" },
	    "\"Numero_Fiche\";\"Ccn_1_Numero\";\"Ccn_1_Libelle\";"
	    "\"Ccn_2_Numero\";\"Ccn_2_Libelle\";\"Ccn_3_Numero\";"
	    "\"Ccn_3_Libelle\"\r\n",
	    put_ccn },
	{ { "Partenaires" },
	    "\"Numero_Fiche\";\"Nom_Partenaire\";\"Siret_Partenaire\";"
	    "\"Habilitation_Partenaire\"\r\n",
	    put_partenaires },
	{ { "Nsf" }, "\"Numero_Fiche\";\"Nsf_Code\";\"Nsf_Intitule\"\r\n",
	    put_nsf },
	{ { "Formacode" },
	    "\"Numero_Fiche\";\"Formacode_Code\";\"Formacode_Libelle\"\r\n",
	    put_formacode },
	{ { "Ancienne_Nouvelle_Certification" },
	    "\"Numero_Fiche\";\"Ancienne_Certification\";"
	    "\"Nouvelle_Certification\"\r\n",
	    put_anciennes },
	{ { "VoixdAccès", "VoixdAcce\xcc\x80s" },
	    "\"Numero_Fiche\";\"Si_Jury\"\r\n", put_voies },
	{ { "Rome" },
	    "\"Numero_Fiche\";\"Codes_Rome_Code\";\"Codes_Rome_Libelle\"\r\n",
	    put_rome },
	{ { "Certificateurs" },
	    "\"Numero_Fiche\";\"Siret_Certificateur\";"
	    "\"Nom_Certificateur\"\r\n",
	    put_certificateurs },
};

#define FICHIERS (sizeof(fichiers) / sizeof(*fichiers))

struct choix {
	unsigned archive;
	size_t fichier;
};

static void
put_fiche(struct buf *b, uint64_t i, const void *arg)
{
	const struct choix *c = arg;
	struct extrait e = { .i = i,
		.f = fiche_at(i),
		.archive = c->archive,
		.r = rng_at(A_CONTENU, i * FICHIERS + c->fichier) };

	if (c->archive >= e.f.premiere && c->archive <= e.f.derniere)
		fichiers[c->fichier].put(b, &e);
}

static void
write_archive(const char *dir, unsigned archive)
{
	struct choix choix[FICHIERS];
	struct member m[FICHIERS];
	int date = archives[archive], y = date / 10000;
	int month = date / 100 % 100, day = date % 100;
	char name[96];

	for (size_t i = 0; i < FICHIERS; i++) {
		const char *kind = fichiers[i].kind[archive % 2];

		m[i].name = xasprintf("export_fiches_CSV_%s_%04d_%02d_%02d.csv",
		    kind ? kind : fichiers[i].kind[0], y, month, day);
		choix[i] = (struct choix){ archive, i };
		m[i].rows = (struct rows){ fichiers[i].head, world.fiches,
			put_fiche, &choix[i], NULL, UTF_8 };
	}
	snprintf(name, sizeof(name),
	    "france_competence/export-fiches-csv-%04d-%02d-%02d.zip", y, month,
	    day);
	write_zip(dir, name, m, FICHIERS,
	    archive == ARCHIVES - 1 ? NAMES_UTF_8 : NAMES_UNDECLARED);
	for (size_t i = 0; i < FICHIERS; i++)
		free((void *)(uintptr_t)m[i].name);
}

void
sample_france_competence(const char *dir)
{
	for (unsigned a = 0; a < ARCHIVES; a++)
		write_archive(dir, a);
}
