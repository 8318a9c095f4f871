#include "apprentissage/formations/lookup_organisme.h"

#include <stdlib.h>

#include "apprentissage/organismes/annuaire.h"
#include "apprentissage/records/published.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/text.h"
#include "format/code.h"
#include "store/db.h"

struct lookup_organisme {
	struct db *d;
	struct hash keys; /* SIRET; SIRET and UAI */
	int64_t *row;     /* of the key with number i */
	size_t cap;
	sqlite3_stmt *doc;
	struct annuaire *annuaire;
	struct buf uai, key, draft, scratch;
};

static struct str
key_of(struct lookup_organisme *o, struct str siret, struct str uai)
{
	o->key.n = 0;
	buf_add(&o->key, siret.p, siret.n);
	if (uai.p) {
		buf_byte(&o->key, '\xFF'); /* a byte no code contains */
		buf_add(&o->key, uai.p, uai.n);
	}
	return buf_view(&o->key);
}

/* The first row of a key keeps it. */
static void
add_key(struct lookup_organisme *o, struct str key, int64_t row)
{
	uint32_t known = o->keys.n, i = hash_put(&o->keys, key);

	if (i < known)
		return;
	o->row = xroom(o->row, i, &o->cap, sizeof(*o->row));
	o->row[i] = row;
}

/* The best row of a SIRET is the one with the same UAI; then the one without
 * UAI (NULL sorts first); then the one with the smallest. */
static void
read_keys(struct lookup_organisme *o)
{
	sqlite3_stmt *s = db_prepare(o->d,
	    "SELECT siret, uai, rowid FROM organisme WHERE siret IS NOT NULL"
	    " ORDER BY siret, uai, rowid");

	while (db_step(o->d, s)) {
		struct str siret = db_text(s, 0), uai = db_text(s, 1);
		int64_t row = sqlite3_column_int64(s, 2);

		add_key(o, key_of(o, siret, STR_NULL), row);
		add_key(o, key_of(o, siret, uai), row);
	}
	sqlite3_finalize(s);
}

struct lookup_organisme *
lookup_organisme_open(const char *dir, bool compat)
{
	struct lookup_organisme *o = xcalloc(1, sizeof(*o));

	o->d = db_need(dir, "organismes");
	o->annuaire = annuaire_open(dir, compat);
	read_keys(o);
	o->doc = db_prepare(o->d, "SELECT doc FROM organisme WHERE rowid = ?");
	return o;
}

/* The key of the row for a SIRET and a UAI or NULL; HASH_NONE if none is. */
static uint32_t
find_key(struct lookup_organisme *o, struct str siret, struct str uai)
{
	uint32_t i = HASH_NONE;

	if (siret.p && uai.p)
		i = hash_find(&o->keys, key_of(o, siret, uai));
	if (siret.p && i == HASH_NONE)
		i = hash_find(&o->keys, siret);
	return i;
}

/* The UAI in capitals. It is not padded: "62183r" does not find "0062183R". */
static struct str
capitals(struct lookup_organisme *o, struct str uai)
{
	if (!uai.p)
		return uai;
	o->uai.n = 0;
	text_put_capitals(&o->uai, uai);
	return buf_view(&o->uai);
}

static int
answer(struct lookup_organisme *o, struct str doc, bool connu, struct part *out,
    struct err *e)
{
	struct js organisme = { .type = JS_ABSENT };

	buf_str(&out->text, "{\"organisme\":");
	if (doc.p) {
		organisme = js_doc(doc);
		if (schema_copy(&organisme_field, organisme, &out->text, e))
			return -1;
	} else {
		buf_str(&out->text, "null");
	}
	buf_fmt(&out->text, ",\"connu\":%s}", connu ? "true" : "false");
	o->scratch.n = 0;
	part_code(out, ORGANISME_SIRET,
	    js_text(js_at(organisme, "identifiant.siret"), &o->scratch));
	return 0;
}

/* Answers from the annuaire about a SIRET without row. */
static int
answer_unknown(struct lookup_organisme *o, struct str siret, struct str uai,
    struct part *out, struct err *e)
{
	char normal_siret[15], normal_uai[9];
	struct organisme org = { .statut = "supprimé", .contacts = STR("[]") };
	int rc = 1;

	o->draft.n = 0;
	if (code_siret(siret, normal_siret)) {
		org.siret = str_of(normal_siret);
		if (uai.p && code_uai(uai, normal_uai))
			org.uai = str_of(normal_uai);
		rc = annuaire_put(o->annuaire, siret, &org, &o->draft, e);
	}
	if (rc == ANNUAIRE_MISSING)
		return ORGANISME_UNANSWERED;
	if (rc < 0)
		return -1;
	return answer(o, rc ? STR_NULL : buf_view(&o->draft), false, out, e);
}

/* Answers from the row of table organisme. */
static int
answer_known(
    struct lookup_organisme *o, int64_t row, struct part *out, struct err *e)
{
	int rc;

	db_bind_int(o->d, o->doc, 1, row);
	if (!db_step(o->d, o->doc))
		die("%s: organisme: row %lld is missing", o->d->path,
		    (long long)row);
	rc = answer(o, db_text(o->doc, 0), true, out, e);
	sqlite3_reset(o->doc);
	return rc;
}

int
lookup_organisme_find(struct lookup_organisme *o, const struct parts *kept,
    struct str siret, struct str uai, struct part *out, struct err *e)
{
	uint32_t key;

	uai = capitals(o, uai);
	key = find_key(o, siret, uai);
	if (key == HASH_NONE)
		return parts_ask(kept, out, 'u', siret, uai)
			   ? 0
			   : answer_unknown(o, siret, uai, out, e);
	if (parts_ask(kept, out, 'o',
		(struct str){ (const char *)&o->row[key], sizeof(*o->row) },
		STR_NULL))
		return 0;
	return answer_known(o, o->row[key], out, e);
}

void
lookup_organisme_close(struct lookup_organisme *o)
{
	sqlite3_finalize(o->doc);
	db_close(o->d);
	annuaire_close(o->annuaire);
	hash_free(&o->keys);
	free(o->row);
	buf_free(&o->uai);
	buf_free(&o->key);
	buf_free(&o->draft);
	buf_free(&o->scratch);
	free(o);
}
