#include <ctype.h>
#include <stdlib.h>

#include "apprentissage/records/published.h"
#include "apprentissage/sources/missions.h"
#include "base/err.h"
#include "json/document.h"

void
missions_add_place(
    struct missions *m, struct str nom, const struct place *place)
{
	uint32_t known = m->places.n, i = hash_put(&m->places, nom);

	if (i == known) {
		m->place = xrealloc2(m->place, m->places.n, sizeof(*m->place));
		m->place[i] = (struct kept_place){ 0 };
	}
	m->place[i].lat = place->lat;
	m->place[i].lng = place->lng;
	m->place[i].siret.n = 0;
	buf_add(&m->place[i].siret, place->siret.p, place->siret.n);
}

/* Adds a mission whose code is new; returns its number. */
static uint32_t
add_mission(struct missions *m, const struct mission *new)
{
	uint32_t i = hash_put(&m->codes, new->code);

	m->doc.n = 0;
	mission_put(&m->doc, new);
	m->known = xrealloc2(m->known, m->codes.n, sizeof(*m->known));
	m->known[i].ml = xstrndup(m->doc.p, m->doc.n);
	m->known[i].checked = false;
	return i;
}

/* Adds the mission that a row of the coverage file describes. */
static uint32_t
add_from_row(struct missions *m, const struct mission *row)
{
	uint32_t i = hash_find(&m->places, row->nom);
	struct mission new = *row;

	if (i != HASH_NONE) {
		new.located = true;
		new.lng = m->place[i].lng;
		new.lat = m->place[i].lat;
		new.siret = buf_view(&m->place[i].siret);
	}
	m->unknown_to_unml++;
	note("UNML does not know mission %s (%s)%s",
	    err_quote(new.code.p, new.code.n), err_quote(new.cp.p, new.cp.n),
	    new.located ? "" : ", nor does geopoints.csv");
	return add_mission(m, &new);
}

/* UNML repeats a mission for each commune it serves: the first one is used. */
static void
add_structure(struct missions *m, struct js structure)
{
	struct mission new;

	m->text.n = 0;
	if (hash_find(&m->codes, mission_code(structure, &m->text)) !=
	    HASH_NONE)
		return;
	new = mission_of_unml(structure, &m->text);
	add_mission(m, &new);
}

static void
read_answer(struct missions *m, const char *prefix)
{
	char *name = xasprintf("%s/unml/%s.json", m->rawdir, prefix);
	struct document d = { 0 };
	struct js answer = document_read(name, &unml_answer, &d), item;

	if (js_get(answer, "success").type != JS_TRUE)
		die("%s: success: true is expected, not 'false'", name);
	for (struct js_walk w = js_walk(js_get(answer, "results"));
	     js_item(&w, &item);)
		add_structure(m, js_get(item, "structure"));
	document_free(&d);
	free(name);
}

/* Reads the answer of UNML for the first two characters of the postal code. */
static int
ask_unml(struct missions *m, struct str postal, struct err *e)
{
	char prefix[3] = "";
	uint32_t known = m->prefixes.n;

	memcpy(prefix, postal.p, 2);
	if (!isalnum((unsigned char)prefix[0]) ||
	    !isalnum((unsigned char)prefix[1]))
		return err_set(e,
		    "Code Postal ML: a postal code is expected, not '%s'",
		    err_quote(postal.p, postal.n));
	if (hash_put(&m->prefixes, str_of(prefix)) == known)
		read_answer(m, prefix);
	return 0;
}

/* Only missions that serve a commune are checked: others may be invalid. */
static int
check_mission(struct known_mission *m, struct err *e)
{
	struct buf record = { 0 }, copy = { 0 };
	int rc;

	if (m->checked)
		return 0;
	buf_fmt(&record, "{\"code_insee\":\"\",\"ml\":%s}", m->ml);
	rc =
	    schema_copy(&insee_to_ml_field, js_of(buf_view(&record)), &copy, e);
	m->checked = !rc;
	buf_free(&record);
	buf_free(&copy);
	return rc;
}

int
missions_find(
    struct missions *m, const struct mission *row, uint32_t *at, struct err *e)
{
	*at = hash_find(&m->codes, row->code);
	if (*at == HASH_NONE && ask_unml(m, row->cp, e))
		return -1;
	*at = hash_find(&m->codes, row->code);
	if (*at == HASH_NONE)
		*at = add_from_row(m, row);
	return check_mission(&m->known[*at], e);
}

const char *
missions_json(const struct missions *m, uint32_t at)
{
	return m->known[at].ml;
}

void
missions_free(struct missions *m)
{
	for (uint32_t i = 0; i < m->places.n; i++)
		buf_free(&m->place[i].siret);
	for (uint32_t i = 0; i < m->codes.n; i++)
		free(m->known[i].ml);
	free(m->place);
	free(m->known);
	hash_free(&m->places);
	hash_free(&m->codes);
	hash_free(&m->prefixes);
	buf_free(&m->doc);
	buf_free(&m->text);
}
