#include <stdlib.h>

#include "queue/job/job_opts.h"

struct opts_member {
	size_t name, n_name; /* JSON text of the name, in text */
	size_t value, n_value;
};

static struct opts_member *
find_option(const struct opts_text *o, struct str name)
{
	for (size_t i = 0; i < o->n; i++) {
		struct opts_member *m = &o->member[i];

		if (str_eq(
			(struct str){ o->text.p + m->name, m->n_name }, name))
			return m;
	}
	return NULL;
}

/* name is JSON text. */
static void
set(struct opts_text *o, struct str name, struct str json)
{
	struct opts_member *m = find_option(o, name);

	if (!m) {
		o->member = xroom(o->member, o->n, &o->cap, sizeof(*o->member));
		m = &o->member[o->n++];
		m->name = o->text.n;
		m->n_name = name.n;
		buf_add(&o->text, name.p, name.n);
	}
	m->value = o->text.n;
	m->n_value = json.n;
	buf_add(&o->text, json.p, json.n);
}

static struct str
quoted(struct buf *b, const char *name)
{
	js_put_text(b, str_of(name));
	return buf_view(b);
}

void
opts_set(struct opts_text *o, const char *name, struct str json)
{
	struct buf b = { 0 };

	set(o, quoted(&b, name), json);
	buf_free(&b);
}

void
opts_set_int(struct opts_text *o, const char *name, int64_t v)
{
	struct buf b = { 0 };

	js_put_int(&b, v);
	opts_set(o, name, buf_view(&b));
	buf_free(&b);
}

void
opts_set_text(struct opts_text *o, const char *name, struct str s)
{
	struct buf b = { 0 };

	js_put_text(&b, s);
	opts_set(o, name, buf_view(&b));
	buf_free(&b);
}

void
opts_set_raw(struct opts_text *o, struct js name, struct js value)
{
	struct buf b = { 0 };

	js_put_compact(&b, value);
	set(o, (struct str){ name.p, name.n }, buf_view(&b));
	buf_free(&b);
}

void
opts_set_all(struct opts_text *o, struct js object)
{
	struct js name, value;

	for (struct js_walk w = js_walk(object); js_member(&w, &name, &value);)
		opts_set_raw(o, name, value);
}

bool
opts_has(const struct opts_text *o, const char *name)
{
	struct buf b = { 0 };
	bool has = find_option(o, quoted(&b, name));

	buf_free(&b);
	return has;
}

void
opts_default_int(struct opts_text *o, const char *name, int64_t v)
{
	if (!opts_has(o, name))
		opts_set_int(o, name, v);
}

void
opts_put(struct buf *b, const struct opts_text *o)
{
	buf_byte(b, '{');
	for (size_t i = 0; i < o->n; i++) {
		const struct opts_member *m = &o->member[i];
		struct str name = { o->text.p + m->name, m->n_name };
		struct str value = { o->text.p + m->value, m->n_value };
		bool backoff = str_is(name, "\"backoff\"") &&
			       js_of(value).type == JS_NUMBER;

		if (i)
			buf_byte(b, ',');
		buf_add(b, name.p, name.n);
		buf_str(b, backoff ? ":{\"type\":\"fixed\",\"delay\":" : ":");
		buf_add(b, value.p, value.n);
		if (backoff)
			buf_byte(b, '}');
	}
	buf_byte(b, '}');
}

void
opts_clear(struct opts_text *o)
{
	o->n = o->text.n = 0;
}

void
opts_free(struct opts_text *o)
{
	free(o->member);
	buf_free(&o->text);
	*o = (struct opts_text){ 0 };
}
