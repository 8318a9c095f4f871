/* Checks of the catalogue and of the formations. */
#include "apprentissage/checks/check.h"

/* f: the values of a formation that are checked, read once, because the
 * documents are large, n its place in the table; role: its two organismes, a
 * row each; c: the last row of the catalogue with a key. */
/* clang-format off */
static const struct check_view views[] = {
	{ { "catalogue" },
	  "CREATE TEMP TABLE c AS"
	  " SELECT max(rowid) AS n, count(*) AS rows,"
	  " cle_ministere_educatif AS cle, published,"
	  " doc ->> '$.etablissement_formateur_siret' AS formateur,"
	  " doc ->> '$.etablissement_formateur_uai' AS formateur_uai,"
	  " doc ->> '$.etablissement_gestionnaire_siret' AS responsable,"
	  " doc ->> '$.etablissement_gestionnaire_uai' AS responsable_uai"
	  " FROM catalogue.catalogue GROUP BY cle_ministere_educatif;"
	  "CREATE INDEX c_cle ON c(cle)" },
	{ { "formation" },
	  "CREATE TEMP TABLE formations AS"
	  " SELECT cle_ministere_educatif AS cle,"
	  " statut = 'publié' AS publie, cfd, rncp, code_insee,"
	  " doc ->> '$.certification.connue' AS connue,"
	  " unixepoch(doc ->> '$.certification.valeur.periode_validite.fin')"
	  "  AS fin,"
	  " doc -> '$.sessions' AS sessions,"
	  " doc ->> '$.lieu.geolocalisation.coordinates' AS coordonnees,"
	  " formateur, doc ->> '$.formateur.connu' AS formateur_connu,"
	  " doc ->> '$.formateur.organisme.identifiant.uai' AS formateur_uai,"
	  " doc ->> '$.formateur.organisme.statut.referentiel'"
	  "  AS formateur_statut,"
	  " doc ->> '$.formateur.organisme.etablissement.ouvert'"
	  "  AS formateur_ouvert,"
	  " responsable, doc ->> '$.responsable.connu' AS responsable_connu,"
	  " doc ->> '$.responsable.organisme.identifiant.uai'"
	  "  AS responsable_uai,"
	  " doc ->> '$.responsable.organisme.statut.referentiel'"
	  "  AS responsable_statut,"
	  " doc ->> '$.responsable.organisme.etablissement.ouvert'"
	  "  AS responsable_ouvert"
	  " FROM formation.formation;"
	  "CREATE INDEX formations_cle ON formations(cle);"
	  "CREATE TEMP VIEW f AS SELECT rowid AS n, * FROM formations;"
	  "CREATE TEMP VIEW role AS"
	  " SELECT n, cle, 'formateur' AS role, formateur AS siret,"
	  " formateur_uai AS uai, formateur_connu AS connu,"
	  " formateur_statut AS statut, formateur_ouvert AS ouvert"
	  " FROM f WHERE publie"
	  " UNION ALL SELECT n, cle, 'responsable', responsable,"
	  " responsable_uai, responsable_connu, responsable_statut,"
	  " responsable_ouvert FROM f WHERE publie" },
	{ { NULL }, NULL },
};

#define CATALOGUE { "catalogue" }, "catalogue"
#define FORMATION { "formation" }, "formation"
#define KEY "cle AS cle_ministere_educatif"

static const struct check checks[] = {
	{ "catalogue-cle-twice", CHECK_WARNING, CATALOGUE,
	  "formations of one key: the last one wins",
	  "SELECT " KEY ", 'records: ' || rows AS detail FROM c"
	  " WHERE rows > 1 ORDER BY n", NULL },
	{ "catalogue-siret-malformed", CHECK_WARNING, CATALOGUE,
	  "an invalid SIRET of a formateur or gestionnaire",
	  "SELECT " KEY ", role, siret AS detail FROM"
	  " (SELECT n, cle, 'formateur' AS role, formateur AS siret FROM c"
	  "  UNION ALL SELECT n, cle, 'gestionnaire', responsable FROM c)"
	  " WHERE siret(siret) IS NULL ORDER BY n, role", NULL },
	{ "catalogue-unpublished", CHECK_INFO, CATALOGUE,
	  "not published: kept as archivé",
	  "SELECT " KEY ", 'published false' AS detail FROM c"
	  " WHERE NOT published ORDER BY n", NULL },
	{ "catalogue-without-formation", CHECK_WARNING,
	  { "catalogue", "formation" }, "catalogue",
	  "published, but without published formation: its certification is unknown",
	  "SELECT " KEY ", iif(EXISTS (SELECT 1 FROM f WHERE f.cle = c.cle),"
	  " 'its formation is archivé', 'no formation') AS detail FROM c"
	  " WHERE published AND NOT EXISTS (SELECT 1 FROM f"
	  "  WHERE f.cle = c.cle AND publie) ORDER BY n", NULL },

	{ "formation-archived", CHECK_INFO, FORMATION,
	  "how many formations are archivées",
	  "SELECT format('%d of %d', count(*) - sum(publie), count(*))"
	  " AS detail FROM f HAVING count(*) > sum(publie)", NULL },
	{ "formation-certification-unknown", CHECK_WARNING, FORMATION,
	  "publiée, but the pair of its codes is unknown",
	  "SELECT " KEY ", format('CFD %s, fiche %s', cfd,"
	  " ifnull(rncp, 'none')) AS detail FROM f WHERE publie"
	  " AND NOT connue ORDER BY n", NULL },
	{ "formation-certification-expired", CHECK_WARNING, FORMATION,
	  "publiée, but its certification has ended",
	  "SELECT " KEY ", 'on ' || paris(fin) AS detail FROM f"
	  " WHERE publie AND fin < unixepoch(:now) ORDER BY n", NULL },
	{ "formation-certification-gone", CHECK_ERROR,
	  { "formation", "certifications" }, "formation",
	  "publiée with a certification that is missing from certifications.db",
	  "SELECT " KEY ", format('CFD %s, fiche %s', cfd,"
	  " ifnull(rncp, 'none')) AS detail FROM f WHERE publie AND connue"
	  " AND NOT EXISTS (SELECT 1 FROM certifications.certifications c"
	  "  WHERE c.cfd IS f.cfd AND c.rncp IS f.rncp) ORDER BY n", NULL },
	{ "formation-without-session", CHECK_WARNING, FORMATION,
	  "publiée, without any session",
	  "SELECT " KEY ", 'no session' AS detail FROM f WHERE publie"
	  " AND json_array_length(sessions) = 0 ORDER BY n", NULL },
	{ "formation-session-inverted", CHECK_WARNING, FORMATION,
	  "a session that ends before it begins",
	  "SELECT " KEY ", key AS session, format('from %s to %s',"
	  " paris(unixepoch(value ->> 'debut')),"
	  " paris(unixepoch(value ->> 'fin'))) AS detail"
	  " FROM f, json_each(sessions)"
	  " WHERE unixepoch(value ->> 'fin') < unixepoch(value ->> 'debut')"
	  " ORDER BY n, key", NULL },
	{ "formation-formateur-unknown", CHECK_WARNING, FORMATION,
	  "publiée, but its formateur is not in the référentiel",
	  "SELECT " KEY ", ifnull(siret, 'no organisme') AS detail FROM role"
	  " WHERE role = 'formateur' AND NOT connu ORDER BY n", NULL },
	{ "formation-responsable-unknown", CHECK_WARNING, FORMATION,
	  "publiée, but its responsable is not in the référentiel",
	  "SELECT " KEY ", ifnull(siret, 'no organisme') AS detail FROM role"
	  " WHERE role = 'responsable' AND NOT connu ORDER BY n", NULL },
	{ "formation-organisme-supprime", CHECK_WARNING, FORMATION,
	  "publiée by an organisme that the référentiel has dropped",
	  "SELECT " KEY ", role, format('%s %s', siret, ifnull(uai,"
	  " 'without UAI')) AS detail FROM role WHERE connu"
	  " AND statut = 'supprimé' ORDER BY n, role", NULL },
	{ "formation-organisme-closed", CHECK_WARNING, FORMATION,
	  "publiée by an établissement that is closed",
	  "SELECT " KEY ", role, siret AS detail FROM role"
	  " WHERE NOT ouvert ORDER BY n, role", NULL },
	{ "formation-organisme-by-siret", CHECK_WARNING,
	  { "formation", "catalogue" }, "formation",
	  "publiée by an organisme found by its SIRET alone: another UAI",
	  "SELECT " KEY ", role, format('%s: %s, in the catalogue %s', siret,"
	  " ifnull(uai, 'none'), ifnull(said, 'none')) AS detail FROM"
	  " (SELECT r.*, iif(role = 'formateur', c.formateur_uai,"
	  "  c.responsable_uai) AS said FROM role r JOIN c USING (cle))"
	  " WHERE connu AND uai IS NOT upper(said) ORDER BY n, role", NULL },
	{ "formation-organisme-gone", CHECK_ERROR,
	  { "formation", "organismes" }, "formation",
	  "publiée by an organisme that is missing from organismes.db",
	  "SELECT " KEY ", role, format('%s %s', siret, ifnull(uai,"
	  " 'without UAI')) AS detail FROM role r WHERE connu AND NOT EXISTS"
	  " (SELECT 1 FROM organismes.organisme o WHERE o.siret = r.siret"
	  "  AND o.uai IS r.uai) ORDER BY n, role", NULL },
	{ "formation-commune-gone", CHECK_ERROR,
	  { "formation", "communes" }, "formation",
	  "publiée in a commune that is missing from communes.db",
	  "SELECT " KEY ", ifnull(code_insee, 'none') AS detail FROM f"
	  " WHERE publie AND NOT EXISTS (SELECT 1 FROM communes.commune c"
	  "  WHERE c.code_insee = f.code_insee) ORDER BY n", NULL },
	{ "formation-lieu-zero", CHECK_WARNING, FORMATION,
	  "at 0, 0, off Africa: coordinates that were empty",
	  "SELECT " KEY ", coordonnees AS detail FROM f"
	  " WHERE coordonnees ->> 0 = 0 AND coordonnees ->> 1 = 0 ORDER BY n", NULL },
	{ 0 },
};
/* clang-format on */

const struct check_group check_formation_group = { checks, views };
