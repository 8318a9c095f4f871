#include "apprentissage/records/published.h"
#include "format/code.h"

static const char *const niveaux_cfd[] = { "1", "2", "3", "4", "5", "6", "7",
	"8", NULL };
static const char *const niveaux_rncp[] = { "3", "4", "5", "6", "7", "8",
	NULL };
static const char *const enregistrements[] = { "Enregistrement de droit",
	"Enregistrement sur demande", NULL };

static const struct field cert_identifiant[] = {
	S_CODE("cfd", FIELD_NULL, code_cfd, "a CFD"),
	S_CODE("rncp", FIELD_NULL, code_rncp, "an RNCP number"),
	S_NULL("rncp_anterieur_2019", F_BOOL),
	S_END,
};

static const struct field intitule_cfd[] = {
	S_REQ("long", F_STRING),
	S_REQ("court", F_STRING),
	S_END,
};
static const struct field niveau_cfd[] = {
	S_ENUM("europeen", FIELD_NULL, niveaux_cfd),
	S_REQ("formation_diplome", F_STRING),
	S_REQ("interministeriel", F_STRING),
	S_NULL("libelle", F_STRING),
	S_REQ("sigle", F_STRING),
	S_END,
};
static const struct field niveau_rncp[] = {
	S_ENUM("europeen", FIELD_NULL, niveaux_rncp),
	S_END,
};
static const struct field intitule_niveau[] = {
	S_OBJECT("cfd", FIELD_NULL, niveau_cfd),
	S_OBJECT("rncp", FIELD_NULL, niveau_rncp),
	S_END,
};
static const struct field cert_intitule[] = {
	S_OBJECT("cfd", FIELD_NULL, intitule_cfd),
	S_OBJECT("niveau", 0, intitule_niveau),
	S_NULL("rncp", F_STRING),
	S_END,
};

static const struct field base_legale_cfd[] = {
	S_NULL("creation", F_INSTANT),
	S_NULL("abrogation", F_INSTANT),
	S_END,
};
static const struct field cert_base_legale[] = {
	S_OBJECT("cfd", FIELD_NULL, base_legale_cfd),
	S_END,
};

static const struct field bloc[] = {
	S_CODE("code", 0, code_bloc, "the code of a bloc"),
	S_NULL("intitule", F_STRING),
	S_END,
};
static const struct field bloc_item[] = { S_OBJECT(NULL, 0, bloc) };
static const struct field cert_blocs[] = {
	S_ARRAY("rncp", FIELD_NULL, bloc_item),
	S_END,
};

static const struct field convention[] = {
	S_REQ("numero", F_STRING),
	S_REQ("intitule", F_STRING),
	S_END,
};
static const struct field convention_item[] = { S_OBJECT(NULL, 0, convention) };
static const struct field cert_conventions[] = {
	S_ARRAY("rncp", FIELD_NULL, convention_item),
	S_END,
};

static const struct field formacode[] = {
	S_REQ("code", F_STRING),
	S_REQ("intitule", F_STRING),
	S_END,
};
static const struct field formacode_item[] = { S_OBJECT(NULL, 0, formacode) };
static const struct field domaines_formacodes[] = {
	S_ARRAY("rncp", FIELD_NULL, formacode_item),
	S_END,
};
static const struct field nsf_cfd[] = {
	S_REQ("code", F_STRING),
	S_NULL("intitule", F_STRING),
	S_END,
};
static const struct field nsf_rncp[] = {
	S_CODE("code", 0, code_nsf, "an NSF code"),
	S_NULL("intitule", F_STRING),
	S_END,
};
static const struct field nsf_rncp_item[] = { S_OBJECT(NULL, 0, nsf_rncp) };
static const struct field domaines_nsf[] = {
	S_OBJECT("cfd", FIELD_NULL, nsf_cfd),
	S_ARRAY("rncp", FIELD_NULL, nsf_rncp_item),
	S_END,
};
static const struct field rome[] = {
	S_CODE("code", 0, code_rome, "a ROME code"),
	S_REQ("intitule", F_STRING),
	S_END,
};
static const struct field rome_item[] = { S_OBJECT(NULL, 0, rome) };
static const struct field domaines_rome[] = {
	S_ARRAY("rncp", FIELD_NULL, rome_item),
	S_END,
};
static const struct field cert_domaines[] = {
	S_OBJECT("formacodes", 0, domaines_formacodes),
	S_OBJECT("nsf", 0, domaines_nsf),
	S_OBJECT("rome", 0, domaines_rome),
	S_END,
};

static const struct field periode_cfd[] = {
	S_NULL("ouverture", F_INSTANT),
	S_NULL("fermeture", F_INSTANT),
	S_NULL("premiere_session", F_INT),
	S_NULL("derniere_session", F_INT),
	S_END,
};
static const struct field periode_rncp[] = {
	S_REQ("actif", F_BOOL),
	S_NULL("activation", F_INSTANT),
	S_NULL("debut_parcours", F_INSTANT),
	S_NULL("fin_enregistrement", F_INSTANT),
	S_END,
};
static const struct field cert_periode[] = {
	S_NULL("debut", F_INSTANT),
	S_NULL("fin", F_INSTANT),
	S_OBJECT("cfd", FIELD_NULL, periode_cfd),
	S_OBJECT("rncp", FIELD_NULL, periode_rncp),
	S_END,
};

static const struct field nature_cfd[] = {
	S_NULL("code", F_STRING),
	S_NULL("libelle", F_STRING),
	S_END,
};
static const struct field type_nature[] = {
	S_OBJECT("cfd", FIELD_NULL, nature_cfd),
	S_END,
};
static const struct field voies[] = {
	S_REQ("apprentissage", F_BOOL),
	S_REQ("experience", F_BOOL),
	S_REQ("candidature_individuelle", F_BOOL),
	S_REQ("contrat_professionnalisation", F_BOOL),
	S_REQ("formation_continue", F_BOOL),
	S_REQ("formation_statut_eleve", F_BOOL),
	S_END,
};
static const struct field type_voie_acces[] = {
	S_OBJECT("rncp", FIELD_NULL, voies),
	S_END,
};
static const struct field certificateur[] = {
	S_REQ("siret", F_STRING),
	S_REQ("nom", F_STRING),
	S_END,
};
static const struct field certificateur_item[] = { S_OBJECT(
    NULL, 0, certificateur) };
static const struct field cert_type[] = {
	S_OBJECT("nature", 0, type_nature),
	S_NULL("gestionnaire_diplome", F_STRING),
	S_ENUM("enregistrement_rncp", FIELD_NULL, enregistrements),
	S_OBJECT("voie_acces", 0, type_voie_acces),
	S_ARRAY("certificateurs_rncp", FIELD_NULL, certificateur_item),
	S_END,
};

static const struct field suite_cfd[] = {
	S_NULL("ouverture", F_INSTANT),
	S_NULL("fermeture", F_INSTANT),
	S_CODE("code", 0, code_cfd, "a CFD"),
	S_REQ("courant", F_BOOL),
	S_END,
};
static const struct field suite_cfd_item[] = { S_OBJECT(NULL, 0, suite_cfd) };
static const struct field suite_rncp[] = {
	S_NULL("activation", F_INSTANT),
	S_NULL("fin_enregistrement", F_INSTANT),
	S_CODE("code", 0, code_rncp, "an RNCP number"),
	S_REQ("courant", F_BOOL),
	S_REQ("actif", F_BOOL),
	S_END,
};
static const struct field suite_rncp_item[] = { S_OBJECT(NULL, 0, suite_rncp) };
static const struct field cert_continuite[] = {
	S_ARRAY("cfd", FIELD_NULL, suite_cfd_item),
	S_ARRAY("rncp", FIELD_NULL, suite_rncp_item),
	S_END,
};

const struct field certification_members[] = {
	S_OBJECT("identifiant", 0, cert_identifiant),
	S_OBJECT("intitule", 0, cert_intitule),
	S_OBJECT("base_legale", 0, cert_base_legale),
	S_OBJECT("blocs_competences", 0, cert_blocs),
	S_OBJECT("convention_collectives", 0, cert_conventions),
	S_OBJECT("domaines", 0, cert_domaines),
	S_OBJECT("periode_validite", 0, cert_periode),
	S_OBJECT("type", 0, cert_type),
	S_OBJECT("continuite", 0, cert_continuite),
	S_END,
};
const struct field certification_field =
    S_OBJECT(NULL, 0, certification_members);
