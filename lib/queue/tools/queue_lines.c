#include "queue/tools/queue_lines.h"
#include "base/err.h"

void
line_set(struct ops *o, const char *op, const char *table, struct str id,
    struct str set)
{
	struct buf b = { 0 };

	if (opt_quiet)
		return;
	js_put_text(&b, id);
	ops_line(o, op, table, buf_view(&b), set);
	buf_free(&b);
}

void
line_deleted(struct ops *o, const char *table, struct str id)
{
	line_set(o, "delete", table, id, STR_NULL);
}

void
line_added(struct ops *o, struct addition *a)
{
	struct job j = addition_job(a);
	struct buf b = { 0 };

	if (opt_quiet)
		return;
	buf_str(&b, "{\"name\":");
	js_put_text(&b, j.name);
	buf_fmt(&b, ",\"state\":\"%s\",\"data\":", job_state_names[j.state]);
	buf_add(&b, j.data.p, j.data.n);
	buf_str(&b, ",\"opts\":");
	buf_add(&b, j.opts.p, j.opts.n);
	buf_fmt(&b, ",\"priority\":%lld,\"timestamp\":%lld,\"delay\":%lld",
	    (long long)j.priority, (long long)j.timestamp, (long long)j.delay);
	if (j.state == JOB_DELAYED)
		buf_fmt(&b, ",\"due\":%lld", (long long)j.due);
	buf_byte(&b, '}');
	line_set(o, "insert", "job", j.id, buf_view(&b));
	buf_free(&b);
}
