#include "fiches/fiche/fiche_merge.h"
#include "fiches/fiche/fiche_normal.h"

/* What a critical field must be. */
static const struct critical {
	enum { IS_LIST, HAS_MEMBER, HAS_MEMBERS } test;
	const char *member; /* HAS_MEMBER: that it must have */
	size_t least;       /* HAS_MEMBERS: how many at least */
} critical[] = {
	{ HAS_MEMBER, "metiers_proches", 0 },
	{ IS_LIST, NULL, 0 },
	{ IS_LIST, NULL, 0 },
	{ IS_LIST, NULL, 0 },
	{ IS_LIST, NULL, 0 },
	{ HAS_MEMBERS, NULL, 6 },
	{ HAS_MEMBERS, NULL, 5 },
	{ HAS_MEMBER, "domaine", 0 },
	{ HAS_MEMBER, "horaires", 0 },
	{ HAS_MEMBER, "domaine_interet", 0 },
	{ HAS_MEMBER, "cdi", 0 },
};

const char *const fiche_critical[] = { "mobilite", "traits_personnalite",
	"aptitudes", "sites_utiles", "autres_appellations", "profil_riasec",
	"competences_dimensions", "domaine_professionnel",
	"conditions_travail_detaillees", "preferences_interets",
	"types_contrats", NULL };

static bool
is_good(const struct critical *c, struct js v)
{
	switch (c->test) {
	case IS_LIST:
		return v.type == JS_ARRAY && js_count(v);
	case HAS_MEMBER:
		return v.type == JS_OBJECT && fiche_has(js_get(v, c->member));
	default:
		return fiche_count_members(v) >= c->least;
	}
}

unsigned
fiche_missing(struct js content)
{
	unsigned missing = 0;

	for (unsigned i = 0; fiche_critical[i]; i++)
		if (!is_good(&critical[i], js_get(content, fiche_critical[i])))
			missing |= 1u << i;
	return missing;
}

/* The number of the critical field called key; -1 if there is none. */
static int
critical_number(struct js key)
{
	for (int i = 0; fiche_critical[i]; i++)
		if (js_is(key, fiche_critical[i]))
			return i;
	return -1;
}

void
fiche_complete(struct buf *b, struct js content, struct js more)
{
	unsigned missing = fiche_missing(more);
	struct js key, value;

	buf_byte(b, '{');
	for (struct js_walk w = js_walk(content);
	     js_member(&w, &key, &value);) {
		int i = critical_number(key);

		if (i >= 0 && !(missing & 1u << i))
			continue;
		js_put_comma(b);
		js_put_raw(b, key);
		buf_byte(b, ':');
		js_put_raw(b, value);
	}
	for (unsigned i = 0; fiche_critical[i]; i++)
		if (!(missing & 1u << i)) {
			js_put_key(b, fiche_critical[i]);
			js_put_raw(b, js_get(more, fiche_critical[i]));
		}
	buf_byte(b, '}');
}

void
fiche_put_absent(struct buf *b, struct js content)
{
	static const char *const expected[] = { "description", "competences",
		"formations", "salaires", "traits_personnalite", "aptitudes",
		"profil_riasec", "sites_utiles", "mobilite",
		"domaine_professionnel", "autres_appellations" };
	size_t start = b->n;

	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++)
		if (!fiche_has(js_get(content, expected[i])))
			buf_fmt(
			    b, "%s%s", b->n > start ? ", " : "", expected[i]);
}
