#include "json/document.h"
#include "base/err.h"
#include "base/in.h"
#include "base/text.h"

static void
read_all(const char *path, struct in *in)
{
	in_open(in, path);
	while (in_more(in))
		if (in->buf.n > DOCUMENT_MAX)
			die("%s: larger than 64 MiB", path);
}

struct js
document_read(const char *path, const struct field *f, struct document *d)
{
	struct in in;
	struct str text;
	struct err e;
	struct js v;

	read_all(path, &in);
	text = utf8_skip_bom(buf_view(&in.buf));
	d->text.n = 0;
	if (js_index(&d->index, text, &v, &e) ||
	    schema_copy(f, v, &d->text, &e) ||
	    js_index(&d->index, buf_view(&d->text), &v, &e))
		die("%s: %s", path, e.msg);
	in_close(&in);
	return v;
}

void
document_free(struct document *d)
{
	buf_free(&d->text);
	js_index_free(&d->index);
}
