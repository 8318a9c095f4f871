/*
 * NPEC: three of the workbooks in which France compétences published, over the
 * years, the amounts at which contracts are paid: an old layout by diplomas,
 * one in an archive, and the present one, which is large.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "upstream/sample/sample.h"

#define F2 "vf_referentiel_avec_idcc_oct_2019.xlsx"
#define F7 "Référentiel-NPEC-_01092022-1.zip"
#define F7_URL "R%C3%A9f%C3%A9rentiel-NPEC-_01092022-1.zip"
#define F7_INNER "Référentiel NPEC - 01092022.xlsx"
#define F8 "Referentiel-des-NPEC-2024-2025.xlsx"

#define BLOCK 65536
#define INTO "npec/"
#define SITE "https://www.francecompetences.fr/app/uploads/"

static const char resources[] =
    "{\"file\":\"" F8 "\",\"url\":\"" SITE "2024/07/" F8 "\","
    "\"title\":\"Référentiel des NPEC 2024-2025\",\"description\":"
    "\"Applicable aux contrats conclus à compter du 15 juillet 2024\","
    "\"file_date\":\"2024-07-17T22:00:00.000Z\"}\n"
    "{\"file\":\"" F7 "\",\"url\":\"" SITE "2022/09/" F7_URL "\","
    "\"title\":\"Référentiel des NPEC 2022\",\"description\":"
    "\"Applicable aux contrats conclus à compter du 1er septembre 2022\","
    "\"file_date\":\"2022-08-31T22:00:00.000Z\"}\n"
    "{\"file\":\"" F2 "\",\"url\":\"" SITE "2019/10/" F2 "\","
    "\"title\":\"Référentiel des NPEC 2019\",\"description\":"
    "\"Avec les codes IDCC\","
    "\"file_date\":\"2019-10-21T22:00:00.000Z\"}\n";

/* Amount k of fiche or diploma i. */
struct montant {
	unsigned cpne; /* from 1 */
	char code[16], cpne_libelle[96];
	unsigned euros;
	const char *statut;
};

static struct montant
montant_at(uint64_t i, uint64_t k)
{
	struct rng r = rng_at(A_NPEC, i * world.montants + k);
	struct montant m = { .cpne = 1 + (unsigned)((i + k) % world.cpnes) };

	snprintf(m.code, sizeof(m.code), "%u", m.cpne);
	snprintf(m.cpne_libelle, sizeof(m.cpne_libelle), "CPNE %s",
	    word_at(&metiers, m.cpne));
	m.euros = rng_between(&r, 40, 120) * 100;
	m.statut = rng_percent(&r, 70) ? "CPNE" : "A";
	return m;
}

/* As typed by hand: a number, or a text with blanks and a euro sign. */
static void
put_euros(struct buf *b, char column, uint64_t row, unsigned euros)
{
	char text[32];

	if (euros % 700) {
		put_cell_number(b, column, row, euros);
		return;
	}
	snprintf(
	    text, sizeof(text), " %u\u00A0%03u € ", euros / 1000, euros % 1000);
	put_cell_text(b, column, row, text);
}

static void
begin_row(struct buf *b, uint64_t row)
{
	buf_fmt(b, "<row r=\"%llu\">", (unsigned long long)row);
}

static bool
is_concerned(const struct fiche *f)
{
	return !f->rs && f->apprentissage;
}

/* The fiche's number: alone, with that of its successor, or as a number. */
static void
put_rncp(struct buf *b, uint64_t row, const struct fiche *f, uint64_t i)
{
	char both[32];

	if (i % 9 == 2 && !strncmp(f->nouvelle, "RNCP", 4)) {
		snprintf(both, sizeof(both), "%s/%s", f->numero, f->nouvelle);
		put_cell_text(b, 'A', row, both);
	} else if (i % 31 == 4) {
		put_cell_number(b, 'A', row, (unsigned)atoi(f->numero + 4));
	} else {
		put_cell_text(b, 'A', row, f->numero);
	}
}

/* The present layout: rows from 5 on, with gaps for fiches without amount. */
static void
put_row_8(struct buf *b, uint64_t at, const void *arg)
{
	uint64_t i = at / world.montants, k = at % world.montants;
	struct fiche f = fiche_at(i);
	struct montant m = montant_at(i, k);

	(void)arg;
	if (!is_concerned(&f))
		return;
	begin_row(b, at + 5);
	put_rncp(b, at + 5, &f, i);
	put_cell_text(b, 'B', at + 5, f.metier);
	put_cell_text(b, 'C', at + 5, i % 6 ? "MINISTÈRE & PARTENAIRES" : "NR");
	put_cell_text(b, 'D', at + 5, i % 4 ? "Titre" : "NC");
	if (i % 2)
		put_cell_number(b, 'E', at + 5, m.cpne);
	else
		put_cell_text(b, 'E', at + 5, m.code);
	put_cell_text(b, 'F', at + 5, m.cpne_libelle);
	if (at % 29 == 3)
		put_cell_text(b, 'G', at + 5, "NC");
	else
		put_euros(b, 'G', at + 5, m.euros);
	put_cell_text(b, 'H', at + 5, m.statut);
	put_cell_date(b, 'I', at + 5, at % 3 ? 45488 : 45292);
	buf_str(b, "</row>");
}

/* One procedure per row; the code of that of 2019 may be missing. */
static void
put_row_7(struct buf *b, uint64_t at, const void *arg)
{
	uint64_t i = at / world.montants;
	struct fiche f = fiche_at(i);
	struct montant m = montant_at(i, at % world.montants);
	bool ancienne = at % 23 == 5;

	(void)arg;
	if (!is_concerned(&f))
		return;
	begin_row(b, at + 5);
	if (!ancienne)
		put_rncp(b, at + 5, &f, i);
	put_cell_text(b, 'B', at + 5, f.metier);
	put_cell_text(b, 'C', at + 5, "NR");
	put_cell_text(b, 'D', at + 5, "Titre");
	put_cell_text(b, 'E', at + 5, m.code);
	put_cell_text(b, 'F', at + 5, m.cpne_libelle);
	put_euros(b, 'G', at + 5, m.euros + 100);
	put_cell_text(b, 'H', at + 5, m.statut);
	put_cell_number(b, 'I', at + 5, ancienne ? 2019 : 2022);
	buf_str(b, "</row>");
}

/* The layout of 2019: diplomas, whose codes have become numbers. */
static void
put_row_2(struct buf *b, uint64_t i, const void *arg)
{
	struct diplome d = diplome_at(T_N, i);
	struct montant m = montant_at(i, 0);
	char idcc[8];

	(void)arg;
	snprintf(idcc, sizeof(idcc), "%04u", 10 * m.cpne);
	begin_row(b, i + 3);
	if (strspn(d.cfd, "0123456789") == 8)
		put_cell_number(b, 'A', i + 3, (unsigned)atoi(d.cfd));
	else
		put_cell_text(b, 'A', i + 3, d.cfd);
	put_cell_text(b, 'B', i + 3, d.metier);
	put_cell_text(b, 'C', i + 3, m.code);
	put_cell_text(b, 'D', i + 3, m.cpne_libelle);
	put_cell_text(b, 'E', i + 3, idcc);
	put_euros(b, 'F', i + 3, m.euros);
	put_cell_text(b, 'G', i + 3, "D");
	buf_str(b, "</row>");
}

/* The two conventions of a CPNE, from row 4 on; the last CPNE has none. */
static void
put_idcc(struct buf *b, uint64_t at, const void *arg)
{
	struct montant m = montant_at(at / 2, 0);
	char idcc[8];

	(void)arg;
	begin_row(b, at + 4);
	put_cell_text(b, 'A', at + 4, m.code);
	put_cell_text(b, 'B', at + 4, m.cpne_libelle);
	snprintf(idcc, sizeof(idcc), "%04u", 10 * m.cpne);
	if (at % 2)
		put_cell_number(b, 'C', at + 4, 10 * m.cpne + 1);
	else
		put_cell_text(b, 'C', at + 4, idcc);
	buf_str(b, "</row>");
}

static void
put_notice(struct buf *b)
{
	static const char *const notice[] = { "Clé de lecture" };

	put_text_row(b, 'A', 2, notice, 1);
}

/* A title, and the header. */
static void
put_head(struct buf *b, uint64_t row, const char *const *header, unsigned n)
{
	static const char *const title[] = { "Référentiel des NPEC" };

	put_text_row(b, 'A', 1, title, 1);
	put_text_row(b, 'A', row, header, n);
}

static void
put_head_8(struct buf *b)
{
	static const char *const header[] = { "Code RNCP",
		"Libellé de la formation",
		"Certificateur*\n(liste non exhaustive)", "Libellé du Diplôme",
		"Code CPNE", "CPNE", "NPEC final", "Statut",
		"Date d'applicabilité des NPEC**\n(cf. décret)" };

	put_head(b, 4, header, 9);
}

static void
put_head_7(struct buf *b)
{
	static const char *const header[] = { "Code RNCP",
		"Libellé de la formation", "Certificateur",
		"Libellé du Diplôme", "Code CPNE", "CPNE", "NPEC final",
		"Statut", "Procédure" };

	put_head(b, 4, header, 9);
}

static void
put_head_2(struct buf *b)
{
	static const char *const header[] = { "Code la formation",
		"Libellé de la formation", "Code CPNE", "Libellé CPNE",
		"Code IDCC", "Valeur finale", "Statut" };

	put_head(b, 2, header, 7);
}

static void
put_head_idcc(struct buf *b)
{
	static const char *const header[] = { "Code CPNE", "Intitulé CPNE",
		"IDCC" };

	put_head(b, 3, header, 3);
}

static void
write_8(const char *dir)
{
	const struct feuille f[] = {
		{ .name = "Onglet 2 - global", .put_head = put_notice },
		{ .name = "Me lire", .put_head = put_notice },
		{ .name = "Onglet 3 - référentiel NPEC",
		    .put_head = put_head_8,
		    .n = world.fiches * world.montants,
		    .put = put_row_8,
		    .last = true },
		{ .name = "Onglet 4 - CPNE-IDCC",
		    .put_head = put_head_idcc,
		    .n = 2 * (world.cpnes - 1),
		    .put = put_idcc },
	};

	write_workbook(dir, INTO F8, f, 4);
}

static void
put_block(struct buf *b, uint64_t i, const void *arg)
{
	char block[BLOCK];
	ssize_t n = pread(*(const int *)arg, block, BLOCK, (off_t)(i * BLOCK));

	if (n < 0)
		die("read a workbook again:");
	buf_add(b, block, (size_t)n);
}

/* Replaces a file by an archive that contains it. */
static void
pack(const char *dir, const char *name, const char *archive)
{
	char *path = xasprintf("%s/%s", dir, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0 || unlink(path) < 0)
		die("%s:", path);
	const struct member m = { strrchr(path, '/') + 1,
		{ NULL, ((uint64_t)st.st_size + BLOCK - 1) / BLOCK, put_block,
		    &fd, NULL, UTF_8 } };
	write_zip(dir, archive, &m, 1, NAMES_UTF_8);
	close(fd);
	free(path);
}

/* The workbook that is in an archive. */
static void
write_7(const char *dir)
{
	const struct feuille f[] = {
		{ .name = "Lisez-moi", .put_head = put_notice },
		{ .name = "Onglet 3 - référentiel NPEC",
		    .put_head = put_head_7,
		    .n = world.fiches * world.montants / 4,
		    .put = put_row_7 },
		{ .name = "Onglet 4 - CPNE-IDCC",
		    .put_head = put_head_idcc,
		    .n = 2 * (world.cpnes - 1),
		    .put = put_idcc },
	};

	write_workbook(dir, INTO F7_INNER, f, 3);
	pack(dir, INTO F7_INNER, INTO F7);
}

static void
write_2(const char *dir)
{
	const struct feuille f[] = {
		{ .name = "Lisez-moi", .put_head = put_notice },
		{ .name = "Onglet 3 - par formation-CPNE",
		    .put_head = put_head_2,
		    .n = world.n,
		    .put = put_row_2 },
		{ .name = "Onglet 4 - IDCC-CPNE",
		    .put_head = put_head_idcc,
		    .n = 2 * (world.cpnes - 1),
		    .put = put_idcc },
	};

	write_workbook(dir, INTO F2, f, 3);
}

void
sample_npec(const char *dir)
{
	write_8(dir);
	write_7(dir);
	write_2(dir);
	write_rows(
	    dir, INTO "resources.ndjson", &(struct rows){ .head = resources });
}
