#include <stdio.h>
#include <stdlib.h>

#include "json/ndjson.h"

void
ndjson_open(struct ndjson *r, const char *path, bool need_end)
{
	*r = (struct ndjson){ .need_end = need_end };
	in_open(&r->in, path);
}

static _Noreturn void
cut_short(struct ndjson *r)
{
	die("%s: the stream stops after record %zu without its end mark: "
	    "its writer failed or was not asked for one (--end or --frame)",
	    r->file ? r->file : r->in.name, r->n);
}

static void
start_frame(struct ndjson *r, struct js name)
{
	struct buf scratch = { 0 };
	struct str text;

	if (r->in_frame)
		cut_short(r);
	text = js_text(name, &scratch);
	if (!text.p)
		die("%s:%zu: #file is not a string", r->in.name, r->in.line);
	free(r->file);
	r->file = xstrndup(text.p, text.n);
	buf_free(&scratch);
	r->in_frame = true;
	r->frames++;
	r->n = 0;
}

static void
end_frame(struct ndjson *r, struct js mark, struct js count)
{
	double n = js_number(count);

	if (n != (double)r->n)
		die("%s: %zu records came, the end mark counts %.*s",
		    r->file ? r->file : r->in.name, r->n, (int)count.n,
		    count.p);
	buf_free(&r->rest);
	buf_add(&r->rest, mark.p, mark.n);
	r->end = js_of(buf_view(&r->rest));
	r->in_frame = false;
	r->ended = true;
}

/* Handles a #file or #end mark. Returns false if v is a record. */
static bool
control_line(struct ndjson *r, struct js v)
{
	struct js_walk w = js_walk(v);
	struct js key, value;

	if (!js_member(&w, &key, &value) || key.n < 3 || key.p[1] != '#')
		return false;
	if (js_is(key, "#file"))
		start_frame(r, value);
	else if (js_is(key, "#end"))
		end_frame(r, v, value);
	else
		die("%s:%zu: unknown mark %s", r->in.name, r->in.line,
		    err_quote(key.p, key.n));
	return true;
}

bool
ndjson_next(struct ndjson *r, struct js *record)
{
	struct str line;
	struct err e;

	while (in_line(&r->in, &line)) {
		if (js_index(&r->index, line, record, &e))
			die("%s:%zu: %s", r->in.name, r->in.line, e.msg);
		if (record->type != JS_OBJECT)
			die("%s:%zu: a record is an object, not '%s'",
			    r->in.name, r->in.line, err_quote(line.p, line.n));
		if (control_line(r, *record))
			continue;
		if (r->ended && !r->in_frame)
			r->n = 0;
		r->ended = false;
		r->n++;
		r->total++;
		return true;
	}
	if (r->in_frame || (r->need_end && !r->ended))
		cut_short(r);
	return false;
}

const char *
ndjson_where(struct ndjson *r)
{
	static char text[256];

	if (r->file)
		snprintf(text, sizeof(text), "%.200s:%zu", r->file, r->n);
	else
		snprintf(
		    text, sizeof(text), "%.200s:%zu", r->in.name, r->in.line);
	return text;
}

void
ndjson_close(struct ndjson *r)
{
	in_close(&r->in);
	free(r->file);
	js_index_free(&r->index);
	buf_free(&r->rest);
}
