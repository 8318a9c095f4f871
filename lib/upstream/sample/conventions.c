/* Collective agreements: the workbooks of KALI and of the DARES. */
#include <stdio.h>

#include "upstream/sample/sample.h"

struct convention {
	unsigned idcc;
	char code[5]; /* numero in four digits */
	char titre[96];
};

static struct convention
convention_at(uint64_t i)
{
	struct convention c = { .idcc = 16 + 13 * (unsigned)(i % 760) };

	snprintf(c.code, sizeof(c.code), "%04u", c.idcc % 10000);
	snprintf(c.titre, sizeof(c.titre), "Convention collective %s : %s%s",
	    i % 3 ? "nationale" : "régionale", word_at(&metiers, i),
	    i % 4 ? "" : " & assimilés");
	return c;
}

/* KALI: column A may hold a note; neither A nor B has a header. An agreement
 * may be followed by texts without IDCC. */
#define PAR_CONVENTION 4

static void
put_kali_head(struct buf *b)
{
	static const char *const header[] = { "ID", "CC_TI", "IDCC", "TITRE",
		"NATURE", "ETAT", "DEBUT", "FIN", "URL" };

	put_text_row(b, 'A', 1, (const char *const[]){ "Conventions" }, 1);
	put_text_row(b, 'C', 4, header, 9);
}

static const char *
nature(uint64_t i, bool ti)
{
	static const char *const natures[] = {
		"Convention Collective Nationale",
		"Convention Collective Départementale",
		"CONVENTION COLLECTIVE REGIONALE", "Accord collectif national",
		"avenant"
	};
	static const char *const textes[] = { "Accord de méthode", "Décision",
		"Protocole d'accord", "PROCES-VERBAL", "Annexe" };

	return (ti ? textes : natures)[i % 5];
}

/* The IDCC of an agreement is a text or a number, once nothing at all. */
static void
put_idcc(struct buf *b, uint64_t row, const struct convention *c, uint64_t i)
{
	if (i % 400 == 7)
		return;
	if (i % 6 == 5)
		put_cell_number(b, 'E', row, c->idcc);
	else
		put_cell_text(b, 'E', row, c->code);
}

static void
put_kali(struct buf *b, uint64_t n, const void *arg)
{
	static const char *const etats[] = { "VIGUEUR_ETEN", "Vigueur",
		"VIGUEUR_NON_ETEN", "Périmé", "Abrogé", "DENONCE", "remplacé" };
	uint64_t i = n / PAR_CONVENTION, k = n % PAR_CONVENTION, row = n + 5;
	struct convention c = convention_at(i);
	char id[32], url[96];

	(void)arg;
	if (k > i % 3)
		return;
	snprintf(id, sizeof(id), "KALICONT%012llu", (unsigned long long)n + 1);
	snprintf(url, sizeof(url),
	    "https://www.legifrance.gouv.fr/conv_coll/id/%s%s", id,
	    n % 10 ? "" : " ");
	buf_fmt(b, "<row r=\"%llu\">", (unsigned long long)row);
	if (n % 20 == 8)
		put_cell_text(b, 'A', row, "à vérifier");
	put_cell_text(b, 'C', row, id);
	put_cell_text(b, 'D', row, k ? "TI" : "IDCC");
	if (!k)
		put_idcc(b, row, &c, i);
	put_cell_text(b, 'F', row, k ? "Accord national du secteur" : c.titre);
	put_cell_text(b, 'G', row, nature(n, k));
	put_cell_text(b, 'H', row, etats[n % 7]);
	put_cell_date(b, 'I', row, 3000 + (unsigned)(n * 1237 % 42000));
	if (n % 3 == 0)
		put_cell_date(b, 'J', row, 45382);
	put_cell_text(b, 'K', row, url);
	buf_str(b, "</row>");
}

void
sample_kali_ccn(const char *dir)
{
	const struct feuille f = { .name = "Feuil1",
		.put_head = put_kali_head,
		.n = world.conventions * PAR_CONVENTION,
		.put = put_kali };

	write_workbook(dir, "kali_ccn/kali.xlsx", &f, 1);
}

/* The list of the DARES: with a hidden sheet without rows, a footnote, and the
 * last possible row. */
static void
put_liste_head(struct buf *b)
{
	static const char *const header[] = { "IDCC",
		"Titre de la convention" };

	put_text_row(b, 'A', 1,
	    (const char *const[]){ "Liste des conventions collectives" }, 1);
	put_text_row(b, 'A', 4, header, 2);
}

static void
put_liste(struct buf *b, uint64_t i, const void *arg)
{
	struct convention c = convention_at(i);
	uint64_t row = i + 5;

	(void)arg;
	if (i == world.conventions) {
		put_text_row(b, 'B', row + 3,
		    (const char *const[]){ "* en cours de restructuration" },
		    1);
		return;
	}
	buf_fmt(b, "<row r=\"%llu\">", (unsigned long long)row);
	if (i % 9 == 4)
		put_cell_number(b, 'A', row, c.idcc);
	else
		put_cell_text(b, 'A', row, c.code);
	put_cell_text(b, 'B', row, c.titre);
	buf_str(b, "</row>");
}

void
sample_dares_ccn(const char *dir)
{
	const struct feuille f[] = {
		{ .name = "Feuil2", .hidden = true },
		{ .name = "Liste IDCC-Publication",
		    .put_head = put_liste_head,
		    .n = world.conventions + 1,
		    .put = put_liste,
		    .last = true },
	};

	write_workbook(dir, "dares_ccn/dares_ccn.xlsx", f, 2);
}

/* Activities: all cells are text; small numbers of firms are hidden, the rest
 * is "Autre". */
#define PAR_ACTIVITE 3

static void
put_passage_head(struct buf *b)
{
	static const char *const header[] = { "apen", "intape", "effarrdiff",
		"idcc", "intidcc", "pctdiff" };

	put_text_row(b, 'A', 2,
	    (const char *const[]){ "Table de passage APE - IDCC" }, 1);
	put_text_row(b, 'A', 7, header, 6);
}

static void
put_passage(struct buf *b, uint64_t n, const void *arg)
{
	uint64_t i = n / PAR_ACTIVITE, k = n % PAR_ACTIVITE;
	struct convention c = convention_at(i * 5 + k);
	const char *cells[6] = { NULL, word_at(&metiers, i) };
	char ape[16];

	(void)arg;
	snprintf(ape, sizeof(ape), "%04uZ", (unsigned)(111 + 7 * i) % 10000);
	cells[0] = ape;
	if (i % 11 == 6) {
		cells[2] = "NON DIFFUSABLE";
	} else {
		cells[2] = "10800";
		cells[3] = k == PAR_ACTIVITE - 1 ? "Autre" : c.code;
		cells[4] =
		    k == PAR_ACTIVITE - 1 ? "Autres conventions" : c.titre;
		cells[5] = k ? "12,5" : "59,7";
	}
	if (!cells[3] && k)
		return;
	put_text_row(b, 'A', n + 8, cells, 6);
}

static void
put_lisez_moi(struct buf *b)
{
	put_text_row(b, 'A', 1, (const char *const[]){ "Lisez-moi" }, 1);
}

void
sample_dares_ape_idcc(const char *dir)
{
	const struct feuille f[] = {
		{ .name = "Lisez-moi", .put_head = put_lisez_moi },
		{ .name = "Dictionnaire de variables" },
		{ .name = "IDCC2021_passageAPEIDCC_diff",
		    .put_head = put_passage_head,
		    .n = world.conventions * 2,
		    .put = put_passage },
	};

	write_workbook(dir, "dares_ape_idcc/dares_ape_idcc.xlsx", f, 3);
}
