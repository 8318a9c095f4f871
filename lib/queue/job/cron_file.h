/*
 * Files of crons, as load-crons(1) and report-suivi(1) read them; the form is
 * on the page of load-crons(1).
 */
#ifndef CRON_FILE_H
#define CRON_FILE_H

#include "queue/job/addition.h"

struct cron_line {
	size_t line; /* number of the line, from 1 */
	char *queue; /* QUEUE= above it, or NULL */
	char *type;
	char *name;        /* of the jobs */
	char *expression;  /* NULL: an interval */
	char *description; /* NULL: none */
	char *data;        /* JSON */
	struct opts_text opts;
};

struct cron_file {
	const char *path;
	struct cron_line *v;
	size_t n, cap;
};

/* Reads path. Ends the program, naming file and line, if a line is wrong. */
void cron_file_read(struct cron_file *f, const char *path);
void cron_file_free(struct cron_file *f);

#endif
