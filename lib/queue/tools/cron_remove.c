#include "queue/tools/cron_remove.h"

bool
cron_remove(struct queue *q, struct ops *out, struct str key)
{
	struct repeat_key k = repeat_key_split(key);
	struct buf prefix = { 0 }, removed = { 0 };
	int rc;

	repeat_put_prefix(
	    &prefix, k.name.p ? k.name : STR(JOB_DEFAULT_NAME), k.id, key);
	rc = queue_must(
	    q, q->ops->cron_remove(q, key, buf_view(&prefix), &removed));
	if (rc == QUEUE_OK) {
		line_deleted(out, "repeat", key);
		if (removed.n)
			line_deleted(out, "job", buf_view(&removed));
	}
	buf_free(&prefix);
	buf_free(&removed);
	return rc == QUEUE_OK;
}
