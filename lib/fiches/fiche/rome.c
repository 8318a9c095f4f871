#include <stdlib.h>

#include "fiches/fiche/fiche_text.h"
#include "fiches/fiche/rome.h"

#define FIRST_ROW 2     /* of the data */
#define COUNTED_SHEET 2 /* of the sheet that counts */
#define CELLS 5

static void
set(char **kept, struct str text)
{
	free(*kept);
	*kept = xstrndup(text.p ? text.p : "", text.n);
}

static void
free_fiche(struct rome_fiche *f)
{
	free(f->code);
	free(f->name);
	free(f->code_ogr);
	free(f->domaine);
	free(f->domaine_name);
	free(f->sous_domaine);
	free(f->sous_domaine_name);
}

void
rome_free(struct rome *r)
{
	for (size_t i = 0; i < r->n; i++)
		free_fiche(&r->fiche[i]);
	free(r->fiche);
	free_fiche(&r->current);
	free(r->sheet);
	hash_free(&r->codes);
	*r = (struct rome){ 0 };
}

/* A capital letter and four digits. */
static bool
is_code(struct str s)
{
	if (s.n != 5 || *s.p < 'A' || *s.p > 'Z')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

static void
add_fiche(struct rome *r, struct str code, struct str name, struct str ogr)
{
	const struct rome_fiche *c = &r->current;
	struct rome_fiche *f;

	r->fiche = xroom(r->fiche, r->n, &r->cap, sizeof(*r->fiche));
	f = &r->fiche[r->n++];
	*f = (struct rome_fiche){ 0 };
	set(&f->code, code);
	set(&f->name, name);
	set(&f->code_ogr, ogr);
	set(&f->domaine, str_of(c->domaine));
	set(&f->domaine_name, str_of(c->domaine_name));
	set(&f->sous_domaine, str_of(c->sous_domaine));
	set(&f->sous_domaine_name, str_of(c->sous_domaine_name));
}

/* A row of a code: the first is the métier, those after it are
 * appellations. */
static int
take_code(
    struct rome *r, struct str code, const struct str c[CELLS], struct err *e)
{
	uint32_t n = r->codes.n, i;

	if (!is_code(code))
		return err_set(
		    e, "code_rome: not a code '%s'", err_quote(code.p, code.n));
	if (!c[3].n && hash_find(&r->codes, code) == HASH_NONE)
		return err_set(e, "nom: missing");
	i = hash_put(&r->codes, code);
	if (i == n) {
		add_fiche(r, code, c[3], c[4]);
	} else {
		r->fiche[i].appellations++;
		r->appellations++;
	}
	return 0;
}

static int
take_cells(struct rome *r, const struct str c[CELLS], struct err *e)
{
	struct buf code = { 0 };
	int rc = 0;

	for (int i = 0; i < 3; i++)
		buf_add(&code, c[i].p, c[i].n);
	if (c[2].n) {
		rc = take_code(r, buf_view(&code), c, e);
	} else if (c[0].n && c[1].n && c[3].n) {
		r->sous_domaines++;
		set(&r->current.sous_domaine, buf_view(&code));
		set(&r->current.sous_domaine_name, c[3]);
	} else if (c[0].n && !c[1].n && c[3].n) {
		r->domaines++;
		set(&r->current.domaine, c[0]);
		set(&r->current.domaine_name, c[3]);
		set(&r->current.sous_domaine, STR(""));
		set(&r->current.sous_domaine_name, STR(""));
	}
	buf_free(&code);
	return rc;
}

/* A cell's text, trimmed; a number as text; empty for anything else. */
static struct str
cell_text(const struct sheet_row *row, size_t i, struct buf *b)
{
	struct sheet_cell cell = sheet_cell(row, i);

	b->n = 0;
	if (cell.kind == SHEET_TEXT || cell.kind == SHEET_NUMBER)
		sheet_put_text(b, &cell);
	return fiche_trim(buf_view(b));
}

static int
take_row(struct rome *r, const struct sheet_row *row, struct err *e)
{
	struct buf text[CELLS] = { 0 };
	struct str c[CELLS];
	int rc;

	for (size_t i = 0; i < CELLS; i++)
		c[i] = cell_text(row, i, &text[i]);
	rc = take_cells(r, c, e);
	for (size_t i = 0; i < CELLS; i++)
		buf_free(&text[i]);
	return rc;
}

int
rome_add(struct rome *r, const struct sheetrec *record, struct err *e)
{
	struct err why;

	if (!r->sheet || strcmp(r->sheet, record->sheet) != 0) {
		set(&r->sheet, str_of(record->sheet));
		r->sheets++;
	}
	if (record->begins || r->sheets != COUNTED_SHEET ||
	    record->row.number < FIRST_ROW)
		return 0;
	if (!take_row(r, &record->row, &why))
		return 0;
	return err_set(
	    e, "%s:%lld: %s", r->sheet, (long long)record->row.number, why.msg);
}
