#include <stdarg.h>
#include <stdio.h>

#include "base/err.h"
#include "suite/ops.h"
#include "json/js.h"

void
ops_open(struct ops *o, bool dry)
{
	*o = (struct ops){ .dry = dry };
	out_open(&o->out, NULL);
}

void
ops_line(struct ops *o, const char *op, const char *table, struct str id,
    struct str set)
{
	struct buf *b = &o->out.buf;

	if (opt_quiet)
		return;
	buf_fmt(b, "{\"op\":\"%s\",\"table\":\"%s\",\"_id\":", op, table);
	buf_add(b, id.p, id.n);
	if (set.p) {
		buf_str(b, ",\"set\":");
		buf_add(b, set.p, set.n);
	}
	buf_str(b, "}\n");
	out_record(&o->out);
}

void
ops_counts(struct ops *o, const char *members, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, members);
	vsnprintf(text, sizeof(text), members, ap);
	va_end(ap);
	buf_fmt(&o->out.buf, "{\"counts\":{%s}}\n", text);
}

void
ops_flush(struct ops *o)
{
	out_flush(&o->out);
}

void
ops_close(struct ops *o)
{
	out_close(&o->out);
}
