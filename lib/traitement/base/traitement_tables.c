/* The tables of traitement.db. */
#include "traitement/base/traitement_tables.h"

/* A statement each. */
static const char *const schema[] = {
	"CREATE TABLE IF NOT EXISTS ouvrage(id TEXT PRIMARY KEY, "
	"libelle TEXT NOT NULL, id_sercel TEXT NOT NULL UNIQUE, actif "
	"BOOLEAN NOT NULL DEFAULT 1, params JSON NOT NULL DEFAULT '{}', "
	"mode_surveillance TEXT NOT NULL DEFAULT 'NORMALE', mode_depuis "
	"TEXT, depuis TEXT)",
	"CREATE TABLE IF NOT EXISTS parametrage(id INTEGER PRIMARY KEY, "
	"id_ouvrage TEXT NOT NULL, capteur_sercel TEXT NOT NULL, "
	"capteur TEXT NOT NULL, grandeur TEXT NOT NULL, unite_source "
	"TEXT NOT NULL, unite TEXT NOT NULL, gain REAL NOT NULL DEFAULT "
	"1, decalage REAL NOT NULL DEFAULT 0, min_physique REAL, "
	"max_physique REAL, groupe TEXT, effet_du TEXT NOT NULL, "
	"effet_au TEXT, actif BOOLEAN NOT NULL DEFAULT 1, charge_le "
	"TEXT NOT NULL, remplace_le TEXT)",
	"CREATE TABLE IF NOT EXISTS limite(grandeur TEXT PRIMARY KEY, "
	"unite TEXT NOT NULL, min REAL, max REAL)",
	"CREATE TABLE IF NOT EXISTS kpi_definition(code TEXT NOT NULL, "
	"version INTEGER NOT NULL, definition JSON NOT NULL, actif "
	"BOOLEAN NOT NULL DEFAULT 1, charge_le TEXT NOT NULL, PRIMARY "
	"KEY(code,version))",
	"CREATE TABLE IF NOT EXISTS seuil_bascule(id INTEGER PRIMARY "
	"KEY, id_ouvrage TEXT NOT NULL, code_kpi TEXT NOT NULL, "
	"operateur TEXT NOT NULL, seuil REAL NOT NULL, nb_consecutifs "
	"INTEGER NOT NULL DEFAULT 1, actif BOOLEAN NOT NULL DEFAULT 1, "
	"UNIQUE(id_ouvrage,code_kpi,operateur))",
	"CREATE TABLE IF NOT EXISTS expert(id TEXT PRIMARY KEY, nom "
	"TEXT NOT NULL, email TEXT NOT NULL, actif BOOLEAN NOT NULL "
	"DEFAULT 1)",
	"CREATE TABLE IF NOT EXISTS expert_ouvrage(id_expert TEXT NOT "
	"NULL, id_ouvrage TEXT NOT NULL, types TEXT NOT NULL DEFAULT "
	"'*', PRIMARY KEY(id_expert,id_ouvrage))",
	"CREATE TABLE IF NOT EXISTS traitement(id TEXT PRIMARY KEY, "
	"date_reference TEXT NOT NULL, origine TEXT NOT NULL, cree_le "
	"TEXT NOT NULL, fini_le TEXT, statut TEXT NOT NULL, force "
	"BOOLEAN NOT NULL DEFAULT 0, ouvrages JSON)",
	"CREATE TABLE IF NOT EXISTS execution(id INTEGER PRIMARY KEY "
	"AUTOINCREMENT, id_traitement TEXT NOT NULL, etape TEXT NOT "
	"NULL, tentative INTEGER NOT NULL, id_message TEXT NOT NULL, "
	"debut TEXT NOT NULL, fin TEXT, statut TEXT NOT NULL, "
	"nb_entrees INTEGER, nb_sorties INTEGER, nb_anomalies INTEGER, "
	"erreur TEXT, UNIQUE(id_traitement,etape,tentative))",
	"CREATE TABLE IF NOT EXISTS execution_ouvrage(id_execution "
	"INTEGER NOT NULL, id_ouvrage TEXT NOT NULL, statut TEXT NOT "
	"NULL, nb_entrees INTEGER NOT NULL, nb_sorties INTEGER NOT "
	"NULL, nb_anomalies INTEGER NOT NULL, erreur TEXT, PRIMARY "
	"KEY(id_execution,id_ouvrage)) WITHOUT ROWID",
	"CREATE TABLE IF NOT EXISTS donnee_brute(id INTEGER PRIMARY KEY "
	"AUTOINCREMENT, id_execution INTEGER NOT NULL, id_ouvrage TEXT "
	"NOT NULL, id_lot TEXT NOT NULL, debut TEXT, fin TEXT, url TEXT "
	"NOT NULL, recu_le TEXT NOT NULL, statut_http INTEGER, "
	"type_contenu TEXT, taille INTEGER NOT NULL, sha256 TEXT NOT "
	"NULL, contenu BLOB NOT NULL, UNIQUE(id_ouvrage,id_lot,sha256))",
	"CREATE TABLE IF NOT EXISTS mesure_validee(id_execution INTEGER "
	"NOT NULL, id_ouvrage TEXT NOT NULL, n INTEGER NOT NULL, "
	"id_brute INTEGER NOT NULL, ligne INTEGER NOT NULL, "
	"capteur_sercel TEXT NOT NULL, grandeur TEXT NOT NULL, t "
	"INTEGER NOT NULL, valeur REAL NOT NULL, unite TEXT NOT NULL, "
	"qualite TEXT, PRIMARY KEY(id_execution,id_ouvrage,n)) WITHOUT "
	"ROWID",
	"CREATE TABLE IF NOT EXISTS mesure_consolidee(id_execution "
	"INTEGER NOT NULL, id_ouvrage TEXT NOT NULL, n INTEGER NOT "
	"NULL, id_brute INTEGER NOT NULL, ligne INTEGER NOT NULL, "
	"id_parametrage INTEGER NOT NULL, t INTEGER NOT NULL, valeur "
	"REAL NOT NULL, PRIMARY KEY(id_execution,id_ouvrage,n)) WITHOUT "
	"ROWID",
	"CREATE TABLE IF NOT EXISTS anomalie(id INTEGER PRIMARY KEY, "
	"id_execution INTEGER NOT NULL, id_ouvrage TEXT, code TEXT NOT "
	"NULL, gravite TEXT NOT NULL, id_brute INTEGER, ligne INTEGER, "
	"capteur TEXT, nombre INTEGER NOT NULL DEFAULT 1, message TEXT "
	"NOT NULL)",
	"CREATE TABLE IF NOT EXISTS kpi_valeur(id_execution INTEGER NOT "
	"NULL, id_ouvrage TEXT NOT NULL, code TEXT NOT NULL, capteur "
	"TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL, debut TEXT "
	"NOT NULL, fin TEXT NOT NULL, valeur REAL, nb_points INTEGER "
	"NOT NULL, niveau INTEGER NOT NULL, motif TEXT, PRIMARY "
	"KEY(id_execution,id_ouvrage,code,capteur)) WITHOUT ROWID",
	"CREATE TABLE IF NOT EXISTS surveillance(id INTEGER PRIMARY "
	"KEY, id_ouvrage TEXT NOT NULL, du TEXT NOT NULL, ancien TEXT "
	"NOT NULL, nouveau TEXT NOT NULL, origine TEXT NOT NULL, "
	"id_traitement TEXT, id_seuil INTEGER, valeur REAL, motif TEXT)",
	"CREATE TABLE IF NOT EXISTS notification(id INTEGER PRIMARY "
	"KEY, cle TEXT NOT NULL UNIQUE, id_traitement TEXT NOT NULL, "
	"id_ouvrage TEXT, id_expert TEXT NOT NULL, type TEXT NOT NULL, "
	"sujet TEXT NOT NULL, corps TEXT NOT NULL, cree_le TEXT NOT "
	"NULL, statut TEXT NOT NULL DEFAULT 'A_ENVOYER', envoye_le "
	"TEXT, essais INTEGER NOT NULL DEFAULT 0, erreur TEXT)",
	"CREATE INDEX IF NOT EXISTS execution_etape ON "
	"execution(id_traitement, etape)",
	"CREATE INDEX IF NOT EXISTS donnee_brute_execution ON "
	"donnee_brute(id_execution)",
	"CREATE INDEX IF NOT EXISTS anomalie_execution ON "
	"anomalie(id_execution)",
	"CREATE INDEX IF NOT EXISTS surveillance_ouvrage ON "
	"surveillance(id_ouvrage)",
	"CREATE VIEW IF NOT EXISTS v_kpi AS SELECT e.id_traitement, "
	"t.date_reference, k.* FROM kpi_valeur k JOIN execution e ON "
	"e.id = k.id_execution JOIN traitement t ON t.id = "
	"e.id_traitement WHERE e.id = (SELECT max(id) FROM execution c "
	"WHERE c.id_traitement = e.id_traitement AND c.etape = 'calcul' "
	"AND c.statut IN ('OK', 'PARTIEL'))",
};

void
traitement_make(struct db *d)
{
	for (size_t i = 0; i < sizeof(schema) / sizeof(*schema); i++)
		db_exec(d, schema[i]);
}

#define TABLE(table, ...)                                                      \
	{                                                                      \
		.name = table, .flags = TABLE_STATE, .make = traitement_make,  \
		.col = COLUMNS(__VA_ARGS__)                                    \
	}

/* clang-format off */
static const struct table table_ouvrage = TABLE("ouvrage",
    { "id", C_TEXT, NULL }, { "libelle", C_TEXT, NULL },
    { "id_sercel", C_TEXT, NULL }, { "actif", C_BOOL, NULL },
    { "params", C_JSON, NULL }, { "mode_surveillance", C_TEXT, NULL },
    { "mode_depuis", C_TEXT, NULL }, { "depuis", C_TEXT, NULL });

static const struct table table_parametrage = TABLE("parametrage",
    { "id", C_INT, NULL }, { "id_ouvrage", C_TEXT, NULL },
    { "capteur_sercel", C_TEXT, NULL }, { "capteur", C_TEXT, NULL },
    { "grandeur", C_TEXT, NULL }, { "unite_source", C_TEXT, NULL },
    { "unite", C_TEXT, NULL }, { "gain", C_REAL, NULL },
    { "decalage", C_REAL, NULL }, { "min_physique", C_REAL, NULL },
    { "max_physique", C_REAL, NULL }, { "groupe", C_TEXT, NULL },
    { "effet_du", C_TEXT, NULL }, { "effet_au", C_TEXT, NULL },
    { "actif", C_BOOL, NULL }, { "charge_le", C_TEXT, NULL },
    { "remplace_le", C_TEXT, NULL });

static const struct table table_limite = TABLE("limite",
    { "grandeur", C_TEXT, NULL }, { "unite", C_TEXT, NULL },
    { "min", C_REAL, NULL }, { "max", C_REAL, NULL });

static const struct table table_kpi_definition = TABLE("kpi_definition",
    { "code", C_TEXT, NULL }, { "version", C_INT, NULL },
    { "definition", C_JSON, NULL }, { "actif", C_BOOL, NULL },
    { "charge_le", C_TEXT, NULL });

static const struct table table_seuil_bascule = TABLE("seuil_bascule",
    { "id", C_INT, NULL }, { "id_ouvrage", C_TEXT, NULL },
    { "code_kpi", C_TEXT, NULL }, { "operateur", C_TEXT, NULL },
    { "seuil", C_REAL, NULL }, { "nb_consecutifs", C_INT, NULL },
    { "actif", C_BOOL, NULL });

static const struct table table_expert = TABLE("expert",
    { "id", C_TEXT, NULL }, { "nom", C_TEXT, NULL },
    { "email", C_TEXT, NULL }, { "actif", C_BOOL, NULL });

static const struct table table_expert_ouvrage = TABLE("expert_ouvrage",
    { "id_expert", C_TEXT, NULL }, { "id_ouvrage", C_TEXT, NULL },
    { "types", C_TEXT, NULL });

static const struct table table_traitement = TABLE("traitement",
    { "id", C_TEXT, NULL }, { "date_reference", C_TEXT, NULL },
    { "origine", C_TEXT, NULL }, { "cree_le", C_TEXT, NULL },
    { "fini_le", C_TEXT, NULL }, { "statut", C_TEXT, NULL },
    { "force", C_BOOL, NULL }, { "ouvrages", C_JSON, NULL });

static const struct table table_execution = TABLE("execution",
    { "id", C_INT, NULL }, { "id_traitement", C_TEXT, NULL },
    { "etape", C_TEXT, NULL }, { "tentative", C_INT, NULL },
    { "id_message", C_TEXT, NULL }, { "debut", C_TEXT, NULL },
    { "fin", C_TEXT, NULL }, { "statut", C_TEXT, NULL },
    { "nb_entrees", C_INT, NULL }, { "nb_sorties", C_INT, NULL },
    { "nb_anomalies", C_INT, NULL }, { "erreur", C_TEXT, NULL });

static const struct table table_execution_ouvrage = TABLE("execution_ouvrage",
    { "id_execution", C_INT, NULL }, { "id_ouvrage", C_TEXT, NULL },
    { "statut", C_TEXT, NULL }, { "nb_entrees", C_INT, NULL },
    { "nb_sorties", C_INT, NULL }, { "nb_anomalies", C_INT, NULL },
    { "erreur", C_TEXT, NULL });

static const struct table table_donnee_brute = TABLE("donnee_brute",
    { "id", C_INT, NULL }, { "id_execution", C_INT, NULL },
    { "id_ouvrage", C_TEXT, NULL }, { "id_lot", C_TEXT, NULL },
    { "debut", C_TEXT, NULL }, { "fin", C_TEXT, NULL },
    { "url", C_TEXT, NULL }, { "recu_le", C_TEXT, NULL },
    { "statut_http", C_INT, NULL }, { "type_contenu", C_TEXT, NULL },
    { "taille", C_INT, NULL }, { "sha256", C_TEXT, NULL },
    { "contenu", C_BYTES, NULL });

static const struct table table_mesure_validee = TABLE("mesure_validee",
    { "id_execution", C_INT, NULL }, { "id_ouvrage", C_TEXT, NULL },
    { "n", C_INT, NULL }, { "id_brute", C_INT, NULL },
    { "ligne", C_INT, NULL }, { "capteur_sercel", C_TEXT, NULL },
    { "grandeur", C_TEXT, NULL }, { "t", C_INT, NULL },
    { "valeur", C_REAL, NULL }, { "unite", C_TEXT, NULL },
    { "qualite", C_TEXT, NULL });

static const struct table table_mesure_consolidee = TABLE("mesure_consolidee",
    { "id_execution", C_INT, NULL }, { "id_ouvrage", C_TEXT, NULL },
    { "n", C_INT, NULL }, { "id_brute", C_INT, NULL },
    { "ligne", C_INT, NULL }, { "id_parametrage", C_INT, NULL },
    { "t", C_INT, NULL }, { "valeur", C_REAL, NULL });

static const struct table table_anomalie = TABLE("anomalie",
    { "id", C_INT, NULL }, { "id_execution", C_INT, NULL },
    { "id_ouvrage", C_TEXT, NULL }, { "code", C_TEXT, NULL },
    { "gravite", C_TEXT, NULL }, { "id_brute", C_INT, NULL },
    { "ligne", C_INT, NULL }, { "capteur", C_TEXT, NULL },
    { "nombre", C_INT, NULL }, { "message", C_TEXT, NULL });

static const struct table table_kpi_valeur = TABLE("kpi_valeur",
    { "id_execution", C_INT, NULL }, { "id_ouvrage", C_TEXT, NULL },
    { "code", C_TEXT, NULL }, { "capteur", C_TEXT, NULL },
    { "version", C_INT, NULL }, { "debut", C_TEXT, NULL },
    { "fin", C_TEXT, NULL }, { "valeur", C_REAL, NULL },
    { "nb_points", C_INT, NULL }, { "niveau", C_INT, NULL },
    { "motif", C_TEXT, NULL });

static const struct table table_surveillance = TABLE("surveillance",
    { "id", C_INT, NULL }, { "id_ouvrage", C_TEXT, NULL },
    { "du", C_TEXT, NULL }, { "ancien", C_TEXT, NULL },
    { "nouveau", C_TEXT, NULL }, { "origine", C_TEXT, NULL },
    { "id_traitement", C_TEXT, NULL }, { "id_seuil", C_INT, NULL },
    { "valeur", C_REAL, NULL }, { "motif", C_TEXT, NULL });

static const struct table table_notification = TABLE("notification",
    { "id", C_INT, NULL }, { "cle", C_TEXT, NULL },
    { "id_traitement", C_TEXT, NULL }, { "id_ouvrage", C_TEXT, NULL },
    { "id_expert", C_TEXT, NULL }, { "type", C_TEXT, NULL },
    { "sujet", C_TEXT, NULL }, { "corps", C_TEXT, NULL },
    { "cree_le", C_TEXT, NULL }, { "statut", C_TEXT, NULL },
    { "envoye_le", C_TEXT, NULL }, { "essais", C_INT, NULL },
    { "erreur", C_TEXT, NULL });

/* clang-format on */

const struct table *const tables_traitement[] = {
	&table_ouvrage,
	&table_parametrage,
	&table_limite,
	&table_kpi_definition,
	&table_seuil_bascule,
	&table_expert,
	&table_expert_ouvrage,
	&table_traitement,
	&table_execution,
	&table_execution_ouvrage,
	&table_donnee_brute,
	&table_mesure_validee,
	&table_mesure_consolidee,
	&table_anomalie,
	&table_kpi_valeur,
	&table_surveillance,
	&table_notification,
	NULL,
};
