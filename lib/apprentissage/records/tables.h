/*
 * The tables of the reference data by their contract names, each an object: a
 * misspelt name does not link.
 */
#ifndef TABLES_H
#define TABLES_H

#include "store/table.h"

/* acce.db */
extern const struct table table_acce_uai, table_acce_uai_zone,
    table_acce_uai_spec, table_acce_uai_mere, table_acce_uai_fille;

/* bcn.db */
extern const struct table table_n_formation_diplome,
    table_n_formation_diplome_enquete_51, table_n_niveau_formation_diplome,
    table_v_formation_diplome;

/* npec.db */
extern const struct table table_npec, table_npec_normalized, table_npec_file;

/* The other sources, each in a database of its own or of a similar name. */
extern const struct table table_kit_apprentissage, table_archive,
    table_france_competence, table_referentiel, table_catalogue, table_kali_ccn,
    table_dares_ccn, table_dares_ape_idcc, table_commune, table_insee_to_ml,
    table_etablissement, table_unite_legale, table_adresse;

/* The aggregates and the indicators. */
extern const struct table table_certifications, table_organisme,
    table_formation, table_source_kit_apprentissage;

/* users.db */
extern const struct table table_users, table_email_events;

/* All of them; ended by NULL. */
extern const struct table *const tables_apprentissage[];

#endif
