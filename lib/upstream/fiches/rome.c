/*
 * The ROME's workbook. Domaine A has the twelve métiers that claude.c has
 * answers for, and every form of name there is; the others share the rest.
 */
#include <stdio.h>
#include <string.h>

#include "upstream/fiches/sample_fiches.h"
#include "upstream/sample/sample.h"

#define PAR_SOUS_DOMAINE 6 /* métiers of one of A */
#define DOMAINES 14        /* of the country, A to N */

static const char *const domaine_noms[DOMAINES] = {
	"Terre, forêts et espaces verts", "Arts et objets d'art",
	"Comptes et assurances", "Boutiques et négoce", "Images et imprimés",
	"Chantiers et bâtiment", "Accueil, cuisine et loisirs",
	"Ateliers et usines", "Entretien des machines", "Soins",
	"Services rendus aux personnes", "Scènes et spectacles",
	"Bureaux et conseil", "Routes et entrepôts"
};

/* Names of A; the one at LONG is made LONG_NAME bytes long. */
#define LONG 8
#define LONG_NAME 250
static const char *const noms_a[METIERS_A] = { "Tailleur / Tailleuse de pierre",
	"Chef de chantier", "Ouvrier paysagiste / Ouvrière paysagiste",
	"Agent technique / Agente", "Vendeur / Vendeuse / Caissier",
	"Artiste Plasticien / Plasticienne",
	"Conducteur d'engins agricoles / Conductrice d'engins agricoles",
	"Œnologue", "Responsable", "Luthier / Luthière", "Élagueur / Élagueuse",
	"Maître / Maîtresse d'œuvre" };

#define SANS_APPELLATION 9 /* of A */

/* How much there is, from scale 1 to 100. */
static unsigned
scaled(unsigned small, unsigned country)
{
	return small + (unsigned)((country - small) * (world.scale - 1) / 99);
}

/* A sheet that is being written. */
struct feuillet {
	struct buf *b;
	uint64_t row; /* the next one */
};

static void
put_row(struct feuillet *f, const char *const cell[4], unsigned ogr)
{
	unsigned long long row = f->row++;

	buf_fmt(f->b, "<row r=\"%llu\">", row);
	for (unsigned i = 0; i < 4; i++)
		put_cell_text(f->b, (char)('A' + i), row, cell[i]);
	if (!ogr)
		put_cell_text(f->b, 'E', row, " ");
	else if (ogr % 3)
		put_cell_number(f->b, 'E', row, ogr);
	else {
		char text[16];

		snprintf(text, sizeof(text), "%u", ogr);
		put_cell_text(f->b, 'E', row, text);
	}
	buf_str(f->b, "</row>");
}

static void
put_nom(struct buf *b, unsigned domaine, unsigned i)
{
	struct rng r = rng_at(A_METIER, domaine * 1000 + i);
	const char *metier = word(&metiers, &r);

	if (domaine == 0 && i < METIERS_A) {
		buf_str(b, noms_a[i]);
		while (i == LONG && b->n < LONG_NAME)
			buf_str(b, " de secteur");
		b->n = b->n < LONG_NAME ? b->n : LONG_NAME;
		return;
	}
	switch (rng_below(&r, 3)) {
	case 0:
		buf_fmt(b, "Ouvrier / Ouvrière en %s", metier);
		break;
	case 1:
		buf_fmt(b, "Responsable de %s", metier);
		break;
	default:
		buf_fmt(
		    b, "Technicien en %s / Technicienne en %s", metier, metier);
	}
	buf_fmt(b, " %u", i + 1); /* no name comes twice in a domaine */
}

static void
put_metier(
    struct feuillet *f, const char *const code[3], unsigned domaine, unsigned i)
{
	struct rng r = rng_at(A_METIER, domaine * 1000 + i);
	unsigned ogr = 10000 + domaine * 4000 + i * 20;
	unsigned n = rng_between(&r, 1, 15);
	struct buf nom = { 0 };

	put_nom(&nom, domaine, i);
	put_row(f,
	    (const char *const[]){
		code[0], code[1], code[2], buf_view(&nom).p },
	    ogr);
	if (domaine == 0 && i == SANS_APPELLATION)
		n = 0;
	for (unsigned k = 0; k < n; k++) {
		char appellation[80];

		snprintf(appellation, sizeof(appellation), "Appellation %u, %s",
		    k + 1, word_at(&options, i + k));
		put_row(f,
		    (const char *const[]){
			code[0], code[1], code[2], appellation },
		    ogr + k + 1);
	}
	buf_free(&nom);
}

/* A domaine of n métiers in several sous-domaines. */
static void
put_domaine(struct feuillet *f, unsigned domaine, unsigned n, unsigned parts)
{
	const char lettre[] = { (char)('A' + domaine), '\0' };

	put_row(f,
	    (const char *const[]){ lettre, " ", " ", domaine_noms[domaine] },
	    0);
	for (unsigned part = 0; part < parts; part++) {
		unsigned from = n * part / parts, to = n * (part + 1) / parts;
		char sous[4], rang[4], nom[64];

		snprintf(sous, sizeof(sous), "%02u", (11 + part) % 100);
		snprintf(nom, sizeof(nom), "Sous-domaine %s%s", lettre, sous);
		put_row(f, (const char *const[]){ lettre, sous, " ", nom }, 0);
		for (unsigned i = from; i < to; i++) {
			const char *const code[] = { lettre, sous, rang };

			snprintf(
			    rang, sizeof(rang), "%02u", (i - from + 1) % 100);
			put_metier(f, code, domaine, i);
		}
	}
}

static void
put_arborescence(struct buf *b)
{
	struct feuillet f = { b, 1 };
	unsigned domaines = scaled(3, DOMAINES), others = domaines - 1;
	unsigned metiers_autres = scaled(24, 1584) - METIERS_A;
	unsigned parts = scaled(6, 110) - METIERS_A / PAR_SOUS_DOMAINE;

	put_row(&f,
	    (const char *const[]){ " ", " ", " ", "Arborescence principale" },
	    0);
	put_domaine(&f, 0, METIERS_A, METIERS_A / PAR_SOUS_DOMAINE);
	for (unsigned d = 0; d < others; d++)
		put_domaine(&f, d + 1,
		    metiers_autres * (d + 1) / others -
			metiers_autres * d / others,
		    parts * (d + 1) / others - parts * d / others);
}

static void
put_presentation(struct buf *b)
{
	put_text_row(b, 'A', 1,
	    (const char *const[]){ "Répertoire opérationnel inventé" }, 1);
}

void
sample_rome(const char *dir)
{
	const struct feuille f[] = {
		{ .name = "Présentation", .put_head = put_presentation },
		{ .name = "Arborescence", .put_head = put_arborescence },
	};

	write_workbook(dir, "rome/arborescence_principale.xlsx", f, 2);
}

void
rome_nom(char code[6], struct buf *nom, unsigned i)
{
	snprintf(code, 6, "A%02u%02u", (11 + i / PAR_SOUS_DOMAINE) % 100,
	    (i % PAR_SOUS_DOMAINE + 1) % 100);
	put_nom(nom, 0, i);
}
