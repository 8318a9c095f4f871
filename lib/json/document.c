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
document_read(const char *path, const struct field *f, struct buf *b)
{
	struct in in;
	struct str text;
	struct err e;

	read_all(path, &in);
	text = utf8_skip_bom(buf_view(&in.buf));
	b->n = 0;
	if (js_check(text.p, text.n, &e) || schema_copy(f, js_of(text), b, &e))
		die("%s: %s", path, e.msg);
	in_close(&in);
	return js_of(buf_view(b));
}
