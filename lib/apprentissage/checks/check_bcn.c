/* Checks of the nomenclatures: BCN, the kit and France Compétences. */
#include <stdio.h>

#include "apprentissage/checks/check.h"
#include "json/js.h"

/* dd/MM/yyyy as yyyyMMdd */
#define JOUR(x)                                                                \
	"substr(" x ", 7, 4) || substr(" x ", 4, 2) || substr(" x ", 1, 2)"

/* clang-format off */
static const struct check_view views[] = {
	{ { "bcn" },
	  "CREATE TEMP TABLE diplome AS"
	  " SELECT 'n_formation_diplome' AS source, FORMATION_DIPLOME AS code,"
	  " NIVEAU_FORMATION_DIPLOME AS niveau, DATE_OUVERTURE AS ouverture,"
	  " DATE_FERMETURE AS fermeture FROM bcn.n_formation_diplome"
	  " UNION ALL SELECT 'n_formation_diplome_enquete_51',"
	  " FORMATION_DIPLOME, NIVEAU_FORMATION_DIPLOME, DATE_OUVERTURE,"
	  " DATE_FERMETURE FROM bcn.n_formation_diplome_enquete_51"
	  " UNION ALL SELECT 'v_formation_diplome', FORMATION_DIPLOME,"
	  " NIVEAU_FORMATION_DIPLOME, DATE_OUVERTURE, DATE_FERMETURE"
	  " FROM bcn.v_formation_diplome;"
	  "CREATE INDEX diplome_code ON diplome(code, source);"
	  "CREATE TEMP VIEW known AS SELECT code FROM diplome"
	  " WHERE source <> 'v_formation_diplome';"
	  "CREATE TEMP VIEW continuite AS"
	  " SELECT value AS ancien, FORMATION_DIPLOME AS nouveau,"
	  " 'ANCIEN_DIPLOMES' AS field"
	  " FROM bcn.n_formation_diplome, json_each(ANCIEN_DIPLOMES)"
	  " UNION SELECT FORMATION_DIPLOME, value, 'NOUVEAU_DIPLOMES'"
	  " FROM bcn.n_formation_diplome, json_each(NOUVEAU_DIPLOMES)" },
	/* eligible: see is_eligible in certif_fiche.c */
	{ { "france_competence" },
	  "CREATE TEMP TABLE fiche AS"
	  " SELECT rowid AS n, numero_fiche, active,"
	  " unixepoch(date_derniere_publication) AS publication,"
	  " doc ->> '$.data.standard' IS NOT NULL AS standard,"
	  " doc ->> '$.data.standard.Date_Fin_Enregistrement' AS fin,"
	  " numero_fiche GLOB 'RNCP*' AND EXISTS (SELECT 1"
	  "  FROM json_each(doc -> '$.data.voies_d_acces') WHERE"
	  "  value ->> 'Si_Jury' IN ('En contrat d’apprentissage',"
	  "  'En contrat de professionnalisation')) AS eligible"
	  " FROM france_competence.france_competence" },
	{ { NULL }, NULL },
};
/* clang-format on */

/* The first C1 control character of s, 0 if there is none. */
static unsigned
control_in(struct str s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p && (p = memchr(p, 0xC2, (size_t)(end - p))) && ++p < end)
		if ((unsigned char)*p >= 0x80 && (unsigned char)*p <= 0x9F)
			return (unsigned char)*p;
	return 0;
}

static void
look_for_control(struct checker *k, const char *table, sqlite3_stmt *s, int i)
{
	unsigned c = control_in(db_text(s, i));
	struct buf *b;
	char detail[32];

	if (!c)
		return;
	b = check_begin(k, table);
	js_put_member(b, sqlite3_column_name(s, 0), db_text(s, 0));
	js_put_member(b, "column", str_of(sqlite3_column_name(s, i)));
	snprintf(detail, sizeof(detail), "U+%04X in the text", c);
	check_end(k, detail);
}

/* All columns of the tables whose texts are published. */
static void
find_control(struct checker *k)
{
	static const char *const query[][2] = {
		{ "n_formation_diplome",
		    "SELECT * FROM bcn.n_formation_diplome ORDER BY rowid" },
		{ "n_formation_diplome_enquete_51",
		    "SELECT * FROM bcn.n_formation_diplome_enquete_51"
		    " ORDER BY rowid" },
		{ "n_niveau_formation_diplome",
		    "SELECT * FROM bcn.n_niveau_formation_diplome"
		    " ORDER BY rowid" },
	};

	for (size_t q = 0; q < sizeof(query) / sizeof(*query); q++) {
		sqlite3_stmt *s = db_prepare(k->d, query[q][1]);
		int n = sqlite3_column_count(s);

		while (db_step(k->d, s))
			for (int i = 0; i < n; i++)
				look_for_control(k, query[q][0], s, i);
		sqlite3_finalize(s);
	}
}

/* clang-format off */
static const struct check checks[] = {
	{ "bcn-duplicate", CHECK_WARNING, { "bcn" }, NULL,
	  "a diploma that occurs more than once in one table",
	  "SELECT source AS \"table\", code AS FORMATION_DIPLOME,"
	  " 'rows: ' || count(*) AS detail FROM diplome"
	  " GROUP BY source, code HAVING count(*) > 1 ORDER BY 1, 2", NULL },
	{ "bcn-n-and-51", CHECK_WARNING, { "bcn" },
	  "n_formation_diplome_enquete_51",
	  "a diploma of N that ENQUETE_51 overrides; its gaps are covered twice",
	  "SELECT DISTINCT code AS FORMATION_DIPLOME,"
	  " 'also in n_formation_diplome' AS detail FROM diplome"
	  " WHERE source = 'n_formation_diplome_enquete_51' AND code IN"
	  " (SELECT code FROM diplome WHERE source = 'n_formation_diplome')"
	  " ORDER BY 1", NULL },
	{ "bcn-v-only", CHECK_WARNING, { "bcn" }, "v_formation_diplome",
	  "a diploma of V_FORMATION_DIPLOME alone: it gives no record",
	  "SELECT DISTINCT code AS FORMATION_DIPLOME,"
	  " 'in no other table' AS detail FROM diplome"
	  " WHERE code NOT IN (SELECT code FROM known) ORDER BY 1", NULL },
	{ "bcn-control-char", CHECK_WARNING, { "bcn" }, NULL,
	  "a text with a C1 control character (windows-1252 read as latin1)",
	  NULL, find_control },
	{ "bcn-niveau-null", CHECK_WARNING, { "bcn" },
	  "n_niveau_formation_diplome", "a level without its code",
	  "SELECT rowid AS row, NIVEAU_INTERMINISTERIEL,"
	  " ifnull(LIBELLE_COURT, 'no label') AS detail"
	  " FROM bcn.n_niveau_formation_diplome"
	  " WHERE NIVEAU_FORMATION_DIPLOME IS NULL ORDER BY rowid", NULL },
	{ "bcn-niveau-rule", CHECK_ERROR, { "bcn" },
	  "n_niveau_formation_diplome",
	  "a level whose first digit is not its niveau interministériel",
	  "SELECT NIVEAU_FORMATION_DIPLOME, 'NIVEAU_INTERMINISTERIEL '"
	  " || NIVEAU_INTERMINISTERIEL AS detail"
	  " FROM bcn.n_niveau_formation_diplome"
	  " WHERE NIVEAU_INTERMINISTERIEL IS NOT"
	  " CASE NIVEAU_FORMATION_DIPLOME WHEN '013' THEN '5'"
	  " ELSE substr(ifnull(NIVEAU_FORMATION_DIPLOME, ''), 1, 1) END"
	  " ORDER BY rowid", NULL },
	{ "bcn-niveau-unknown", CHECK_WARNING, { "bcn" }, NULL,
	  "a diploma whose level is not in the table of levels",
	  "SELECT source AS \"table\", code AS FORMATION_DIPLOME,"
	  " 'level ' || niveau AS detail FROM diplome"
	  " WHERE source <> 'v_formation_diplome' AND NOT EXISTS (SELECT 1"
	  "  FROM bcn.n_niveau_formation_diplome n"
	  "  WHERE n.NIVEAU_FORMATION_DIPLOME = niveau) ORDER BY 1, 2", NULL },
	{ "bcn-periode-inverted", CHECK_WARNING, { "bcn" }, NULL,
	  "a diploma that closes before it opens",
	  "SELECT source AS \"table\", code AS FORMATION_DIPLOME,"
	  " format('from %s to %s', ouverture, fermeture) AS detail"
	  " FROM diplome WHERE source <> 'v_formation_diplome'"
	  " AND " JOUR("ouverture") " > " JOUR("fermeture")
	  " ORDER BY 1, 2", NULL },
	{ "bcn-continuite-unknown", CHECK_INFO, { "bcn" },
	  "n_formation_diplome",
	  "a diploma before or after another that is in no table",
	  "SELECT ancien, nouveau, 'said by ' || field AS detail"
	  " FROM continuite WHERE NOT EXISTS (SELECT 1 FROM diplome"
	  "  WHERE code = ancien) OR NOT EXISTS (SELECT 1 FROM diplome"
	  "  WHERE code = nouveau) ORDER BY 1, 2", NULL },
	{ "bcn-continuite-one-sided", CHECK_INFO, { "bcn" },
	  "n_formation_diplome",
	  "a succession of diplomas that only one of the two declares",
	  "SELECT ancien, nouveau, 'only in ' || field AS detail"
	  " FROM continuite GROUP BY ancien, nouveau HAVING count(*) = 1"
	  " ORDER BY 1, 2", NULL },

	{ "kit-cfd-unknown", CHECK_WARNING, { "kit_apprentissage", "bcn" },
	  "kit_apprentissage", "a CFD of the kit that BCN does not have",
	  "SELECT cfd, format('pairs: %d, the first with %s',"
	  " count(*), min(rncp)) AS detail FROM kit_apprentissage.kit_apprentissage"
	  " WHERE cfd NOT IN (SELECT code FROM diplome)"
	  " GROUP BY cfd ORDER BY cfd", NULL },
	{ "kit-rncp-unknown", CHECK_WARNING,
	  { "kit_apprentissage", "france_competence" }, "kit_apprentissage",
	  "a fiche of the kit that France compétences does not have",
	  "SELECT rncp, format('pairs: %d, the first with %s',"
	  " count(*), min(cfd)) AS detail FROM kit_apprentissage.kit_apprentissage"
	  " WHERE rncp NOT IN (SELECT numero_fiche FROM fiche)"
	  " GROUP BY rncp ORDER BY rncp", NULL },
	{ "kit-cfd-malformed", CHECK_WARNING, { "kit_apprentissage" },
	  "kit_apprentissage",
	  "a CFD of the kit that is not a code, or 00000000 (an empty cell)",
	  "SELECT cfd, format('pairs: %d, the first with %s',"
	  " count(*), min(rncp)) AS detail FROM kit_apprentissage.kit_apprentissage"
	  " WHERE NOT is_cfd(cfd) OR cfd = '00000000'"
	  " GROUP BY cfd ORDER BY cfd", NULL },
	{ "kit-rncp-malformed", CHECK_WARNING, { "kit_apprentissage" },
	  "kit_apprentissage",
	  "a fiche of the kit that is not a code: NR, RNCP30387?",
	  "SELECT rncp, format('pairs: %d, the first with %s',"
	  " count(*), min(cfd)) AS detail FROM kit_apprentissage.kit_apprentissage"
	  " WHERE NOT is_rncp(rncp) GROUP BY rncp ORDER BY rncp", NULL },

	{ "archive-same-date", CHECK_INFO, { "france_competence" }, "archive",
	  "archives of one date: their lists are merged",
	  "SELECT date_publication, group_concat(nom, ', ') AS detail"
	  " FROM (SELECT * FROM france_competence.archive ORDER BY nom)"
	  " GROUP BY unixepoch(date_publication) HAVING count(*) > 1"
	  " ORDER BY unixepoch(date_publication)", NULL },
	{ "fiche-active-without-standard", CHECK_WARNING,
	  { "france_competence" }, "france_competence",
	  "an active fiche without standard part in the newest archive",
	  "SELECT numero_fiche, 'active as it was, standard null' AS detail"
	  " FROM fiche WHERE active AND NOT standard ORDER BY n", NULL },
	{ "fiche-without-standard", CHECK_INFO, { "france_competence" },
	  "france_competence", "a fiche that is not active, without standard",
	  "SELECT numero_fiche, iif(active IS NULL, 'active null',"
	  " 'not active') AS detail FROM fiche"
	  " WHERE active IS NOT 1 AND NOT standard ORDER BY n", NULL },
	{ "fiche-active-expired", CHECK_WARNING, { "france_competence" },
	  "france_competence", "an active fiche whose registration has ended",
	  "SELECT numero_fiche, 'Date_Fin_Enregistrement ' || fin AS detail"
	  " FROM fiche WHERE active AND " JOUR("fin")
	  " < strftime('%Y%m%d', :now) ORDER BY n", NULL },
	{ "fiche-vanished", CHECK_INFO, { "france_competence" },
	  "france_competence", "a fiche that is not in the newest archive",
	  "SELECT numero_fiche, format('last seen on %s%s', paris(publication),"
	  " iif(active, ', active then', '')) AS detail FROM fiche"
	  " WHERE publication < (SELECT max(unixepoch(date_publication))"
	  "  FROM france_competence.archive) ORDER BY n", NULL },
	{ "fiche-v-only", CHECK_WARNING,
	  { "france_competence", "kit_apprentissage", "bcn" },
	  "france_competence",
	  "a fiche open to apprenticeship that gives no record: see bcn-v-only",
	  "SELECT numero_fiche, 'its CFD are in V_FORMATION_DIPLOME alone: '"
	  " || group_concat(cfd, ', ') AS detail FROM fiche"
	  " JOIN kit_apprentissage.kit_apprentissage ON rncp = numero_fiche"
	  " WHERE eligible GROUP BY n HAVING max(cfd IN (SELECT code FROM known)"
	  "  OR cfd NOT IN (SELECT code FROM diplome)) = 0 ORDER BY n", NULL },
	{ 0 },
};
/* clang-format on */

const struct check_group check_bcn_group = { checks, views };
