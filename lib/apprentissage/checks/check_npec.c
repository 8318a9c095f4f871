/* Checks of the niveaux de prise en charge of the newest file. */
#include "apprentissage/checks/check.h"

/* prise: the pairs of a fiche and a CPNE, with their amounts. */
/* clang-format off */
static const struct check_view views[] = {
	{ { "npec" },
	  "CREATE TEMP TABLE prise AS"
	  " SELECT rowid AS n, filename, rncp, cpne_code,"
	  " doc -> '$.npec' AS npec,"
	  " json_array_length(doc, '$.idcc') AS conventions"
	  " FROM npec.npec_normalized WHERE date_file ="
	  "  (SELECT max(date_file) FROM npec.npec_normalized);"
	  "CREATE INDEX prise_rncp ON prise(rncp)" },
	{ { NULL }, NULL },
};

#define NPEC { "npec" }, "npec_normalized"

static const struct check checks[] = {
	{ "npec-rncp-unknown", CHECK_WARNING,
	  { "npec", "france_competence" }, "npec_normalized",
	  "a fiche with amounts that France compétences does not have",
	  "SELECT filename, rncp, 'CPNE: ' || count(*) AS detail FROM prise"
	  " WHERE rncp NOT IN (SELECT numero_fiche"
	  "  FROM france_competence.france_competence)"
	  " GROUP BY filename, rncp ORDER BY min(n)", NULL },
	{ "npec-cpne-without-idcc", CHECK_WARNING, NPEC,
	  "a CPNE without any known agreement",
	  "SELECT filename, cpne_code, 'fiches: ' || count(*) AS detail"
	  " FROM prise WHERE conventions = 0 GROUP BY filename, cpne_code"
	  " ORDER BY min(n)", NULL },
	{ "npec-zero", CHECK_WARNING, NPEC,
	  "an amount of 0: an empty text",
	  "SELECT filename, rncp, cpne_code, npec AS detail FROM prise"
	  " WHERE EXISTS (SELECT 1 FROM json_each(npec) WHERE value = 0)"
	  " ORDER BY n", NULL },
	{ "npec-several", CHECK_INFO, NPEC,
	  "a fiche and a CPNE with several amounts",
	  "SELECT filename, rncp, cpne_code, npec AS detail FROM prise"
	  " WHERE json_array_length(npec) > 1 ORDER BY n", NULL },
	{ "rncp-without-npec", CHECK_INFO, { "certifications", "npec" },
	  "certifications",
	  "a fiche in force, open to apprenticeship, without amount",
	  "SELECT rncp, format('until %s', paris(max(unixepoch(fin))))"
	  " AS detail FROM certifications.certifications"
	  " WHERE doc ->> '$.type.voie_acces.rncp.apprentissage'"
	  " AND ifnull(unixepoch(fin) >= unixepoch(:now), 1)"
	  " AND doc ->> '$.periode_validite.rncp.actif'"
	  " AND rncp NOT IN (SELECT rncp FROM prise)"
	  " GROUP BY rncp ORDER BY rncp", NULL },
	{ 0 },
};
/* clang-format on */

const struct check_group check_npec_group = { checks, views };
