/* Archives of France Compétences: ten CSV files, quoted, CRLF. */
#include <stdio.h>
#include <stdlib.h>

#include "sample.h"

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

static unsigned
archive_of(const void *arg)
{
	return *(const unsigned *)arg;
}

static bool
there(const struct fiche *f, unsigned archive)
{
	return archive >= f->premiere && archive <= f->derniere;
}

/* Older archives have shorter lists: the newest one must win. */
static unsigned
count(struct rng *r, unsigned lo, unsigned hi, unsigned archive)
{
	unsigned n = rng_between(r, lo, hi);

	return n - (n > 1 && archive < ARCHIVES - 1 && rng_below(r, 3) == 0);
}

static void
put_standard(struct buf *b, uint64_t i, const void *arg)
{
	unsigned archive = archive_of(arg);
	struct fiche f = fiche_at(i);
	char id[16], titre[128];

	if (!there(&f, archive) || (f.perdue && archive == ARCHIVES - 1))
		return;
	snprintf(id, sizeof(id), "%u", (unsigned)i + 400);
	snprintf(titre, sizeof(titre), "%s %s%s", f.metier, f.option,
	    archive ? "" : " (fiche incomplète)");
	cell(b, id, ";");
	cell(b, f.numero, ";");
	cell(b, titre, ";");
	cell(b, f.rs ? "" : "TP", ";");
	cell(b, f.rs ? "" : "Titre professionnel", ";");
	cell(b, f.niveau, ";");
	buf_fmt(b, "%s%s%s;", *f.niveau ? "\"Niveau " : "",
	    *f.niveau ? f.niveau + 3 : "", *f.niveau ? "\"" : "");
	buf_str(b, "\"Non\";\"Non\";;");
	cell_jour(b, f.decision);
	cell_jour(b, f.fin);
	cell_jour(b, f.effet);
	cell(b,
	    f.rs || i % 3 == 0 ? "Enregistrement sur demande"
			       : "Enregistrement de droit",
	    ";;");
	cell(b, fiche_actif(&f, archive), "\r\n");
}

/* Blocs repeat (exact duplicates merge), one code is a bare number, and their
 * text runs over several lines. */
static void
put_blocs(struct buf *b, uint64_t i, const void *arg)
{
	struct rng r = rng_at(A_CONTENU, i * 16);
	struct buf text = { 0 };
	struct fiche f = fiche_at(i);
	unsigned n = count(&r, 0, 9, archive_of(arg));

	if (f.rs || !there(&f, archive_of(arg)))
		return;
	for (unsigned k = 1; k <= n; k++) {
		size_t start = b->n;

		text.n = 0;
		put_prose(&text, &r, 200 + rng_below(&r, 3400),
		    k % 3 ? "\n" : "\r\n");
		cell(b, f.numero, ";");
		if (k == 7)
			buf_fmt(b, "\"%u\";", k);
		else
			buf_fmt(b, "\"%sBC%02u\";", f.numero, k);
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
put_ccn(struct buf *b, uint64_t i, const void *arg)
{
	struct rng r = rng_at(A_CONTENU, i * 16 + 1);
	struct fiche f = fiche_at(i);

	if (!there(&f, archive_of(arg)) || rng_percent(&r, 60))
		return;
	cell(b, f.numero, ";");
	for (unsigned k = 0; k < 3; k++) {
		unsigned c = k ? rng_between(&r, 3, 7) : rng_below(&r, 7);

		cell(b, ccn[c].numero, ";");
		cell(b, ccn[c].libelle, k < 2 ? ";" : "\r\n");
	}
}

/* The SIRET begins with a tab, so that spreadsheets keep it as text. */
static void
put_siret_nom(struct buf *b, struct rng *r, bool nom_first)
{
	char siret[15], tab[17], nom[96];

	siret_of(siret, 10000000 + rng_below(r, 4000000), 1);
	snprintf(tab, sizeof(tab), "\t%s", siret);
	snprintf(
	    nom, sizeof(nom), "%s %s", word(&enseignes, r), word(&noms, r));
	if (nom_first)
		cell(b, nom, ";");
	cell(b, tab, nom_first ? ";" : "");
	if (!nom_first) {
		buf_byte(b, ';');
		cell(b, nom, "");
	}
}

static void
put_partenaires(struct buf *b, uint64_t i, const void *arg)
{
	static const char *const habilitation[] = { "HABILITATION_ORGA_FORM",
		"HABILITATION_EVAL", "HABILITATION_FORMATION_EVAL", "" };
	struct rng r = rng_at(A_CONTENU, i * 16 + 2);
	struct fiche f = fiche_at(i);
	unsigned n = rng_below(&r, rng_percent(&r, 5) ? 120 : 16);

	if (!there(&f, archive_of(arg)))
		return;
	for (unsigned k = 0; k < n; k++) {
		cell(b, f.numero, ";");
		put_siret_nom(b, &r, true);
		cell(b, habilitation[rng_below(&r, 4)], "\r\n");
	}
}

static void
put_nsf(struct buf *b, uint64_t i, const void *arg)
{
	struct rng r = rng_at(A_CONTENU, i * 16 + 3);
	struct fiche f = fiche_at(i);
	unsigned n = count(&r, 1, 3, archive_of(arg));

	if (!there(&f, archive_of(arg)))
		return;
	for (unsigned k = 0; k < n; k++) {
		const struct groupe *g = &groupes[rng_below(&r, ngroupes)];
		char code[8], libelle[96];

		snprintf(code, sizeof(code), "%s%s%s", f.bizarre ? "0" : "",
		    g->code, k ? "w" : "");
		snprintf(libelle, sizeof(libelle), "%s : %s", code, g->libelle);
		cell(b, f.numero, ";");
		cell(b, code, ";");
		cell(b, k == 2 ? "" : libelle, "\r\n");
	}
}

static void
put_formacode(struct buf *b, uint64_t i, const void *arg)
{
	struct rng r = rng_at(A_CONTENU, i * 16 + 4);
	struct fiche f = fiche_at(i);
	unsigned n = count(&r, 0, 3, archive_of(arg));

	if (!there(&f, archive_of(arg)))
		return;
	for (unsigned k = 0; k < n; k++) {
		unsigned code = rng_between(&r, 11000, 48999);
		char text[96];

		cell(b, f.numero, ";");
		buf_fmt(b, "\"%u\";", code);
		snprintf(text, sizeof(text), "%u : %s", code,
		    word_at(&metiers, code));
		cell(b, text, "\r\n");
	}
}

static void
put_anciennes(struct buf *b, uint64_t i, const void *arg)
{
	struct fiche f = fiche_at(i);

	if (!there(&f, archive_of(arg)) || (!*f.ancienne && !*f.nouvelle))
		return;
	cell(b, f.numero, ";");
	cell(b, f.ancienne, ";");
	cell(b, f.nouvelle, "\r\n");
}

/* The first two open a fiche to apprenticeship. */
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
put_voies(struct buf *b, uint64_t i, const void *arg)
{
	struct rng r = rng_at(A_CONTENU, i * 16 + 5);
	struct fiche f = fiche_at(i);
	unsigned first = f.apprentissage ? rng_below(&r, 8) == 0 : 2;

	if (!there(&f, archive_of(arg)))
		return;
	if (f.bizarre) {
		cell(b, f.numero, ";");
		cell(b, i % 4 < 2 ? "" : "En contrat d'apprentissage", "\r\n");
		return;
	}
	for (unsigned k = first; k < 6; k++)
		if (k == first || rng_percent(&r, 60)) {
			cell(b, f.numero, ";");
			cell(b, voies_d_acces[k], "\r\n");
		}
}

static void
put_rome(struct buf *b, uint64_t i, const void *arg)
{
	struct rng r = rng_at(A_CONTENU, i * 16 + 6);
	struct fiche f = fiche_at(i);
	unsigned n = count(&r, 0, 4, archive_of(arg));

	if (!there(&f, archive_of(arg)))
		return;
	for (unsigned k = 0; k < n; k++) {
		unsigned m = rng_below(&r, metiers.n);

		cell(b, f.numero, ";");
		buf_fmt(b, "\"%c%u\";", (char)('A' + m % 14), 1101 + m);
		cell(b, word_at(&metiers, m), "\r\n");
	}
}

static void
put_certificateurs(struct buf *b, uint64_t i, const void *arg)
{
	struct rng r = rng_at(A_CONTENU, i * 16 + 7);
	struct fiche f = fiche_at(i);
	unsigned n = rng_between(&r, 1, 3);

	if (!there(&f, archive_of(arg)))
		return;
	for (unsigned k = 0; k < n; k++) {
		cell(b, f.numero, ";");
		put_siret_nom(b, &r, false);
		buf_str(b, "\r\n");
	}
}

/* The accented kinds have their two Unicode spellings, NFC then NFD. */
static const struct {
	const char *kind[2], *head;
	void (*put)(struct buf *b, uint64_t i, const void *arg);
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

static void
write_archive(const char *dir, unsigned archive)
{
	struct member m[FICHIERS];
	int date = archives[archive], y = date / 10000;
	int month = date / 100 % 100, day = date % 100;
	char name[96];

	for (size_t i = 0; i < FICHIERS; i++) {
		const char *kind = fichiers[i].kind[archive % 2];

		m[i].name = xasprintf("export_fiches_CSV_%s_%04d_%02d_%02d.csv",
		    kind ? kind : fichiers[i].kind[0], y, month, day);
		m[i].rows = (struct rows){ fichiers[i].head, world.fiches,
			fichiers[i].put, &archive, NULL, false };
	}
	snprintf(name, sizeof(name),
	    "france_competence/export-fiches-csv-%04d-%02d-%02d.zip", y, month,
	    day);
	write_zip(dir, name, m, FICHIERS, archive == ARCHIVES - 1);
	for (size_t i = 0; i < FICHIERS; i++)
		free((void *)(uintptr_t)m[i].name);
}

void
sample_france_competence(const char *dir)
{
	for (unsigned a = 0; a < ARCHIVES; a++)
		write_archive(dir, a);
}
