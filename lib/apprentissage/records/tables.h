/*
 * The tables of the reference data by their contract names, one object each,
 * so that a misspelt name does not link.
 */
#ifndef TABLES_H
#define TABLES_H

#include "store/table.h"

/* TABLE(x) for each. */
/* clang-format off */
#define TABLES_APPRENTISSAGE(TABLE) \
	TABLE(acce_uai) \
	TABLE(acce_uai_zone) \
	TABLE(acce_uai_spec) \
	TABLE(acce_uai_mere) \
	TABLE(acce_uai_fille) \
	TABLE(n_formation_diplome) \
	TABLE(n_formation_diplome_enquete_51) \
	TABLE(n_niveau_formation_diplome) \
	TABLE(v_formation_diplome) \
	TABLE(npec) \
	TABLE(npec_normalized) \
	TABLE(npec_file) \
	TABLE(kit_apprentissage) \
	TABLE(archive) \
	TABLE(france_competence) \
	TABLE(referentiel) \
	TABLE(catalogue) \
	TABLE(kali_ccn) \
	TABLE(dares_ccn) \
	TABLE(dares_ape_idcc) \
	TABLE(commune) \
	TABLE(insee_to_ml) \
	TABLE(etablissement) \
	TABLE(unite_legale) \
	TABLE(adresse) \
	TABLE(certifications) \
	TABLE(organisme) \
	TABLE(formation) \
	TABLE(source_kit_apprentissage) \
	TABLE(users) \
	TABLE(email_events)
/* clang-format on */

#define TABLE_OBJECT(name) extern const struct table table_##name;
TABLES_APPRENTISSAGE(TABLE_OBJECT)

/* All of them; ended by NULL. */
extern const struct table *const tables_apprentissage[];

#endif
