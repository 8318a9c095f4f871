#include <stdlib.h>

#include "offres/rome.h"
#include "json/js.h"

struct str
rome_first_code(struct str codes, struct buf *scratch)
{
	struct js list = codes.p ? js_of(codes) : (struct js){ 0 }, code;
	struct js_walk w = js_walk(list);

	if (list.type != JS_ARRAY || !js_item(&w, &code))
		return STR_NULL;
	return js_text(code, scratch);
}

static struct js
member_of(struct str competences, const char *member)
{
	struct js all = competences.p ? js_of(competences) : (struct js){ 0 };

	return all.type == JS_OBJECT ? js_get(all, member) : (struct js){ 0 };
}

bool
rome_put_names(struct buf *b, struct str competences)
{
	struct js list = member_of(competences, "savoir_etre_professionnel");
	struct js_walk w = js_walk(list);
	struct buf scratch = { 0 };
	struct js item;

	if (list.type != JS_ARRAY)
		return false;
	buf_byte(b, '[');
	while (js_item(&w, &item)) {
		scratch.n = 0;
		js_put_comma(b);
		js_put_text(b, js_text(js_get(item, "libelle"), &scratch));
	}
	buf_byte(b, ']');
	buf_free(&scratch);
	return true;
}

/* Appends each item of a category: its name behind that of the category. */
static void
put_category(struct buf *b, struct js category)
{
	struct js items = js_get(category, "items"), item;
	struct buf text = { 0 }, scratch = { 0 };
	struct js_walk w = js_walk(items);

	while (items.type == JS_ARRAY && js_item(&w, &item)) {
		struct str s;

		text.n = scratch.n = 0;
		s = js_text(js_get(category, "libelle"), &scratch);
		buf_add(&text, s.p, s.n);
		buf_byte(&text, '\t');
		s = js_text(js_get(item, "libelle"), &scratch);
		buf_add(&text, s.p, s.n);
		js_put_comma(b);
		js_put_text(b, buf_view(&text));
	}
	buf_free(&text);
	buf_free(&scratch);
}

bool
rome_put_items(struct buf *b, struct str competences, const char *member)
{
	struct js list = member_of(competences, member), category;
	struct js_walk w = js_walk(list);

	if (list.type != JS_ARRAY)
		return false;
	buf_byte(b, '[');
	while (js_item(&w, &category))
		put_category(b, category);
	buf_byte(b, ']');
	return true;
}

static void
keep(struct rome_sheet *s, enum rome_part part, struct str text)
{
	s->part[part] = text.p ? xstrndup(text.p, text.n) : NULL;
	s->n[part] = text.n;
}

static void
keep_list(struct rome_sheet *s, enum rome_part part, struct buf *b, bool any)
{
	keep(s, part, any ? buf_view(b) : STR("[]"));
	b->n = 0;
}

/* The columns definition, acces_metier, competences of a row. */
static void
read_sheet(struct rome_sheet *s, sqlite3_stmt *row)
{
	struct str competences = db_text(row, 2), access = db_text(row, 1);
	struct buf b = { 0 };

	s->known = true;
	keep(s, ROME_DEFINITION, db_text(row, 0));
	keep_list(s, ROME_DESIRED, &b, rome_put_names(&b, competences));
	keep_list(s, ROME_ACQUIRED, &b,
	    rome_put_items(&b, competences, "savoir_faire"));
	keep_list(
	    s, ROME_KNOWLEDGE, &b, rome_put_items(&b, competences, "savoirs"));
	buf_byte(&b, '[');
	js_put_text(&b, access);
	buf_byte(&b, ']');
	keep_list(s, ROME_ACCESS, &b, access.p);
	buf_free(&b);
}

static void
unknown_sheet(struct rome_sheet *s)
{
	keep(s, ROME_DEFINITION, STR_NULL);
	for (int i = ROME_DESIRED; i < ROME_PARTS; i++)
		keep(s, (enum rome_part)i, STR("[]"));
}

const struct rome_sheet *
rome_find(struct romes *r, struct str code)
{
	uint32_t known = r->codes.n, i;

	if (!r->find)
		r->find = db_prepare(r->d,
		    "SELECT definition, acces_metier, competences"
		    " FROM referentielromes WHERE code_rome = ?");
	i = hash_put(&r->codes, code);
	if (i < known)
		return &r->sheet[i];
	r->sheet = xroom(r->sheet, i, &r->cap, sizeof(*r->sheet));
	r->sheet[i] = (struct rome_sheet){ 0 };
	db_bind_text(r->d, r->find, 1, code);
	if (db_step(r->d, r->find))
		read_sheet(&r->sheet[i], r->find);
	else
		unknown_sheet(&r->sheet[i]);
	sqlite3_reset(r->find);
	return &r->sheet[i];
}

struct str
rome_part(const struct rome_sheet *s, enum rome_part part)
{
	return (struct str){ s->part[part], s->n[part] };
}

void
romes_free(struct romes *r)
{
	sqlite3_finalize(r->find);
	for (uint32_t i = 0; i < r->codes.n; i++)
		for (int k = 0; k < ROME_PARTS; k++)
			free(r->sheet[i].part[k]);
	free(r->sheet);
	hash_free(&r->codes);
}
