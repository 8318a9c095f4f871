/*
 * Answers to tens of thousands of questions, asked one at a time within the
 * API's rate limit. The questions come from a file, one per line. STATEDIR
 * keeps each answer for as long as it is valid, so that a run continues where
 * the previous one ended, however that was. The raw files have one answer per
 * question, in the order in which the questions first occur, and appear when no
 * answer is missing.
 *
 * Memory holds the questions, not the answers.
 */
#ifndef FETCH_ANSWERS_H
#define FETCH_ANSWERS_H

#include "fetch/fetch.h"
#include "json/schema.h"

struct inquiry {
	struct js question; /* canonical */
	unsigned step;      /* 0 at first; for url and hear */
	unsigned days;      /* for which the answer is valid; 0: for ever */
	bool unknown;       /* set by hear: unknown to the source */
	struct http http;   /* the response */

	struct inquest *inquest; /* belongs to fetch_answers.c */
	char *text, *url;
};

#define ANSWERS_ASK_ON (-1)
#define ANSWERS_FILES 2

struct inquiries {
	struct http_site *site;
	const struct field *question;     /* the fields of a line of the file */
	const char *files[ANSWERS_FILES]; /* the raw files */
	/* Report and skip a question without an answer, instead of ending the
	 * program. */
	bool keep_going;
	unsigned max_age; /* days; ask again for older answers; 0: no limit */

	/* Returns the URL to request; the caller frees it. */
	char *(*url)(struct fetch *f, const struct inquiry *q);
	/* Interprets the response, whatever its status: appends the answer as
	 * canonical JSON to out and returns 0; or sets q->step and returns
	 * ANSWERS_ASK_ON to send another request; or returns EXIT_FAILED or
	 * EXIT_RETRY with a message in q->http.e, which ends the program. */
	int (*hear)(struct inquiry *q, struct buf *out);
	/* Appends the line that holds the answer, without its line end;
	 * returns the index of the raw file for it. */
	size_t (*put)(struct buf *line, struct js question, struct str answer);
};

/* Asks the questions of the file path to which STATEDIR has no answer, and
 * stages the raw files. Failures end the program and name the question. If the
 * source knows nothing of what it is asked about, it is probably the wrong one,
 * or out of order: if all answers of a run are unknown, and two or more of them
 * were not so before, the run fails and keeps none of them. With keep_going
 * neither ends the program: the result is 0, or EXIT_FAILED or EXIT_RETRY for
 * the first question that was left out. */
int fetch_answers(
    struct fetch *f, const struct inquiries *how, const char *path);

/* For hear: appends the response, a JSON object that satisfies body, as
 * canonical JSON to out. Returns 0, EXIT_FAILED or EXIT_RETRY. */
int answers_read(struct inquiry *q, const struct field *body, struct buf *out);

#endif
