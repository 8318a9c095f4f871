#include "traitement/base/etat.h"
#include "json/js.h"

static void
put_number(struct buf *b, const char *name, sqlite3_stmt *s, int i)
{
	js_put_key(b, name);
	if (sqlite3_column_type(s, i) == SQLITE_NULL)
		buf_str(b, "null");
	else
		js_put_int(b, sqlite3_column_int64(s, i));
}

static void
put_text(struct buf *b, const char *name, sqlite3_stmt *s, int i)
{
	js_put_member(b, name, db_text(s, i));
}

static void
put_stages(struct buf *b, struct db *d, struct str id)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT etape, statut, tentative, debut, fin, nb_entrees,"
	    " nb_sorties, nb_anomalies, erreur FROM execution"
	    " WHERE id_traitement = ?1 AND etape = ?2 ORDER BY id DESC"
	    " LIMIT 1");

	for (enum etape e = 0; e < ETAPES; e++) {
		db_bind_text(d, s, 1, id);
		db_bind_text(d, s, 2, str_of(etape_names[e]));
		if (db_step(d, s)) {
			js_put_comma(b);
			buf_byte(b, '{');
			put_text(b, "etape", s, 0);
			put_text(b, "statut", s, 1);
			put_number(b, "tentative", s, 2);
			put_text(b, "debut", s, 3);
			put_text(b, "fin", s, 4);
			put_number(b, "nbEntrees", s, 5);
			put_number(b, "nbSorties", s, 6);
			put_number(b, "nbAnomalies", s, 7);
			put_text(b, "erreur", s, 8);
			buf_byte(b, '}');
		}
		sqlite3_reset(s);
	}
	sqlite3_finalize(s);
}

bool
etat_put(struct buf *b, struct db *d, struct str id)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT id, statut, date_reference, origine, cree_le, fini_le"
	    " FROM traitement WHERE id = ?");
	bool found;

	db_bind_text(d, s, 1, id);
	found = db_step(d, s);
	if (found) {
		buf_byte(b, '{');
		put_text(b, "idTraitement", s, 0);
		put_text(b, "statut", s, 1);
		put_text(b, "dateReference", s, 2);
		put_text(b, "origine", s, 3);
		put_text(b, "creeLe", s, 4);
		put_text(b, "finiLe", s, 5);
		js_put_key(b, "etapes");
		buf_byte(b, '[');
		put_stages(b, d, id);
		buf_str(b, "]}");
	}
	sqlite3_finalize(s);
	return found;
}
