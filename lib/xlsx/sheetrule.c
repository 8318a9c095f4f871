#include <stdlib.h>

#include "base/text.h"
#include "xlsx/sheetrule.h"

#define RULES_MAX 64 /* bits of a set of rules */

/* Takes name k of the header to be the text that was appended since the last
 * one; its place is known when all are there. */
static void
add_name(struct sheet_header *h, const char *text, size_t n)
{
	h->name[h->n++] = (struct str){ "", n };
	buf_add(&h->text, text, n);
}

static void
place_names(struct sheet_header *h)
{
	const char *p = buf_view(&h->text).p;

	for (size_t i = 0; i < h->n; i++)
		if (h->name[i].p) {
			h->name[i].p = p;
			p += h->name[i].n;
		}
}

static void
match_auto(struct sheet_header *h, const struct sheet_row *row)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < row->n; i++) {
		text.n = 0;
		sheet_put_text(&text, &row->cell[i]);
		if (row->cell[i].kind <= SHEET_ERROR)
			buf_fmt(&text, "__excel_parsed_column_%zu", i);
		add_name(h, buf_view(&text).p, text.n);
	}
	buf_free(&text);
}

/* What a header cell offers to the patterns; .p NULL if nothing: a number, a
 * date and the like never match. */
static struct str
offer(const struct sheet_cell *c)
{
	if (c->kind == SHEET_TEXT)
		return c->text;
	return c->kind <= SHEET_ERROR ? STR("") : STR_NULL;
}

/* How the columns were matched so far, by index of the header's cells. */
struct matching {
	uint64_t used;                 /* the rules consumed */
	int named, ignored, extra;     /* the first of each sort, or -1 */
	const struct sheet_cell *text; /* the first extra that is not null */
};

static const struct column_rule *
column_rule(const struct column_rule *rule, struct matching *m, struct str s)
{
	for (size_t i = 0; rule[i].type && i < RULES_MAX; i++) {
		uint64_t bit = (uint64_t)1 << i;

		if (m->used & bit || !match_any(rule[i].match, MATCHES, s))
			continue;
		if (rule[i].type != RULE_IGNORED)
			m->used |= bit;
		return &rule[i];
	}
	return NULL;
}

static void
first(int *at, size_t i)
{
	if (*at < 0)
		*at = (int)i;
}

static void
match_cell(struct sheet_header *h, struct matching *m,
    const struct column_rule *columns, const struct sheet_row *row, size_t i)
{
	const struct sheet_cell *c = &row->cell[i];
	struct str s = offer(c);
	const struct column_rule *rule =
	    s.p ? column_rule(columns, m, s) : NULL;

	if (!rule) {
		first(&m->extra, i);
		if (!m->text && c->kind > SHEET_ERROR)
			m->text = c;
	} else if (rule->type == RULE_IGNORED) {
		first(&m->ignored, i);
		h->name[h->n++] = STR_NULL;
	} else {
		first(&m->named, i);
		add_name(h, rule->name, strlen(rule->name));
	}
}

static int
extra_text(const struct sheet_cell *c, struct err *e)
{
	struct buf text = { 0 };
	struct str s;

	sheet_put_text(&text, c);
	s = buf_view(&text);
	err_set(e, "unexpected column '%s'", err_quote(s.p, s.n));
	buf_free(&text);
	return -1;
}

static int
match_rules(struct sheet_header *h, const struct column_rule *columns,
    const struct sheet_row *row, struct err *e)
{
	struct matching m = { .named = -1, .ignored = -1, .extra = -1 };
	const char *missing = NULL;

	for (size_t i = 0; i < row->n; i++)
		match_cell(h, &m, columns, row, i);
	if (m.text)
		return extra_text(m.text, e);
	for (size_t i = 0; columns[i].type && i < RULES_MAX && !missing; i++)
		if (columns[i].type == RULE_REQUIRED && !(m.used >> i & 1))
			missing = columns[i].name;
	if (m.extra < 0)
		return missing ? err_set(e, "no column '%s'", missing) : 0;
	if (m.extra <= m.named || m.extra <= m.ignored)
		return err_set(e, "column %d has no name", m.extra + 1);
	return 0;
}

int
sheetrule_match(struct sheet_header *h, const struct column_rule *columns,
    const struct sheet_row *row, struct err *e)
{
	int rc = 0;

	h->n = h->text.n = 0;
	h->name = xrealloc2(h->name, row->n, sizeof(*h->name));
	if (columns)
		rc = match_rules(h, columns, row, e);
	else
		match_auto(h, row);
	place_names(h);
	return rc;
}

void
sheetrule_free_header(struct sheet_header *h)
{
	free(h->name);
	buf_free(&h->text);
	*h = (struct sheet_header){ 0 };
}

int
sheetrule_find(const struct sheet_header *h, const char *name)
{
	for (size_t i = h->n; i; i--)
		if (str_is(h->name[i - 1], name))
			return (int)i - 1;
	return -1;
}

void
sheetrule_begin(struct sheetrule *r, const struct sheet_rule *rules,
    const struct sheetrule_handler *h)
{
	*r = (struct sheetrule){ .h = h, .rules = rules };
}

static bool
is_used(const struct sheet_rule *rule)
{
	return rule && rule->type != RULE_IGNORED;
}

static int
end_sheet(struct sheetrule *r, struct err *e)
{
	if (is_used(r->rule) && !r->has_rows)
		return err_set(e, "%s: no data found%s", r->name,
		    r->has_header ? "" : ", no header either");
	return 0;
}

static const struct sheet_rule *
rule_of(struct sheetrule *r, const char *name)
{
	const struct sheet_rule *rule = r->rules;

	for (size_t i = 0; rule[i].type && i < RULES_MAX; i++) {
		uint64_t bit = (uint64_t)1 << i;

		if (r->used & bit ||
		    !match_any(rule[i].match, MATCHES, str_of(name)))
			continue;
		if (rule[i].type != RULE_IGNORED)
			r->used |= bit;
		return &rule[i];
	}
	return NULL;
}

int
sheetrule_sheet(struct sheetrule *r, const char *name, struct err *e)
{
	if (end_sheet(r, e) < 0)
		return -1;
	free(r->name);
	r->name = xstrdup(name);
	r->has_header = r->has_rows = false;
	r->rule = rule_of(r, name);
	if (!r->rule)
		return err_set(
		    e, "unexpected sheet '%s'", err_quote(name, strlen(name)));
	return 0;
}

static int
take_row(struct sheetrule *r, const struct sheet_row *row, struct err *e)
{
	if (!r->has_header) {
		r->has_header = true;
		if (sheetrule_match(&r->header, r->rule->column, row, e) < 0)
			return -1;
		return r->h->header(r->h->ctx, r->rule, r->name, &r->header, e);
	}
	if (!row->valued)
		return 0;
	r->has_rows = true;
	return r->h->row(r->h->ctx, row, e);
}

int
sheetrule_row(struct sheetrule *r, const struct sheet_row *row, struct err *e)
{
	struct err why;

	if (!is_used(r->rule) || row->number <= r->rule->skip ||
	    take_row(r, row, &why) == 0)
		return 0;
	return err_set(
	    e, "%s:%lld: %s", r->name, (long long)row->number, why.msg);
}

int
sheetrule_end(struct sheetrule *r, struct err *e)
{
	if (end_sheet(r, e) < 0)
		return -1;
	for (size_t i = 0; r->rules[i].type && i < RULES_MAX; i++)
		if (r->rules[i].type == RULE_REQUIRED && !(r->used >> i & 1))
			return err_set(e, "no sheet '%s'",
			    r->rules[i].match[0].want
				? r->rules[i].match[0].want
				: r->rules[i].key);
	return 0;
}

void
sheetrule_free(struct sheetrule *r)
{
	free(r->name);
	sheetrule_free_header(&r->header);
}

/* One workbook being read: its messages name the file. */
struct reading {
	struct sheetrule rule;
	const char *path;
};

static int
named(const struct reading *r, const struct err *why, struct err *e)
{
	return err_set(e, "%s: %s", r->path, why->msg);
}

static int
on_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	struct reading *r = ctx;
	struct err why;

	if (sheetrule_row(&r->rule, row, &why) < 0)
		return named(r, &why, e);
	return 0;
}

static int
read_sheets(struct reading *r, struct sheet_book *b, struct err *e)
{
	struct err why;

	for (size_t i = 0; i < sheet_count(b); i++) {
		if (sheetrule_sheet(&r->rule, sheet_name(b, i), &why) < 0)
			return named(r, &why, e);
		if (is_used(r->rule.rule) && sheet_read(b, i, on_row, r, e) < 0)
			return -1;
	}
	if (sheetrule_end(&r->rule, &why) < 0)
		return named(r, &why, e);
	return 0;
}

int
sheetrule_read_book(struct sheet_book *b, const char *path,
    const struct sheet_rule *rules, const struct sheetrule_handler *h,
    struct err *e)
{
	struct reading r = { .path = path };
	int rc;

	sheetrule_begin(&r.rule, rules, h);
	rc = read_sheets(&r, b, e);
	sheetrule_free(&r.rule);
	return rc;
}

int
sheetrule_read(const char *path, const struct sheet_rule *rules,
    const struct sheetrule_handler *h, struct err *e)
{
	struct sheet_book *b = sheet_open(path, e);
	int rc;

	if (!b)
		return -1;
	sheet_read_empty_as_null(b);
	rc = sheetrule_read_book(b, path, rules, h, e);
	sheet_close(b);
	return rc;
}
