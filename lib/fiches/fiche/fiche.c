#include "fiches/fiche/fiche.h"
#include "json/python.h"

const struct fiche_field fiche_fields[FICHE_COLUMNS] = {
	{ "id", FICHE_INT },
	{ "code_rome", FICHE_TEXT },
	{ "code_ogr", FICHE_TEXT },
	{ "nom_masculin", FICHE_TEXT },
	{ "nom_feminin", FICHE_TEXT },
	{ "nom_epicene", FICHE_TEXT },
	{ "description", FICHE_TEXT },
	{ "description_courte", FICHE_TEXT },
	{ "competences", FICHE_LIST },
	{ "competences_transversales", FICHE_LIST },
	{ "formations", FICHE_LIST },
	{ "certifications", FICHE_LIST },
	{ "conditions_travail", FICHE_LIST },
	{ "environnements", FICHE_LIST },
	{ "metiers_proches", FICHE_LIST },
	{ "secteurs_activite", FICHE_LIST },
	{ "missions_principales", FICHE_LIST },
	{ "acces_metier", FICHE_TEXT },
	{ "savoirs", FICHE_LIST },
	{ "autres_appellations", FICHE_LIST },
	{ "traits_personnalite", FICHE_LIST },
	{ "aptitudes", FICHE_LIST_NIVEAU },
	{ "profil_riasec", FICHE_OBJECT },
	{ "competences_dimensions", FICHE_OBJECT },
	{ "domaine_professionnel", FICHE_OBJECT },
	{ "preferences_interets", FICHE_OBJECT },
	{ "sites_utiles", FICHE_LIST_URL },
	{ "conditions_travail_detaillees", FICHE_OBJECT },
	{ "statuts_professionnels", FICHE_LIST },
	{ "niveau_formation", FICHE_TEXT },
	{ "types_contrats", FICHE_OBJECT },
	{ "rome_update_pending", FICHE_INT },
	{ "validation_ia_score", FICHE_INT },
	{ "validation_ia_date", FICHE_TEXT },
	{ "validation_ia_details", FICHE_OBJECT },
	{ "salaires", FICHE_SALARIES },
	{ "perspectives", FICHE_OUTLOOK },
	{ "statut", FICHE_TEXT },
	{ "version", FICHE_INT },
	{ "source", FICHE_TEXT },
	{ "tags", FICHE_JSON },
	{ "date_creation", FICHE_TEXT },
	{ "date_maj", FICHE_TEXT },
	{ "auteur", FICHE_TEXT },
};

enum fiche_column
fiche_column(const char *name)
{
	unsigned i = 0;

	while (i < FICHE_COLUMNS && strcmp(fiche_fields[i].name, name) != 0)
		i++;
	return (enum fiche_column)i;
}

void
fiche_free(struct fiche *f)
{
	for (unsigned i = 0; i < FICHE_COLUMNS; i++)
		buf_free(&f->own[i]);
	*f = (struct fiche){ 0 };
}

void
fiche_borrow(struct fiche *f, struct js row)
{
	const char *names[FICHE_COLUMNS];

	fiche_free(f);
	for (unsigned i = 0; i < FICHE_COLUMNS; i++)
		names[i] = fiche_fields[i].name;
	js_pick(row, names, FICHE_COLUMNS, f->col);
}

void
fiche_take(struct fiche *f, enum fiche_column i, struct buf *value)
{
	buf_free(&f->own[i]);
	f->own[i] = *value;
	*value = (struct buf){ 0 };
	f->col[i] = js_of(buf_view(&f->own[i]));
}

void
fiche_set_text(struct fiche *f, enum fiche_column i, struct str s)
{
	struct buf b = { 0 };

	js_put_text(&b, s);
	fiche_take(f, i, &b);
}

void
fiche_set_int(struct fiche *f, enum fiche_column i, long long v)
{
	struct buf b = { 0 };

	js_put_int(&b, v);
	fiche_take(f, i, &b);
}

struct str
fiche_get_text(const struct fiche *f, enum fiche_column i, struct buf *scratch)
{
	scratch->n = 0;
	return js_text(f->col[i], scratch);
}

void
fiche_put_value(struct buf *b, const struct fiche *f, enum fiche_column i)
{
	python_put(b, f->col[i], PYTHON_COMPACT);
}

void
fiche_put(struct buf *b, const struct fiche *f)
{
	buf_byte(b, '{');
	for (unsigned i = 0; i < FICHE_COLUMNS; i++) {
		js_put_key(b, fiche_fields[i].name);
		fiche_put_value(b, f, (enum fiche_column)i);
	}
	buf_byte(b, '}');
}

static bool
is_changed(const struct fiche *old, const struct fiche *new,
    enum fiche_column i, struct buf *value)
{
	struct buf before = { 0 };
	bool same = false;

	value->n = 0;
	fiche_put_value(value, new, i);
	if (old) {
		fiche_put_value(&before, old, i);
		same = str_eq(buf_view(&before), buf_view(value));
		buf_free(&before);
	}
	return !same;
}

bool
fiche_put_changes(
    struct buf *b, const struct fiche *old, const struct fiche *new)
{
	struct buf value = { 0 };
	size_t start = b->n + 1;

	buf_byte(b, '{');
	for (unsigned i = FICHE_ID + 1; i < FICHE_COLUMNS; i++)
		if (is_changed(old, new, (enum fiche_column)i, &value)) {
			js_put_key(b, fiche_fields[i].name);
			buf_add(b, value.p, value.n);
		}
	buf_byte(b, '}');
	buf_free(&value);
	return b->n > start + 1;
}
