#include "apprentissage/formations/lookup_commune.h"

#include <stdlib.h>

#include "apprentissage/formations/memo.h"
#include "apprentissage/organismes/etablissement.h"
#include "apprentissage/records/published.h"
#include "base/hash.h"
#include "store/db.h"
#include "json/js.h"

/* How a code belongs to a commune; the smallest kind wins. */
enum kind { INSEE, ARRONDISSEMENT, ANCIENNE, POSTAL };

struct lookup_commune {
	struct db *d;
	sqlite3_stmt *doc;
	struct hash codes;
	struct target {
		int64_t row;
		enum kind kind;
	} * target; /* of the code with number i */
	size_t cap;
	struct memo adresses; /* by rowid: see lookup_commune_adresse */
	struct buf draft, adresse;
};

static void
add_code(struct lookup_commune *c, struct js code, enum kind kind, int64_t row)
{
	struct buf scratch = { 0 };
	struct str text = js_text(code, &scratch);
	uint32_t known = c->codes.n, i;

	if (!text.p)
		return;
	i = hash_put(&c->codes, text);
	buf_free(&scratch);
	c->target = xroom(c->target, known, &c->cap, sizeof(*c->target));
	if (i == known || kind < c->target[i].kind)
		c->target[i] = (struct target){ row, kind };
}

/* Adds the codes of an array: its items, or their member of that name. */
static void
add_codes(struct lookup_commune *c, struct js array, const char *member,
    enum kind kind, int64_t row)
{
	struct js item;

	for (struct js_walk w = js_walk(array); js_item(&w, &item);)
		add_code(c, member ? js_get(item, member) : item, kind, row);
}

static void
add_commune(struct lookup_commune *c, int64_t row, struct js doc)
{
	static const char *const names[] = { "code", "anciennes",
		"arrondissements" };
	struct js v[3];

	js_pick(doc, names, 3, v);
	add_code(c, js_get(v[0], "insee"), INSEE, row);
	add_codes(c, v[2], "code", ARRONDISSEMENT, row);
	add_codes(c, v[1], "codeInsee", ANCIENNE, row);
	add_codes(c, js_get(v[0], "postaux"), NULL, POSTAL, row);
}

struct lookup_commune *
lookup_commune_open(const char *dir)
{
	struct lookup_commune *c = xcalloc(1, sizeof(*c));
	sqlite3_stmt *s;

	c->d = db_need(dir, "communes");
	c->adresses.max = 12 << 20;
	db_exec(c->d, "PRAGMA cache_size=-1024");
	s = db_prepare(c->d, "SELECT rowid, doc FROM commune ORDER BY rowid");
	while (db_step(c->d, s))
		add_commune(
		    c, sqlite3_column_int64(s, 0), js_doc(db_text(s, 1)));
	sqlite3_finalize(s);
	c->doc = db_prepare(c->d, "SELECT doc FROM commune WHERE rowid = ?");
	return c;
}

int64_t
lookup_commune_find(const struct lookup_commune *c, struct str code)
{
	uint32_t i = code.p ? hash_find(&c->codes, code) : HASH_NONE;

	return i == HASH_NONE ? 0 : c->target[i].row;
}

/* The members of an address, checked, into c->adresse. */
static int
compose(struct lookup_commune *c, struct js doc, struct err *e)
{
	c->draft.n = c->adresse.n = 0;
	js_open(&c->draft, NULL);
	commune_put(&c->draft, doc);
	js_close(&c->draft, 1);
	return schema_copy(&adresse_commune_field, js_doc(buf_view(&c->draft)),
	    &c->adresse, e);
}

struct js
lookup_commune_adresse(struct lookup_commune *c, int64_t row, struct err *e)
{
	struct str key = { (const char *)&row, sizeof(row) };
	struct str known = memo_find(&c->adresses, key);
	int failed = -1;

	if (known.p)
		return js_doc(known);
	db_bind_int(c->d, c->doc, 1, row);
	if (db_step(c->d, c->doc))
		failed = compose(c, js_doc(db_text(c->doc, 0)), e);
	sqlite3_reset(c->doc);
	if (failed)
		return (struct js){ .type = JS_ABSENT };
	memo_add(&c->adresses, key, buf_view(&c->adresse));
	return js_doc(buf_view(&c->adresse));
}

void
lookup_commune_close(struct lookup_commune *c)
{
	sqlite3_finalize(c->doc);
	db_close(c->d);
	hash_free(&c->codes);
	memo_free(&c->adresses);
	buf_free(&c->draft);
	buf_free(&c->adresse);
	free(c->target);
	free(c);
}
