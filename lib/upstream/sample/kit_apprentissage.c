/* The kit's history as CSV, and the answers of its API. */
#include <stdio.h>

#include "upstream/sample/sample.h"
#include "json/js.h"

/* The headers of the successive versions. */
static const struct version {
	const char *name, *head;
	unsigned version, columns;
} versions[] = {
	{ "Kit apprentissage et RNCP v1.0.csv",
	    "CodeDiplome;Intitulé Diplôme;CodeRNCP;Niveau2019;type Diplôme\n",
	    0, 5 },
	{ "Kit apprentissage et RNCP v1.3.csv",
	    "Code Diplome;Intitulé certification;Code RNCP;"
	    "Niveau de formation;type Diplôme;Dernière MaJ\n",
	    1, 6 },
	{ "Kit apprentissage et RNCP v1.8.csv",
	    "Code Diplôme;Intitulé certification;Code RNCP;"
	    "Niveau de formation;type Diplôme;Dernière MaJ;"
	    "Fiche RNCP active/inactive\n",
	    2, 7 },
	{ "Kit apprentissage et RNCP v2.4.csv",
	    "Code Diplôme;Intitulé diplôme (DEPP);Fiche RNCP;"
	    "Niveau fiche RNCP;Abrégé de diplôme (RNCP);Dernière MaJ;"
	    "Accès à l'apprentissage de la fiche RNCP (oui/non);"
	    "Date d'échéance de la fiche RNCP;Fiche ACTIVE/INACTIVE\n",
	    3, 9 },
	{ "Kit apprentissage et RNCP v3.0.csv",
	    "Code Diplôme;Intitulé diplôme (DEPP);FicheRNCP;"
	    "Niveau fiche RNCP;Abrégé de diplôme (RNCP);Dernière MaJ;"
	    "Accès à l'apprentissage de la fiche RNCP (oui/non);"
	    "Date d'échéance de la fiche RNCP;Fiche ACTIVE/INACTIVE\n",
	    4, 9 },
};

/* Leading zeros are lost to spreadsheets, except in the first version. */
static const char *
cfd_brut(const char *cfd, unsigned version)
{
	return version && cfd[0] == '0' ? cfd + 1 : cfd;
}

static void
put_paire(struct buf *b, uint64_t i, const void *arg)
{
	const struct version *v = arg;
	struct buf intitule = { 0 };
	char cfd[9], rncp[12];

	if (!paire_in(i, v->version) || !paire_at(i, cfd, rncp))
		return;
	put_kit_intitule(&intitule, i);
	buf_str(b, i % 29 == 7 ? " " : ""); /* blanks around a code */
	buf_str(b, cfd_brut(cfd, v->version));
	buf_byte(b, ';');
	if (i % 3 == 0)
		put_quoted(b, buf_view(&intitule).p);
	else
		buf_str(b, word_at(&metiers, i / 4));
	buf_fmt(b, ";%s%s;niveau%u;CAP", rncp, i % 29 == 8 ? " " : "",
	    (unsigned)(i % 6 + 3));
	if (v->columns > 5)
		buf_fmt(b, ";v%u.0", v->version + 1);
	if (v->columns == 9)
		buf_str(b, i % 5 ? ";oui;31/08/2026" : ";non;");
	if (v->columns > 6)
		buf_str(b, i % 4 ? ";ACTIVE" : ";INACTIVE");
	buf_byte(b, '\n');
	if (i % 31 == 2) /* the same pair on two lines */
		buf_fmt(b, "%s;doublon;%s%.*s\n", cfd, rncp,
		    (int)v->columns - 3, ";;;;;;");
	buf_free(&intitule);
}

/* Cells without a code are dropped, except an empty CFD, kept as 00000000. */
static const char *
codes_absents(unsigned columns)
{
	switch (columns) {
	case 5:
		return "SQWQ;sans code;RNCP200;niveau3;\n"
		       "NR;sans code;RNCP201;;\n;sans code;RNCP202;;\n"
		       "99910001;sans fiche;;;\n";
	case 6:
		return "sqwq;en minuscules;NR;niveau3;;\n";
	default:
		return "";
	}
}

static void
put_json(struct buf *b, const char *cfd, const char *rncp, uint64_t i)
{
	buf_byte(b, '{');
	json_text(b, "cfd", cfd);
	json_text(b, "rncp", rncp);
	json_text(b, "intitule_diplome", word_at(&metiers, i / 4));
	json_text(b, "niv_fiche_RNCP", i % 2 ? "niveau4" : "niveau3");
	json_text(b, "abrege_diplome", i % 5 ? "CAP" : NULL);
	json_text(b, "derniere_maj", "2025-09-01");
	json_text(b, "acces_apprentissage", i % 5 ? "oui" : "non");
	json_text(b, "etat_fiche", i % 4 ? "ACTIVE" : "INACTIVE");
	buf_str(b, "}\n");
}

/* The API's values are stored unchanged: null and "" are skipped, and a blank
 * before a code makes it another code. */
static void
put_api(struct buf *b, uint64_t i, const void *arg)
{
	char cfd[9], rncp[12], blank[12];

	(void)arg;
	if (!paire_in(i, VERSIONS) || !paire_at(i, cfd, rncp))
		return;
	put_json(b, cfd, rncp, i);
	if (i % 101 == 16) {
		snprintf(blank, sizeof(blank), " %s", cfd);
		put_json(b, blank, rncp, i);
	} else if (i % 101 == 20) {
		put_json(b, NULL, rncp, i);
	} else if (i % 101 == 24) {
		put_json(b, cfd, "", i);
	}
}

void
sample_kit_apprentissage(const char *dir)
{
	char name[96];

	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		snprintf(name, sizeof(name), "kit_apprentissage/history/%s",
		    versions[i].name);
		write_rows(dir, name,
		    &(struct rows){ versions[i].head, paires(), put_paire,
			&versions[i], codes_absents(versions[i].columns),
			UTF_8 });
	}
	sample_kit_xlsx(dir);
	write_rows(dir, "kit_apprentissage/api.ndjson",
	    &(struct rows){ .n = paires(), .put = put_api });
}
