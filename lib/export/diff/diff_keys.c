#include <string.h>

#include "export/diff/diff_keys.h"

const struct diff_key diff_keys[] = {
	{ "bcn", "n_formation_diplome", "FORMATION_DIPLOME" },
	{ "bcn", "n_formation_diplome_enquete_51", "FORMATION_DIPLOME" },
	{ "bcn", "n_niveau_formation_diplome", "NIVEAU_FORMATION_DIPLOME" },
	{ "bcn", "v_formation_diplome", "FORMATION_DIPLOME" },
	{ "kit_apprentissage", "kit_apprentissage", "cfd,rncp" },
	{ "referentiel", "referentiel", "siret,uai" },
	{ "catalogue", "catalogue", "cle_ministere_educatif" },
	{ "france_competence", "france_competence", "numero_fiche" },
	{ "france_competence", "archive", "nom" },
	{ "communes", "commune", "code_insee" },
	{ "mission_locale", "insee_to_ml", "code_insee" },
	{ "entreprise", "etablissement", "identifiant" },
	{ "entreprise", "unite_legale", "identifiant" },
	{ "adresse", "adresse", "codePostal,codeInsee,adresse" },
	{ "kali_ccn", "kali_ccn", "type,id,idcc" },
	{ "dares_ccn", "dares_ccn", "idcc" },
	{ "dares_ape_idcc", "dares_ape_idcc", "naf,idcc" },
	{ "npec", "npec", "filename,type,rncp,cpne_code" },
	{ "npec", "npec_normalized", "filename,rncp,cpne_code" },
	{ "npec", "npec_file", "filename" },
	{ "certifications", "certifications", "cfd,rncp,debut,fin" },
	{ "organismes", "organisme", "siret,uai" },
	{ "formation", "formation", "cle_ministere_educatif" },
	{ NULL, "source_kit_apprentissage", "date" },
	{ 0 },
};

const struct diff_key *
diff_key_find(const char *table)
{
	for (const struct diff_key *k = diff_keys; k->table; k++)
		if (!strcmp(k->table, table))
			return k;
	return NULL;
}
