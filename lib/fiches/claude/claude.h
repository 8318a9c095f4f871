/*
 * Requests to Claude's Messages API, with the waits and retries that it asks
 * for [fiches 4.3]. The HTTP is that of net.
 */
#ifndef CLAUDE_H
#define CLAUDE_H

#include "fiches/claude/claude_answer.h"
#include "net/http.h"

#define CLAUDE_RETRIES 3
#define CLAUDE_PARALLEL_MAX 64

/* The API, and how it is asked. */
struct claude {
	struct http_site site;
	char *url;
	const char *fields[5];
	char *key_field; /* with the secret */
};

/* Takes $ANTHROPIC_BASE_URL and $ANTHROPIC_API_KEY, or dies. parallel: so many
 * requests at a time; rate: so many begin in a minute, 0 for any number. */
void claude_open(struct claude *api, unsigned parallel, unsigned rate);
void claude_close(struct claude *api);

/* True if the environment has a key that is not empty. */
bool claude_has_key(void);

/* A request and what came of it. The caller sets the first part and zeroes the
 * rest. */
struct claude_call {
	struct str request; /* an object, borrowed until done */
	/* Called before each wait: that is retry number c->retries, in so many
	 * seconds; may be NULL. */
	void (*retry)(struct claude_call *c, double seconds);
	void (*done)(struct claude_call *c);
	void *arg;

	/* There is an answer if answer.error is NULL. Otherwise error is its
	 * type ("unreachable" if no HTTP answer came) and message is set. */
	struct claude_answer answer;
	long status; /* of HTTP; 0: none */
	int retries;

	struct claude *api; /* claude.c's */
	struct http http;
	char *body;
	bool stream;
};

/* Asks; http_run does it, and calls c->done at the end. */
void claude_ask(struct claude *api, struct claude_call *c);

/* Frees what came of c. */
void claude_reset(struct claude_call *c);

/* 0, or the exit code with which the error of c ends the whole run: EXIT_FAILED
 * for a key or a model that is refused, EXIT_RETRY if the API is not reached.
 */
int claude_stops(const struct claude_call *c);

/* Appends the error of c: "TYPE STATUS: MESSAGE", with the model if it is one
 * that does not exist; or "unreachable". */
void claude_put_error(struct buf *b, const struct claude_call *c);

/* Like claude_put_error, for standard error: with the reason why the API is
 * unreachable. */
void claude_put_message(struct buf *b, const struct claude_call *c);

#endif
