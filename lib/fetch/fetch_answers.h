/*
 * Answers that are asked for one at a time, by the ten thousand and slowly: a
 * question a line of a file. STATEDIR keeps each as it comes and for as long
 * as it holds, so that a run goes on where the last one ended, however it did.
 * The raw files hold an answer to each question, in the order in which the
 * questions first come, and appear when none is missing.
 *
 * Memory holds the questions, not the answers.
 */
#ifndef FETCH_ANSWERS_H
#define FETCH_ANSWERS_H

#include "fetch/fetch.h"
#include "json/schema.h"

struct inquiry {
	struct js question; /* canonical */
	unsigned step;      /* 0 at first: what to ask next is the tool's */
	unsigned days;      /* for which the answer holds; 0: for ever */
	bool unknown;     /* set by hear: the source does not know what it is */
	struct http http; /* what came */

	struct inquest *inquest; /* fetch_answers.c's */
	char *text, *url;
};

#define ANSWERS_ASK_ON (-1)
#define ANSWERS_FILES 2

struct inquiries {
	struct http_site *site;
	const struct field *question;     /* what a line of the file holds */
	const char *files[ANSWERS_FILES]; /* the raw files */
	/* A question that gets no answer is named and left out, instead of
	 * ending the program. */
	bool keep_going;
	unsigned max_age; /* days; older answers are asked for again; 0: any */

	/* The URL to be asked, the caller's. */
	char *(*url)(struct fetch *f, const struct inquiry *q);
	/* Takes what came, whatever its status: appends the answer, canonical
	 * JSON, to out and returns 0; or sets q->step and returns
	 * ANSWERS_ASK_ON; or EXIT_FAILED, EXIT_RETRY, with a message in
	 * q->http.e, which ends the program. */
	int (*hear)(struct inquiry *q, struct buf *out);
	/* Appends the line, without its end, that says the answer; the raw
	 * file, by its index, that it belongs to. */
	size_t (*put)(struct buf *line, struct js question, struct str answer);
};

/* Asks what the file path holds and memory does not, and stages the raw
 * files. Failures end the program with the question. A source that knows none
 * of what it is asked about is not the right one, or does not work: answers of
 * which all are unknown, and two or more were not so before, are refused, and
 * not kept. With keep_going neither ends the program: the result is 0, or
 * EXIT_FAILED or EXIT_RETRY for the first question that was left out. */
int fetch_answers(
    struct fetch *f, const struct inquiries *how, const char *path);

/* For hear: appends what came, a JSON object that satisfies body, canonical, to
 * out. 0, EXIT_FAILED or EXIT_RETRY. */
int answers_read(struct inquiry *q, const struct field *body, struct buf *out);

#endif
