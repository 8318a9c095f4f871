/*
 * pause-queue and resume-queue, which differ in one word.
 */
#ifndef QUEUE_PAUSE_H
#define QUEUE_PAUSE_H

#include <stdbool.h>

/* The main of both. */
int queue_pause_main(int argc, char **argv, const char *what, bool paused);

#endif
