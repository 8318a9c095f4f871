#include <stdio.h>

#include "apprentissage/certifications/certif_lists.h"
#include "format/code.h"

/* The lists that are copied, two fields per item. */
static const struct list {
	int piece, member;
	const char *from[2], *to[2];
	bool (*check)(struct str); /* of the first field, or NULL */
	const char *expected;      /* what check wants, for messages */
	const char *if_null;       /* JSON for a null first field, or NULL */
	bool optional;             /* the second field may be null */
} lists[] = {
	{ .piece = RNCP_BLOCS,
	    .member = FICHE_BLOCS,
	    .from = { "Bloc_Competences_Code", "Bloc_Competences_Libelle" },
	    .to = { "code", "intitule" },
	    .check = code_bloc,
	    .expected = "the code of a bloc",
	    .optional = true },
	{ .piece = RNCP_FORMACODES,
	    .member = FICHE_FORMACODE,
	    .from = { "Formacode_Code", "Formacode_Libelle" },
	    .to = { "code", "intitule" },
	    .expected = "a text",
	    .if_null = "\"\"" },
	{ .piece = RNCP_NSF,
	    .member = FICHE_NSF,
	    .from = { "Nsf_Code", "Nsf_Intitule" },
	    .to = { "code", "intitule" },
	    .check = code_nsf,
	    .expected = "an NSF code",
	    .optional = true },
	{ .piece = RNCP_ROME,
	    .member = FICHE_ROME,
	    .from = { "Codes_Rome_Code", "Codes_Rome_Libelle" },
	    .to = { "code", "intitule" },
	    .check = code_rome,
	    .expected = "a ROME code" },
	{ .piece = RNCP_CERTIFICATEURS,
	    .member = FICHE_CERTIFICATEURS,
	    .from = { "Siret_Certificateur", "Nom_Certificateur" },
	    .to = { "siret", "nom" },
	    .expected = "a text" },
};

enum { VOIES = 6 };

static const struct {
	const char *key, *si_jury;
} voies[VOIES] = {
	{ "apprentissage", EN_APPRENTISSAGE },
	{ "experience", "Par expérience" },
	{ "candidature_individuelle", "Par candidature individuelle" },
	{ "contrat_professionnalisation", EN_PROFESSIONNALISATION },
	{ "formation_continue", "Après un parcours de formation continue" },
	{ "formation_statut_eleve",
	    "Après un parcours de formation sous statut d’élève ou "
	    "d’étudiant" },
};

int
side_refuse(const struct side_writer *r, const char *path, const char *expected,
    struct js v)
{
	if (js_is_null(v))
		return err_set(
		    r->e, "%s: %s is expected, not null", path, expected);
	if (v.type == JS_STRING) {
		v.p++;
		v.n -= 2;
	}
	return err_set(r->e, "%s: %s is expected, not '%s'", path, expected,
	    err_quote(v.p, v.n));
}

static int
refuse_item(const struct side_writer *r, int member, size_t i,
    const char *field, const char *expected, struct js v)
{
	char path[128];

	snprintf(path, sizeof(path), "data.%s[%zu].%s", fiche_members[member],
	    i, field);
	return side_refuse(r, path, expected, v);
}

/* Begins a walk over a list of the fiche. Returns -1 and fills r->e if the
 * member is not a list. */
static int
walk_list(const struct side_writer *r, int member, struct js_walk *w)
{
	struct js list = r->j->data[member];
	char path[64];

	*w = js_walk(list);
	if (list.type == JS_ARRAY)
		return 0;
	snprintf(path, sizeof(path), "data.%s", fiche_members[member]);
	return side_refuse(r, path, "a list", list);
}

static bool
passes(bool (*check)(struct str), struct js v)
{
	struct buf scratch = { 0 };
	bool good = v.type == JS_STRING;

	if (good && check)
		good = check(js_text(v, &scratch));
	buf_free(&scratch);
	return good;
}

static int
put_item(struct side_writer *r, const struct list *l, size_t i, struct js item)
{
	struct js v[2];

	js_pick(item, l->from, 2, v);
	buf_byte(r->b, '{');
	js_put_key(r->b, l->to[0]);
	if (js_is_null(v[0]) && l->if_null)
		buf_str(r->b, l->if_null);
	else if (passes(l->check, v[0]))
		js_put_canon(r->b, v[0]);
	else
		return refuse_item(
		    r, l->member, i, l->from[0], l->expected, v[0]);
	js_put_key(r->b, l->to[1]);
	if (js_is_null(v[1]) && l->optional)
		buf_str(r->b, "null");
	else if (passes(NULL, v[1]))
		js_put_canon(r->b, v[1]);
	else
		return refuse_item(r, l->member, i, l->from[1], "a text", v[1]);
	buf_byte(r->b, '}');
	return 0;
}

int
side_list(struct side_writer *r, int piece)
{
	const struct list *l = lists;
	struct js_walk w;
	struct js item;

	while (l->piece != piece)
		l++;
	if (walk_list(r, l->member, &w) < 0)
		return -1;
	buf_byte(r->b, '[');
	for (size_t i = 0; js_item(&w, &item); i++) {
		js_put_comma(r->b);
		if (put_item(r, l, i, item) < 0)
			return -1;
	}
	buf_byte(r->b, ']');
	side_close(r->c, piece);
	return 0;
}

static void
put_or_empty(struct buf *b, const char *key, struct js v)
{
	js_put_key(b, key);
	if (js_is_null(v))
		buf_str(b, "\"\"");
	else
		js_put_canon(b, v);
}

/* A row holds up to three conventions, each a number and a label. */
int
side_conventions(struct side_writer *r)
{
	static const char *const from[] = { "Ccn_1_Numero", "Ccn_1_Libelle",
		"Ccn_2_Numero", "Ccn_2_Libelle", "Ccn_3_Numero",
		"Ccn_3_Libelle" };
	struct js_walk w;
	struct js item, v[6];

	if (walk_list(r, FICHE_CCN, &w) < 0)
		return -1;
	buf_byte(r->b, '[');
	for (size_t i = 0; js_item(&w, &item); i++) {
		js_pick(item, from, 6, v);
		for (int k = 0; k < 6; k++)
			if (!js_is_null(v[k]) && v[k].type != JS_STRING)
				return refuse_item(
				    r, FICHE_CCN, i, from[k], "a text", v[k]);
		for (int k = 0; k < 6; k += 2) {
			if (js_is_null(v[k]) && js_is_null(v[k + 1]))
				continue;
			js_put_comma(r->b);
			buf_byte(r->b, '{');
			put_or_empty(r->b, "numero", v[k]);
			put_or_empty(r->b, "intitule", v[k + 1]);
			buf_byte(r->b, '}');
		}
	}
	buf_byte(r->b, ']');
	side_close(r->c, RNCP_CONVENTIONS);
	return 0;
}

int
side_voies(struct side_writer *r)
{
	bool seen[VOIES] = { false };
	struct js_walk w;
	struct js item;
	int k;

	if (walk_list(r, FICHE_VOIES, &w) < 0)
		return -1;
	for (size_t i = 0; js_item(&w, &item); i++) {
		struct js v = js_get(item, "Si_Jury");

		for (k = 0; k < VOIES; k++)
			if (js_is(v, voies[k].si_jury))
				break;
		if (k == VOIES)
			return refuse_item(r, FICHE_VOIES, i, "Si_Jury",
			    "a known voie d'accès", v);
		seen[k] = true;
	}
	buf_byte(r->b, '{');
	for (k = 0; k < VOIES; k++) {
		js_put_key(r->b, voies[k].key);
		js_put_bool(r->b, seen[k]);
	}
	buf_byte(r->b, '}');
	side_close(r->c, RNCP_VOIE_ACCES);
	return 0;
}
