#include "traitement/parametre/importer.h"
#include "base/err.h"
#include "traitement/base/traitement_db.h"
#include "traitement/kpi/kpi.h"

_Noreturn void
importer_refuse(const struct parametre *p, const char *what)
{
	die("%s: %s: %s", p->where, sorte_names[p->sorte], what);
}

bool
importer_has(struct importer *m, const char *sql, struct str value)
{
	sqlite3_stmt *s = db_prepare(m->d, sql);
	bool found;

	db_bind_text(m->d, s, 1, value);
	found = db_step(m->d, s);
	sqlite3_finalize(s);
	return found;
}

void
importer_print(struct importer *m, const char *op, const char *table,
    struct str id, struct str set)
{
	struct buf b = { 0 };

	js_put_text(&b, id);
	ops_line(&m->ops, op, table, buf_view(&b), set);
	buf_free(&b);
}

static void
need_ouvrage(struct importer *m, const struct parametre *p)
{
	struct buf b = { 0 };

	if (!importer_has(m, SQL_OUVRAGE, parametre_text(p, "id_ouvrage", &b)))
		importer_refuse(p, "id_ouvrage: unknown");
	buf_free(&b);
}

/* id_sercel is that of one ouvrage, in the database and in the input. */
static void
need_own_sercel(struct importer *m, const struct parametre *p)
{
	struct buf a = { 0 }, b = { 0 };
	sqlite3_stmt *s = db_prepare(
	    m->d, "SELECT 1 FROM ouvrage WHERE id_sercel = ?1 AND id <> ?2");

	db_bind_text(m->d, s, 1, parametre_text(p, "id_sercel", &a));
	db_bind_text(m->d, s, 2, parametre_text(p, "id", &b));
	if (db_step(m->d, s))
		importer_refuse(p, "id_sercel: another ouvrage has it");
	sqlite3_finalize(s);
	buf_free(&a);
	buf_free(&b);
}

static void
need_kpi(struct importer *m, const struct parametre *p)
{
	struct buf b = { 0 };
	struct kpis kpis;
	const struct kpi *k;

	kpis_read(&kpis, m->d);
	k = kpis_find(&kpis, parametre_text(p, "code_kpi", &b));
	if (!k)
		importer_refuse(p, "code_kpi: unknown");
	else if (k->par_capteur)
		importer_refuse(p, "code_kpi: has a value per sensor");
	kpis_free(&kpis);
	buf_free(&b);
}

/* The row in use is kept, because measures refer to it. */
static void
replace(struct importer *m, const struct parametre *p)
{
	struct buf b[4] = { 0 };
	static const char *const keys[] = { "id_ouvrage", "capteur_sercel",
		"grandeur", "effet_du" };
	sqlite3_stmt *s = db_prepare(m->d,
	    "UPDATE parametrage SET remplace_le = ?5 WHERE id_ouvrage = ?1"
	    " AND capteur_sercel = ?2 AND grandeur = ?3 AND effet_du = ?4"
	    " AND remplace_le IS NULL");

	for (int i = 0; i < 4; i++)
		db_bind_text(m->d, s, i + 1, parametre_text(p, keys[i], &b[i]));
	db_bind_text(m->d, s, 5, str_of(now_text()));
	db_step(m->d, s);
	sqlite3_finalize(s);
	for (int i = 0; i < 4; i++)
		buf_free(&b[i]);
	parametre_insert(p, m->d);
}

void
importer_row(struct importer *m, struct parametre *p)
{
	static const char *const tables[SORTES] = { "ouvrage", "limite",
		"parametrage", NULL, "seuil_bascule", NULL };
	struct change c = { 0 };

	if (p->sorte == P_PARAMETRAGE || p->sorte == P_SEUIL)
		need_ouvrage(m, p);
	if (p->sorte == P_SEUIL)
		need_kpi(m, p);
	if (p->sorte == P_OUVRAGE)
		need_own_sercel(m, p);
	parametre_compare(p, m->d, &c);
	if (!c.exists)
		parametre_insert(p, m->d);
	else if (c.differs && p->sorte == P_PARAMETRAGE)
		replace(m, p);
	else if (c.differs)
		parametre_update(p, m->d);
	if (c.differs)
		importer_print(m, c.exists ? "update" : "insert",
		    tables[p->sorte], buf_view(&p->key), buf_view(&c.set));
	m->inserted += !c.exists;
	m->updated += c.exists && c.differs;
	m->unchanged += c.exists && !c.differs;
	buf_free(&c.set);
}
