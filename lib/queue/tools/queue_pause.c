#include "queue/tools/queue_pause.h"
#include "queue/tools/queue_lines.h"
#include "queue/tools/queue_options.h"

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	OPS_DRY_RUN,
	{ 0 },
};

int
queue_pause_main(int argc, char **argv, const char *what, bool paused)
{
	bool dry = false, changed;
	struct queue *q;
	struct ops out;
	int c;

	opt_init(argc, argv, what, "", opts);
	while ((c = opt_next()) >= 0)
		if (!queue_option(c))
			dry = true;
	opt_count(0, 0);
	q = queue_open(queue_place(), QUEUE_BEGIN, dry);
	ops_open(&out, dry);
	queue_must(q, q->ops->pause(q, paused, &changed));
	if (changed)
		line_set(&out, "update", "queue", str_of(q->name),
		    paused ? STR("{\"paused\":true}")
			   : STR("{\"paused\":false}"));
	ops_counts(&out, { "changed", changed });
	ops_close(&out);
	queue_close(q);
	return 0;
}
