/*
 * pause-queue: keep the workers of a queue from taking jobs.
 */
#include "queue/tools/queue_pause.h"

int
main(int argc, char **argv)
{
	return queue_pause_main(
	    argc, argv, "keep the workers of a queue from taking jobs", true);
}
