#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "apprentissage/npec/npec_normal.h"
#include "base/num.h"
#include "base/text.h"
#include "format/code.h"

/* The years whose September ECMAScript can represent. */
#define YEAR_MIN (-271821)
#define YEAR_MAX 275760

void
npec_normal_open(struct npec_normal *n, struct db *d)
{
	*n = (struct npec_normal){ .d = d };
	db_exec(d, "CREATE TEMP TABLE pair (rncp TEXT NOT NULL,"
		   " cpne_code TEXT NOT NULL, cpne_libelle TEXT NOT NULL,"
		   " date INTEGER NOT NULL, npec TEXT NOT NULL,"
		   " UNIQUE (rncp, cpne_code)) STRICT");
	n->upsert = db_prepare(d,
	    "INSERT INTO pair VALUES (?, ?, ?, ?, ?)"
	    " ON CONFLICT DO UPDATE SET cpne_libelle = excluded.cpne_libelle,"
	    " date = excluded.date, npec = CASE WHEN"
	    " instr(',' || npec || ',', ',' || excluded.npec || ',')"
	    " THEN npec ELSE npec || ',' || excluded.npec END");
	n->select = db_prepare(d,
	    "SELECT rncp, cpne_code, cpne_libelle, date, npec FROM pair"
	    " ORDER BY rowid");
}

static void
forget(struct npec_normal *n)
{
	for (size_t i = 0; i < n->cpne.n; i++)
		buf_free(&n->of_cpne.v[i].idcc);
	hash_free(&n->cpne);
	hash_free(&n->links);
}

void
npec_normal_close(struct npec_normal *n)
{
	sqlite3_finalize(n->upsert);
	sqlite3_finalize(n->select);
	forget(n);
	free(n->of_cpne.v);
	buf_free(&n->scratch);
	buf_free(&n->doc);
}

static int
needed(struct str s, const char *name, struct err *e)
{
	return s.n ? 0 : err_set(e, "%s: empty", name);
}

/* parseInt(s, 10) */
static double
leading_integer(struct str s)
{
	size_t n;

	s = js_trim(s);
	n = s.n && (*s.p == '-' || *s.p == '+');
	while (n < s.n && isdigit((unsigned char)s.p[n]))
		n++;
	return num_prefix((struct str){ s.p, n });
}

static struct npec_cpne *
cpne_of(struct npec_normal *n, struct str code)
{
	uint32_t known = n->cpne.n, i = hash_put(&n->cpne, code);

	if (i == known) {
		n->of_cpne.v = xroom(
		    n->of_cpne.v, i, &n->of_cpne.cap, sizeof(*n->of_cpne.v));
		n->of_cpne.v[i] = (struct npec_cpne){ 0 };
	}
	return &n->of_cpne.v[i];
}

static int
add_cpne(struct npec_normal *n, const struct npec_row *r, struct err *e)
{
	struct str code = r->text[NPEC_CPNE_CODE], idcc = r->text[NPEC_IDCC];
	uint32_t known = n->links.n;
	struct npec_cpne *c;
	char number[NUM_TEXT_MAX];
	double v;

	if (needed(code, "cpne_code", e) || needed(idcc, "idcc", e))
		return -1;
	v = leading_integer(idcc);
	n->scratch.n = 0;
	buf_add(&n->scratch, code.p, code.n);
	buf_byte(&n->scratch, '\0');
	buf_add(&n->scratch, number, num_print(v, number));
	if (hash_put(&n->links, buf_view(&n->scratch)) != known)
		return err_set(e, "idcc: CPNE '%s' already has '%s'",
		    err_quote(code.p, code.n), err_quote(idcc.p, idcc.n));
	c = cpne_of(n, code);
	c->bad |= isnan(v);
	if (c->idcc.n)
		buf_byte(&c->idcc, ',');
	buf_str(&c->idcc, number);
	return 0;
}

static int
date_of(const struct npec_row *r, msec *date, struct err *e)
{
	double year = r->procedure;

	if (r->date_applicabilite != DAY_NULL)
		*date = day_paris_wall(r->date_applicabilite);
	else if (isnan(year))
		return err_set(e, "date_applicabilite: empty");
	else if (year == floor(year) && year >= YEAR_MIN && year <= YEAR_MAX)
		*date = day_paris_midnight((int)year, 9, 1);
	else
		return err_set(
		    e, "procedure: a year is expected, not '%g'", year);
	return 0;
}

/* Takes the next non-empty part between slashes off rest; false at the end. */
static bool
next_part(struct str *rest, struct str *part)
{
	while (rest->n && *rest->p == '/')
		rest->p++, rest->n--;
	*part = (struct str){ rest->p, 0 };
	for (; rest->n && *rest->p != '/'; rest->n--, part->n++)
		rest->p++;
	return part->n;
}

/* Returns the code with prefix RNCP, in scratch. */
static struct str
rncp_of(struct npec_normal *n, struct str part)
{
	n->scratch.n = 0;
	if (part.n < 4 || memcmp(part.p, "RNCP", 4) != 0)
		buf_str(&n->scratch, "RNCP");
	buf_add(&n->scratch, part.p, part.n);
	return buf_view(&n->scratch);
}

static int
check_parts(struct npec_normal *n, const struct npec_row *r, struct err *e)
{
	struct str rest = r->text[NPEC_RNCP], part;

	while (next_part(&rest, &part)) {
		if (!code_rncp(rncp_of(n, part)))
			return err_set(e,
			    "rncp: RNCP and 3 to 5 digits are expected,"
			    " not '%s'",
			    err_quote(part.p, part.n));
		if (!r->text[NPEC_CPNE_LIBELLE].p)
			return err_set(e, "cpne_libelle: empty");
	}
	return 0;
}

static void
add_parts(struct npec_normal *n, const struct npec_row *r, msec date)
{
	struct str rest = r->text[NPEC_RNCP], part;
	char npec[NUM_TEXT_MAX];
	size_t len = num_print(r->npec, npec);

	while (next_part(&rest, &part)) {
		db_bind_text(n->d, n->upsert, 1, rncp_of(n, part));
		db_bind_text(n->d, n->upsert, 2, r->text[NPEC_CPNE_CODE]);
		db_bind_text(n->d, n->upsert, 3, r->text[NPEC_CPNE_LIBELLE]);
		db_bind_int(n->d, n->upsert, 4, date);
		db_bind_text(n->d, n->upsert, 5, (struct str){ npec, len });
		db_step(n->d, n->upsert);
	}
}

int
npec_normal_add(struct npec_normal *n, const struct npec_row *r, struct err *e)
{
	msec date = DAY_NULL;

	if (r->is_cpne)
		return add_cpne(n, r, e);
	if (isnan(r->npec))
		return 0;
	if (needed(r->text[NPEC_CPNE_CODE], "cpne_code", e))
		return -1;
	if (!r->text[NPEC_RNCP].n && r->procedure == 2019)
		return 0;
	if (needed(r->text[NPEC_RNCP], "rncp", e) || date_of(r, &date, e) ||
	    check_parts(n, r, e))
		return -1;
	add_parts(n, r, date);
	return 0;
}

/* The pair that is selected, as a row of table npec_normalized. */
enum { FILENAME, RNCP, CPNE_CODE, DATE_APPLICABILITE, DATE_FILE };

static void
put_member(struct buf *b, const char *name, struct str text)
{
	buf_byte(b, b->n ? ',' : '{');
	js_put_name(b, name);
	js_put_text(b, text);
}

static int
put_pair(struct npec_normal *n, const struct str *column, struct err *e)
{
	struct str code = column[CPNE_CODE], npec = db_text(n->select, 4);
	uint32_t i = hash_find(&n->cpne, code);
	const struct npec_cpne *c = i == HASH_NONE ? NULL : &n->of_cpne.v[i];

	if (c && c->bad)
		return err_set(e, "CPNE '%s': an idcc is not a number",
		    err_quote(code.p, code.n));
	n->doc.n = 0;
	put_member(&n->doc, "rncp", column[RNCP]);
	put_member(&n->doc, "cpne_code", code);
	put_member(&n->doc, "cpne_libelle", db_text(n->select, 2));
	buf_str(&n->doc, ",\"npec\":[");
	buf_add(&n->doc, npec.p, npec.n);
	buf_byte(&n->doc, ']');
	put_member(&n->doc, "date_applicabilite", column[DATE_APPLICABILITE]);
	buf_str(&n->doc, ",\"idcc\":[");
	if (c)
		buf_add(&n->doc, c->idcc.p, c->idcc.n);
	buf_byte(&n->doc, ']');
	put_member(&n->doc, "filename", column[FILENAME]);
	put_member(&n->doc, "date_file", column[DATE_FILE]);
	buf_byte(&n->doc, '}');
	return 0;
}

int
npec_normal_end(struct npec_normal *n, struct table_writer *w,
    struct str filename, msec date_file, struct err *e)
{
	char of_file[DAY_TEXT_MAX], of_pair[DAY_TEXT_MAX];
	struct str column[] = { [FILENAME] = filename,
		[DATE_APPLICABILITE].p = of_pair,
		[DATE_FILE] = { of_file, day_print_utc(date_file, of_file) } };
	msec date, last = DAY_NULL;
	int rc = 0;

	while (!rc && db_step(n->d, n->select)) {
		column[RNCP] = db_text(n->select, 0);
		column[CPNE_CODE] = db_text(n->select, 1);
		date = sqlite3_column_int64(n->select, 3);
		if (date != last)
			column[DATE_APPLICABILITE].n =
			    day_print_utc(date, of_pair);
		last = date;
		rc = put_pair(n, column, e);
		if (!rc)
			table_add_known(
			    w, column, buf_view(&n->doc), STR_NULL, STR_NULL);
	}
	sqlite3_reset(n->select);
	db_exec(n->d, "DELETE FROM pair");
	forget(n);
	return rc;
}
