/*
 * The command line of the aggregations: agg-X [--compat] -d DIR -o FILE.
 */
#ifndef AGG_OPTIONS_H
#define AGG_OPTIONS_H

#include <stdbool.h>

#include "base/opt.h"

struct agg_cl {
	const char *dir;  /* -d: where the other databases are */
	const char *path; /* -o: the database to write, its previous state */
	bool compat;      /* --compat: like the reference jobs */
};

/* The whole line, or EXIT_USE. what: one line for -h; compat: what --compat
 * does, NULL if the tool has no such option. The strings are borrowed for the
 * life of the process. */
struct agg_cl agg_options(
    int argc, char **argv, const char *what, const char *compat);

#endif
