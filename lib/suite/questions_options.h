/*
 * The command line of the tools that list what is still to be asked of an API:
 * list-X [-a] [-o FILE] -d DIR.
 */
#ifndef QUESTIONS_OPTIONS_H
#define QUESTIONS_OPTIONS_H

#include <stdbool.h>

struct questions_cl {
	bool all;         /* -a: also questions that have an answer */
	const char *dir;  /* -d: where the databases are */
	const char *path; /* -o: where they go, NULL for standard output */
};

/* The whole line, or EXIT_USE. what: one line for -h. The strings are borrowed
 * for the life of the process. */
struct questions_cl questions_options(int argc, char **argv, const char *what);

#endif
