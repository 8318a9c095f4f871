/* Checks of the communes and of the missions locales. */
#include "apprentissage/checks/check.h"

/* code: every code by which a commune is known; ml: a mission locale once. */
/* clang-format off */
static const struct check_view views[] = {
	{ { "communes" },
	  "CREATE TEMP TABLE code AS"
	  " SELECT code_insee AS code, code_insee FROM communes.commune"
	  " UNION SELECT value ->> 'codeInsee', code_insee"
	  "  FROM communes.commune, json_each(doc -> '$.anciennes')"
	  " UNION SELECT value ->> 'code', code_insee"
	  "  FROM communes.commune, json_each(doc -> '$.arrondissements');"
	  "CREATE INDEX code_code ON code(code)" },
	{ { "mission_locale" },
	  "CREATE TEMP TABLE mission AS"
	  " SELECT min(rowid) AS n, code_insee, ml AS id,"
	  " doc ->> '$.ml.code' AS code, doc ->> '$.ml.nom' AS nom,"
	  " doc ->> '$.ml.siret' AS siret,"
	  " doc ->> '$.ml.localisation.geopoint' AS geopoint,"
	  " doc ->> '$.ml.localisation.adresse' AS adresse,"
	  " coalesce(doc ->> '$.ml.contact.email',"
	  "  doc ->> '$.ml.contact.telephone',"
	  "  doc ->> '$.ml.contact.siteWeb') AS contact"
	  " FROM mission_locale.insee_to_ml WHERE ml IS NOT NULL GROUP BY ml" },
	{ { NULL }, NULL },
};

#define COMMUNE { "communes" }, "commune"
#define MISSION { "mission_locale" }, "insee_to_ml"

static const struct check checks[] = {
	{ "commune-without-mission-locale", CHECK_WARNING, COMMUNE,
	  "a commune that no mission locale serves",
	  "SELECT code_insee, nom AS detail FROM communes.commune"
	  " WHERE mission_locale IS NULL ORDER BY rowid", NULL },
	{ "commune-without-postal", CHECK_WARNING, COMMUNE,
	  "a commune without postal code",
	  "SELECT code_insee, nom AS detail FROM communes.commune"
	  " WHERE ifnull(json_array_length(doc, '$.code.postaux'), 0) = 0"
	  " ORDER BY rowid", NULL },
	{ "commune-arrondissements", CHECK_INFO, COMMUNE,
	  "a commune whose addresses name its arrondissements",
	  "SELECT code_insee, format('%s: %d arrondissements', nom,"
	  " json_array_length(doc, '$.arrondissements')) AS detail"
	  " FROM communes.commune"
	  " WHERE json_array_length(doc, '$.arrondissements') > 0"
	  " ORDER BY rowid", NULL },
	{ "commune-academie", CHECK_INFO, COMMUNE,
	  "a commune of 977 or 978: its académie is that of Guadeloupe",
	  "SELECT code_insee, format('%s: %s', nom,"
	  " doc ->> '$.academie.nom') AS detail FROM communes.commune"
	  " WHERE departement IN ('977', '978') ORDER BY rowid", NULL },
	{ "commune-several-missions", CHECK_WARNING,
	  { "communes", "mission_locale" }, "commune",
	  "a commune whose codes have several missions locales: one is taken",
	  "SELECT code_insee, format('%d of %s', mission_locale,"
	  " group_concat(DISTINCT ml)) AS detail FROM"
	  " (SELECT c.code_insee, k.mission_locale, m.ml FROM code c"
	  "  JOIN communes.commune k USING (code_insee)"
	  "  JOIN mission_locale.insee_to_ml m ON m.code_insee = c.code"
	  "  ORDER BY c.code_insee, c.code)"
	  " GROUP BY code_insee HAVING count(DISTINCT ml) > 1"
	  " ORDER BY code_insee", NULL },
	{ "mission-locale-commune-unknown", CHECK_WARNING,
	  { "mission_locale", "communes" }, "insee_to_ml",
	  "a code with a mission locale that is not the code of a commune",
	  "SELECT code_insee, 'mission locale ' || ml AS detail"
	  " FROM mission_locale.insee_to_ml WHERE code_insee NOT IN"
	  " (SELECT code FROM code) ORDER BY rowid", NULL },
	{ "mission-locale-without-geopoint", CHECK_WARNING, MISSION,
	  "a mission locale without coordinates",
	  "SELECT id AS ml, nom AS detail FROM mission"
	  " WHERE geopoint IS NULL ORDER BY n", NULL },
	{ "mission-locale-without-siret", CHECK_INFO, MISSION,
	  "a mission locale without SIRET",
	  "SELECT id AS ml, nom AS detail FROM mission"
	  " WHERE ifnull(siret, '') = '' ORDER BY n", NULL },
	{ "mission-locale-without-contact", CHECK_INFO, MISSION,
	  "a mission locale without any contact: unknown to the UNML",
	  "SELECT id AS ml, nom AS detail FROM mission"
	  " WHERE contact IS NULL ORDER BY n", NULL },
	{ "mission-locale-corrected", CHECK_INFO, MISSION,
	  "the mission locale whose code 21131 is read as 21231",
	  "SELECT id AS ml, nom AS detail FROM mission"
	  " WHERE code = '21231' ORDER BY n", NULL },
	{ "mission-locale-adresse-blank", CHECK_INFO, MISSION,
	  "an address that ends in a blank",
	  "SELECT id AS ml, adresse AS detail FROM mission"
	  " WHERE adresse GLOB '* ' ORDER BY n", NULL },
	{ 0 },
};
/* clang-format on */

const struct check_group check_communes_group = { checks, views };
