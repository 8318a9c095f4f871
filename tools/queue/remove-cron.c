/*
 * remove-cron: end the repetition of jobs, by the keys that list-crons shows.
 */
#include "queue/tools/cron_remove.h"
#include "queue/tools/queue_options.h"

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	OPS_DRY_RUN,
	{ 0 },
};

int
main(int argc, char **argv)
{
	bool dry = false, failed = false;
	long removed = 0;
	struct queue *q;
	struct ops out;
	int c;

	opt_init(argc, argv, "end the repetition of jobs", "KEY...", opts);
	while ((c = opt_next()) >= 0)
		if (!queue_option(c))
			dry = true;
	opt_count(1, 1 << 20);
	q = queue_open(queue_place(), QUEUE_CHANGE, dry);
	ops_open(&out, dry);
	for (char **p = opt_operands; *p; p++) {
		if (cron_remove(q, &out, str_of(*p))) {
			removed++;
			continue;
		}
		complain("%s: no such cron", *p);
		failed = true;
	}
	ops_counts(&out, { "removed", removed });
	ops_close(&out);
	queue_close(q);
	return failed ? EXIT_FAILED : 0;
}
