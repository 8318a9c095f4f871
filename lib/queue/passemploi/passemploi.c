#include "queue/passemploi/passemploi.h"

#define UNIQUE_ID(table) "CREATE UNIQUE INDEX " table "_by_id ON " table "(id)"
#define TEXT_COLUMN(name)                                                      \
	{                                                                      \
		name, C_TEXT, NULL                                             \
	}
#define INT_COLUMN(name)                                                       \
	{                                                                      \
		name, C_INT, NULL                                              \
	}
#define BOOL_COLUMN(name)                                                      \
	{                                                                      \
		name, C_BOOL, NULL                                             \
	}
#define JSON_COLUMN(name)                                                      \
	{                                                                      \
		name, C_JSON, NULL                                             \
	}

static const struct table table_action = {
	.name = "action",
	.index = UNIQUE_ID("action"),
	.col = COLUMNS(TEXT_COLUMN("id"), TEXT_COLUMN("id_jeune"),
	    TEXT_COLUMN("statut"), TEXT_COLUMN("contenu"),
	    BOOL_COLUMN("rappel"), TEXT_COLUMN("date_creation"),
	    TEXT_COLUMN("date_echeance")),
};

static const struct table table_jeune = {
	.name = "jeune",
	.index = UNIQUE_ID("jeune"),
	.col = COLUMNS(TEXT_COLUMN("id"), TEXT_COLUMN("structure"),
	    TEXT_COLUMN("dispositif"), TEXT_COLUMN("id_conseiller"),
	    TEXT_COLUMN("push_notification_token"),
	    BOOL_COLUMN("notifications_rappel_actions"),
	    TEXT_COLUMN("date_derniere_connexion")),
};

static const struct table table_conseiller = {
	.name = "conseiller",
	.index = UNIQUE_ID("conseiller"),
	.col = COLUMNS(TEXT_COLUMN("id"), TEXT_COLUMN("id_agence")),
};

static const struct table table_agence = {
	.name = "agence",
	.index = UNIQUE_ID("agence"),
	.col = COLUMNS(TEXT_COLUMN("id"), TEXT_COLUMN("nom_agence"),
	    TEXT_COLUMN("code_departement"), TEXT_COLUMN("nom_region")),
};

static const struct table table_notification_jeune = {
	.name = "notification_jeune",
	.index = UNIQUE_ID("notification_jeune"),
	.col = COLUMNS(TEXT_COLUMN("id"), TEXT_COLUMN("id_jeune"),
	    TEXT_COLUMN("date_notif"), TEXT_COLUMN("type"),
	    TEXT_COLUMN("titre"), TEXT_COLUMN("description"),
	    TEXT_COLUMN("id_objet")),
};

static const struct table table_push = {
	.name = "push",
	.index = UNIQUE_ID("push"),
	.col = COLUMNS(TEXT_COLUMN("id"), TEXT_COLUMN("token"),
	    TEXT_COLUMN("titre"), TEXT_COLUMN("corps"), JSON_COLUMN("data"),
	    TEXT_COLUMN("cree_le"), TEXT_COLUMN("envoye_le"),
	    TEXT_COLUMN("statut")),
};

static const struct table table_fichier = {
	.name = "fichier",
	.index = UNIQUE_ID("fichier"),
	.col = COLUMNS(TEXT_COLUMN("id"), JSON_COLUMN("ids_jeunes"),
	    TEXT_COLUMN("mime_type"), TEXT_COLUMN("nom"),
	    TEXT_COLUMN("date_creation"), TEXT_COLUMN("id_createur"),
	    TEXT_COLUMN("type_createur"), TEXT_COLUMN("date_suppression"),
	    TEXT_COLUMN("id_message")),
};

static const struct table table_chat_statut_pj = {
	.name = "chat_statut_pj",
	.col = COLUMNS(TEXT_COLUMN("id_fichier"), TEXT_COLUMN("id_createur"),
	    TEXT_COLUMN("id_message"), TEXT_COLUMN("statut"),
	    TEXT_COLUMN("cree_le"), TEXT_COLUMN("envoye_le")),
};

static const struct table table_suivi_job = {
	.name = "suivi_job",
	.index = UNIQUE_ID("suivi_job"),
	.col = COLUMNS(INT_COLUMN("id"), TEXT_COLUMN("job_type"),
	    TEXT_COLUMN("date_execution"), BOOL_COLUMN("succes"),
	    JSON_COLUMN("resultat"), INT_COLUMN("nb_erreurs"),
	    INT_COLUMN("temps_execution")),
};

static const struct table table_evenement_engagement = {
	.name = "evenement_engagement",
	.index = UNIQUE_ID(
	    "evenement_engagement") ";"
				    "CREATE INDEX evenement_engagement_date ON"
				    " evenement_engagement(date_evenement);"
				    "CREATE INDEX evenement_engagement_semaine "
				    "ON"
				    " evenement_engagement(semaine)",
	.col = COLUMNS(INT_COLUMN("id"), TEXT_COLUMN("date_evenement"),
	    TEXT_COLUMN("categorie"), TEXT_COLUMN("action"), TEXT_COLUMN("nom"),
	    TEXT_COLUMN("id_utilisateur"), TEXT_COLUMN("type_utilisateur"),
	    TEXT_COLUMN("structure"), TEXT_COLUMN("code"),
	    TEXT_COLUMN("agence"), TEXT_COLUMN("departement"),
	    TEXT_COLUMN("region"), TEXT_COLUMN("semaine"), TEXT_COLUMN("jour")),
};

static const struct table table_fonctionnalites = {
	.name = "analytics_fonctionnalites",
	.col = COLUMNS(TEXT_COLUMN("semaine"), TEXT_COLUMN("structure"),
	    TEXT_COLUMN("type_utilisateur"), TEXT_COLUMN("categorie"),
	    TEXT_COLUMN("action"), TEXT_COLUMN("nom"),
	    INT_COLUMN("nb_ae_categorie"), INT_COLUMN("nb_users_categorie"),
	    INT_COLUMN("nb_ae_action"), INT_COLUMN("nb_users_action"),
	    INT_COLUMN("nb_ae_nom"), INT_COLUMN("nb_users_nom"),
	    INT_COLUMN("nb_ae_total"), INT_COLUMN("nb_users_total")),
};

#define ENGAGEMENT_COUNTS                                                      \
	INT_COLUMN("nombre_utilisateurs_2_mois"),                              \
	    INT_COLUMN("nombre_utilisateurs_1_mois"),                          \
	    INT_COLUMN("nombre_utilisateurs_engages_2_jours_dans_la_semaine"), \
	    INT_COLUMN("nb_actifs_3_semaines_sur_6"),                          \
	    INT_COLUMN("nb_actifs_4_semaines_sur_6")

static const struct table table_engagement = {
	.name = "analytics_engagement",
	.col = COLUMNS(TEXT_COLUMN("semaine"), TEXT_COLUMN("structure"),
	    TEXT_COLUMN("type_utilisateur"), TEXT_COLUMN("region"),
	    TEXT_COLUMN("departement"), ENGAGEMENT_COUNTS),
};

static const struct table table_engagement_national = {
	.name = "analytics_engagement_national",
	.col = COLUMNS(TEXT_COLUMN("semaine"), TEXT_COLUMN("structure"),
	    TEXT_COLUMN("type_utilisateur"), ENGAGEMENT_COUNTS),
};

const struct table *const tables_passemploi[] = { &table_action, &table_jeune,
	&table_conseiller, &table_agence, &table_notification_jeune,
	&table_push, &table_fichier, &table_chat_statut_pj, &table_suivi_job,
	&table_evenement_engagement, &table_fonctionnalites, &table_engagement,
	&table_engagement_national, NULL };

const struct state_schema passemploi_schema = { "passemploi", 1,
	tables_passemploi };

bool
passemploi_add_suivi(const char *dir, const struct suivi *s, msec start)
{
	struct db *d = state_open(dir, &passemploi_schema, STATE_BEGIN);
	bool begun = state_try_begin(d);
	char date[DAY_TEXT_MAX];
	sqlite3_stmt *insert;

	if (begun) {
		insert = db_prepare(d,
		    "INSERT INTO suivi_job (id, job_type, date_execution,"
		    " succes, resultat, nb_erreurs, temps_execution) VALUES"
		    " ((SELECT coalesce(max(id), 0) + 1 FROM suivi_job),"
		    " ?, ?, ?, ?, ?, ?)");
		day_print_utc(start, date);
		db_bind_text(d, insert, 1, s->type);
		db_bind_text(d, insert, 2, s->date.p ? s->date : str_of(date));
		db_bind_int(d, insert, 3, s->succes);
		db_bind_text(d, insert, 4, s->resultat);
		db_bind_int(d, insert, 5, s->errors);
		db_bind_int(d, insert, 6, s->duration);
		db_step(d, insert);
		sqlite3_finalize(insert);
		state_commit(d);
	}
	db_close(d);
	return begun;
}
