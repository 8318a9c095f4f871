/*
 * import-france-competence: the fiches of the Répertoires (RNCP and RS).
 *
 * Reads the archives RAWDIR/export-fiches-csv-YYYY-MM-DD.zip* that table
 * archive of FILE does not list, newest first, so that only the rows of the
 * newest archive of each fiche are kept, in a temporary file. Then writes FILE
 * again: its fiches in their order, each merged with its kept rows, then the
 * new fiches in the order of their first row in the archives.
 */
#include <stdlib.h>

#include "apprentissage/france_competence/fc_archive.h"
#include "apprentissage/france_competence/fc_known.h"
#include "apprentissage/france_competence/fc_put.h"
#include "apprentissage/records/tables.h"
#include "apprentissage/sources/succession.h"
#include "base/progress.h"
#include "store/db.h"
#include "suite/import.h"
#include "json/counts.h"
#include "json/js.h"

#define NONE ((struct js){ .type = JS_ABSENT })

static struct {
	struct import im;
	const char *rawdir;
	struct fc_known known;
	struct db *new;
	struct fc_stage stage;
	size_t rows; /* read so far of the current archive */
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
	if (fc_fiche_add(f, l))
		fc_stage_add(&fc.stage, i, part, l.rang, cell);
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

static void
read_archives(void)
{
	fc_stage_open(&fc.stage);
	for (size_t i = fc.known.archive.n; i-- > 0;)
		if (!fc.known.archive.v[i].done)
			read_archive(&fc.known.archive.v[i]);
}

/* The fiche that item names; it holds until the next call. */
static struct str
read_autre(struct js item, const char *member)
{
	fc.scratch.n = 0;
	return js_text(js_get(item, member), &fc.scratch);
}

static void
add_succession(struct str numero, struct js list)
{
	struct js item;

	for (struct js_walk w = js_walk(list); js_item(&w, &item);) {
		struct str autre = read_autre(item, "Ancienne_Certification");

		if (autre.p)
			succession_add(
			    &fc.succession, autre, numero, BY_NOUVEAU);
		autre = read_autre(item, "Nouvelle_Certification");
		if (autre.p)
			succession_add(
			    &fc.succession, numero, autre, BY_ANCIEN);
	}
}

/* data: what FILE has of the fiche. */
static void
put_data(uint32_t i, struct js data)
{
	const struct str numero = hash_text(&fc.known.numero, i);

	fc_stage_find(&fc.stage, i);
	for (const struct fc_part *part = fc_parts; part < fc_parts + FC_PARTS;
	     part++) {
		size_t from;

		js_put_key(&fc.doc, part->member);
		from = fc.doc.n;
		fc_put(&fc.stage, part, numero, js_get(data, part->member),
		    &fc.doc);
		if (part == fc_parts + FC_SUCCESSION)
			add_succession(
			    numero, js_of((struct str){
					fc.doc.p + from, fc.doc.n - from }));
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
count(const struct fc_fiche *f, struct str created, struct str updated)
{
	stats.total++;
	stats.active += f->active == 1;
	stats.created += str_is(created, fc.now);
	stats.updated += str_is(updated, fc.now);
	stats.activated += fc_known_date(&fc.known, f->premiere_activation);
}

static struct str
print_date(msec t, char text[DAY_TEXT_MAX])
{
	return t == DAY_NULL ? STR_NULL
			     : (struct str){ text, day_print_utc(t, text) };
}

/* Adds the row of fiche i, whose record is doc. */
static void
add_row(
    struct table_writer *w, uint32_t i, struct str created, struct str updated)
{
	const struct fc_fiche *f = &fc.known.fiche.v[i];
	char date[5][DAY_TEXT_MAX];
	const struct str column[] = { hash_text(&fc.known.numero, i),
		f->active < 0 ? STR_NULL
		: f->active   ? STR("1")
			      : STR("0"),
		print_date(f->premiere_publication, date[0]),
		print_date(f->derniere_publication, date[1]),
		print_date(f->premiere_activation, date[2]),
		print_date(f->derniere_activation, date[3]),
		print_date(f->date_active, date[4]) };

	table_add_known(w, column, buf_view(&fc.doc), created, updated);
}

/* Adds the row of fiche i, which no archive of this run names. */
static void
add_old(struct table_writer *w, uint32_t i, struct js record,
    struct str created, struct str updated)
{
	char date[DAY_TEXT_MAX];
	struct str extra = print_date(fc.known.fiche.v[i].date_active, date);

	table_add(w, record, created, updated, &extra);
	add_succession(hash_text(&fc.known.numero, i),
	    js_at(record, "data.ancienne_nouvelle_certification"));
}

/* record, created and updated are the row of fiche i in FILE, NULL if it is
 * new. */
static void
write_fiche(struct table_writer *w, uint32_t i, struct str record,
    struct str created, struct str updated)
{
	const struct fc_fiche *f = &fc.known.fiche.v[i];

	if (!f->seen) {
		add_old(w, i, js_doc(record), created, updated);
	} else {
		put_record(
		    i, f->renewed ? NONE : js_get(js_doc(record), "data"));
		if (!created.p)
			created = str_of(fc.now);
		if (!str_eq(buf_view(&fc.doc), record))
			updated = str_of(fc.now);
		add_row(w, i, created, updated);
	}
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
	fc_stage_close(&fc.stage);
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
