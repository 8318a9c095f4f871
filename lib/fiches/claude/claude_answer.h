/*
 * What the Messages API answers: a stream of Server-Sent Events, one JSON
 * object, or an error [fiches 4.3]. The format is that of Anthropic's public
 * documentation.
 */
#ifndef CLAUDE_ANSWER_H
#define CLAUDE_ANSWER_H

#include <stdint.h>

#include "json/js.h"

/* Strings are NULL, and numbers of tokens -1, where nothing was said. */
struct claude_answer {
	struct buf text; /* of the first content block of type text */
	char *stop_reason, *model;
	int64_t input_tokens, output_tokens;
	char *error, *message; /* of an error: its type, and its words */
};

/* Makes a ready for another answer; frees what it held. A zeroed one holds
 * nothing. */
void claude_answer_reset(struct claude_answer *a);

/* Reads the events of a body, which may end anywhere. True if the answer is
 * whole; false if the stream ends before message_stop, an event is not
 * understood, or the stream tells an error, which then is in a. */
bool claude_read_stream(struct claude_answer *a, struct str body);

/* Reads a body that is one object. False if it is not an answer of the API. */
bool claude_read_object(struct claude_answer *a, struct str body);

/* Reads the body of an answer with an error status: error and message, if it
 * is in the API's form. */
void claude_read_error(struct claude_answer *a, struct str body);

#endif
