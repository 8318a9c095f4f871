/*
 * resume-queue: let the workers of a queue take jobs again.
 */
#include "queue/tools/queue_pause.h"

int
main(int argc, char **argv)
{
	return queue_pause_main(
	    argc, argv, "let the workers of a queue take jobs again", false);
}
