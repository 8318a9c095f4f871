/* Experts, with the ouvrages that they are told of. */
#include "base/err.h"
#include "traitement/parametre/importer.h"

/* "*", or words joined by commas. */
static bool
is_types(struct str s)
{
	bool word = false;

	if (str_is(s, "*"))
		return true;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',' && !word)
			return false;
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '*')
			return false;
		word = s.p[i] != ',';
	}
	return word;
}

static void
add_link(struct importer *m, const struct parametre *p, struct js link)
{
	struct buf a = { 0 }, b = { 0 }, id = { 0 };
	struct js ouvrage = js_get(link, "ouvrage"),
		  types = js_get(link, "types"), key, value;
	struct str name = js_text(ouvrage, &a), text = types.type == JS_ABSENT
							   ? STR("*")
							   : js_text(types, &b);
	sqlite3_stmt *s =
	    db_prepare(m->d, "INSERT OR IGNORE INTO temp.liens VALUES (?, ?)");

	for (struct js_walk w = js_walk(link); js_member(&w, &key, &value);)
		if (!js_is(key, "ouvrage") && !js_is(key, "types"))
			importer_refuse(
			    p, "ouvrages: ouvrage and types are expected");
	if (!name.p ||
	    (!str_is(name, "*") && !importer_has(m, SQL_OUVRAGE, name)))
		importer_refuse(p, "ouvrages: unknown ouvrage");
	if (!is_types(text))
		importer_refuse(p,
		    "ouvrages: types: * or words joined by commas are "
		    "expected");
	db_bind_text(m->d, s, 1, name);
	db_bind_text(m->d, s, 2, text);
	db_step(m->d, s);
	if (!sqlite3_changes(m->d->h))
		importer_refuse(p, "ouvrages: an ouvrage occurs twice");
	sqlite3_finalize(s);
	buf_free(&a);
	buf_free(&b);
	buf_free(&id);
}

/* Replaces the links of an expert; true if they differ. */
static bool
import_links(struct importer *m, const struct parametre *p, struct str id)
{
	struct js links = js_get(p->source, "ouvrages"), link;
	sqlite3_stmt *s;
	bool differ;

	db_exec(m->d, "CREATE TABLE IF NOT EXISTS temp.liens(ouvrage TEXT"
		      " PRIMARY KEY, types TEXT); DELETE FROM temp.liens");
	for (struct js_walk w = js_walk(links); js_item(&w, &link);)
		add_link(m, p, link);
	s = db_prepare(m->d,
	    "SELECT (SELECT count(*) FROM expert_ouvrage WHERE id_expert = ?1)"
	    " <> (SELECT count(*) FROM temp.liens) OR EXISTS(SELECT * FROM"
	    " temp.liens EXCEPT SELECT id_ouvrage, types FROM expert_ouvrage"
	    " WHERE id_expert = ?1)");
	db_bind_text(m->d, s, 1, id);
	differ = db_step(m->d, s) && sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	for (int i = 0; differ && i < 2; i++) {
		s = db_prepare(m->d,
		    i ? "INSERT INTO expert_ouvrage SELECT ?1, ouvrage, types"
			" FROM temp.liens"
		      : "DELETE FROM expert_ouvrage WHERE id_expert = ?1");
		db_bind_text(m->d, s, 1, id);
		db_step(m->d, s);
		sqlite3_finalize(s);
	}
	return differ;
}

void
importer_expert(struct importer *m, struct parametre *p)
{
	struct change c = { 0 };
	struct buf b = { 0 };
	bool differs;

	parametre_compare(p, m->d, &c);
	if (!c.exists)
		parametre_insert(p, m->d);
	else if (c.differs)
		parametre_update(p, m->d);
	differs = import_links(m, p, parametre_text(p, "id", &b)) || c.differs;
	if (differs)
		importer_print(m, c.exists ? "update" : "insert", "expert",
		    buf_view(&p->key), buf_view(&c.set));
	m->inserted += !c.exists;
	m->updated += c.exists && differs;
	m->unchanged += c.exists && !differs;
	buf_free(&c.set);
	buf_free(&b);
}
