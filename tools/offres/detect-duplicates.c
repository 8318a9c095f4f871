/*
 * detect-duplicates: find the offers of partners' feeds that are published
 * already, by another partner's feed or by La Bonne Alternance.
 *
 * Eight passes: for each of four columns the offers of the feeds that have it
 * in common, then the same with the offers that are published. A group is
 * compared in memory; its pairs are the work, not the rows.
 */
#include <stdlib.h>

#include "offres/duplicates/duplicate.h"
#include "offres/offres.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 'p', "partner-label", "LABEL", "of this partner only (repeatable)" },
	{ 0 },
};

#define LARGEST 500 /* a larger group says nothing: it is passed over */

static const char *const fields[] = { "workplace_siret", "workplace_brand",
	"workplace_legal_name", "workplace_name" };

#define BASE                                                                   \
	" business_error IS NULL AND offer_status = 'Active' AND (?2 = '[]'"   \
	" OR partner_label IN (SELECT value FROM json_each(?2))) "
#define ROW                                                                    \
	"rowid, _id, partner_label, partner_job_id,"                           \
	" workplace_address_zipcode, created_at, duplicates, offer_title, "    \
	"rank"

static const char clear[] =
    "UPDATE computed_jobs_partners SET duplicates = '[]' WHERE ?1 NOTNULL"
    " AND" BASE;
static const char base_row[] =
    "SELECT " ROW " FROM computed_jobs_partners WHERE rowid = ?";
static const char set_base[] =
    "UPDATE computed_jobs_partners SET duplicates = ?1, business_error ="
    " iif(?2, 'DUPLICATE', business_error) WHERE rowid = ?3";
static const char set_offer[] =
    "UPDATE jobs_partners SET offer_status = 'Cancelled', updated_at = ?1,"
    " offer_status_history = ?2 WHERE rowid = ?3";

struct detect {
	struct offres *o;
	struct str labels; /* a JSON array; [] for all */
	sqlite3_stmt *base_row, *offers, *set_base, *set_offer, *history;
	struct duplicate_group g;
	int64_t id[LARGEST];
	long long duplicates, pairs, max_pairs, oversized;
};

static void
add_row(struct detect *d, sqlite3_stmt *s, bool computed)
{
	struct str text[7];

	for (int i = 0; i < 7; i++)
		text[i] = db_text(s, i + 1);
	duplicate_add(&d->g, computed, sqlite3_column_int64(s, 0), text,
	    sqlite3_column_double(s, 8));
}

/*
 * What a group gave.
 */
static void
write_base(struct detect *d, struct duplicate_row *r)
{
	struct buf all = { 0 };

	if (!r->added.n)
		return;
	buf_byte(&all, '[');
	if (r->duplicates.p && r->duplicates.n > 2) {
		buf_add(&all, r->duplicates.p + 1, r->duplicates.n - 2);
		buf_byte(&all, ',');
	}
	buf_add(&all, r->added.p, r->added.n);
	buf_byte(&all, ']');
	db_bind_text(d->o->d, d->set_base, 1, buf_view(&all));
	db_bind_int(d->o->d, d->set_base, 2, r->lost);
	db_bind_int(d->o->d, d->set_base, 3, r->rowid);
	offres_step(d->o, d->set_base);
	buf_free(&all);
}

/* An event for each offer that it lost to, lines of lost_to. */
static void
put_events(struct detect *d, struct buf *b, struct duplicate_row *r)
{
	struct buf reason = { 0 };
	const char *p = buf_view(&r->lost_to).p, *end;

	for (; (end = strchr(p, '\n')); p = end + 1) {
		reason.n = 0;
		buf_str(&reason, "détectée comme doublon, remplacée par ");
		buf_add(&reason, p, (size_t)(end - p));
		js_put_comma(b);
		buf_str(b, "{\"date\":");
		js_put_text(b, d->o->now);
		buf_str(b, ",\"status\":\"Cancelled\",\"reason\":");
		js_put_text(b, buf_view(&reason));
		buf_str(b, ",\"granted_by\":\"détecteur de doublons\"}");
	}
	buf_free(&reason);
}

static void
write_offer(struct detect *d, struct duplicate_row *r)
{
	struct buf history = { 0 };
	struct str before;

	if (!r->lost)
		return;
	db_bind_int(d->o->d, d->history, 1, r->rowid);
	db_step(d->o->d, d->history);
	before = db_text(d->history, 0);
	if (before.p && js_of(before).type != JS_ARRAY) {
		offres_fail(d->o,
		    "%s: offer_status_history: an array is expected, not '%s'",
		    err_quote(r->id.p, r->id.n), err_quote(before.p, before.n));
	} else {
		if (before.n > 2)
			buf_add(&history, before.p, before.n - 1);
		else
			buf_byte(&history, '[');
		put_events(d, &history, r);
		buf_byte(&history, ']');
		db_bind_text(d->o->d, d->set_offer, 2, buf_view(&history));
		db_bind_int(d->o->d, d->set_offer, 3, r->rowid);
		offres_step(d->o, d->set_offer);
	}
	sqlite3_reset(d->history);
	buf_free(&history);
}

static void
compare_group(struct detect *d)
{
	struct duplicate_group *g = &d->g;

	duplicate_compare(g);
	d->pairs += g->pairs;
	d->duplicates += 2 * g->duplicates;
	if (g->pairs > d->max_pairs)
		d->max_pairs = g->pairs;
	for (struct duplicate_row *r = g->row; r < g->row + g->n; r++)
		if (r->computed)
			write_base(d, r);
		else
			write_offer(d, r);
	duplicate_clear(g);
}

/*
 * Passes.
 */

/* The group of n rows of d->id; value is what they have in common. */
static void
take_group(struct detect *d, size_t n, struct str value, bool with_offers)
{
	if (n > LARGEST) {
		d->oversized++;
		return;
	}
	if (n < 2 && !with_offers)
		return;
	for (size_t i = 0; i < n; i++) {
		db_bind_int(d->o->d, d->base_row, 1, d->id[i]);
		if (db_step(d->o->d, d->base_row))
			add_row(d, d->base_row, true);
		sqlite3_reset(d->base_row);
	}
	if (with_offers) {
		db_bind_text(d->o->d, d->offers, 1, value);
		while (db_step(d->o->d, d->offers))
			add_row(d, d->offers, false);
	}
	compare_group(d);
}

/* The rows of this pass by the value that they have in common: what it finds
 * does not change it. */
static void
take_base(struct detect *d, const char *field)
{
	char *insert = xasprintf("INSERT INTO temp.base SELECT %s, rowid"
				 " FROM computed_jobs_partners WHERE ?1 NOTNULL"
				 " AND %s <> '' AND" BASE "ORDER BY 1, 2",
	    field, field);

	db_exec(d->o->d, "DELETE FROM temp.base");
	offres_update(d->o, insert, d->labels);
	free(insert);
}

static void
pass(struct detect *d, const char *field, bool with_offers)
{
	char *sql = xasprintf("SELECT " ROW " FROM jobs_partners WHERE %s = ?"
			      " AND +offer_status = 'Active' ORDER BY rowid",
	    field);
	struct buf value = { 0 };
	sqlite3_stmt *s;
	size_t n = 0;

	take_base(d, field);
	d->g.field = field;
	d->offers = db_prepare(d->o->d, sql);
	s = db_prepare(
	    d->o->d, "SELECT value, id FROM temp.base ORDER BY rowid");
	while (db_step(d->o->d, s)) {
		struct str next = db_text(s, 0);

		if (n && !str_eq(next, buf_view(&value))) {
			take_group(d, n, buf_view(&value), with_offers);
			n = 0;
		}
		value.n = 0;
		buf_add(&value, next.p, next.n);
		if (n < LARGEST)
			d->id[n] = sqlite3_column_int64(s, 1);
		n++;
	}
	if (n)
		take_group(d, n, buf_view(&value), with_offers);
	sqlite3_finalize(s);
	sqlite3_finalize(d->offers);
	buf_free(&value);
	free(sql);
}

static void
detect(struct detect *d)
{
	struct offres *o = d->o;

	db_exec(o->d, "CREATE TEMP TABLE base(value, id)");
	offres_update(o, clear, d->labels);
	d->base_row = db_prepare(o->d, base_row);
	d->set_base = db_prepare(o->d, set_base);
	d->set_offer = offres_prepare(o, set_offer);
	d->history = db_prepare(o->d,
	    "SELECT offer_status_history FROM jobs_partners WHERE rowid = ?");
	for (int with_offers = 0; with_offers < 2; with_offers++)
		for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
			pass(d, fields[i], with_offers);
	sqlite3_finalize(d->base_row);
	sqlite3_finalize(d->set_base);
	sqlite3_finalize(d->set_offer);
	sqlite3_finalize(d->history);
	free(d->g.row);
}

int
main(int argc, char **argv)
{
	static struct detect d;
	struct buf labels = { 0 };
	struct offres o;
	int c;

	opt_init(
	    argc, argv, "find the offers that are published already", "", opts);
	buf_byte(&labels, '[');
	while ((c = opt_next()) >= 0) {
		if (offres_option(c))
			continue;
		js_put_comma(&labels);
		js_put_text(&labels, str_of(opt_arg));
	}
	opt_count(0, 0);
	buf_byte(&labels, ']');
	d.labels = buf_view(&labels);
	d.o = &o;
	offres_open(&o);
	offres_begin(&o);
	offres_change(&o, &table_jobs_partners,
	    "offer_status,updated_at,offer_status_history");
	offres_change(
	    &o, &table_computed_jobs_partners, "duplicates,business_error");
	detect(&d);
	offres_counts(&o, { "duplicates", d.duplicates }, { "pairs", d.pairs },
	    { "max_pairs", d.max_pairs }, { "oversized", d.oversized });
	buf_free(&labels);
	return offres_end(&o, "4.8");
}
