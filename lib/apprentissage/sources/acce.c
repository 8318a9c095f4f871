#include <ctype.h>

#include "apprentissage/records/tables.h"
#include "apprentissage/sources/acce.h"

static bool
digits(struct str s, size_t n)
{
	if (s.n != n)
		return false;
	while (n && isdigit((unsigned char)s.p[n - 1]))
		n--;
	return !n;
}

static bool
two_digits(struct str s)
{
	return digits(s, 2);
}

static bool
three_digits(struct str s)
{
	return digits(s, 3);
}

/* clang-format off */
static const char *const etats[] = { "1", "2", "3", "4", NULL };
static const char *const etats_libe[] = {
	"Ouvert", "À fermer", "À ouvrir", "Fermé", NULL };
static const char *const secteurs[] = { "PR", "PU", NULL };
static const char *const secteurs_libe[] = { "Privé", "Public", NULL };
static const char *const contrats[] = { "99", "10", "30", "20", "50", "31",
	"21", "!!", "40", "41", "60", NULL };
static const char *const contrats_libe[] = {
	"Sans objet", "Hors contrat",
	"Contrat d'association pour toutes les classes",
	"Contrat simple pour toutes les classes",
	"Reconnu par l'Etat",
	"Contrat d'association pour une partie des classes",
	"Contrat simple pour une partie des classes",
	"Inconnu du gestionnaire",
	"Contrats simple et d'association pour toutes les classes",
	"Contrats simple et d'association pour une partie des classes",
	"Sous contrat établissement agricole", NULL };
static const char *const niveaux[] = { "1", "2", "3", "4", NULL };
static const char *const niveaux_libe[] = {
	"UAI célibataire", "UAI fille", "UAI mère", "UAI mère et fille", NULL };

#define ANY(name) S_REQ(name, F_ANY)
#define NULLABLE(name) S_NULL(name, F_TRIMMED)
#define NUMBER(name) S_NULL(name, F_NUMBER)

/* Fields that need more than a check that a text is there. Codes and labels are
 * checked independently. */
static const struct field base[] = {
	S_CODE("nature_uai", 0, three_digits, "3 digits"),
	S_ENUM("etat_etablissement", 0, etats),
	S_ENUM("etat_etablissement_libe", 0, etats_libe),
	S_CODE("ministere_tutelle", 0, two_digits, "2 digits"),
	S_CODE("tutelle_2", FIELD_NULL, two_digits, "2 digits"),
	NULLABLE("tutelle_2_libe"),
	S_ENUM("secteur_public_prive", 0, secteurs),
	S_ENUM("secteur_public_prive_libe", 0, secteurs_libe),
	NULLABLE("sigle_uai"),
	S_ENUM("contrat_etablissement", 0, contrats),
	S_ENUM("contrat_etablissement_libe", 0, contrats_libe),
	NULLABLE("categorie_financiere"), NULLABLE("categorie_financiere_libe"),
	S_ENUM("niveau_uai", 0, niveaux),
	S_ENUM("niveau_uai_libe", 0, niveaux_libe),
	NULLABLE("commune"), NULLABLE("commune_libe"),
	S_CODE("academie", FIELD_NULL, two_digits, "2 digits"),
	NULLABLE("academie_libe"), NULLABLE("departement_insee_3"),
	NULLABLE("departement_insee_3_libe"),
	NULLABLE("denomination_principale"), NULLABLE("appellation_officielle"),
	NULLABLE("patronyme_uai"), NULLABLE("numero_siren_siret_uai"),
	NULLABLE("numero_finess_uai"), ANY("date_ouverture"),
	NULLABLE("date_fermeture"), NULLABLE("lieu_dit_uai"),
	NULLABLE("adresse_uai"), NULLABLE("boite_postale_uai"),
	NULLABLE("code_postal_uai"), NULLABLE("etat_sirad_uai"),
	NULLABLE("localite_acheminement_uai"),
	NULLABLE("pays_etranger_acheminement"), NULLABLE("numero_telephone_uai"),
	NULLABLE("numero_telecopieur_uai"), NULLABLE("mention_distribution"),
	NULLABLE("mel_uai"), NULLABLE("site_web"),
	NUMBER("coordonnee_x"), NUMBER("coordonnee_y"), NULLABLE("appariement"),
	NULLABLE("appariement_complement"), NULLABLE("localisation"),
	NULLABLE("localisation_complement"), NULLABLE("date_geolocalisation"),
	NULLABLE("source"), S_END };
static const struct field dates[] = {
	NULLABLE("date_fermeture"), NULLABLE("date_derniere_mise_a_jour"),
	S_END };

const struct acce_file acce_files[ACCE_FILES] = {
	{ "ACCE_UAI.csv", &table_acce_uai, base },
	{ "ACCE_UAI_ZONE.csv", &table_acce_uai_zone, dates },
	{ "ACCE_UAI_SPEC.csv", &table_acce_uai_spec, dates },
	{ "ACCE_UAI_MERE.csv", &table_acce_uai_mere, base },
	{ "ACCE_UAI_FILLE.csv", &table_acce_uai_fille, base },
};
/* clang-format on */
