#include <math.h>

#include "offres/mongo/collection.h"
#include "offres/mongo/extjson.h"
#include "offres/offres.h"

/* Members of members that have columns of their own. */
static const struct nested {
	const struct table *t;
	const char *member;
	const char *path; /* inside it; an array's item by its number */
	const char *column;
	bool required; /* where the member is there and not null */
} nested[] = {
	{ &table_jobs_partners, "offer_target_diploma", "european",
	    "offer_target_diploma_european", false },
	{ &table_jobs_partners, "offer_target_diploma", "label",
	    "offer_target_diploma_label", false },
	{ &table_jobs_partners, "workplace_geopoint", "0",
	    "workplace_geopoint_lon", true },
	{ &table_jobs_partners, "workplace_geopoint", "1",
	    "workplace_geopoint_lat", true },
	{ &table_recruiters, "geopoint", "0", "geopoint_lon", true },
	{ &table_recruiters, "geopoint", "1", "geopoint_lat", true },
	{ &table_referentielromes, "rome", "code_rome", "code_rome", false },
	{ &table_referentielromes, "rome", "intitule", "intitule", false },
};
#define NESTED (sizeof(nested) / sizeof(*nested))

static int
column_of(const struct table *t, const char *name)
{
	int i = 0;

	while (t->col[i].name && strcmp(t->col[i].name, name) != 0)
		i++;
	return t->col[i].name ? i : -1;
}

/* Documents have their members more or less in the order of the columns: the
 * search begins at *hint, behind the last one found. -1: no such column. */
static int
find_column(const struct collection *c, struct js key, int *hint)
{
	int n = (int)table_columns(c->t);

	for (int i = 0; i < n; i++) {
		int k = (*hint + i) % n;
		const char *name = c->t->col[k].name;

		if (c->t->col[k].kind == C_SIDE || !js_is(key, name))
			continue;
		/* of a job these are ours: its recruiter, and its place */
		if (c == &collection_jobs && (!strcmp(name, "recruiter_id") ||
						 !strcmp(name, "position")))
			return -1;
		*hint = k + 1;
		return k;
	}
	return -1;
}

/*
 * Values.
 */
static int
take_text(struct collection_row *r, struct collection_value *to, struct js v,
    struct err *e)
{
	to->type = SQLITE_TEXT;
	to->at = r->text.n;
	if (extjson_text(v, &r->text, e))
		return -1;
	to->n = r->text.n - to->at;
	return 0;
}

static int
take_date(struct collection_row *r, struct collection_value *to, struct js v,
    struct err *e)
{
	char text[DAY_TEXT_MAX];
	msec t;

	if (extjson_date(v, &t, e))
		return -1;
	to->type = SQLITE_TEXT;
	to->at = r->text.n;
	to->n = day_print_utc(t, text);
	buf_add(&r->text, text, to->n);
	return 0;
}

/* Text in a column of JSON is dirty data, to be repaired. */
static int
take_json(struct collection_row *r, struct collection_value *to, struct js v,
    struct err *e)
{
	if (v.type != JS_ARRAY && v.type != JS_OBJECT && v.type != JS_STRING)
		return err_set(e, "an array or object is expected, not '%s'",
		    err_quote(v.p, v.n));
	to->type = SQLITE_TEXT;
	to->at = r->text.n;
	/* a comma goes after what ends in a bracket: not behind another's */
	if (extjson_put_plain(&r->text, v, e))
		return -1;
	to->n = r->text.n - to->at;
	return 0;
}

static int
take_number(struct collection_value *to, enum column_kind kind, struct js v,
    struct err *e)
{
	if (kind == C_REAL) {
		to->type = SQLITE_FLOAT;
		return extjson_number(v, &to->r, e);
	}
	to->type = SQLITE_INTEGER;
	if (kind == C_INT)
		return extjson_integer(v, &to->i, e);
	if (v.type != JS_TRUE && v.type != JS_FALSE)
		return err_set(e, "true or false is expected, not '%s'",
		    err_quote(v.p, v.n));
	to->i = v.type == JS_TRUE;
	return 0;
}

static int
take_value(struct collection_row *r, int column, struct js v, struct err *e)
{
	const struct column *c = &r->c->t->col[column];
	struct collection_value *to = &r->value[column];
	struct err why;
	int rc;

	to->type = SQLITE_NULL;
	if (js_is_null(v))
		return 0;
	if (c->kind == C_JSON)
		rc = take_json(r, to, v, &why);
	else if (c->kind != C_TEXT)
		rc = take_number(to, c->kind, v, &why);
	else if (collection_lists(r->c->dates, c->name))
		rc = take_date(r, to, v, &why);
	else
		rc = take_text(r, to, v, &why);
	return rc ? err_set(e, "%s: %s", c->name, why.msg) : 0;
}

/*
 * Members.
 */

/* The part of an object, or of the coordinates of a point. */
static struct js
part_of(struct js v, const char *path)
{
	struct js item = { 0 };
	struct js_walk w;

	if (*path != '0' && *path != '1')
		return js_get(v, path);
	w = js_walk(js_get(v, "coordinates"));
	for (int i = *path - '0'; i >= 0; i--)
		if (!js_item(&w, &item))
			return (struct js){ 0 };
	return item;
}

/* Takes a member whose parts have columns. 1: it did; 0: it is no such. */
static int
take_nested(
    struct collection_row *r, struct js key, struct js value, struct err *e)
{
	bool found = false;

	for (size_t i = 0; i < NESTED; i++) {
		const struct nested *n = &nested[i];
		struct js part;

		if (n->t != r->c->t || !js_is(key, n->member))
			continue;
		found = true;
		if (!js_is_null(value) && value.type != JS_OBJECT)
			return err_set(e, "%s: an object is expected, not '%s'",
			    n->member, err_quote(value.p, value.n));
		part = part_of(value, n->path);
		if (n->required && !js_is_null(value) && js_is_null(part))
			return err_set(e, "%s: a point is expected, not '%s'",
			    n->member, err_quote(value.p, value.n));
		if (take_value(r, column_of(r->c->t, n->column), part, e))
			return -1;
	}
	return found;
}

/* What has no column goes as it is; it must be something that can be read. */
static int
take_other(
    struct collection_row *r, struct js key, struct js value, struct err *e)
{
	struct buf plain = { 0 };
	struct err why;
	int rc = extjson_put_plain(&plain, value, &why);

	buf_free(&plain);
	if (rc)
		return err_set(
		    e, "%.*s: %s", (int)key.n - 2, key.p + 1, why.msg);
	buf_byte(&r->autres, r->autres.n ? ',' : '{');
	js_put_canon(&r->autres, key);
	buf_byte(&r->autres, ':');
	js_put_compact(&r->autres, value);
	return 0;
}

static int
take_member(struct collection_row *r, struct js key, struct js value, int *hint,
    struct err *e)
{
	int column = find_column(r->c, key, hint);
	int rc;

	if (column >= 0)
		return take_value(r, column, value, e);
	rc = take_nested(r, key, value, e);
	if (rc)
		return rc < 0 ? -1 : 0;
	if (r->c->flags & COLLECTION_JOBS && js_is(key, "jobs")) {
		if (!js_is_null(value) && value.type != JS_ARRAY)
			return err_set(e,
			    "jobs: an array is expected, not '%s'",
			    err_quote(value.p, value.n));
		r->jobs = value;
		return 0;
	}
	return take_other(r, key, value, e);
}

/*
 * Documents.
 */
static int
check_key(const struct collection_row *r, struct err *e)
{
	const char *name = r->c->t->col[0].name;
	struct str key = collection_key(r);

	if (!key.p)
		return err_set(e, "%s: it is missing", name);
	if (!(r->c->flags & COLLECTION_TEXT_KEY) && !offres_is_id(key))
		return err_set(e,
		    "%s: 24 hexadecimal digits are expected, not '%s'", name,
		    err_quote(key.p, key.n));
	return 0;
}

static int
check_required(const struct collection_row *r, struct err *e)
{
	const struct column *c = r->c->t->col;

	for (int i = 0; c[i].name; i++)
		if (r->value[i].type == SQLITE_NULL &&
		    collection_lists(r->c->required, c[i].name))
			return err_set(e, "%s: it is missing", c[i].name);
	return 0;
}

int
collection_read(struct collection_row *r, const struct collection *c,
    struct js document, struct err *e)
{
	struct js_walk w = js_walk(document);
	struct js key, value;
	int hint = 0;

	r->c = c;
	r->text.n = r->autres.n = 0;
	r->jobs = (struct js){ 0 };
	for (int i = 0; i < COLLECTION_COLUMNS; i++)
		r->value[i].type = SQLITE_NULL;
	if (document.type != JS_OBJECT)
		return err_set(e, "an object is expected, not '%s'",
		    err_quote(document.p, document.n));
	while (js_member(&w, &key, &value))
		if (take_member(r, key, value, &hint, e))
			return -1;
	if (r->autres.n)
		buf_byte(&r->autres, '}');
	return check_key(r, e) || check_required(r, e) ? -1 : 0;
}

struct str
collection_key(const struct collection_row *r)
{
	const struct collection_value *v = &r->value[0];

	if (v->type != SQLITE_TEXT)
		return STR_NULL;
	return (struct str){ r->text.p + v->at, v->n };
}

void
collection_bind(
    const struct collection_row *r, struct db *d, sqlite3_stmt *insert)
{
	const struct column *c = r->c->t->col;

	for (int i = 0; c[i].name; i++) {
		const struct collection_value *v = &r->value[i];

		if (c[i].kind == C_SIDE)
			db_bind_text(d, insert, i + 1,
			    r->autres.n
				? (struct str){ r->autres.p, r->autres.n }
				: STR_NULL);
		else if (v->type == SQLITE_TEXT)
			db_bind_text(d, insert, i + 1,
			    (struct str){ r->text.p + v->at, v->n });
		else if (v->type == SQLITE_INTEGER)
			db_bind_int(d, insert, i + 1, v->i);
		else if (v->type == SQLITE_FLOAT)
			sqlite3_bind_double(insert, i + 1, v->r);
		else
			sqlite3_bind_null(insert, i + 1);
	}
}

void
collection_free(struct collection_row *r)
{
	buf_free(&r->text);
	buf_free(&r->autres);
}
