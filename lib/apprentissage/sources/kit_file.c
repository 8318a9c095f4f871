#include <stdlib.h>

#include "apprentissage/sources/kit_file.h"
#include "base/text.h"
#include "format/dsv.h"
#include "xlsx/sheetrule.h"
#include "json/js.h"

#define CFD_LENGTH 8

enum { CFD, RNCP, CODES };

/* The names of each code in the versions of the kit, and their columns in
 * the current header (-1: none). The first name that has a value is used. */
static struct code {
	size_t n;
	const char *const name[4];
	int at[4];
} code[CODES] = {
	[CFD] = { 3, { "CodeDiplome", "Code Diplome", "Code Diplôme" }, { 0 } },
	[RNCP] = { 4, { "CodeRNCP", "Code RNCP", "Fiche RNCP", "FicheRNCP" },
	    { 0 } },
};

static const struct sheet_rule sheets[] = {
	{ RULE_REQUIRED, "kit", { { match_within, "Kit Apprentissage" } }, 1,
	    NULL },
	{ RULE_IGNORED, NULL,
	    { { match_within, "Présentation Kit" },
		{ match_within, "Corrections Kit" },
		{ match_within, "Alerte CFD CS" },
		{ match_within, "Évolutions Kit" },
		{ match_within, "Evolutions Kit" }, { match_fold, "Feuil1" } },
	    0, NULL },
	{ 0 },
};

/* A file under way. */
struct file {
	const char *path;
	const char *sheet; /* of a workbook */
	const struct kit_handler *h;
	struct buf padded, text[CODES];
};

static struct str
pad(struct file *f, struct str cfd)
{
	size_t n = utf16_length(cfd);

	if (n >= CFD_LENGTH)
		return cfd;
	f->padded.n = 0;
	buf_add(&f->padded, "00000000", CFD_LENGTH - n);
	buf_add(&f->padded, cfd.p, cfd.n);
	return buf_view(&f->padded);
}

/* Adds a row of a file. A missing CFD is an error, an empty one is 00000000. */
static int
add_row(struct file *f, struct str cfd, struct str rncp, struct err *e)
{
	if (!cfd.p)
		return err_set(e, "cfd: no code in %s, %s or %s",
		    code[CFD].name[0], code[CFD].name[1], code[CFD].name[2]);
	cfd = js_trim(cfd);
	if (!str_is(cfd, "SQWQ") && !str_is(cfd, "NR"))
		f->h->pair(f->h->ctx, pad(f, cfd), js_trim(rncp));
	return 0;
}

static int
csv_header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	(void)ctx, (void)e;
	for (size_t i = 0; i < CODES; i++)
		dsv_columns(name, n, code[i].name, code[i].n, code[i].at);
	return 0;
}

/* An empty cell of a CSV file is not null: the first existing column is
 * used. */
static struct str
csv_code(const struct code *c, const struct str *cell)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->at[i] >= 0)
			return cell[c->at[i]];
	return STR_NULL;
}

static int
csv_record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	(void)number, (void)n;
	return add_row(
	    ctx, csv_code(&code[CFD], cell), csv_code(&code[RNCP], cell), e);
}

static void
read_csv(struct file *f)
{
	const struct dsv_options o = {
		.delimiter = ';', .quoted = true, .trim = true
	};
	const struct dsv_handler h = { csv_header, csv_record, f };
	struct err e;

	if (dsv_read_file(f->path, &o, &h, &e))
		die("%s", e.msg);
}

static int
xlsx_header(void *ctx, const struct sheet_rule *rule, const char *name,
    const struct sheet_header *h, struct err *e)
{
	struct file *f = ctx;

	(void)rule, (void)e;
	f->sheet = name;
	for (size_t c = 0; c < CODES; c++)
		for (size_t i = 0; i < code[c].n; i++)
			code[c].at[i] = sheetrule_find(h, code[c].name[i]);
	return 0;
}

/* Returns the text of the first cell that is not null; NULL if that cell is
 * neither text nor number. */
static struct str
xlsx_code(const struct code *c, const struct sheet_row *row, struct buf *text)
{
	struct sheet_cell cell = { 0 };

	for (size_t i = 0; i < c->n && sheet_is_null(&cell); i++)
		if (c->at[i] >= 0)
			cell = sheet_cell(row, (size_t)c->at[i]);
	if (cell.kind != SHEET_TEXT && cell.kind != SHEET_NUMBER)
		return STR_NULL;
	text->n = 0;
	sheet_put_text(text, &cell);
	return buf_view(text);
}

static void
refuse_row(struct file *f, const struct sheet_row *row, struct str rncp,
    const struct err *e)
{
	char *where =
	    xasprintf("%s: %s:%lld", f->path, f->sheet, (long long)row->number);
	struct buf b = { 0 };

	buf_str(&b, "{\"cfd\":null,\"rncp\":");
	js_put_text(&b, js_trim(rncp));
	buf_byte(&b, '}');
	f->h->refuse(f->h->ctx, where, buf_view(&b), e);
	buf_free(&b);
	free(where);
}

static int
xlsx_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	struct file *f = ctx;
	struct str cfd = xlsx_code(&code[CFD], row, &f->text[CFD]);
	struct str rncp = xlsx_code(&code[RNCP], row, &f->text[RNCP]);

	if (add_row(f, cfd, rncp, e))
		refuse_row(f, row, rncp, e);
	return 0;
}

static void
read_xlsx(struct file *f)
{
	const struct sheetrule_handler h = { xlsx_header, xlsx_row, f };
	struct err e;

	if (sheetrule_read(f->path, sheets, &h, &e))
		die("%s", e.msg);
}

static bool
ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && !strcmp(name + n - m, end);
}

/* True if name is Kit_apprentissage_YYYYMMDD.xlsx. */
static bool
is_workbook_name(const char *name)
{
	static const char begin[] = "Kit_apprentissage_", end[] = ".xlsx";
	const char *date = name + sizeof(begin) - 1;

	return !strncmp(name, begin, sizeof(begin) - 1) &&
	       strspn(date, "0123456789") == 8 && !strcmp(date + 8, end);
}

void
kit_file_read(const char *path, const struct kit_handler *h)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	struct file f = { .path = path, .h = h };

	if (ends_with(name, ".csv"))
		read_csv(&f);
	else if (is_workbook_name(name))
		read_xlsx(&f);
	else if (ends_with(name, ".xlsx"))
		die("%s: a name such as Kit_apprentissage_20240131.xlsx is"
		    " expected",
		    path);
	else
		die("%s: a .csv or .xlsx is expected", path);
	buf_free(&f.padded);
	for (size_t i = 0; i < CODES; i++)
		buf_free(&f.text[i]);
}
