/*
 * import-france-competence: the fiches of the Répertoires (RNCP and RS).
 *
 * Reads the archives RAWDIR/export-fiches-csv-YYYY-MM-DD.zip* that table
 * archive of FILE does not list, newest first, so that only the rows of the
 * newest archive of each fiche are kept, in a temporary table. Then writes FILE
 * again: its fiches in their order, each merged with its kept rows, then the
 * new fiches in the order of their first row in the archives.
 */
#include <stdlib.h>

#include "apprentissage/france_competence/fc_archive.h"
#include "apprentissage/france_competence/fc_known.h"
#include "apprentissage/records/tables.h"
#include "apprentissage/sources/succession.h"
#include "base/progress.h"
#include "store/db.h"
#include "suite/import.h"
#include "json/counts.h"
#include "json/js.h"

static struct {
	struct import im;
	const char *rawdir;
	struct fc_known known;
	struct db *new;
	sqlite3_stmt *stage; /* writes the temporary table, later reads it */
	size_t rows;         /* read so far of the current archive */
	char now[DAY_TEXT_MAX];
	struct buf doc, scratch;
	struct succession succession;
} fc;

static struct {
	int64_t total, active, created, updated, activated;
} stats;

static void
on_row(void *ctx, const struct fc_part *part, const struct str *cell)
{
	const struct fc_archive *a = ctx;
	struct fc_place l = { a->date, (size_t)(a - fc.known.archive.v) + 1,
		++fc.rows, -1 };
	uint32_t i;
	struct fc_fiche *f = fc_known_fiche(&fc.known, cell[part->numero], &i);

	if (part == fc_parts + FC_STANDARD)
		l.actif = str_is(cell[FC_ACTIF], "ACTIVE");
	progress((int64_t)fc.rows, "rows");
	if (!fc_fiche_add(f, l))
		return;
	fc.scratch.n = 0;
	fc_part_put(part, cell, &fc.scratch);
	db_bind_int(fc.new, fc.stage, 1, i);
	db_bind_int(fc.new, fc.stage, 2, part - fc_parts);
	db_bind_int(fc.new, fc.stage, 3, (int64_t)l.rang);
	db_bind_text(fc.new, fc.stage, 4, buf_view(&fc.scratch));
	db_step(fc.new, fc.stage);
}

static void
read_archive(struct fc_archive *a)
{
	char *path = xasprintf("%s/%s", fc.rawdir, a->nom);

	fc.rows = 0;
	fc_archive_read(path, &fc.im, on_row, a);
	note("%s: %zu rows", path, fc.rows);
	free(path);
}

/* The index comes last: one sort costs less than a million insertions. */
static void
read_archives(void)
{
	db_exec(fc.new, "PRAGMA temp.cache_size=-16384;"
			"CREATE TEMP TABLE stage (fiche INTEGER, part INTEGER,"
			" rang INTEGER, record TEXT)");
	fc.stage =
	    db_prepare(fc.new, "INSERT INTO temp.stage VALUES (?, ?, ?, ?)");
	for (size_t i = fc.known.archive.n; i-- > 0;)
		if (!fc.known.archive.v[i].done)
			read_archive(&fc.known.archive.v[i]);
	sqlite3_finalize(fc.stage);
	db_exec(fc.new, "CREATE INDEX temp.stage_fiche ON stage"
			" (fiche, part, rang)");
	fc.stage = db_prepare(fc.new, "SELECT part, record FROM temp.stage"
				      " WHERE fiche = ?"
				      " ORDER BY part, rang, rowid");
}

/* Appends item to the list that doc ends with, unless the list has it already.
 */
static void
put_item(struct hash *seen, struct str item)
{
	uint32_t n = seen->n;

	if (hash_put(seen, item) != n)
		return;
	if (n)
		buf_byte(&fc.doc, ',');
	buf_add(&fc.doc, item.p, item.n);
}

/* Writes the rows of one part: those in FILE, then those of the temporary
 * table. *more: statement stage is on a row of this fiche. */
static void
put_part(int part, struct js list, bool *more)
{
	struct hash seen = { 0 };
	struct js item;

	buf_byte(&fc.doc, '[');
	for (struct js_walk w = js_walk(list); js_item(&w, &item);)
		put_item(&seen, (struct str){ item.p, item.n });
	while (*more && sqlite3_column_int(fc.stage, 0) == part) {
		put_item(&seen, db_text(fc.stage, 1));
		*more = db_step(fc.new, fc.stage);
	}
	buf_byte(&fc.doc, ']');
	hash_free(&seen);
}

/* Writes the standard part: the last row of Standard is used. */
static void
put_standard(struct js standard, bool *more)
{
	size_t at = fc.doc.n;

	js_put_raw(&fc.doc, standard);
	for (; *more; *more = db_step(fc.new, fc.stage)) {
		struct str row = db_text(fc.stage, 1);

		fc.doc.n = at;
		buf_add(&fc.doc, row.p, row.n);
	}
}

static void
put_data(uint32_t i, struct js data)
{
	bool more;

	if (fc.known.fiche.v[i].renewed)
		data = (struct js){ .type = JS_ABSENT };
	db_bind_int(fc.new, fc.stage, 1, i);
	more = db_step(fc.new, fc.stage);
	for (int part = 0; part < FC_PARTS; part++) {
		const char *member = fc_parts[part].member;
		struct js value = js_get(data, member);

		js_put_key(&fc.doc, member);
		if (part == FC_STANDARD)
			put_standard(value, &more);
		else
			put_part(part, value, &more);
	}
}

static void
put_record(uint32_t i, struct js data)
{
	const struct fc_fiche *f = &fc.known.fiche.v[i];

	fc.doc.n = 0;
	buf_str(&fc.doc, "{\"numero_fiche\":");
	js_put_text(&fc.doc, hash_text(&fc.known.numero, i));
	buf_str(&fc.doc, ",\"active\":");
	buf_str(&fc.doc, f->active < 0 ? "null" : f->active ? "true" : "false");
	buf_str(&fc.doc, ",\"date_premiere_publication\":");
	day_put_utc(&fc.doc, f->premiere_publication);
	buf_str(&fc.doc, ",\"date_derniere_publication\":");
	day_put_utc(&fc.doc, f->derniere_publication);
	buf_str(&fc.doc, ",\"date_premiere_activation\":");
	day_put_utc(&fc.doc, f->premiere_activation);
	buf_str(&fc.doc, ",\"date_derniere_activation\":");
	day_put_utc(&fc.doc, f->derniere_activation);
	js_open(&fc.doc, "data");
	put_data(i, data);
	js_close(&fc.doc, 2);
}

static void
add_succession(struct str numero, struct js record)
{
	struct js list = js_at(record, "data.ancienne_nouvelle_certification");
	struct js item;

	for (struct js_walk w = js_walk(list); js_item(&w, &item);) {
		struct str autre;

		fc.scratch.n = 0;
		autre = js_text(
		    js_get(item, "Ancienne_Certification"), &fc.scratch);
		if (autre.p)
			succession_add(
			    &fc.succession, autre, numero, BY_NOUVEAU);
		fc.scratch.n = 0;
		autre = js_text(
		    js_get(item, "Nouvelle_Certification"), &fc.scratch);
		if (autre.p)
			succession_add(
			    &fc.succession, numero, autre, BY_ANCIEN);
	}
}

static void
count(const struct fc_fiche *f, struct str created, struct str updated)
{
	stats.total++;
	stats.active += f->active == 1;
	stats.created += str_is(created, fc.now);
	stats.updated += str_is(updated, fc.now);
	stats.activated += fc_known_date(&fc.known, f->premiere_activation);
}

/* record, created and updated are the row of fiche i in FILE, NULL if it is
 * new. */
static void
write_fiche(struct table_writer *w, uint32_t i, struct str record,
    struct str created, struct str updated)
{
	const struct fc_fiche *f = &fc.known.fiche.v[i];
	char date[DAY_TEXT_MAX];
	struct str extra = { NULL, 0 }, made = record;

	if (f->seen) {
		put_record(i, js_get(js_of(record), "data"));
		made = buf_view(&fc.doc);
	}
	if (!created.p)
		created = str_of(fc.now);
	if (!str_eq(made, record))
		updated = str_of(fc.now);
	if (f->date_active != DAY_NULL)
		extra =
		    (struct str){ date, day_print_utc(f->date_active, date) };
	table_add(w, js_of(made), created, updated, &extra);
	add_succession(hash_text(&fc.known.numero, i), js_of(made));
	count(f, created, updated);
}

static void
write_old(struct table_writer *w)
{
	sqlite3_stmt *s;
	uint32_t i = 0;

	if (!fc.known.n_old)
		return;
	s = db_prepare(fc.known.old, "SELECT doc, created_at, updated_at"
				     " FROM france_competence ORDER BY rowid");
	while (db_step(fc.known.old, s))
		write_fiche(
		    w, i++, db_text(s, 0), db_text(s, 1), db_text(s, 2));
	sqlite3_finalize(s);
}

static int
by_appearance(const void *a, const void *b)
{
	const struct fc_fiche *x = &fc.known.fiche.v[*(const uint32_t *)a];
	const struct fc_fiche *y = &fc.known.fiche.v[*(const uint32_t *)b];

	if (x->rang != y->rang)
		return x->rang < y->rang ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void
write_new(struct table_writer *w)
{
	uint32_t n = fc.known.numero.n - fc.known.n_old;
	uint32_t *order = xcalloc(n, sizeof(*order));

	for (uint32_t i = 0; i < n; i++)
		order[i] = fc.known.n_old + i;
	qsort(order, n, sizeof(*order), by_appearance);
	for (uint32_t i = 0; i < n; i++)
		write_fiche(w, order[i], STR_NULL, STR_NULL, STR_NULL);
	free(order);
}

static void
write_archives(void)
{
	struct table_writer w;

	table_begin(&w, fc.new, &table_archive);
	for (size_t i = 0; i < fc.known.archive.n; i++) {
		fc.scratch.n = 0;
		buf_str(&fc.scratch, "{\"nom\":");
		js_put_text(&fc.scratch, str_of(fc.known.archive.v[i].nom));
		buf_str(&fc.scratch, ",\"date_publication\":");
		day_put_utc(&fc.scratch, fc.known.archive.v[i].date);
		buf_byte(&fc.scratch, '}');
		table_add(
		    &w, js_of(buf_view(&fc.scratch)), STR(""), STR(""), NULL);
	}
	table_end(&w);
}

static void
write_tables(void)
{
	struct table_writer w;

	table_begin(&w, fc.new, &table_france_competence);
	write_old(&w);
	write_new(&w);
	sqlite3_finalize(fc.stage);
	db_exec(fc.new, "DROP TABLE temp.stage");
	table_end(&w);
	write_archives();
	fc.scratch.n = 0;
	fc_part_views(&fc.scratch);
	db_exec(fc.new, buf_view(&fc.scratch).p);
}

static void
print_statistics(void)
{
	fc.scratch.n = 0;
	counts_add(&fc.scratch, { "total", stats.total },
	    { "active", stats.active }, { "created", stats.created },
	    { "updated", stats.updated }, { "activated", stats.activated });
	js_open(&fc.scratch, "indicateurs");
	js_put_key(&fc.scratch, "continuity");
	succession_put(&fc.succession, &fc.scratch);
	js_close(&fc.scratch, 1);
	out_line("{%s}", buf_view(&fc.scratch).p);
}

int
main(int argc, char **argv)
{
	fc.rawdir = import_folder(
	    &fc.im, argc, argv, "import the archives of France Compétences");
	day_print_utc(day_now(), fc.now);
	fc.new = db_create(fc.im.path);
	fc_known_open(&fc.known, fc.im.path, fc.rawdir);
	read_archives();
	write_tables();
	import_end(&fc.im);
	fc_known_close(&fc.known);
	print_statistics();
	import_publish(fc.new);
	return 0;
}
