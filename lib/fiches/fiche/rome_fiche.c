/* What a métier of the ROME is as a fiche. */
#include <stdlib.h>

#include "fiches/fiche/fiche_normal.h"
#include "fiches/fiche/fiche_text.h"
#include "fiches/fiche/rome.h"

#define BETWEEN " / "

/* Takes the first word off *rest; false if there is none. */
static bool
next_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	*rest = fiche_trim(*rest);
	while (n < rest->n &&
	       !fiche_space((struct str){ rest->p + n, rest->n - n }))
		n++;
	*word = (struct str){ rest->p, n };
	*rest = (struct str){ rest->p + n, rest->n - n };
	return n;
}

static size_t
count_words(struct str s)
{
	struct str word;
	size_t n = 0;

	while (next_word(&s, &word))
		n++;
	return n;
}

/* Appends the words of s from number from to number to - 1, one blank before
 * each but the first of b. */
static void
put_words(struct buf *b, struct str s, size_t from, size_t to)
{
	struct str word;

	for (size_t i = 0; i < to && next_word(&s, &word); i++) {
		if (i < from)
			continue;
		if (b->n)
			buf_byte(b, ' ');
		buf_add(b, word.p, word.n);
	}
}

void
rome_names(struct str name, struct buf *masculine, struct buf *feminine)
{
	const char *cut = memmem(name.p, name.n, BETWEEN, strlen(BETWEEN));
	struct str m = name, f = name;
	size_t n;

	if (cut) {
		m = fiche_trim((struct str){ name.p, (size_t)(cut - name.p) });
		f = (struct str){ cut + strlen(BETWEEN), 0 };
		f.n = (size_t)(name.p + name.n - f.p);
		f = fiche_trim(f);
	}
	n = count_words(m);
	buf_add(masculine, m.p, m.n);
	if (!cut || count_words(f) <= n) {
		buf_add(feminine, f.p, f.n);
		return;
	}
	put_words(masculine, f, n, SIZE_MAX);
	put_words(feminine, f, 0, SIZE_MAX);
}

static void
put_tag(struct buf *b, const char *key, const char *value)
{
	char *tag = xasprintf("%s%s", key, value);

	if (*value) {
		js_put_comma(b);
		js_put_text(b, str_of(tag));
	}
	free(tag);
}

static void
put_tags(struct buf *b, const struct rome_fiche *r)
{
	buf_byte(b, '[');
	put_tag(b, "domaine:", r->domaine);
	put_tag(b, "sous-domaine:", r->sous_domaine);
	put_tag(b, "", r->sous_domaine_name);
	if (r->appellations) {
		js_put_comma(b);
		buf_fmt(b, "\"appellations:%d\"", r->appellations);
	}
	buf_byte(b, ']');
}

static void
set_names(struct fiche *f, const struct rome_fiche *r)
{
	struct buf masculine = { 0 }, feminine = { 0 };

	rome_names(str_of(r->name), &masculine, &feminine);
	fiche_set_text(f, FICHE_NOM_MASCULIN, buf_view(&masculine));
	fiche_set_text(f, FICHE_NOM_FEMININ, buf_view(&feminine));
	fiche_set_text(f, FICHE_NOM_EPICENE, str_of(r->name));
	buf_free(&masculine);
	buf_free(&feminine);
}

void
rome_new_fiche(struct fiche *f, const struct rome_fiche *r, const char *time)
{
	struct buf b = { 0 };

	fiche_free(f);
	buf_fmt(&b, "Fiche métier ROME %s - %s", r->code, r->name);
	fiche_set_text(f, FICHE_DESCRIPTION, buf_view(&b));
	fiche_set_text(f, FICHE_CODE_ROME, str_of(r->code));
	fiche_set_text(f, FICHE_CODE_OGR, str_of(r->code_ogr));
	set_names(f, r);
	fiche_set_text(f, FICHE_DESCRIPTION_COURTE, str_of(r->name));
	b.n = 0;
	put_tags(&b, r);
	fiche_take(f, FICHE_TAGS, &b);
	buf_byte(&b, '[');
	put_tag(&b, "", r->domaine_name);
	buf_byte(&b, ']');
	fiche_take(f, FICHE_SECTEURS_ACTIVITE, &b);
	fiche_set_int(f, FICHE_ROME_UPDATE_PENDING, 0);
	fiche_set_text(f, FICHE_STATUT, STR("brouillon"));
	fiche_set_int(f, FICHE_VERSION, 1);
	fiche_set_text(f, FICHE_SOURCE, STR("ROME data.gouv.fr (sept. 2025)"));
	fiche_set_text(f, FICHE_DATE_CREATION, str_of(time));
	fiche_set_text(f, FICHE_DATE_MAJ, str_of(time));
	fiche_set_text(f, FICHE_AUTEUR, STR("import-fiches-rome"));
	fiche_normalise(f); /* the empty lists, salaires and perspectives */
}
