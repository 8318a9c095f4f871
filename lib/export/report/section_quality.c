/* Qualité: what the checks found. */
#include "apprentissage/checks/check.h"
#include "export/report/french.h"
#include "export/report/page.h"
#include "export/report/report.h"
#include "reference/reference.h"
#include "json/js.h"

enum {
	CHECKS_MAX = 110, /* that the page lists; there are 105 */
	CHECKS_OPEN = 8,  /* that are not folded */
	NAME_MAX = 40,    /* bytes of a name that are shown */
	KEY_MAX = 90,     /* of a key */
	TEXT_MAX = 160,   /* of the text of a check */
};

static const struct {
	const char *one, *several, *class;
} severities[CHECK_SEVERITIES] = {
	[CHECK_ERROR] = { "erreur", "erreurs", "bad" },
	[CHECK_WARNING] = { "avertissement", "avertissements", "warn" },
	[CHECK_INFO] = { "information", "informations", "calm" },
};

static void
put_totals(struct buf *b, const struct findings *f)
{
	buf_str(b, "<ul class=\"cards three\">\n");
	for (int s = 0; s < CHECK_SEVERITIES; s++) {
		buf_fmt(b, "<li><p class=\"value\">");
		french_put_number(b, f->total[s]);
		buf_fmt(b,
		    "</p><p class=\"label\"><span class=\"pill %s\">%s</span>"
		    "</p></li>\n",
		    f->total[s] ? severities[s].class : "calm",
		    f->total[s] < 2 ? severities[s].one
				    : severities[s].several);
	}
	buf_str(b, "</ul>\n");
}

/* The key of a finding, "cfd 46333401, rncp RNCP1455"; the name of a single
 * member is left out. */
static void
put_key(struct buf *b, const char *key)
{
	struct js_walk w = js_walk(js_doc(str_of(key)));
	struct buf text = { 0 }, scratch = { 0 };
	struct js name, value;
	int members = 0;

	while (js_member(&w, &name, &value))
		members++;
	w = js_walk(js_doc(str_of(key)));
	while (js_member(&w, &name, &value)) {
		struct str s;

		if (js_is_null(value))
			continue;
		if (text.n)
			buf_str(&text, ", ");
		s = js_text(name, &scratch);
		buf_add(&text, s.p, members > 1 ? s.n : 0);
		buf_str(&text, members > 1 ? " " : "");
		scratch.n = 0;
		s = js_text(value, &scratch);
		if (!s.p)
			s = (struct str){ value.p, value.n };
		buf_add(&text, s.p, s.n);
		scratch.n = 0;
	}
	if (text.n) {
		buf_str(b, "<code>");
		page_put_cut(b, buf_view(&text), KEY_MAX);
		buf_str(b, "</code>");
	}
	buf_free(&text);
	buf_free(&scratch);
}

static void
put_text(struct buf *b, const struct reference *texts, const char *check)
{
	char *const *row = reference_find(texts, check);
	const char *what = row ? row[1] : check_what(check);

	buf_fmt(b, "<td%s>", row ? "" : " lang=\"en\"");
	page_put_cut(b, str_of(what ? what : ""), TEXT_MAX);
	buf_str(b, " <small>");
	page_put_cut(b, str_of(check), NAME_MAX);
	buf_str(b, "</small></td>");
}

static void
put_row(struct buf *b, const struct reference *texts, const struct finding *f)
{
	buf_fmt(b,
	    "<tr><th scope=\"row\"><span class=\"pill %s\">%s</span></th>",
	    severities[f->severity].class, severities[f->severity].one);
	page_number_cell(b, f->n);
	put_text(b, texts, f->check);
	buf_str(b, "<td>");
	for (int i = 0; i < FINDINGS_EXAMPLES && f->key[i]; i++) {
		if (i)
			buf_byte(b, ' ');
		put_key(b, f->key[i]);
	}
	buf_str(b, "</td></tr>\n");
}

static void
put_table(struct buf *b, const struct reference *texts, const char *caption,
    const struct finding *f, size_t n)
{
	static const char *const heads[] = { "Gravité", "#Nombre",
		"Ce que le contrôle signale", "Exemples", NULL };

	page_table(b, "stack checks", caption, heads);
	for (size_t i = 0; i < n; i++)
		put_row(b, texts, &f[i]);
	page_table_end(b);
}

/* The first checks are the gravest and the most frequent; the others are
 * folded. */
static void
put_checks(struct buf *b, const struct findings *f)
{
	size_t n = f->n < CHECKS_MAX ? f->n : CHECKS_MAX;
	size_t open = n < CHECKS_OPEN ? n : CHECKS_OPEN;
	struct reference texts = { 0 };

	reference_read(&texts, "ref", "report-checks.tsv", 2);
	put_table(b, &texts,
	    "Ce que les contrôles signalent de plus grave, puis de plus "
	    "fréquent, avec trois exemples au plus.",
	    f->v, open);
	if (n > open) {
		page_fold(b, "Les autres contrôles");
		put_table(b, &texts,
		    "Les autres contrôles qui signalent "
		    "quelque chose.",
		    f->v + open, n - open);
		if (f->n > n)
			buf_fmt(b, "<p class=\"more\">Et %zu de plus.</p>\n",
			    f->n - n);
		page_fold_end(b);
	}
	reference_free(&texts);
}

void
quality_put(struct buf *b, const struct report *r)
{
	const struct findings *f = &r->findings;

	if (!f->known) {
		page_nothing(b, "Le résultat des contrôles n’a pas été fourni "
				"à ce rapport.");
		return;
	}
	put_totals(b, f);
	if (f->n)
		put_checks(b, f);
	else
		page_nothing(b, "Les contrôles ne signalent rien.");
}

static void
put_json_finding(struct buf *b, const struct finding *f)
{
	js_put_comma(b);
	js_open(b, NULL);
	js_put_member(b, "check", str_of(f->check));
	js_put_member(b, "severity", str_of(check_severity_name[f->severity]));
	js_put_key(b, "findings");
	js_put_int(b, f->n);
	js_put_member(b, "what", str_of(check_what(f->check)));
	js_put_key(b, "examples");
	buf_byte(b, '[');
	for (int i = 0; i < FINDINGS_EXAMPLES && f->key[i]; i++) {
		js_put_comma(b);
		js_put_compact(b, js_doc(str_of(f->key[i])));
	}
	buf_byte(b, ']');
	js_close(b, 1);
}

void
quality_put_json(struct buf *b, const struct report *r)
{
	js_put_key(b, "findings");
	if (!r->findings.known) {
		buf_str(b, "null");
		return;
	}
	buf_byte(b, '[');
	for (size_t i = 0; i < r->findings.n; i++)
		put_json_finding(b, &r->findings.v[i]);
	buf_byte(b, ']');
}
