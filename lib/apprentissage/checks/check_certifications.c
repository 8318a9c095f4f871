/* Checks of the certifications: their periods, and what has no other side. */
#include "apprentissage/checks/check.h"

#define EVER "9000000000000000"
#define FROM(x) "ifnull(unixepoch(" x "), -" EVER ")"
#define TO(x) "ifnull(unixepoch(" x "), " EVER ")"

/* lo and hi: the period in seconds, both bounds inclusive. Inverted periods
 * cover nothing. */
/* clang-format off */
static const struct check_view views[] = {
	{ { "certifications" },
	  "CREATE TEMP TABLE certification AS"
	  " SELECT rowid AS n, cfd, rncp, debut, fin,"
	  " " FROM("debut") " AS lo, " TO("fin") " AS hi,"
	  " " FROM("doc ->> '$.periode_validite.cfd.ouverture'") " AS cfd_lo,"
	  " " TO("doc ->> '$.periode_validite.cfd.fermeture'") " AS cfd_hi,"
	  " " FROM("doc ->> '$.periode_validite.rncp.activation'")
	  "  AS rncp_lo,"
	  " " TO("doc ->> '$.periode_validite.rncp.fin_enregistrement'")
	  "  AS rncp_hi,"
	  " doc ->> '$.intitule.niveau.cfd.europeen' AS niveau_cfd,"
	  " doc ->> '$.intitule.niveau.rncp.europeen' AS niveau_rncp,"
	  " doc ->> '$.intitule.niveau.cfd.libelle' ="
	  "  doc ->> '$.type.nature.cfd.libelle' AS libelle,"
	  " EXISTS (SELECT 1 FROM json_each(doc -> '$.continuite.rncp')"
	  "  WHERE value ->> 'code' = rncp) AS listed"
	  " FROM certifications.certifications;"
	  "CREATE INDEX certification_cfd ON certification(cfd);"
	  "CREATE INDEX certification_rncp ON certification(rncp)" },
	{ { NULL }, NULL },
};

/* A code all of whose records lack the other side; past: no longer in force at
 * :now. */
#define ORPHAN(side, other, past)                                              \
	"SELECT " side ", format('from %s to %s', paris(min(lo)),"             \
	" paris(max(hi))) AS detail FROM certification"                        \
	" WHERE " side " IS NOT NULL GROUP BY " side                           \
	" HAVING count(" other ") = 0 AND (max(hi) < unixepoch(:now)) = " past \
	" ORDER BY " side

/* A record without the other side whose period another record covers. Two
 * records with the same bounds are reported as certification-duplicate
 * instead. */
#define DOUBLY(side, other)                                                    \
	"SELECT a.cfd, a.rncp, a.debut, a.fin, format('records: %d, the first" \
	" with %s', count(*), ifnull(min(b." other "), 'no other side'))"      \
	" AS detail FROM certification a JOIN certification b"                 \
	" ON b." side " = a." side " AND b.n <> a.n AND b.lo <= a.hi"          \
	" AND b.hi >= a.lo AND b.lo <= b.hi"                                   \
	" WHERE a." other " IS NULL AND a.lo <= a.hi"                          \
	" AND (b." other " IS NOT NULL OR b.lo <> a.lo OR b.hi <> a.hi)"       \
	" GROUP BY a.n ORDER BY a.n"

/* A part of a code's own period that no record covers. Inverted periods leave
 * a gap of one second, which is tolerated. */
#define UNCOVERED(side)                                                        \
	"WITH r AS (SELECT " side ", lo, hi, max(hi) OVER (PARTITION BY " side \
	"  ORDER BY lo, hi ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"  \
	"  AS until FROM certification WHERE " side " IS NOT NULL"             \
	"  AND lo <= hi),"                                                     \
	" t AS (SELECT " side ", min(" side "_lo) AS lo, max(" side "_hi)"     \
	"  AS hi FROM certification WHERE cfd IS NOT NULL"                     \
	"  AND rncp IS NOT NULL GROUP BY " side "),"                           \
	" gap AS (SELECT " side ", until + 1 AS lo, lo - 1 AS hi FROM r"       \
	"  WHERE lo > until + 2 UNION ALL SELECT " side ", t.lo,"              \
	"  min(r.lo) - 1 FROM t JOIN r USING (" side ") WHERE t.lo <= t.hi"    \
	"  GROUP BY " side " HAVING min(r.lo) > t.lo + 1"                      \
	"  UNION ALL SELECT " side ", max(r.hi) + 1, t.hi FROM t JOIN r"       \
	"  USING (" side ") WHERE t.lo <= t.hi GROUP BY " side                 \
	"  HAVING max(r.hi) < t.hi - 1)"                                       \
	" SELECT " side ", format('nothing from %s to %s', paris(lo),"         \
	" paris(hi)) AS detail FROM gap ORDER BY " side ", lo"

#define CERTIFICATIONS { "certifications" }, "certifications"

static const struct check checks[] = {
	{ "cfd-orphan", CHECK_WARNING, CERTIFICATIONS,
	  "a diploma in force without any fiche",
	  ORPHAN("cfd", "rncp", "0"), NULL },
	{ "cfd-orphan-past", CHECK_INFO, CERTIFICATIONS,
	  "a diploma no longer in force without any fiche",
	  ORPHAN("cfd", "rncp", "1"), NULL },
	{ "rncp-orphan", CHECK_WARNING, CERTIFICATIONS,
	  "a fiche in force without any diploma",
	  ORPHAN("rncp", "cfd", "0"), NULL },
	{ "rncp-orphan-past", CHECK_INFO, CERTIFICATIONS,
	  "a fiche no longer in force without any diploma",
	  ORPHAN("rncp", "cfd", "1"), NULL },
	{ "certification-duplicate", CHECK_WARNING, CERTIFICATIONS,
	  "records of the same pair and period",
	  "SELECT cfd, rncp, debut, fin, format('records: %d', count(*))"
	  " AS detail FROM certification GROUP BY cfd, rncp, debut, fin"
	  " HAVING count(*) > 1 ORDER BY min(n)", NULL },
	{ "certification-periode-inverted", CHECK_WARNING, CERTIFICATIONS,
	  "a validity that ends before it begins",
	  "SELECT cfd, rncp, debut, fin, iif(lo - hi = 1, 'by a second',"
	  " format('by %d days', (lo - hi + 86399) / 86400)) AS detail"
	  " FROM certification WHERE lo > hi ORDER BY n", NULL },
	{ "cfd-doubly-covered", CHECK_WARNING, CERTIFICATIONS,
	  "a period of a diploma without fiche that another record covers",
	  DOUBLY("cfd", "rncp"), NULL },
	{ "rncp-doubly-covered", CHECK_WARNING, CERTIFICATIONS,
	  "a period of a fiche without diploma that another record covers",
	  DOUBLY("rncp", "cfd"), NULL },
	{ "cfd-uncovered", CHECK_ERROR, CERTIFICATIONS,
	  "a part of a diploma's own period that no record covers",
	  UNCOVERED("cfd"), NULL },
	{ "rncp-uncovered", CHECK_ERROR, CERTIFICATIONS,
	  "a part of a fiche's own period that no record covers",
	  UNCOVERED("rncp"), NULL },
	{ "cfd-two-fiches", CHECK_INFO, CERTIFICATIONS,
	  "a diploma with two fiches at a time",
	  "SELECT a.cfd, a.rncp, format('%s too, from %s to %s', b.rncp,"
	  " paris(max(a.lo, b.lo)), paris(min(a.hi, b.hi))) AS detail"
	  " FROM certification a JOIN certification b ON b.cfd = a.cfd"
	  " AND b.rncp > a.rncp AND b.lo <= a.hi AND b.hi >= a.lo"
	  " AND b.lo <= b.hi WHERE a.lo <= a.hi ORDER BY a.n, b.n", NULL },
	{ "niveau-differs", CHECK_WARNING, CERTIFICATIONS,
	  "a diploma and a fiche of two European levels",
	  "SELECT cfd, rncp, format('diploma %s, fiche %s', niveau_cfd,"
	  " niveau_rncp) AS detail FROM certification"
	  " WHERE niveau_cfd <> niveau_rncp ORDER BY n", NULL },
	{ "niveau-libelle", CHECK_INFO, CERTIFICATIONS,
	  "the label of the level is that of the nature",
	  "SELECT 'records: ' || count(*) AS detail FROM certification"
	  " WHERE libelle HAVING count(*) > 0", NULL },
	{ "continuite-without-self", CHECK_INFO, CERTIFICATIONS,
	  "a fiche outside apprenticeship: not in its own continuity list",
	  "SELECT rncp, 'records: ' || count(*) AS detail"
	  " FROM certification WHERE rncp IS NOT NULL AND NOT listed"
	  " GROUP BY rncp ORDER BY rncp", NULL },
	{ 0 },
};
/* clang-format on */

const struct check_group check_certifications_group = { checks, views };
