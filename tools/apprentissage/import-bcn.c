/*
 * import-bcn: the four tables of the Base Centrale des Nomenclatures.
 *
 * Reads on standard input the streams of `parse-csv --frame TABLE` for
 * N_FORMATION_DIPLOME, N_FORMATION_DIPLOME_ENQUETE_51,
 * N_NIVEAU_FORMATION_DIPLOME and V_FORMATION_DIPLOME, each once, in any order.
 * Writes one table per stream: the columns of table_bcn.c, all text, trimmed,
 * null if empty, rows in the order of the stream.
 */

#include "apprentissage/records/tables.h"
#include "apprentissage/sources/succession.h"
#include "base/opt.h"
#include "store/db.h"
#include "suite/import.h"
#include "json/counts.h"
#include "json/ndjson.h"
#include "json/schema.h"

#define TABLES 4
#define COLUMNS_MAX 72

static const struct opt opts[] = {
	IMPORT_OPTIONS,
	{ 0 },
};

static const struct {
	const char *name; /* the name in the stream */
	const struct table *table;
} tables[TABLES] = {
	{ "N_FORMATION_DIPLOME", &table_n_formation_diplome },
	{ "N_FORMATION_DIPLOME_ENQUETE_51",
	    &table_n_formation_diplome_enquete_51 },
	{ "N_NIVEAU_FORMATION_DIPLOME", &table_n_niveau_formation_diplome },
	{ "V_FORMATION_DIPLOME", &table_v_formation_diplome },
};

/* The columns that are never null. */
static const char *const mandatory_code[] = { "FORMATION_DIPLOME",
	"NIVEAU_FORMATION_DIPLOME", "GROUPE_SPECIALITE", "LIBELLE_COURT",
	"LIBELLE_STAT_33", "LIBELLE_LONG_200", NULL };
static const char *const mandatory_niveau[] = { "NIVEAU_INTERMINISTERIEL",
	NULL };
static const char *const *const mandatory[TABLES] = { mandatory_code,
	mandatory_code, mandatory_niveau, mandatory_code };

static const struct field string = { .kind = F_STRING };

static int64_t rows[TABLES];
static struct succession succession;

/* The fields of a record are the columns of its table. */
struct bcn {
	size_t i; /* index in tables */
	const struct table *table;
	struct field member[COLUMNS_MAX + 1];
	struct field record;
	struct table_writer writer;
	struct buf renamed, doc, anciens, nouveaux;
	struct js_index places, members; /* of renamed, of doc */
};

static bool
is_mandatory(size_t i, const char *column)
{
	for (const char *const *s = mandatory[i]; *s; s++)
		if (!strcmp(*s, column))
			return true;
	return false;
}

static _Noreturn void
refuse_frame(const char *file)
{
	die("unknown table '%s': %s, %s, %s and %s are expected"
	    " (parse-csv --frame)",
	    err_quote(file, strlen(file)), tables[0].name, tables[1].name,
	    tables[2].name, tables[3].name);
}

static void
begin_table(struct bcn *b, struct db *d, const char *file)
{
	const struct column *c;
	struct field *f = b->member;

	for (b->i = 0; b->i < TABLES && strcmp(tables[b->i].name, file) != 0;)
		b->i++;
	if (b->i == TABLES)
		refuse_frame(file);
	if (rows[b->i])
		die("table %s occurs twice", file);
	b->table = tables[b->i].table;
	for (c = b->table->col; c->name; c++, f++) {
		*f = (struct field){ .name = c->name };
		if (c->kind == C_JSON) {
			f->kind = F_ARRAY;
			f->sub = &string;
		} else {
			f->kind = F_TRIMMED;
			f->flags = is_mandatory(b->i, c->name) ? 0 : FIELD_NULL;
		}
	}
	*f = (struct field){ 0 };
	b->record = (struct field){ .kind = F_OBJECT, .sub = b->member };
	table_begin(&b->writer, d, b->table);
}

static void
end_table(struct bcn *b)
{
	if (b->table)
		rows[b->i] = table_end(&b->writer);
	b->table = NULL;
}

static bool
begins(struct js key, const char *prefix)
{
	size_t n = strlen(prefix);

	return key.n > n && !memcmp(key.p + 1, prefix, n);
}

/* Appends value to the array, unless value is empty or in the array already. */
static void
gather(struct buf *array, struct js value)
{
	struct js item;

	if (value.n <= 2 || value.type != JS_STRING)
		return;
	for (struct js_walk w = js_walk(js_of(buf_view(array)));
	     js_item(&w, &item);)
		if (item.n == value.n && !memcmp(item.p, value.p, item.n))
			return;
	array->n--;
	js_put_comma(array);
	js_put_raw(array, value);
	buf_byte(array, ']');
}

/* Puts the record under the names of its columns: dots become underscores, and
 * the codes of older and newer diplomas become arrays. */
static struct str
rename_members(struct bcn *b, struct js record)
{
	struct buf *out = &b->renamed;
	struct js key, value;

	out->n = b->anciens.n = b->nouveaux.n = 0;
	buf_str(&b->anciens, "[]");
	buf_str(&b->nouveaux, "[]");
	buf_byte(out, '{');
	for (struct js_walk w = js_walk(record); js_member(&w, &key, &value);) {
		size_t at;

		if (begins(key, "ANCIEN_DIPLOME_")) {
			gather(&b->anciens, value);
			continue;
		}
		if (begins(key, "NOUVEAU_DIPLOME_")) {
			gather(&b->nouveaux, value);
			continue;
		}
		js_put_comma(out);
		at = out->n;
		js_put_raw(out, key);
		for (; at < out->n; at++)
			if (out->p[at] == '.')
				out->p[at] = '_';
		buf_byte(out, ':');
		js_put_raw(out, value);
	}
	js_put_key(out, "ANCIEN_DIPLOMES");
	buf_add(out, b->anciens.p, b->anciens.n);
	js_put_key(out, "NOUVEAU_DIPLOMES");
	buf_add(out, b->nouveaux.p, b->nouveaux.n);
	buf_byte(out, '}');
	return buf_view(out);
}

/* The row of a record, valid until the next one. */
static int
make_row(struct bcn *b, struct js record, struct js *doc, struct err *e)
{
	struct js renamed;

	if (js_index(&b->places, rename_members(b, record), &renamed, e))
		return -1;
	return schema_record(&b->record, renamed, &b->doc, &b->members, doc, e);
}

static void
add_succession(struct js doc)
{
	struct buf code = { 0 }, other = { 0 };
	struct str diplome = js_text(js_get(doc, "FORMATION_DIPLOME"), &code);
	struct js item;
	struct js_walk w = js_walk(js_get(doc, "ANCIEN_DIPLOMES"));

	for (; js_item(&w, &item); other.n = 0)
		succession_add(
		    &succession, js_text(item, &other), diplome, BY_NOUVEAU);
	w = js_walk(js_get(doc, "NOUVEAU_DIPLOMES"));
	for (; js_item(&w, &item); other.n = 0)
		succession_add(
		    &succession, diplome, js_text(item, &other), BY_ANCIEN);
	buf_free(&code);
	buf_free(&other);
}

static void
import_records(struct import *im, struct ndjson *in, struct db *d)
{
	struct bcn b = { 0 };
	struct js record, doc;
	struct err e;

	while (ndjson_next(in, &record)) {
		if (!in->in_frame)
			die("%s: no #file mark names the table (parse-csv "
			    "--frame)",
			    ndjson_where(in));
		if (in->n == 1) {
			end_table(&b);
			begin_table(&b, d, in->file);
		}
		if (make_row(&b, record, &doc, &e)) {
			import_refuse(
			    im, ndjson_where(in), record.p, record.n, &e);
			continue;
		}
		table_add(&b.writer, doc, STR(""), STR(""), NULL);
		if (b.i == 0)
			add_succession(doc);
	}
	end_table(&b);
	buf_free(&b.renamed);
	buf_free(&b.doc);
	buf_free(&b.anciens);
	buf_free(&b.nouveaux);
	js_index_free(&b.places);
	js_index_free(&b.members);
}

static void
check_tables(const struct ndjson *in)
{
	for (size_t i = 0; i < TABLES; i++)
		if (!rows[i])
			die("table %s is missing from the input, or has no row",
			    tables[i].name);
	if (in->frames != TABLES)
		die("%s: %zu tables, %d are expected", in->in.name, in->frames,
		    TABLES);
}

static void
print_statistics(void)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < TABLES; i++)
		counts_add(&b, { tables[i].name, rows[i] });
	js_put_key(&b, "INDICATEUR_CONTINUITE");
	succession_put(&succession, &b);
	out_line("{%s}", buf_view(&b).p);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	struct import im = { 0 };
	struct ndjson in;
	struct db *d;
	int c;

	opt_init(argc, argv,
	    "import the tables of the BCN\n"
	    "reads framed NDJSON on standard input (parse-csv --frame TABLE)",
	    "<RECORDS", opts);
	while ((c = opt_next()) >= 0)
		import_option(&im, c);
	opt_count(0, 0);
	import_begin(&im);
	ndjson_open(&in, NULL, true);
	d = db_create(im.path);
	import_records(&im, &in, d);
	check_tables(&in);
	ndjson_close(&in);
	import_end(&im);
	print_statistics();
	import_publish(d);
	succession_free(&succession);
	return 0;
}
