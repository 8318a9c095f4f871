/* Checks of the référentiel, of the registers' answers and of the organismes.
 */
#include "apprentissage/checks/check.h"

/* clang-format off */
static const struct check_view views[] = {
	{ { "referentiel" },
	  "CREATE TEMP TABLE reference AS"
	  " SELECT rowid AS n, siret AS raw, siret(siret) AS siret,"
	  " uai AS raw_uai, uai(uai) AS uai,"
	  " doc -> '$.uai_potentiels' AS potentiels,"
	  " doc -> '$._meta.anomalies' AS anomalies"
	  " FROM referentiel.referentiel" },
	{ { "organismes" },
	  "CREATE TEMP TABLE o AS"
	  " SELECT rowid AS n, siret, uai, statut, raison_sociale,"
	  " doc ->> '$.etablissement.ouvert' AS ouvert,"
	  " doc ->> '$.unite_legale.actif' AS actif,"
	  " doc ->> '$.etablissement.adresse' IS NOT NULL AS adresse,"
	  " doc ->> '$.etablissement.creation' AS creation"
	  " FROM organismes.organisme;"
	  "CREATE INDEX o_siret ON o(siret)" },
	{ { NULL }, NULL },
};

#define REFERENTIEL { "referentiel" }, "referentiel"
#define ORGANISME { "organismes" }, "organisme"

static const struct check checks[] = {
	{ "referentiel-siret-malformed", CHECK_ERROR, REFERENTIEL,
	  "an invalid SIRET: no organisme can be built from it",
	  "SELECT raw AS siret, raw_uai AS uai, 'wrong digits or key' AS detail"
	  " FROM reference WHERE siret IS NULL ORDER BY n", NULL },
	{ "referentiel-uai-malformed", CHECK_ERROR, REFERENTIEL,
	  "an invalid UAI: no organisme can be built from it",
	  "SELECT raw AS siret, raw_uai AS uai, 'wrong form or key' AS detail"
	  " FROM reference WHERE raw_uai IS NOT NULL AND uai IS NULL"
	  " ORDER BY n", NULL },
	{ "referentiel-duplicate", CHECK_WARNING, REFERENTIEL,
	  "organismes of the same SIRET and UAI: the last one stays",
	  "SELECT siret, uai, 'records: ' || count(*) AS detail"
	  " FROM reference WHERE siret IS NOT NULL GROUP BY siret, uai"
	  " HAVING count(*) > 1 ORDER BY min(n)", NULL },
	{ "referentiel-siret-twice", CHECK_WARNING, REFERENTIEL,
	  "a SIRET with several UAIs, or with and without one",
	  "SELECT siret, group_concat(DISTINCT ifnull(uai, 'none')) AS detail"
	  " FROM (SELECT * FROM reference ORDER BY uai)"
	  " WHERE siret IS NOT NULL GROUP BY siret"
	  " HAVING count(DISTINCT ifnull(uai, '')) > 1 ORDER BY min(n)", NULL },
	{ "referentiel-uai-shared", CHECK_INFO, REFERENTIEL,
	  "a UAI of several SIRETs",
	  "SELECT uai, group_concat(DISTINCT siret) AS detail"
	  " FROM (SELECT * FROM reference ORDER BY siret)"
	  " WHERE uai IS NOT NULL GROUP BY uai"
	  " HAVING count(DISTINCT siret) > 1 ORDER BY min(n)", NULL },
	{ "referentiel-uai-potentiels", CHECK_INFO, REFERENTIEL,
	  "an organisme without UAI that might have one",
	  "SELECT raw AS siret, (SELECT group_concat(value ->> 'uai')"
	  " FROM json_each(potentiels)) AS detail FROM reference"
	  " WHERE raw_uai IS NULL AND json_array_length(potentiels) > 0"
	  " ORDER BY n", NULL },
	{ "referentiel-anomalies", CHECK_INFO, REFERENTIEL,
	  "an organisme for which the référentiel lists anomalies",
	  "SELECT raw AS siret, raw_uai AS uai,"
	  " (SELECT group_concat(ifnull(value ->> 'code', value ->> 'type'))"
	  "  FROM json_each(anomalies)) AS detail FROM reference"
	  " WHERE json_array_length(anomalies) > 0 ORDER BY n", NULL },
	{ "referentiel-without-organisme", CHECK_WARNING,
	  { "referentiel", "organismes" }, "referentiel",
	  "a SIRET without organisme: its unité légale cannot be asked",
	  "SELECT raw AS siret, raw_uai AS uai, 'no organisme' AS detail"
	  " FROM reference r WHERE siret IS NOT NULL AND NOT EXISTS"
	  " (SELECT 1 FROM o WHERE o.siret = r.siret) ORDER BY n", NULL },

	{ "etablissement-unknown", CHECK_INFO, { "entreprise" },
	  "etablissement", "API Entreprise has no answer for an établissement",
	  "SELECT identifiant, 'null is kept as the answer' AS detail"
	  " FROM entreprise.etablissement"
	  " WHERE doc ->> '$.etablissement' IS NULL ORDER BY rowid", NULL },
	{ "unite-legale-unknown", CHECK_INFO, { "entreprise" },
	  "unite_legale", "API Entreprise has no answer for an unité légale",
	  "SELECT identifiant, 'null is kept as the answer' AS detail"
	  " FROM entreprise.unite_legale"
	  " WHERE doc ->> '$.unite_legale' IS NULL ORDER BY rowid", NULL },
	{ "adresse-unknown", CHECK_INFO, { "adresse" }, "adresse",
	  "API Adresse does not know an address",
	  "SELECT codePostal, codeInsee, adresse, 'no point' AS detail"
	  " FROM adresse.adresse WHERE doc ->> '$.point' IS NULL"
	  " ORDER BY rowid", NULL },

	{ "organisme-frozen", CHECK_WARNING, { "organismes", "entreprise" },
	  "organisme",
	  "présent, but its unité légale can no longer be asked (451)",
	  "SELECT siret, uai, raison_sociale AS detail FROM o"
	  " WHERE statut = 'présent' AND EXISTS (SELECT 1"
	  "  FROM entreprise.unite_legale WHERE identifiant IN"
	  "  (substr(siret, 1, 9), substr(ltrim(siret, '0'), 1, 9))"
	  "  AND doc ->> '$.unite_legale' IS NULL) ORDER BY n", NULL },
	{ "organisme-without-uai", CHECK_WARNING, ORGANISME,
	  "présent, without UAI",
	  "SELECT siret, raison_sociale AS detail FROM o"
	  " WHERE statut = 'présent' AND uai IS NULL ORDER BY n", NULL },
	{ "organisme-without-adresse", CHECK_WARNING, ORGANISME,
	  "présent, without address",
	  "SELECT siret, uai, raison_sociale AS detail FROM o"
	  " WHERE statut = 'présent' AND NOT adresse ORDER BY n", NULL },
	{ "organisme-closed", CHECK_WARNING, ORGANISME,
	  "présent, but its établissement or unité légale is closed",
	  "SELECT siret, uai, iif(actif, 'établissement closed',"
	  " 'unité légale closed') AS detail FROM o"
	  " WHERE statut = 'présent' AND NOT (ouvert AND actif) ORDER BY n",
	  NULL },
	{ "organisme-siren", CHECK_WARNING, ORGANISME,
	  "a SIREN that passed for a SIRET, padded with zeros",
	  "SELECT siret, uai, raison_sociale AS detail FROM o"
	  " WHERE siret GLOB '00000*' ORDER BY n", NULL },
	{ "organisme-siret-twice", CHECK_WARNING, ORGANISME,
	  "présents with one SIRET",
	  "SELECT siret, group_concat(ifnull(uai, 'none')) AS detail"
	  " FROM (SELECT * FROM o ORDER BY siret, uai)"
	  " WHERE statut = 'présent' GROUP BY siret HAVING count(*) > 1"
	  " ORDER BY siret", NULL },
	{ "organisme-nameless", CHECK_INFO, ORGANISME,
	  "an organisme whose raison sociale is unknown: [ND]",
	  "SELECT siret, uai, raison_sociale AS detail FROM o"
	  " WHERE raison_sociale = '[ND]' ORDER BY n", NULL },
	{ "organisme-creation-unknown", CHECK_INFO, ORGANISME,
	  "an organisme whose creation is unknown: 1900-01-01 is written",
	  "SELECT siret, uai, raison_sociale AS detail FROM o"
	  " WHERE creation GLOB '1900-01-01*' ORDER BY n", NULL },
	{ "organisme-creation-1970", CHECK_WARNING, ORGANISME,
	  "created around January 1970: seconds read as milliseconds (COMPAT)",
	  "SELECT siret, uai, creation AS detail FROM o"
	  " WHERE abs(unixepoch(creation)) < 31 * 86400"
	  " AND creation NOT GLOB '*:00:00.000*' ORDER BY n", NULL },
	{ 0 },
};
/* clang-format on */

const struct check_group check_organismes_group = { checks, views };
