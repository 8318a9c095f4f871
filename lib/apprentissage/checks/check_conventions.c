/* Checks of the agreements: KALI, and the two lists of the DARES. */
#include "apprentissage/checks/check.h"

/* k: the agreements that have a number. */
/* clang-format off */
static const struct check_view views[] = {
	{ { "kali_ccn" },
	  "CREATE TEMP TABLE k AS"
	  " SELECT rowid AS n, id, idcc, titre,"
	  " doc ->> '$.etat' AS etat, unixepoch(doc ->> '$.debut') AS debut,"
	  " unixepoch(doc ->> '$.fin') AS fin FROM kali_ccn.kali_ccn"
	  " WHERE type = 'IDCC';"
	  "CREATE INDEX k_idcc ON k(idcc)" },
	{ { NULL }, NULL },
};

#define KALI { "kali_ccn" }, "kali_ccn"
#define DARES { "dares_ccn" }, "dares_ccn"

static const struct check checks[] = {
	{ "kali-idcc-zero", CHECK_WARNING, KALI,
	  "an agreement of KALI whose number is 0: an empty cell",
	  "SELECT id, titre AS detail FROM k WHERE idcc = 0 ORDER BY n", NULL },
	{ "kali-periode-inverted", CHECK_WARNING, KALI,
	  "an agreement that ends before it begins",
	  "SELECT id, idcc, format('from %s to %s', paris(debut), paris(fin))"
	  " AS detail FROM k WHERE debut > fin ORDER BY n", NULL },
	{ "kali-vigueur-ended", CHECK_WARNING, KALI,
	  "an agreement marked as in force whose end date has passed",
	  "SELECT id, idcc, format('%s, ended on %s', etat, paris(fin))"
	  " AS detail FROM k WHERE etat GLOB 'VIGUEUR*'"
	  " AND fin < unixepoch(:now) ORDER BY n", NULL },
	{ "kali-dares-unknown", CHECK_INFO, { "kali_ccn", "dares_ccn" },
	  "kali_ccn", "an agreement in force that the DARES does not list",
	  "SELECT id, idcc, titre AS detail FROM k WHERE idcc <> 0"
	  " AND etat GLOB 'VIGUEUR*' AND idcc NOT IN"
	  " (SELECT idcc FROM dares_ccn.dares_ccn) ORDER BY n", NULL },
	{ "dares-ccn-zero", CHECK_INFO, DARES,
	  "an agreement of number 0: a footnote of the list",
	  "SELECT rowid AS row, titre AS detail FROM dares_ccn.dares_ccn"
	  " WHERE idcc = 0 ORDER BY rowid", NULL },
	{ "dares-ccn-duplicate", CHECK_WARNING, DARES,
	  "a number that occurs more than once in the list of the DARES",
	  "SELECT idcc, 'rows: ' || count(*) AS detail"
	  " FROM dares_ccn.dares_ccn WHERE idcc <> 0 GROUP BY idcc"
	  " HAVING count(*) > 1 ORDER BY idcc", NULL },
	{ "dares-ccn-kali-unknown", CHECK_WARNING,
	  { "dares_ccn", "kali_ccn" }, "dares_ccn",
	  "an agreement of the DARES that KALI does not have",
	  "SELECT idcc, titre AS detail FROM dares_ccn.dares_ccn"
	  " WHERE idcc <> 0 AND idcc NOT IN (SELECT idcc FROM k)"
	  " ORDER BY rowid", NULL },
	{ "dares-ape-unknown", CHECK_WARNING,
	  { "dares_ape_idcc", "dares_ccn" }, "dares_ape_idcc",
	  "an agreement of an APE code that the DARES does not list",
	  "SELECT idcc, 'APE ' || group_concat(naf) AS detail"
	  " FROM (SELECT * FROM dares_ape_idcc.dares_ape_idcc ORDER BY naf)"
	  " WHERE idcc NOT IN (SELECT idcc FROM dares_ccn.dares_ccn)"
	  " GROUP BY idcc ORDER BY idcc", NULL },
	{ 0 },
};
/* clang-format on */

const struct check_group check_conventions_group = { checks, views };
