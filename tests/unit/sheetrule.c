/* Rules for sheets and columns: xlsx_parser.md 2, 4 and 8. */
#include <stdio.h>
#include <stdlib.h>

#include "tap.h"
#include "xlsx/sheetrec.h"
#include "xlsx/sheetrule.h"

static const struct column_rule exact[] = {
	{ RULE_REQUIRED, "id", { { match_same, "ID" } } },
	{ RULE_REQUIRED, "name", { { match_same, "NAME" } } },
	{ RULE_OPTIONAL, "opt", { { match_same, "OPT" } } },
	{ 0 },
};

static const struct column_rule with_blanks[] = {
	{ RULE_REQUIRED, "id",
	    { { match_fold, "id" }, { match_fold, "clé" } } },
	{ RULE_REQUIRED, "name", { { match_prefix, "NAME" } } },
	{ RULE_IGNORED, NULL, { { match_blank, NULL } } },
	{ 0 },
};

static const struct sheet_rule rules[] = {
	{ RULE_REQUIRED, "main", { { match_same, "S" } }, 0, exact },
	{ RULE_OPTIONAL, "more", { { match_within, "pluS" } }, 2, NULL },
	{ RULE_IGNORED, NULL, { { match_fold, "Lisez-moi" } }, 0, NULL },
	{ 0 },
};

/* What was delivered, as text: "H id - name" for a header, {"id":"1"} for a
 * row; then the error, if any. */
static struct buf log_;
static const struct sheet_header *header;

static int
on_header(void *ctx, const struct sheet_rule *rule, const char *sheet,
    const struct sheet_header *h, struct err *e)
{
	(void)ctx, (void)e;
	header = h;
	buf_fmt(&log_, "%s=%s:", sheet, rule->key);
	for (size_t i = 0; i < h->n; i++)
		buf_fmt(&log_, " %.*s", h->name[i].p ? (int)h->name[i].n : 1,
		    h->name[i].p ? h->name[i].p : "-");
	buf_byte(&log_, '\n');
	return 0;
}

static int
on_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	(void)ctx;
	if (row->cell[0].kind == SHEET_ERROR)
		return err_set(e, "id: refused");
	buf_byte(&log_, '{');
	for (size_t i = 0; i < header->n; i++) {
		struct sheet_cell c = sheet_cell(row, i);

		if (!header->name[i].p)
			continue;
		js_put_comma(&log_);
		js_put_text(&log_, header->name[i]);
		buf_byte(&log_, ':');
		sheetrec_put_cell(&log_, &c);
	}
	buf_str(&log_, "}\n");
	return 0;
}

static const struct sheetrule_handler handler = { on_header, on_row, NULL };

/* Feeds records, a line each, to the rules. */
static int
feed(struct sheetrule *r, struct sheetrec *rec, const char *text, struct err *e)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		if (sheetrec_get(rec, js_of((struct str){ text, n }), e) < 0)
			return -1;
		if ((!r->name || strcmp(r->name, rec->sheet) != 0 ||
			rec->begins) &&
		    sheetrule_sheet(r, rec->sheet, e) < 0)
			return -1;
		if (!rec->begins && sheetrule_row(r, &rec->row, e) < 0)
			return -1;
		text += n + (text[n] == '\n');
	}
	return sheetrule_end(r, e);
}

static void
gives(const struct sheet_rule *list, const char *text, const char *want,
    const char *name)
{
	struct sheetrule r;
	struct sheetrec rec = { 0 };
	struct err e;

	log_.n = 0;
	sheetrule_begin(&r, list, &handler);
	if (feed(&r, &rec, text, &e) < 0)
		buf_fmt(&log_, "! %s", e.msg);
	tap_is(buf_view(&log_).p, want, name);
	sheetrule_free(&r);
	sheetrec_free(&rec);
}

/* A sheet S of the rows given as arrays of cells. */
static void
sheet(const struct sheet_rule *list, const char *want, const char *name,
    const char *const *rows)
{
	struct buf b = { 0 };

	for (int i = 1; *rows; rows++, i++)
		buf_fmt(&b, "{\"sheet\":\"S\",\"row\":%d,\"cells\":[%s]}\n", i,
		    *rows);
	gives(list, buf_view(&b).p, want, name);
	buf_free(&b);
}

#define ROWS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
known_answers(void)
{
	sheet(rules, "S=main: id name\n{\"id\":\"1\",\"name\":\"x\"}\n",
	    "1: an empty column shifts those behind it",
	    ROWS("\"ID\",null,\"NAME\"", "\"1\",\"x\",\"bob\""));
	sheet(rules, "S=main: id opt\n{\"id\":\"1\",\"opt\":\"x\"}\n",
	    "2: an empty column behind makes up for a missing one",
	    ROWS("\"ID\",\"OPT\",null", "\"1\",\"x\",\"bob\""));
	sheet(rules, "! S:1: column 1 has no name", "3: an empty first column",
	    ROWS("null,\"ID\",\"NAME\"", "1,2,3"));
	sheet(rules, "! S:1: unexpected column 'Zut'", "3: an extra column",
	    ROWS("\"ID\",\"NAME\",\"Zut\"", "1,2,3"));
	sheet(rules, "! S:1: no column 'name'", "3: a missing column",
	    ROWS("\"ID\"", "1"));
	sheet(rules, "! S:1: unexpected column 'ID'", "3: a column twice",
	    ROWS("\"ID\",\"ID\",\"NAME\"", "1,2,3"));
	sheet(rules,
	    "S=main: name id\n{\"name\":\"x\",\"id\":\"1\"}\n"
	    "{\"name\":\"y\",\"id\":\"2\"}\n",
	    "4: columns in any order, rows without value left out",
	    ROWS("\"NAME\",\"ID\"", "\"x\",\"1\"", "null,null", "\"y\",\"2\""));
	sheet(rules, "S=main: id name\n! S: no data found", "4: a header only",
	    ROWS("\"ID\",\"NAME\"", "null,null"));
}

static void
headers(void)
{
	static const struct sheet_rule blanks[] = {
		{ RULE_REQUIRED, "b", { { match_same, "S" } }, 0, with_blanks },
		{ 0 },
	};

	sheet(rules, "S=main:\n{}\n", "a header of empty cells only",
	    ROWS("null,null", "1,2"));
	sheet(rules, "! S:1: no column 'id'", "a header without cell",
	    ROWS("", "1,2"));
	sheet(rules, "! S:1: unexpected column '12.5'", "a number",
	    ROWS("\"ID\",\"NAME\",12.5", "1,2,3"));
	sheet(rules, "! S:1: unexpected column 'undefined'",
	    "a formula without result",
	    ROWS("\"ID\",\"NAME\",{\"formula\":null}", "1"));
	sheet(rules, "S=main: id name\n{\"id\":1,\"name\":null}\n",
	    "an error is empty",
	    ROWS("\"ID\",\"NAME\",{\"error\":\"#N/A\"}", "1"));
	sheet(rules, "! S:1: unexpected column ' ID'", "nothing is trimmed",
	    ROWS("\" ID\",\"NAME\"", "1,2"));
	sheet(blanks, "S=b: - id - name\n{\"id\":2,\"name\":4}\n",
	    "ignored columns are holes",
	    ROWS("null,\"CLÉ\",\" \\u00a0\",\"Name (nom)\"", "1,2,3,4"));
	sheet(blanks, "S=b: - id name\n! S:2: id: refused",
	    "an error of the caller's, with its place",
	    ROWS("null,\"iD\",\"NAME\"", "{\"error\":\"#N/A\"}"));
	sheet(blanks, "! S:1: unexpected column 'cle'", "e is not é",
	    ROWS("\"cle\"", "1"));
}

static void
sheets(void)
{
	const char *s =
	    "{\"sheet\":\"S\",\"row\":1,\"cells\":[\"ID\",\"NAME\"]}\n"
	    "{\"sheet\":\"S\",\"row\":2,\"cells\":[1,2]}\n";
	struct buf b = { 0 };

	gives(rules, "", "! no sheet 'S'", "a required sheet misses");
	buf_fmt(&b, "%s%s%s", s,
	    "{\"sheet\":\"LISEZ-MOI\",\"row\":1,\"cells\":[\"x\"]}\n",
	    "{\"sheet\":\"lisez-moi\"}\n");
	gives(rules, buf_view(&b).p, "S=main: id name\n{\"id\":1,\"name\":2}\n",
	    "ignored sheets");
	b.n = 0;
	buf_fmt(&b, "%s{\"sheet\":\"S\"}\n", s);
	gives(rules, buf_view(&b).p,
	    "S=main: id name\n{\"id\":1,\"name\":2}\n! unexpected sheet 'S'",
	    "a second sheet for one rule");
	b.n = 0;
	buf_fmt(&b, "{\"sheet\":\"Autre\"}\n%s", s);
	gives(rules, buf_view(&b).p, "! unexpected sheet 'Autre'",
	    "an unexpected sheet");
	b.n = 0;
	buf_fmt(&b, "%s{\"sheet\":\"En Plus\"}\n", s);
	gives(rules, buf_view(&b).p,
	    "S=main: id name\n{\"id\":1,\"name\":2}\n! En Plus: no data found, "
	    "no header either",
	    "an optional sheet without row");
	b.n = 0;
	buf_fmt(&b, "%s%s%s%s", s,
	    "{\"sheet\":\"plus\",\"row\":2,\"cells\":[9]}\n",
	    "{\"sheet\":\"plus\",\"row\":3,\"cells\":[\"a\",null,\"a\"]}\n",
	    "{\"sheet\":\"plus\",\"row\":4,\"cells\":[1,{\"number\":\"NaN\"}]}"
	    "\n");
	gives(rules, buf_view(&b).p,
	    "S=main: id name\n{\"id\":1,\"name\":2}\n"
	    "plus=more: a __excel_parsed_column_1 a\n"
	    "{\"a\":1,\"__excel_parsed_column_1\":{\"number\":\"NaN\"},"
	    "\"a\":null}\n",
	    "auto names");
	buf_free(&b);
}

static void
find(void)
{
	struct sheet_cell cell[] = { { .kind = SHEET_TEXT, .text = STR("a") },
		{ .kind = SHEET_NULL },
		{ .kind = SHEET_TEXT, .text = STR("a") } };
	struct sheet_row row = { .n = 3, .cell = cell };
	struct sheet_header h = { 0 };

	sheetrule_match(&h, NULL, &row, NULL);
	tap_ok(sheetrule_find(&h, "a") == 2, "the last of a name");
	tap_ok(sheetrule_find(&h, "__excel_parsed_column_1") == 1, "no name");
	tap_ok(sheetrule_find(&h, "b") == -1, "none");
	sheetrule_free_header(&h);
}

static void
matches(void)
{
	tap_ok(match_fold(STR("ÉŒÀé"), "éœàÉ"), "fold");
	tap_ok(!match_fold(STR("ID "), "ID"), "fold takes the whole");
	tap_ok(!match_fold(STR("I"), "ID"), "fold takes all that is wanted");
	tap_ok(!match_fold(STR("×"), "÷"), "signs are no letters");
	tap_ok(match_within(STR("le KIT Été"), "kit é"), "within");
	tap_ok(!match_within(STR("le KIT"), "kits"), "not within");
	tap_ok(!match_within(STR("\xC3"), "\xC3\xA9"), "ill-formed text");
	tap_ok(match_blank(STR(""), NULL), "blank: empty");
	tap_ok(match_blank(STR("\t\xC2\xA0"), NULL), "blank: spaces");
}

static void
records(void)
{
	struct sheetrec r = { 0 };
	struct buf b = { 0 };
	const char *line =
	    "{\"sheet\":\"a\\\"b\",\"row\":7,\"cells\":[\"é\\n\",null,-1.5,"
	    "true,false,{\"date\":\"2023-03-15T12:00:00.000Z\"},{\"date\":null}"
	    ",{\"error\":\"#\\\"\"},{\"number\":\"-Infinity\"},"
	    "{\"formula\":null},\"\"]}";
	const char *bad[] = { "{}", "{\"sheet\":1}",
		"{\"sheet\":\"a\",\"row\":null,\"cells\":[]}",
		"{\"sheet\":\"a\",\"row\":\"1\",\"cells\":[]}",
		"{\"sheet\":\"a\",\"row\":1,\"cells\":1}",
		"{\"sheet\":\"a\",\"row\":1,\"cells\":[[]]}",
		"{\"sheet\":\"a\",\"row\":1,\"cells\":[{}]}",
		"{\"sheet\":\"a\",\"row\":1,\"cells\":[{\"date\":\"x\"}]}",
		"{\"sheet\":\"a\",\"row\":1,\"cells\":[{\"x\":null}]}",
		("{\"sheet\":\"a\",\"row\":1,"
		 "\"cells\":[{\"error\":\"\",\"x\":1}]}") };
	struct err e;

	tap_ok(sheetrec_get(&r, js_of(str_of(line)), &e) == 0, "a record");
	sheetrec_put(&b, r.sheet, &r.row);
	tap_is(buf_view(&b).p, line, "prints as it was read");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		tap_ok(sheetrec_get(&r, js_of(str_of(bad[i])), &e) < 0, bad[i]);
	sheetrec_free(&r);
	buf_free(&b);
}

int
main(void)
{
	known_answers();
	headers();
	sheets();
	find();
	matches();
	records();
	buf_free(&log_);
	return tap_done();
}
