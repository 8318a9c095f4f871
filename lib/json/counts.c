#include "json/counts.h"
#include "base/out.h"
#include "json/js.h"

void
counts_add_list(struct buf *b, const struct count *c)
{
	for (; c->name; c++) {
		js_put_key(b, c->name);
		js_put_int(b, c->n);
	}
}

void
counts_print_list(const struct count *c)
{
	struct buf b = { 0 };

	counts_add_list(&b, c);
	out_line("{%s}", buf_view(&b).p);
	buf_free(&b);
}
