/* Checks of ACCE, and of the UAI that organismes have from elsewhere. */
#include "apprentissage/checks/check.h"

/* clang-format off */
static const struct check_view views[] = {
	{ { "acce" },
	  "CREATE TEMP VIEW label AS"
	  " SELECT 'nature_uai' AS column, nature_uai AS code,"
	  "  nature_uai_libe AS label FROM acce.acce_uai"
	  " UNION ALL SELECT 'type_uai', type_uai, type_uai_libe"
	  "  FROM acce.acce_uai"
	  " UNION ALL SELECT 'etat_etablissement', etat_etablissement,"
	  "  etat_etablissement_libe FROM acce.acce_uai"
	  " UNION ALL SELECT 'secteur_public_prive', secteur_public_prive,"
	  "  secteur_public_prive_libe FROM acce.acce_uai" },
	{ { NULL }, NULL },
};

#define ACCE { "acce" }, "acce_uai"

static const struct check checks[] = {
	{ "acce-duplicate", CHECK_WARNING, ACCE,
	  "a UAI that occurs more than once in ACCE",
	  "SELECT numero_uai, 'rows: ' || count(*) AS detail"
	  " FROM acce.acce_uai GROUP BY numero_uai HAVING count(*) > 1"
	  " ORDER BY 1", NULL },
	{ "acce-uai-malformed", CHECK_WARNING, ACCE,
	  "an invalid UAI in ACCE",
	  "SELECT numero_uai, 'wrong form or key' AS detail"
	  " FROM acce.acce_uai WHERE uai(numero_uai) IS NOT numero_uai"
	  " ORDER BY rowid", NULL },
	{ "acce-ouverture-text", CHECK_INFO, ACCE,
	  "an opening date that is the text null or undefined",
	  "SELECT numero_uai, date_ouverture AS detail FROM acce.acce_uai"
	  " WHERE date_ouverture IN ('null', 'undefined') ORDER BY rowid",
	  NULL },
	{ "acce-label-differs", CHECK_WARNING, ACCE,
	  "a code of ACCE with several labels",
	  "SELECT column, code, group_concat(DISTINCT label) AS detail"
	  " FROM (SELECT DISTINCT * FROM label ORDER BY 1, 2, 3)"
	  " GROUP BY column, code HAVING count(*) > 1 ORDER BY 1, 2", NULL },
	{ "organisme-uai-unknown", CHECK_WARNING, { "organismes", "acce" },
	  "organisme", "présent, but its UAI is not in ACCE",
	  "SELECT siret, uai, raison_sociale AS detail"
	  " FROM organismes.organisme WHERE statut = 'présent'"
	  " AND uai IS NOT NULL AND NOT EXISTS (SELECT 1 FROM acce.acce_uai"
	  "  WHERE numero_uai = uai) ORDER BY organisme.rowid", NULL },
	{ "organisme-uai-closed", CHECK_WARNING, { "organismes", "acce" },
	  "organisme", "présent, but ACCE says that its UAI is closed",
	  "SELECT DISTINCT siret, uai, 'closed on ' || ifnull(date_fermeture,"
	  " 'an unknown day') AS detail FROM organismes.organisme o"
	  " JOIN acce.acce_uai ON numero_uai = uai WHERE statut = 'présent'"
	  " AND etat_etablissement_libe = 'Fermé' ORDER BY o.rowid", NULL },
	{ 0 },
};
/* clang-format on */

const struct check_group check_acce_group = { checks, views };
