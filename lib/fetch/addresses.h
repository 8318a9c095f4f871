/*
 * The sources' own addresses, each behind the variable that names another one:
 * the two arguments of fetch_url. pipelines/env.example lists them for
 * operators.
 */
#ifndef ADDRESSES_H
#define ADDRESSES_H

#define ADDRESS_ACCE "ACCE_URL", "https://acce.depp.education.fr/acce"
#define ADDRESS_ADRESSE "ADRESSE_URL", "https://data.geopf.fr/geocodage"
#define ADDRESS_BCN "BCN_URL", "https://bcn.depp.education.fr/bcn"
#define ADDRESS_CATALOGUE                                                      \
	"CATALOGUE_URL", "https://catalogue-apprentissage.intercariforef.org"
#define ADDRESS_DARES_APE_IDCC                                                 \
	"DARES_APE_IDCC_URL", "https://dares.travail-emploi.gouv.fr"
#define ADDRESS_DARES_CCN "DARES_CCN_URL", "https://travail-emploi.gouv.fr"
#define ADDRESS_DATA_GOUV "DATA_GOUV_URL", "https://www.data.gouv.fr/api/1"
/* clang-format off */
#define ADDRESS_ENSEIGNEMENT_SUP "ENSEIGNEMENT_SUP_URL", \
	"https://data.enseignementsup-recherche.gouv.fr"
/* clang-format on */
#define ADDRESS_ENTREPRISE "ENTREPRISE_URL", "https://entreprise.api.gouv.fr/v3"
#define ADDRESS_GEO "GEO_URL", "https://geo.api.gouv.fr"
#define ADDRESS_INSEE "INSEE_URL", "https://api.insee.fr"
#define ADDRESS_KIT                                                            \
	"KIT_URL", "https://api-kit-apprentissage.intercariforef.org"
#define ADDRESS_NPEC "NPEC_URL", "https://www.francecompetences.fr"
#define ADDRESS_REFERENTIEL                                                    \
	"REFERENTIEL_URL", "https://referentiel.apprentissage.onisep.fr"
#define ADDRESS_UNML "UNML_URL", "https://api.unml.info"

#endif
