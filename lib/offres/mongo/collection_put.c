#include "offres/calendar.h"
#include "offres/mongo/collection.h"
#include "offres/mongo/extjson.h"

/* A column that is shown inside another member. */
static bool
is_nested(const struct table *t, const char *name)
{
	if (t == &table_jobs_partners)
		return collection_lists("offer_target_diploma_european,"
					"offer_target_diploma_label,"
					"workplace_geopoint_lon,"
					"workplace_geopoint_lat",
		    name);
	if (t == &table_recruiters)
		return collection_lists("geopoint_lon,geopoint_lat", name);
	return t == &table_recruiters_jobs &&
	       collection_lists("recruiter_id,position", name);
}

static bool
is_oid(const struct collection *c, int i, bool managed_by_oid)
{
	const char *name = c->t->col[i].name;

	return (!i && strcmp(name, "code_rome") != 0) ||
	       collection_lists(c->oids, name) ||
	       (managed_by_oid && c->t == &table_jobs_partners &&
		   !strcmp(name, "managed_by"));
}

static void
put_value(struct buf *b, const struct collection *c, sqlite3_stmt *s, int i,
    bool managed_by_oid)
{
	const struct column *column = &c->t->col[i];
	struct err e;
	struct str text;

	if (sqlite3_column_type(s, i) != SQLITE_TEXT) {
		table_put_value(b, column->kind, s, i);
		return;
	}
	text = db_text(s, i);
	if (column->kind == C_JSON && !js_check(text.p, text.n, &e))
		extjson_put_relaxed(b, js_of(text));
	else if (is_oid(c, i, managed_by_oid))
		extjson_put_oid(b, text);
	else if (collection_lists(c->dates, column->name))
		extjson_put_date(b, text);
	else
		js_put_text(b, text);
}

static int
column_of(const struct collection *c, const char *name)
{
	int i = 0;

	while (strcmp(c->t->col[i].name, name) != 0)
		i++;
	return i;
}

static void
put_point(struct buf *b, const struct collection *c, sqlite3_stmt *s,
    const char *member, const char *lon, const char *lat)
{
	int x = column_of(c, lon), y = column_of(c, lat);
	bool any = sqlite3_column_type(s, x) != SQLITE_NULL &&
		   sqlite3_column_type(s, y) != SQLITE_NULL;

	if (!any && !(c->flags & COLLECTION_NULLS))
		return;
	js_put_key(b, member);
	if (!any) {
		buf_str(b, "null");
		return;
	}
	buf_str(b, "{\"type\":\"Point\",\"coordinates\":[");
	js_put_number(b, sqlite3_column_double(s, x));
	buf_byte(b, ',');
	js_put_number(b, sqlite3_column_double(s, y));
	buf_str(b, "]}");
}

static void
put_diploma(struct buf *b, const struct collection *c, sqlite3_stmt *s)
{
	int level = column_of(c, "offer_target_diploma_european");
	int label = column_of(c, "offer_target_diploma_label");

	js_put_key(b, "offer_target_diploma");
	if (sqlite3_column_type(s, level) == SQLITE_NULL) {
		buf_str(b, "null");
		return;
	}
	buf_str(b, "{\"european\":");
	js_put_text(b, db_text(s, level));
	js_put_member(b, "label", db_text(s, label));
	buf_byte(b, '}');
}

static void
put_nested(struct buf *b, const struct collection *c, sqlite3_stmt *s)
{
	if (c->t == &table_jobs_partners) {
		put_point(b, c, s, "workplace_geopoint",
		    "workplace_geopoint_lon", "workplace_geopoint_lat");
		put_diploma(b, c, s);
	} else if (c->t == &table_recruiters) {
		put_point(b, c, s, "geopoint", "geopoint_lon", "geopoint_lat");
	}
}

void
collection_put(struct buf *b, const struct collection *c, sqlite3_stmt *s,
    bool managed_by_oid, struct str last)
{
	const struct column *col = c->t->col;
	int side = -1;

	for (int i = 0; col[i].name; i++) {
		if (col[i].kind == C_SIDE)
			side = i;
		else if (!is_nested(c->t, col[i].name) &&
			 (c->flags & COLLECTION_NULLS ||
			     sqlite3_column_type(s, i) != SQLITE_NULL)) {
			js_put_key(b, col[i].name);
			put_value(b, c, s, i, managed_by_oid);
		}
	}
	put_nested(b, c, s);
	if (last.n) {
		js_put_comma(b);
		buf_add(b, last.p, last.n);
	}
	if (side >= 0 && db_text(s, side).n > 2) {
		js_put_comma(b);
		buf_add(b, db_text(s, side).p + 1, db_text(s, side).n - 2);
	}
}
