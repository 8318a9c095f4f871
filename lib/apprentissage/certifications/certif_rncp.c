#include <stdio.h>

#include "apprentissage/certifications/certif_lists.h"
#include "apprentissage/certifications/certif_rncp.h"
#include "format/code.h"

/* The known values of a field, and the JSON that each one becomes. A NULL value
 * ends the list and gives the JSON for null. */
struct choice {
	const char *value, *text;
};

static const struct choice niveaux[] = {
	{ "NIV3", "{\"europeen\":\"3\"}" },
	{ "NIV4", "{\"europeen\":\"4\"}" },
	{ "NIV5", "{\"europeen\":\"5\"}" },
	{ "NIV6", "{\"europeen\":\"6\"}" },
	{ "NIV7", "{\"europeen\":\"7\"}" },
	{ "NIV8", "{\"europeen\":\"8\"}" },
	{ "REPRISE", "{\"europeen\":null}" },
	{ NULL, "{\"europeen\":null}" },
};

static const struct choice enregistrements[] = {
	{ "Enregistrement de droit", "\"Enregistrement de droit\"" },
	{ "Enregistrement sur demande", "\"Enregistrement sur demande\"" },
	{ NULL, "null" },
};

static int
refuse_standard(const struct side_writer *r, int member, const char *expected)
{
	char path[80];

	snprintf(
	    path, sizeof(path), "data.standard.%s", standard_members[member]);
	return side_refuse(r, path, expected, r->j->standard[member]);
}

static int
put_identifiant(struct side_writer *r, struct str numero)
{
	long n = 0;

	if (!code_rncp(numero))
		return err_set(r->e,
		    "numero_fiche: an RNCP number is expected, not '%s'",
		    err_quote(numero.p, numero.n));
	js_put_text(r->b, numero);
	side_close(r->c, RNCP_IDENTIFIANT);
	for (size_t i = 4; i < numero.n; i++)
		n = 10 * n + (numero.p[i] - '0');
	js_put_bool(r->b, n < 34000);
	side_close(r->c, RNCP_ANTERIEUR);
	return 0;
}

static int
put_choice(struct side_writer *r, int member, const struct choice *v)
{
	struct js value = r->j->standard[member];

	while (v->value && !js_is(value, v->value))
		v++;
	if (!v->value && !js_is_null(value))
		return refuse_standard(r, member, "a known value");
	buf_str(r->b, v->text);
	return 0;
}

static int
put_intitule(struct side_writer *r, bool standard)
{
	struct js v = r->j->standard[STANDARD_INTITULE];

	if (!standard)
		buf_str(r->b, "null");
	else if (put_choice(r, STANDARD_NIVEAU, niveaux) < 0)
		return -1;
	side_close(r->c, RNCP_NIVEAU);
	if (!js_is_null(v) && v.type != JS_STRING)
		return refuse_standard(r, STANDARD_INTITULE, "a text");
	js_put_canon(r->b, v);
	side_close(r->c, RNCP_INTITULE);
	return 0;
}

/* Date_Decision is read only if there is no Date_Effet: it may be invalid. */
static int
put_periode(struct side_writer *r, const struct fiche *f)
{
	msec debut = fiche_date(r->j, STANDARD_EFFET, false);
	int member = STANDARD_EFFET;

	if (f->periode.fin == DAY_BAD)
		return refuse_standard(r, STANDARD_FIN, "a date dd/MM/yyyy");
	if (debut == DAY_NULL) {
		member = STANDARD_DECISION;
		debut = fiche_date(r->j, member, false);
	}
	if (debut == DAY_BAD)
		return refuse_standard(r, member, "a date dd/MM/yyyy");
	buf_byte(r->b, '{');
	js_put_key(r->b, "actif");
	js_put_bool(r->b, f->actif);
	js_put_key(r->b, "activation");
	day_put_paris(r->b, f->periode.debut);
	js_put_key(r->b, "debut_parcours");
	day_put_paris(r->b, debut);
	js_put_key(r->b, "fin_enregistrement");
	day_put_paris(r->b, f->periode.fin);
	buf_byte(r->b, '}');
	return 0;
}

static int
put_standard(struct side_writer *r, const struct fiche *f)
{
	if (!f->standard && !js_is_null(r->j->data[FICHE_STANDARD]))
		return side_refuse(r, "data.standard", "an object",
		    r->j->data[FICHE_STANDARD]);
	if (!f->standard)
		buf_str(r->b, "null");
	else if (put_periode(r, f) < 0)
		return -1;
	side_close(r->c, RNCP_PERIODE);
	if (put_choice(r, STANDARD_TYPE, enregistrements) < 0)
		return -1;
	side_close(r->c, RNCP_ENREGISTREMENT);
	return 0;
}

int
certif_rncp(struct buf *text, struct str numero, const struct fiche *f,
    const struct fiche_json *j, struct certif_side *c, struct err *e)
{
	struct side_writer r = { text, c, j, e };

	side_begin(c, text);
	if (put_identifiant(&r, numero) || put_intitule(&r, f->standard) ||
	    side_list(&r, RNCP_BLOCS) || side_conventions(&r) ||
	    side_list(&r, RNCP_FORMACODES) || side_list(&r, RNCP_NSF) ||
	    side_list(&r, RNCP_ROME) || put_standard(&r, f) || side_voies(&r) ||
	    side_list(&r, RNCP_CERTIFICATEURS))
		return -1;
	return 0;
}
