#include "apprentissage/sources/mission_locale.h"
#include "base/num.h"
#include "base/text.h"

static bool
not_empty(struct str s)
{
	return s.n > 0;
}

/* clang-format off */
static const struct field structure[] = {
	S_REQ("id", F_NUMBER), S_REQ("code", F_STRING),
	S_REQ("numAdherent", F_NUMBER), S_REQ("structureStatutId", F_NUMBER),
	S_REQ("structureTypeId", F_NUMBER), S_REQ("nomStructure", F_TRIMMED),
	S_REQ("porteusePLIE", F_BOOL), S_REQ("porteuseMDE", F_BOOL),
	S_REQ("porteuseML", F_BOOL), S_REQ("effectif", F_STRING),
	S_REQ("effectifETP", F_STRING), S_REQ("adresse1", F_TRIMMED),
	S_REQ("adresse2", F_STRING), S_CODE("cp", 0, not_empty, "some text"),
	S_REQ("ville", F_STRING), S_NULL("telephones", F_TRIMMED),
	S_REQ("fax", F_STRING), S_REQ("siret", F_STRING),
	S_NULL("siteWeb", F_TRIMMED), S_NULL("emailAccueil", F_TRIMMED),
	S_NULL("geoloc_lng", F_TRIMMED), S_NULL("geoloc_lat", F_TRIMMED),
	S_REQ("linkedin", F_STRING), S_REQ("twitter", F_STRING),
	S_REQ("reseau", F_BOOL), S_REQ("anneeAdhesion", F_NUMBER),
	S_REQ("annuaire", F_BOOL), S_REQ("facebook", F_STRING),
	S_REQ("codeDepartement", F_STRING), S_REQ("codeRegion", F_STRING),
	S_REQ("dateModification", F_NUMBER), S_REQ("nbAntennes", F_NUMBER),
	S_REQ("codeStructure", F_TRIMMED), S_REQ("serviceCivique", F_BOOL),
	S_REQ("isPartenaire", F_BOOL), S_REQ("label", F_BOOL),
	S_REQ("labelDate", F_NUMBER), S_REQ("typologie", F_STRING),
	S_REQ("structureTypeLibelle", F_STRING),
	S_REQ("structureStatutLibelle", F_STRING),
	S_REQ("nomDepartement", F_STRING), S_REQ("nomRegion", F_STRING),
	S_REQ("alias", F_STRING), S_END };
static const struct field result_members[] = {
	S_REQ("id", F_NUMBER), S_REQ("structureId", F_NUMBER),
	S_REQ("codePostal", F_STRING), S_REQ("ville", F_STRING),
	S_OBJECT("structure", 0, structure), S_END };
static const struct field result = S_OBJECT("", 0, result_members);
static const struct field answer_members[] = {
	S_ARRAY("results", 0, &result), S_REQ("total", F_NUMBER),
	S_REQ("success", F_BOOL), S_END };
const struct field unml_answer = S_OBJECT("", 0, answer_members);
/* clang-format on */

/* Joins both lines by a space, even if the second is empty; then each pair of
 * spaces becomes one, from the left. */
static struct str
adresse(struct str one, struct str two, struct buf *b)
{
	size_t from = b->n, to = b->n;

	buf_add(b, one.p, one.n);
	buf_byte(b, ' ');
	buf_add(b, two.p, two.n);
	for (size_t i = from; i < b->n; i++) {
		b->p[to++] = b->p[i];
		if (i + 1 < b->n && !memcmp(b->p + i, "  ", 2))
			i++;
	}
	b->n = to;
	return (struct str){ b->p + from, to - from };
}

struct str
mission_code(struct js s, struct buf *scratch)
{
	struct js v = js_get(s, "codeStructure");
	struct str code = js_trim(js_text(v, scratch));

	if (str_is(code, "21131")) /* a known error of UNML */
		return STR("21231");
	return code;
}

struct mission
mission_of_unml(struct js s, struct buf *scratch)
{
	struct str lng, lat;
	struct mission m;

#define TRIM(name) js_trim(js_text(js_get(s, name), scratch))
	/* room for all texts, so that none moves */
	scratch->n = 0;
	buf_reserve(scratch, 2 * s.n + 2);
	m.id = js_number(js_get(s, "id"));
	m.code = mission_code(s, scratch);
	m.nom = TRIM("nomStructure");
	m.siret = js_text(js_get(s, "siret"), scratch);
	m.cp = js_text(js_get(s, "cp"), scratch);
	m.ville = js_text(js_get(s, "ville"), scratch);
	m.email = js_text(js_get(s, "emailAccueil"), scratch);
	m.telephone = js_text(js_get(s, "telephones"), scratch);
	m.site_web = js_text(js_get(s, "siteWeb"), scratch);
	m.adresse = adresse(TRIM("adresse1"), TRIM("adresse2"), scratch);
	lng = js_text(js_get(s, "geoloc_lng"), scratch);
	lat = js_text(js_get(s, "geoloc_lat"), scratch);
	m.located = lng.p && lat.p;
	m.lng = num_prefix(lng);
	m.lat = num_prefix(lat);
	return m;
}

double
mission_id(struct str code)
{
	struct buf digits = { 0 };
	double id;

	if (code.n >= 2 && code.p[0] == '2' &&
	    (code.p[1] == 'A' || code.p[1] == 'B')) {
		buf_str(&digits, code.p[1] == 'A' ? "98" : "99");
		code.p += 2;
		code.n -= 2;
	}
	buf_add(&digits, code.p, code.n);
	id = num_parse(buf_view(&digits));
	buf_free(&digits);
	return id;
}

static void
put_point(struct buf *b, double lng, double lat)
{
	js_open(b, "geopoint");
	js_put_key(b, "coordinates");
	buf_byte(b, '[');
	js_put_number(b, lng);
	buf_byte(b, ',');
	js_put_number(b, lat);
	buf_byte(b, ']');
	js_put_member(b, "type", STR("Point"));
	js_close(b, 1);
}

void
mission_put(struct buf *b, const struct mission *m)
{
	js_open(b, NULL);
	js_put_key(b, "id");
	js_put_number(b, m->id);
	js_put_member(b, "code", m->code);
	js_put_member(b, "nom", m->nom);
	js_put_member(b, "siret", m->siret);
	js_open(b, "localisation");
	if (m->located)
		put_point(b, m->lng, m->lat);
	else
		js_put_member(b, "geopoint", STR_NULL);
	js_put_member(b, "adresse", m->adresse);
	js_put_member(b, "cp", m->cp);
	js_put_member(b, "ville", m->ville);
	js_close(b, 1);
	js_open(b, "contact");
	js_put_member(b, "email", m->email);
	js_put_member(b, "telephone", m->telephone);
	js_put_member(b, "siteWeb", m->site_web);
	js_close(b, 2);
}
