#include <math.h>

#include "base/day.h"
#include "base/text.h"
#include "json/js_mark.h"
#include "json/schema_copier.h"

#define MEMBERS_MAX 128

static int copy_value(struct copier *c, const struct field *f, struct js v);

static void
put_path(struct buf *b, const struct step *s)
{
	if (!s)
		return;
	put_path(b, s->up);
	if (s->name)
		buf_fmt(b, "%s%s", s->up ? "." : "", s->name);
	else
		buf_fmt(b, "[%zu]", s->i);
}

int
schema_wrong(struct copier *c, struct js v, const char *expected)
{
	const char *at = "record";

	c->scratch.n = 0;
	put_path(&c->scratch, c->at);
	if (c->at)
		at = buf_view(&c->scratch).p;
	if (v.type == JS_ABSENT)
		return err_set(c->e, "%s: missing", at);
	return err_set(c->e, "%s: %s is expected, not '%s'", at, expected,
	    err_quote(v.p, v.n));
}

static int
copy_string(struct copier *c, const struct field *f, struct js v)
{
	struct str text;

	if (v.type != JS_STRING)
		return schema_wrong(c, v, "a string");
	if (f->kind == F_STRING) {
		js_put_canon(c->out, v);
		return 0;
	}
	c->scratch.n = 0;
	text = js_text(v, &c->scratch);
	if (f->kind == F_CODE && !f->check(text))
		return schema_wrong(c, v, f->expected);
	if (f->kind == F_TRIMMED)
		text = js_trim_null(text);
	if (!text.p && !(f->flags & FIELD_NULL))
		return schema_wrong(c, v, "a value that is not blank");
	js_put_text(c->out, text);
	return 0;
}

static int
copy_enum(struct copier *c, const struct field *f, struct js v)
{
	struct str text;

	c->scratch.n = 0;
	text = js_text(v, &c->scratch);
	for (const char *const *s = f->values; text.p && *s; s++)
		if (str_is(text, *s)) {
			js_put_text(c->out, text);
			return 0;
		}
	return schema_wrong(c, v, "one of the known values");
}

static int
copy_number(struct copier *c, const struct field *f, struct js v)
{
	double n = js_number(v);

	if (!isfinite(n))
		return schema_wrong(c, v, "a number");
	if (f->kind == F_INT && (floor(n) != n || fabs(n) > 9007199254740991.0))
		return schema_wrong(c, v, "an integer");
	js_put_number(c->out, n);
	return 0;
}

static int
copy_instant(struct copier *c, const struct field *f, struct js v)
{
	msec t;

	c->scratch.n = 0;
	if (v.type != JS_STRING)
		return schema_wrong(c, v, "a date");
	t = day_parse(js_text(v, &c->scratch));
	if (t == DAY_BAD)
		return schema_wrong(c, v, "a date");
	if (f->kind == F_INSTANT)
		day_put_paris(c->out, t);
	else
		day_put_utc(c->out, t);
	return 0;
}

static int
copy_array(struct copier *c, const struct field *f, struct js v)
{
	struct step here = { .up = c->at };
	struct js item;

	if (v.type != JS_ARRAY)
		return schema_wrong(c, v, "an array");
	c->at = &here;
	buf_byte(c->out, '[');
	for (struct js_walk w = js_walk(v); js_item(&w, &item); here.i++) {
		if (here.i)
			buf_byte(c->out, ',');
		if (copy_value(c, f->sub, item))
			return -1;
	}
	c->at = here.up;
	buf_byte(c->out, ']');
	return 0;
}

static int
refuse_unknown(struct copier *c, const struct field *f, struct js v)
{
	struct js key, value;

	for (struct js_walk w = js_walk(v); js_member(&w, &key, &value);) {
		const struct field *known = f->sub;

		while (known->name && !js_is(key, known->name))
			known++;
		if (!known->name)
			return schema_wrong(c, key, "no unknown member");
	}
	return 0;
}

/* Notes a member of the outermost object: the lengths of its name and value. */
static void
mark_member(struct copier *c, const struct field *f, size_t value, bool escaped)
{
	if (!c->x || c->at)
		return;
	js_mark_add(c->x, NULL, strlen(f->name) + 2, false);
	js_mark_add(c->x, NULL, value, escaped);
}

/* Members of the object being copied that are written as they stand there, one
 * behind another: they are copied together. */
struct run {
	const char *from, *to; /* equal: none */
};

static void
end_run(struct copier *c, struct run *r)
{
	if (r->from == r->to)
		return;
	js_put_comma(c->out);
	buf_add(c->out, r->from, (size_t)(r->to - r->from));
	r->from = r->to;
}

/* Is the value, which js_index found, written as it stands? */
static bool
is_kept(const struct field *f, struct js v)
{
	if (!v.mark)
		return false;
	switch (v.type) {
	case JS_NULL:
		return f->flags & FIELD_NULL;
	case JS_FALSE:
	case JS_TRUE:
		return f->kind == F_BOOL;
	case JS_STRING:
		return f->kind == F_STRING && (!v.escaped || v.mark->canon);
	default:
		return false;
	}
}

/* Takes the member of obj into the run; false if it must be written anew. Its
 * name, which has nothing to escape, stands as it is if a quote is where the
 * name would begin, and no white space follows it. */
static bool
keep_member(struct copier *c, const struct field *f, struct js obj, struct js v,
    struct run *r)
{
	const size_t before = strlen(f->name) + 3; /* two quotes and a colon */
	const char *key;

	if (!is_kept(f, v) || (size_t)(v.p - obj.p) <= before)
		return false;
	key = v.p - before;
	if (*key != '"' || memcmp(v.p - 2, "\":", 2) != 0)
		return false;
	if (r->from == r->to || key != r->to + 1) {
		end_run(c, r);
		r->from = key;
	}
	r->to = v.p + v.n;
	mark_member(c, f, v.n, v.escaped);
	return true;
}

/* Writes a member anew. */
static int
copy_member(struct copier *c, const struct field *f, struct js v)
{
	struct step here = { .up = c->at, .name = f->name };
	size_t from;

	if (v.type == JS_ABSENT && f->flags & FIELD_OPT)
		return 0;
	c->at = &here;
	js_put_comma(c->out);
	js_put_name(c->out, f->name);
	from = c->out->n;
	if (v.type == JS_ABSENT && f->flags & FIELD_FILL)
		buf_str(c->out, "null");
	else if (copy_value(c, f, v))
		return -1;
	c->at = here.up;
	mark_member(c, f, c->out->n - from,
	    memchr(c->out->p + from, '\\', c->out->n - from) != NULL);
	return 0;
}

static int
copy_object(struct copier *c, const struct field *f, struct js v)
{
	const char *names[MEMBERS_MAX];
	struct js value[MEMBERS_MAX];
	struct run run = { NULL, NULL };
	size_t n = 0;

	if (v.type != JS_OBJECT)
		return schema_wrong(c, v, "an object");
	if (f->kind == F_STRICT && refuse_unknown(c, f, v))
		return -1;
	for (; n < MEMBERS_MAX && f->sub[n].name; n++)
		names[n] = f->sub[n].name;
	if (f->sub[n].name)
		return err_set(c->e, "more than %d known members", MEMBERS_MAX);
	js_pick(v, names, n, value);
	buf_byte(c->out, '{');
	for (size_t i = 0; i < n; i++) {
		if (keep_member(c, &f->sub[i], v, value[i], &run))
			continue;
		end_run(c, &run);
		if (copy_member(c, &f->sub[i], value[i]))
			return -1;
	}
	end_run(c, &run);
	buf_byte(c->out, '}');
	return 0;
}

static int
copy_value(struct copier *c, const struct field *f, struct js v)
{
	if (v.type == JS_NULL && f->flags & FIELD_NULL) {
		buf_str(c->out, "null");
		return 0;
	}
	switch (f->kind) {
	case F_STRING:
	case F_TRIMMED:
	case F_CODE:
		return copy_string(c, f, v);
	case F_ENUM:
		return copy_enum(c, f, v);
	case F_NUMBER:
	case F_INT:
		return copy_number(c, f, v);
	case F_BOOL:
		if (v.type != JS_TRUE && v.type != JS_FALSE)
			return schema_wrong(c, v, "true or false");
		js_put_bool(c->out, v.type == JS_TRUE);
		return 0;
	case F_INSTANT:
	case F_INSTANT_UTC:
		return copy_instant(c, f, v);
	case F_POINT:
	case F_POLYGON:
		return schema_geojson(c, f, v);
	case F_ARRAY:
		return copy_array(c, f, v);
	case F_OBJECT:
	case F_STRICT:
		return copy_object(c, f, v);
	case F_ANY:
		if (v.type == JS_ABSENT)
			return schema_wrong(c, v, "a value");
		js_put_canon(c->out, v);
		return 0;
	}
	return schema_wrong(c, v, "a known kind of field");
}

int
schema_copy(const struct field *f, struct js v, struct buf *out, struct err *e)
{
	struct copier c = { .out = out, .e = e };
	int rc = copy_value(&c, f, v);

	buf_free(&c.scratch);
	return rc;
}

int
schema_record(const struct field *f, struct js v, struct buf *out,
    struct js_index *x, struct js *copied, struct err *e)
{
	struct copier c = { .out = out, .e = e, .x = x };
	const char *p;
	int rc;

	out->n = 0;
	x->n = 0;
	js_mark_add(x, NULL, 0, false);
	rc = copy_value(&c, f, v);
	buf_free(&c.scratch);
	if (rc)
		return rc;
	/* out no longer moves: a byte stands before each name and value */
	p = buf_view(out).p;
	for (size_t i = 1; i < x->n; p += x->at[i++].n)
		x->at[i].p = ++p;
	x->at->p = out->p;
	x->at->n = (uint32_t)out->n;
	x->at->size = (uint32_t)x->n & JS_MARK_SIZE_MAX;
	*copied = js_of_mark(x->at);
	return 0;
}
