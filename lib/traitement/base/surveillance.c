#include "traitement/base/surveillance.h"

void
surveillance_set(struct db *d, const char *ouvrage, const struct bascule *b)
{
	static const char *const modes[] = { "NORMALE", "RENFORCEE" };
	bool automatic = b->id_traitement != NULL;
	sqlite3_stmt *s = db_prepare(d,
	    "UPDATE ouvrage SET mode_surveillance = ?2, mode_depuis = ?3"
	    " WHERE id = ?1");

	db_bind_text(d, s, 1, str_of(ouvrage));
	db_bind_text(d, s, 2, str_of(modes[b->renforcee]));
	db_bind_text(d, s, 3, str_of(now_text()));
	db_step(d, s);
	sqlite3_finalize(s);
	s = db_prepare(d,
	    "INSERT INTO surveillance(id_ouvrage, du, ancien, nouveau, origine,"
	    " id_traitement, id_seuil, valeur, motif)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
	db_bind_text(d, s, 1, str_of(ouvrage));
	db_bind_text(d, s, 2, str_of(now_text()));
	db_bind_text(d, s, 3, str_of(modes[!b->renforcee]));
	db_bind_text(d, s, 4, str_of(modes[b->renforcee]));
	db_bind_text(d, s, 5, str_of(automatic ? "AUTOMATIQUE" : "MANUELLE"));
	db_bind_text(d, s, 6, str_of(b->id_traitement));
	if (automatic) {
		db_bind_int(d, s, 7, b->id_seuil);
		sqlite3_bind_double(s, 8, b->valeur);
	}
	db_bind_text(d, s, 9, str_of(b->motif));
	db_step(d, s);
	sqlite3_finalize(s);
}
