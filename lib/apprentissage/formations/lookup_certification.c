#include "apprentissage/formations/lookup_certification.h"

#include <stdlib.h>

#include "apprentissage/certifications/interval.h"
#include "apprentissage/records/published.h"
#include "store/db.h"

struct lookup_certification {
	struct db *d;
	sqlite3_stmt *exact, *by_rncp, *by_cfd;
	struct buf draft, scratch;
};

struct lookup_certification *
lookup_certification_open(const char *dir)
{
	struct lookup_certification *c = xcalloc(1, sizeof(*c));

	c->d = db_need(dir, "certifications");
	/* if a pair has several rows: the first that was inserted */
	c->exact = db_prepare(c->d, "SELECT doc FROM certifications"
				    " WHERE rncp IS ? AND cfd IS ?"
				    " ORDER BY rang, rowid LIMIT 1");
	c->by_rncp = db_prepare(c->d, "SELECT doc FROM certifications"
				      " WHERE rncp = ?"
				      " ORDER BY cfd, rang, rowid LIMIT 1");
	c->by_cfd = db_prepare(c->d, "SELECT doc FROM certifications"
				     " WHERE cfd = ?"
				     " ORDER BY rncp, rang, rowid LIMIT 1");
	return c;
}

/* The members that come whole from one side. The other members are objects
 * whose own members are combined. */
static const char *const of_cfd[] = { "cfd", "gestionnaire_diplome", NULL };
static const char *const of_rncp[] = { "rncp", "rncp_anterieur_2019",
	"enregistrement_rncp", "certificateurs_rncp", NULL };

static bool
among(const char *const *names, const char *name)
{
	while (*names && strcmp(*names, name))
		names++;
	return *names;
}

static msec
instant(struct js side, const char *path)
{
	struct buf scratch = { 0 };
	msec t = day_parse(js_text(js_at(side, path), &scratch));

	buf_free(&scratch);
	return t;
}

/* debut and fin of the two sides together ([certifications 7.2]). */
static struct interval
commun(struct js cfd, struct js rncp)
{
	struct interval c, r;

	c.debut = instant(cfd, "periode_validite.cfd.ouverture");
	c.fin = instant(cfd, "periode_validite.cfd.fermeture");
	r.debut = instant(rncp, "periode_validite.rncp.activation");
	r.fin = instant(rncp, "periode_validite.rncp.fin_enregistrement");
	return interval_common(c, r);
}

static void
put_date(struct buf *b, msec t)
{
	day_put_paris(b, t == DAY_BAD ? DAY_NULL : t);
}

static void
compose(struct buf *b, const struct field *members, struct js cfd,
    struct js rncp, const struct interval *valide)
{
	buf_byte(b, '{');
	for (const struct field *f = members; f->name; f++) {
		js_put_key(b, f->name);
		if (among(of_cfd, f->name))
			js_put_raw(b, js_get(cfd, f->name));
		else if (among(of_rncp, f->name))
			js_put_raw(b, js_get(rncp, f->name));
		else if (!strcmp(f->name, "debut"))
			put_date(b, valide->debut);
		else if (!strcmp(f->name, "fin"))
			put_date(b, valide->fin);
		else
			compose(b, f->sub, js_get(cfd, f->name),
			    js_get(rncp, f->name), valide);
	}
	buf_byte(b, '}');
}

bool
certification_without_fiche(struct str rncp)
{
	return !rncp.n || str_is(rncp, "RNCPNR");
}

static int
unknown(const char *field, struct str code, struct err *e)
{
	err_set(e, "%s: no certification of '%s'", field,
	    err_quote(code.p, code.n));
	return CERTIFICATION_UNKNOWN;
}

/* Combines the record of a pair that no row has, in c->draft. */
static int
compose_pair(struct lookup_certification *c, struct str rncp, struct str cfd,
    struct err *e)
{
	struct js r = { .type = JS_ABSENT }, d;
	struct interval valide;

	db_bind_text(c->d, c->by_rncp, 1, rncp);
	if (!certification_without_fiche(rncp)) {
		if (!db_step(c->d, c->by_rncp))
			return unknown("rncp_code", rncp, e);
		r = js_doc(db_text(c->by_rncp, 0));
	}
	db_bind_text(c->d, c->by_cfd, 1, cfd);
	if (!db_step(c->d, c->by_cfd))
		return unknown("cfd", cfd, e);
	d = js_doc(db_text(c->by_cfd, 0));
	valide = commun(d, r);
	compose(&c->draft, certification_members, d, r, &valide);
	return 0;
}

static void
read_codes(
    struct lookup_certification *c, struct js certification, struct part *out)
{
	struct js code = js_get(certification, "identifiant");

	c->scratch.n = 0;
	part_code(
	    out, CERTIFICATION_CFD, js_text(js_get(code, "cfd"), &c->scratch));
	part_code(out, CERTIFICATION_RNCP,
	    js_text(js_get(code, "rncp"), &c->scratch));
}

static int
put_answer(struct lookup_certification *c, struct str certification,
    bool connue, struct part *out, struct err *e)
{
	struct js doc = js_doc(certification);

	read_codes(c, doc, out);
	buf_str(&out->text, "{\"valeur\":");
	if (schema_copy(&certification_field, doc, &out->text, e))
		return -1;
	buf_fmt(&out->text, ",\"connue\":%s}", connue ? "true" : "false");
	return 0;
}

static int
answer(struct lookup_certification *c, struct str rncp, struct str cfd,
    struct part *out, struct err *e)
{
	bool connue;
	int rc = 0;

	c->draft.n = 0;
	db_bind_text(c->d, c->exact, 1, rncp);
	db_bind_text(c->d, c->exact, 2, cfd);
	connue = db_step(c->d, c->exact);
	if (!connue)
		rc = compose_pair(c, rncp, cfd, e);
	if (!rc)
		rc = put_answer(c,
		    connue ? db_text(c->exact, 0) : buf_view(&c->draft), connue,
		    out, e);
	sqlite3_reset(c->exact);
	sqlite3_reset(c->by_rncp);
	sqlite3_reset(c->by_cfd);
	return rc;
}

int
lookup_certification_find(struct lookup_certification *c,
    const struct parts *kept, struct str rncp, struct str cfd, struct part *out,
    struct err *e)
{
	if (parts_ask(kept, out, 'c', cfd, rncp))
		return 0;
	return answer(c, rncp, cfd, out, e);
}

void
lookup_certification_close(struct lookup_certification *c)
{
	sqlite3_finalize(c->exact);
	sqlite3_finalize(c->by_rncp);
	sqlite3_finalize(c->by_cfd);
	db_close(c->d);
	buf_free(&c->draft);
	buf_free(&c->scratch);
	free(c);
}
