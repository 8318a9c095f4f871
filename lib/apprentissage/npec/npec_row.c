#include <math.h>

#include "apprentissage/npec/npec_format.h"
#include "apprentissage/npec/npec_row.h"
#include "base/text.h"
#include "json/js.h"

static const char *const names[NPEC_FIELDS] = {
	[NPEC_RNCP] = "rncp",
	[NPEC_FORMATION_LIBELLE] = "formation_libelle",
	[NPEC_CERTIFICATEUR] = "certificateur",
	[NPEC_DIPLOME_CODE] = "diplome_code",
	[NPEC_DIPLOME_LIBELLE] = "diplome_libelle",
	[NPEC_CPNE_CODE] = "cpne_code",
	[NPEC_CPNE_LIBELLE] = "cpne_libelle",
	[NPEC_STATUT] = "statut",
	[NPEC_IDCC] = "idcc",
	[NPEC_NPEC] = "npec",
	[NPEC_DATE_APPLICABILITE] = "date_applicabilite",
	[NPEC_PROCEDURE] = "procedure",
};

void
npec_row_begin(struct npec_row *r, const struct sheet_rule *rule,
    const struct sheet_header *h)
{
	r->is_cpne = !strcmp(rule->key, CPNE_KEY);
	for (size_t i = 0; i < NPEC_FIELDS; i++)
		r->at[i] = sheetrule_find(h, names[i]);
}

/* Returns the cell of a field; an absent one if it is null. */
static struct sheet_cell
cell_of(
    const struct npec_row *r, enum npec_field f, const struct sheet_row *row)
{
	struct sheet_cell c = { 0 };

	if (r->at[f] >= 0)
		c = sheet_cell(row, (size_t)r->at[f]);
	if (sheet_is_null(&c) ||
	    (c.kind == SHEET_TEXT &&
		(str_is(c.text, "NC") || str_is(c.text, "NR"))))
		return (struct sheet_cell){ 0 };
	return c;
}

static struct str
text_of(const struct sheet_cell *c, struct buf *scratch)
{
	if (c->kind == SHEET_ABSENT)
		return STR_NULL;
	if (c->kind == SHEET_TEXT)
		return c->text;
	scratch->n = 0;
	sheet_put_text(scratch, c);
	return buf_view(scratch);
}

static int
expected(enum npec_field f, const char *what, const struct sheet_cell *c,
    struct err *e)
{
	struct buf text = { 0 };
	struct str s;

	sheet_put_text(&text, c);
	s = buf_view(&text);
	err_set(e, "%s: %s is expected, not '%s'", names[f], what,
	    err_quote(s.p, s.n));
	buf_free(&text);
	return -1;
}

static int
read_number(
    enum npec_field f, const struct sheet_cell *c, double *v, struct err *e)
{
	*v = NAN;
	if (c->kind == SHEET_ABSENT)
		return 0;
	*v = sheet_to_number(c);
	return isfinite(*v) ? 0 : expected(f, "a number", c, e);
}

/* Appends s without white space and euro signs. */
static void
put_amount(struct buf *b, struct str s)
{
	static const char euro[] = "\u20AC";

	while (s.n) {
		size_t n = utf8_len(s.p, s.n);
		struct str c = { s.p, n ? n : 1 };

		if (js_trim(c).n && !str_is(c, euro))
			buf_add(b, c.p, c.n);
		s.p += c.n;
		s.n -= c.n;
	}
}

static int
read_amount(const struct sheet_cell *c, double *v, struct err *e)
{
	struct sheet_cell bare = *c;
	struct buf text = { 0 };
	int rc;

	if (c->kind != SHEET_TEXT)
		return read_number(NPEC_NPEC, c, v, e);
	put_amount(&text, c->text);
	bare.text = buf_view(&text);
	rc = read_number(NPEC_NPEC, &bare, v, NULL);
	buf_free(&text);
	return rc ? expected(NPEC_NPEC, "a number", c, e) : 0;
}

static int
read_date(const struct sheet_cell *c, msec *v, struct err *e)
{
	*v = DAY_NULL;
	if (c->kind == SHEET_ABSENT)
		return 0;
	if (c->kind != SHEET_DATE || c->date == DAY_BAD)
		return expected(NPEC_DATE_APPLICABILITE, "a date", c, e);
	*v = c->date;
	return 0;
}

int
npec_row_read(struct npec_row *r, const struct sheet_row *row, struct err *e)
{
	struct sheet_cell npec = cell_of(r, NPEC_NPEC, row);
	struct sheet_cell date = cell_of(r, NPEC_DATE_APPLICABILITE, row);
	struct sheet_cell procedure = cell_of(r, NPEC_PROCEDURE, row);

	for (size_t i = 0; i < NPEC_TEXTS; i++) {
		struct sheet_cell c = cell_of(r, (enum npec_field)i, row);

		r->text[i] = text_of(&c, &r->scratch[i]);
	}
	if (read_amount(&npec, &r->npec, e) ||
	    read_date(&date, &r->date_applicabilite, e) ||
	    read_number(NPEC_PROCEDURE, &procedure, &r->procedure, e))
		return -1;
	return 0;
}

static void
put_name(struct buf *b, enum npec_field f)
{
	buf_byte(b, ',');
	js_put_name(b, names[f]);
}

static void
put_text(struct buf *b, const struct npec_row *r, enum npec_field f)
{
	put_name(b, f);
	js_put_text(b, r->text[f]);
}

/* Most rows have the date of the one before. */
static void
put_date(struct buf *b, struct npec_row *r)
{
	if (!r->date.n || r->date_shown != r->date_applicabilite) {
		r->date.n = 0;
		r->date_shown = r->date_applicabilite;
		day_put_utc(&r->date, r->date_shown);
	}
	buf_add(b, r->date.p, r->date.n);
}

void
npec_row_put(struct buf *b, struct npec_row *r)
{
	if (r->is_cpne) {
		buf_str(b, "{\"type\":\"" CPNE_KEY "\"");
		put_text(b, r, NPEC_IDCC);
		put_text(b, r, NPEC_CPNE_CODE);
		put_text(b, r, NPEC_CPNE_LIBELLE);
		buf_byte(b, '}');
		return;
	}
	buf_str(b, "{\"type\":\"" NPEC_KEY "\"");
	for (size_t i = 0; i <= NPEC_CPNE_LIBELLE; i++)
		put_text(b, r, (enum npec_field)i);
	put_name(b, NPEC_NPEC);
	js_put_number(b, r->npec);
	put_text(b, r, NPEC_STATUT);
	put_name(b, NPEC_DATE_APPLICABILITE);
	put_date(b, r);
	put_name(b, NPEC_PROCEDURE);
	js_put_number(b, r->procedure);
	put_text(b, r, NPEC_IDCC);
	buf_byte(b, '}');
}

void
npec_row_columns(const struct npec_row *r, struct str column[NPEC_COLUMNS])
{
	column[0] = r->is_cpne ? STR(CPNE_KEY) : STR(NPEC_KEY);
	column[1] = r->is_cpne ? STR_NULL : r->text[NPEC_RNCP];
	column[2] = r->text[NPEC_CPNE_CODE];
}

void
npec_row_free(struct npec_row *r)
{
	buf_free(&r->date);
	for (size_t i = 0; i < NPEC_TEXTS; i++)
		buf_free(&r->scratch[i]);
}
