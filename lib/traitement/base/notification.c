#include <stdlib.h>

#include "base/err.h"
#include "suite/share.h"
#include "traitement/base/notification.h"
#include "json/document.h"

static const char *const types[NOTIFICATIONS] = {
	"BASCULE_SURVEILLANCE_RENFORCEE", "DEPASSEMENT_SEUIL",
	"DONNEES_ABSENTES", "ECHEC_OUVRAGE", "FIN_TRAITEMENT",
	"ECHEC_TRAITEMENT"
};

/* What stands for {name} in a text. */
struct values {
	const char *ouvrage, *libelle, *traitement, *liste;
};

static const char *
value_of(const struct values *v, struct str name)
{
	if (str_is(name, "ouvrage"))
		return v->ouvrage;
	if (str_is(name, "libelle"))
		return v->libelle;
	if (str_is(name, "traitement"))
		return v->traitement;
	return str_is(name, "liste") ? v->liste : "";
}

static void
fill_in(struct buf *b, struct str text, const struct values *v)
{
	const char *p = text.p, *end = p + text.n;

	while (p < end) {
		const char *open = memchr(p, '{', (size_t)(end - p));
		const char *close =
		    open ? memchr(open, '}', (size_t)(end - open)) : NULL;

		if (!close)
			break;
		buf_add(b, p, (size_t)(open - p));
		buf_str(b, value_of(v, (struct str){ open + 1,
					   (size_t)(close - open - 1) }));
		p = close + 1;
	}
	buf_add(b, p, (size_t)(end - p));
}

/* The texts, read once. */
static struct js
texts(void)
{
	static const struct field text_fields[] = { S_REQ("sujet", F_STRING),
		S_REQ("corps", F_STRING), S_END };
	static const struct field members[] = {
		S_OBJECT("BASCULE_SURVEILLANCE_RENFORCEE", 0, text_fields),
		S_OBJECT("DEPASSEMENT_SEUIL", 0, text_fields),
		S_OBJECT("DONNEES_ABSENTES", 0, text_fields),
		S_OBJECT("ECHEC_OUVRAGE", 0, text_fields),
		S_OBJECT("FIN_TRAITEMENT", 0, text_fields),
		S_OBJECT("ECHEC_TRAITEMENT", 0, text_fields), S_END
	};
	static const struct field all = S_OBJECT("", 0, members);
	static struct document d;
	static struct js read;

	if (read.type == JS_ABSENT) {
		char *path = share_path("messages", "notifications.fr.json");

		read = document_read(path, &all, &d);
		free(path);
	}
	return read;
}

static void
compose(struct buf *to, enum notification n, const char *member,
    const struct values *v)
{
	struct buf scratch = { 0 };

	to->n = 0;
	fill_in(to,
	    js_text(js_get(js_get(texts(), types[n]), member), &scratch), v);
	buf_free(&scratch);
}

static char *
libelle_of(struct db *d, const char *ouvrage)
{
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT libelle FROM ouvrage WHERE id = ?");
	char *libelle;

	db_bind_text(d, s, 1, str_of(ouvrage));
	libelle = xstrdup(db_step(d, s) ? db_text(s, 0).p : "");
	sqlite3_finalize(s);
	return libelle;
}

/* The experts concerned: by the ouvrage, or by any of theirs for a notice about
 * the whole traitement. */
static const char sql_insert[] =
    "INSERT OR IGNORE INTO notification(cle, id_traitement, id_ouvrage,"
    " id_expert, type, sujet, corps, cree_le)"
    " SELECT ?1 || '/' || coalesce(?2, '-') || '/' || e.id || '/' || ?3, ?1,"
    " ?2, e.id, ?3, ?4, ?5, ?6 FROM expert e WHERE e.actif AND EXISTS("
    "SELECT 1 FROM expert_ouvrage x WHERE x.id_expert = e.id"
    " AND (?2 IS NULL OR x.id_ouvrage IN ('*', ?2)) AND (x.types = '*'"
    " OR instr(',' || x.types || ',', ',' || ?3 || ','))) ORDER BY e.id";

int64_t
notify(struct db *d, const struct traitement *t, enum notification n,
    const char *ouvrage, const char *liste)
{
	char *libelle = libelle_of(d, ouvrage);
	const struct values v = { ouvrage ? ouvrage : "", libelle, t->id,
		liste };
	struct buf sujet = { 0 }, corps = { 0 };
	sqlite3_stmt *s = db_prepare(d, sql_insert);
	int64_t before = sqlite3_total_changes64(d->h);

	compose(&sujet, n, "sujet", &v);
	compose(&corps, n, "corps", &v);
	db_bind_text(d, s, 1, str_of(t->id));
	db_bind_text(d, s, 2, str_of(ouvrage));
	db_bind_text(d, s, 3, str_of(types[n]));
	db_bind_text(d, s, 4, buf_view(&sujet));
	db_bind_text(d, s, 5, buf_view(&corps));
	db_bind_text(d, s, 6, str_of(now_text()));
	db_step(d, s);
	sqlite3_finalize(s);
	buf_free(&sujet);
	buf_free(&corps);
	free(libelle);
	return sqlite3_total_changes64(d->h) - before;
}

void
notify_failure(struct db *d, const struct traitement *t, const char *reason)
{
	notify(d, t, N_ECHEC_TRAITEMENT, NULL, reason);
}
