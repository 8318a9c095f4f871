#include <math.h>

#include "fiches/fiche/fiche_merge.h"
#include "fiches/fiche/fiche_normal.h"
#include "json/python.h"

#define SOURCE "Estimation AgentRedacteurFiche (Claude API)"

/* The columns that a content replaces by its member of the same name. */
static const enum fiche_column replaced[] = { FICHE_DESCRIPTION,
	FICHE_DESCRIPTION_COURTE, FICHE_COMPETENCES,
	FICHE_COMPETENCES_TRANSVERSALES, FICHE_FORMATIONS, FICHE_CERTIFICATIONS,
	FICHE_CONDITIONS_TRAVAIL, FICHE_ENVIRONNEMENTS,
	FICHE_MISSIONS_PRINCIPALES, FICHE_SAVOIRS, FICHE_ACCES_METIER,
	FICHE_AUTRES_APPELLATIONS, FICHE_TRAITS_PERSONNALITE,
	FICHE_STATUTS_PROFESSIONNELS, FICHE_NIVEAU_FORMATION,
	FICHE_SECTEURS_ACTIVITE, FICHE_APTITUDES, FICHE_PROFIL_RIASEC,
	FICHE_COMPETENCES_DIMENSIONS, FICHE_DOMAINE_PROFESSIONNEL,
	FICHE_PREFERENCES_INTERETS, FICHE_SITES_UTILES,
	FICHE_CONDITIONS_TRAVAIL_DETAILLEES, FICHE_TYPES_CONTRATS };

static void
replace(struct fiche *f, struct js content)
{
	for (size_t i = 0; i < sizeof(replaced) / sizeof(*replaced); i++) {
		struct js v = js_get(content, fiche_fields[replaced[i]].name);

		if (!js_is_null(v))
			f->col[replaced[i]] = v;
	}
}

/* metiers_proches becomes the nom of each element that is an object, and the
 * elements that are not. */
static bool
take_mobilite(struct fiche *f, struct js mobilite)
{
	struct js list = js_get(mobilite, "metiers_proches"), item;
	struct buf b = { 0 };

	if (!fiche_has(mobilite))
		return true;
	if (mobilite.type != JS_OBJECT ||
	    (fiche_has(list) && list.type != JS_ARRAY))
		return false;
	if (!fiche_has(list))
		return true;
	buf_byte(&b, '[');
	for (struct js_walk w = js_walk(list); js_item(&w, &item);) {
		js_put_comma(&b);
		js_put_raw(
		    &b, item.type == JS_OBJECT ? js_get(item, "nom") : item);
	}
	buf_byte(&b, ']');
	fiche_take(f, FICHE_METIERS_PROCHES, &b);
	return true;
}

static bool
take_salaires(struct fiche *f, struct js salaires)
{
	struct buf b = { 0 };
	bool good = salaires.type == JS_OBJECT;

	if (!fiche_has(salaires))
		return true;
	buf_byte(&b, '{');
	for (int i = 0; good && fiche_levels[i]; i++) {
		js_put_key(&b, fiche_levels[i]);
		good = fiche_put_level(&b, js_get(salaires, fiche_levels[i]));
	}
	buf_str(&b,
	    ",\"regional\":{},\"source\":\"" SOURCE "\",\"date_maj\":null}");
	if (good)
		fiche_take(f, FICHE_SALAIRES, &b);
	buf_free(&b);
	return good;
}

static bool
take_perspectives(struct fiche *f, struct js outlook)
{
	struct js tension = js_get(outlook, "tension"),
		  evolution = js_get(outlook, "evolution_5ans");
	double share = js_is_null(tension) ? 0.5 : fiche_number(tension);
	struct buf b = { 0 };

	if (!fiche_has(outlook))
		return true;
	if (outlook.type != JS_OBJECT || isnan(share) ||
	    (!js_is_null(evolution) && evolution.type != JS_STRING))
		return false;
	buf_str(&b, "{\"tension\":");
	python_put_float(&b, share < 0 ? 0 : share > 1 ? 1 : share);
	js_put_key(&b, "tendance");
	fiche_put_tendance(&b, js_get(outlook, "tendance"));
	js_put_key(&b, "evolution_5ans");
	js_put_raw(&b, evolution);
	buf_str(&b, ",\"nombre_offres\":null,\"taux_insertion\":null}");
	fiche_take(f, FICHE_PERSPECTIVES, &b);
	return true;
}

/* Appends the object v with every value as put writes it; false if there is
 * one that put refuses. */
static bool
put_values(struct buf *b, struct js v, bool (*put)(struct buf *, struct js))
{
	struct js_walk w = js_walk(v);
	struct js key, value;

	buf_byte(b, '{');
	while (js_member(&w, &key, &value)) {
		js_put_comma(b);
		js_put_raw(b, key);
		buf_byte(b, ':');
		if (!put(b, value))
			return false;
	}
	buf_byte(b, '}');
	return true;
}

static bool
put_text(struct buf *b, struct js v)
{
	js_put_raw(b, v);
	return v.type == JS_STRING;
}

static bool
put_texts(struct buf *b, struct js v)
{
	return put_values(b, v, put_text);
}

/* What the values of a column's objects must be; NULL if they may be
 * anything. */
static bool (*values_of(enum fiche_column i))(struct buf *, struct js)
{
	switch (i) {
	case FICHE_PROFIL_RIASEC:
	case FICHE_COMPETENCES_DIMENSIONS:
		return fiche_put_float;
	case FICHE_TYPES_CONTRATS:
		return fiche_put_integer;
	case FICHE_DOMAINE_PROFESSIONNEL:
		return put_text;
	case FICHE_SITES_UTILES:
		return put_texts;
	default:
		return NULL;
	}
}

/* Appends the array or object v, whose elements or values put writes. */
static bool
put_typed(struct buf *b, struct js v, bool (*put)(struct buf *, struct js))
{
	struct js_walk w = js_walk(v);
	struct js item;

	if (v.type == JS_OBJECT)
		return put_values(b, v, put);
	if (v.type != JS_ARRAY) {
		js_put_raw(b, v);
		return true;
	}
	buf_byte(b, '[');
	while (js_item(&w, &item)) {
		js_put_comma(b);
		if (!put(b, item))
			return false;
	}
	buf_byte(b, ']');
	return true;
}

/* Gives a column's values their types; false if one does not fit. */
static bool
take_type(struct fiche *f, enum fiche_column i)
{
	bool (*put)(struct buf *, struct js) = values_of(i);
	struct buf b = { 0 };
	bool good;

	if (i == FICHE_DESCRIPTION || i == FICHE_DESCRIPTION_COURTE ||
	    i == FICHE_ACCES_METIER || i == FICHE_NIVEAU_FORMATION)
		return js_is_null(f->col[i]) || f->col[i].type == JS_STRING;
	if (!put)
		return true;
	good = put_typed(&b, f->col[i], put);
	if (good)
		fiche_take(f, i, &b);
	buf_free(&b);
	return good;
}

static int
refuse_field(const struct fiche *f, const char *field, struct err *e)
{
	struct buf scratch = { 0 };
	struct str code = fiche_get_text(f, FICHE_CODE_ROME, &scratch);

	err_set(
	    e, "Contenu invalide pour %.*s : %s", (int)code.n, code.p, field);
	buf_free(&scratch);
	return -1;
}

static bool
is_published(const struct fiche *f)
{
	return js_is(f->col[FICHE_STATUT], "publiee");
}

int
fiche_merge(struct fiche *f, struct js content, bool compat, struct err *e)
{
	replace(f, content);
	if (!take_mobilite(f, js_get(content, "mobilite")))
		return refuse_field(f, "mobilite", e);
	if (!take_salaires(f, js_get(content, "salaires")))
		return refuse_field(f, "salaires", e);
	if (!take_perspectives(f, js_get(content, "perspectives")))
		return refuse_field(f, "perspectives", e);
	fiche_set_int(f, FICHE_ROME_UPDATE_PENDING, 0);
	fiche_set_text(f, FICHE_AUTEUR, STR("AgentRedacteurFiche"));
	if (compat || !is_published(f))
		fiche_set_text(f, FICHE_STATUT, STR("enrichi"));
	fiche_normalise(f);
	for (unsigned i = 0; i < FICHE_COLUMNS; i++)
		if (!take_type(f, (enum fiche_column)i))
			return refuse_field(f, fiche_fields[i].name, e);
	return 0;
}
