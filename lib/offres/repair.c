#include "offres/repair.h"
#include "offres/calendar.h"
#include "json/js.h"

bool
repair_is_array(struct str s)
{
	struct err e;

	return s.p && js_of(s).type == JS_ARRAY && !js_check(s.p, s.n, &e);
}

const char *
repair_rythm(struct str rythm)
{
	if (str_is(rythm, "1 jours / 4 jours"))
		return "1 jour / 4 jours";
	if (str_is(rythm, "") || str_is(rythm, "Non renseigné"))
		return "Indifférent";
	return NULL;
}

/* Appends the date in canonical form. Returns as repair_delegations. */
static int
put_date(struct buf *b, struct js value, bool paris, struct err *e)
{
	char canonical[DAY_TEXT_MAX];
	struct buf scratch = { 0 };
	struct str text = js_text(value, &scratch);
	int changes = 0;
	msec t;

	if (!text.n || calendar_read(text) != DAY_BAD) {
		js_put_raw(b, value);
	} else if ((t = calendar_parse(text, paris)) == DAY_BAD) {
		changes = err_set(e,
		    "delegations.cfa_read_company_detail_at: a date is "
		    "expected, not '%s'",
		    err_quote(text.p, text.n));
	} else {
		day_print_utc(t, canonical);
		js_put_text(b, str_of(canonical));
		changes = 1;
	}
	buf_free(&scratch);
	return changes;
}

static int
put_delegation(struct buf *b, struct js delegation, bool paris, struct err *e)
{
	struct js_walk w = js_walk(delegation);
	struct js key, value;
	int changes = 0, rc = 0;

	if (delegation.type != JS_OBJECT) {
		js_put_raw(b, delegation);
		return 0;
	}
	buf_byte(b, '{');
	while (rc >= 0 && js_member(&w, &key, &value)) {
		js_put_comma(b);
		js_put_raw(b, key);
		buf_byte(b, ':');
		if (js_is(key, "cfa_read_company_detail_at"))
			rc = put_date(b, value, paris, e);
		else
			js_put_raw(b, value);
		changes |= rc;
	}
	buf_byte(b, '}');
	return rc < 0 ? -1 : changes;
}

int
repair_delegations(
    struct buf *b, struct str delegations, bool paris, struct err *e)
{
	int changes = 0, rc;
	struct js_walk w;
	struct js item;

	if (!repair_is_array(delegations))
		return 0;
	buf_byte(b, '[');
	for (w = js_walk(js_of(delegations)); js_item(&w, &item);) {
		js_put_comma(b);
		rc = put_delegation(b, item, paris, e);
		if (rc < 0)
			return -1;
		changes |= rc;
	}
	buf_byte(b, ']');
	return changes;
}
