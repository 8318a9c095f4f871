#include "suite/ops.h"
#include "base/err.h"
#include "store/state.h"
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
ops_count_list(struct ops *o, const struct count *c)
{
	struct buf members = { 0 };

	counts_add_list(&members, c);
	ops_put_counts(o, buf_view(&members));
	buf_free(&members);
}

void
ops_put_counts(struct ops *o, struct str members)
{
	struct buf *b = &o->out.buf;

	buf_str(b, "{\"counts\":{");
	buf_add(b, members.p, members.n);
	buf_str(b, "}}\n");
}

void
ops_flush(struct ops *o)
{
	out_flush(&o->out);
}

void
ops_commit(struct ops *o, struct db *d)
{
	ops_flush(o);
	if (o->dry)
		state_rollback(d);
	else
		state_commit(d);
}

void
ops_close(struct ops *o)
{
	out_close(&o->out);
}
