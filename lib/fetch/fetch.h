/*
 * What the fetch tools share. Such a tool asks a source, by its protocol, for
 * what it has, and puts it into the source's folder of raw files as it was
 * sent. All or nothing: files are kept aside until fetch_end moves those that
 * differ to their places, one after the other; a tool that fails before leaves
 * the folder as it was.
 *
 * STATEDIR remembers what was sent last, so that what is asked again is asked
 * on condition that it has changed, and holds the large files of a run that
 * failed, and what came of one in part, to be resumed. It may be removed. One
 * run at a time uses it. If it is on another file system than the raw folder,
 * each file is copied before it is moved.
 *
 *	fetch_begin(&f, argc, argv, "bcn", "what it does", NULL);
 *	url = fetch_url(&f, "BCN_URL", "https://bcn.example", "/export?n=%s",
 *t); fetch_file(&f, &(struct fetch_file){ .name = "X.csv", ... });
 *	fetch_end(&f);
 *
 * Failures end the program with "tool: source: name: URL: why", EXIT_RETRY
 * where time may mend it.
 */
#ifndef FETCH_H
#define FETCH_H

#include "base/opt.h"
#include "fetch/fetch_content.h"
#include "net/http.h"
#include "store/db.h"

#define FETCH_STATIC 256 /* the letter of --static */

/* clang-format off */
#define FETCH_OPTIONS \
	{ OPT_NEEDED | 'r', "raw", "DIR", \
	    "the source's folder of raw files" }, \
	{ OPT_NEEDED | 's', "state", "DIR", \
	    "what is remembered from run to run" }, \
	{ FETCH_STATIC, "static", "DIR", \
	    "files that are no longer published" }, \
	{ 'u', "upstream", "URL", "ask a server that mimics the source" }, \
	{ 'w', "wait", "SECONDS", "wait so long for another run (0)" }
/* clang-format on */

/* An answer that is to take the place of a raw file when all is well. */
struct fetch_staged {
	char *name;                  /* below RAWDIR */
	char *url, *etag, *modified; /* what it was sent by, and with */
	bool changed;                /* it took a place: fetch_end's */
};

struct fetch {
	const char *source;   /* as make calls it */
	const char *raw;      /* -r */
	const char *state;    /* -s */
	const char *statics;  /* --static, or NULL */
	const char *upstream; /* -u, or NULL */
	struct db *memory;    /* STATEDIR/http.db */
	struct fetch_staged *staged;
	size_t n_staged, staged_cap;
	int lock;
	int64_t unchanged; /* number of files that stayed */
};

/* The command line
 *	fetch-X [-w SECONDS] [-u URL] [--static DIR] -r RAWDIR -s STATEDIR
 * then RAWDIR, STATEDIR and the lock, for which -w waits. what: one line for
 * -h. operand: the synopsis of the one operand there is, returned: "SOURCE", or
 * the words to choose from, "a|b"; or NULL, for none. source NULL: the operand
 * is it. */
const char *fetch_begin(struct fetch *f, int argc, char **argv,
    const char *source, const char *what, const char *operand);

/* The same for a tool that has more options: opts begins with FETCH_OPTIONS,
 * and take gets the letters of the others. */
const char *fetch_begin_with(struct fetch *f, int argc, char **argv,
    const char *source, const char *what, const char *operand,
    const struct opt *opts, void (*take)(int c));

/* Publishes what was staged and prints the statistics. */
void fetch_end(struct fetch *f);

/* A new URL: the site's base and what fmt gives. The base is $variable if that
 * is set; otherwise, with -u, URL and the path of base; otherwise base. */
char *fetch_url(struct fetch *f, const char *variable, const char *base,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* $variable or, without it, the first line of the file $variable_FILE: a
 * secret. Dies if there is none, or if it holds control characters. The
 * caller's. */
char *fetch_secret(const char *variable);

/* The field of a request that holds the secret of $variable: what $header says,
 * or by_default, then a blank, then the secret. A name alone gets a colon. The
 * caller frees it; NULL without a secret. Dies if $header holds control
 * characters. */
char *fetch_secret_field(
    const char *variable, const char *header, const char *by_default);

/* Prints what fetch_fail says, and goes on. */
void fetch_complain(
    struct fetch *f, const char *name, const char *url, const struct err *e);

/* Ends the program: "source: name: URL: e", by its exit code rc. name may be
 * NULL. */
_Noreturn void fetch_fail(struct fetch *f, const char *name, const char *url,
    int rc, const struct err *e);

/* ---- large answers: fetch_file.c ---- */

struct fetch_file {
	const char *name; /* below RAWDIR */
	struct http http; /* the request: site, url, form, fields... */
	struct content content;
	const char *sha256; /* the digest it must have; NULL: any */
	/* Is that the answer that is waited for? NULL: any is. */
	bool (*is_ready)(const struct http_head *head);
	bool ready; /* it was: set by fetch_try_file */
};

/* Asks for a file, on condition that it has changed, resuming what came of it
 * before, checks and stages it. fetch_try_file returns 0, or EXIT_FAILED or
 * EXIT_RETRY with a message in file->http.e; fetch_file ends the program
 * instead. */
int fetch_try_file(struct fetch *f, struct fetch_file *file);
void fetch_file(struct fetch *f, struct fetch_file *file);

/* ---- small answers, several at a time: fetch_ask.c ---- */

struct fetch_ask {
	struct http http; /* site, fields, secret...; url is set here */
	struct content content;
	const char *name; /* the raw file that holds the answer; NULL:
			     STATEDIR alone keeps it */
	/* Has the answer the shape it should have? -1 with a message in e if
	 * not. NULL: content says enough. */
	int (*check)(struct str body, struct err *e);
	/* Takes the answer, which holds as long as it runs; it may ask on. NULL
	 * if nobody does. */
	void (*done)(struct fetch *f, struct fetch_ask *a, struct str body);
	void *arg;

	struct fetch *fetch; /* fetch_ask.c's */
	char *url;
};

/* Submits a, copied, for url, which it frees: http_run does it. An answer that
 * has not changed comes from the raw file or from STATEDIR. Failures end the
 * program. */
void fetch_ask(struct fetch *f, const struct fetch_ask *a, char *url);

/* Stages body as a raw file of that name: of several answers, say. */
void fetch_put(struct fetch *f, const char *name, struct str body);

/* ---- what publishers serve no more: fetch_static.c ---- */

/* Is there a site that has it: $STATIC_URL, or -u's server? Otherwise it is
 * in the folder --static, if at all. */
bool fetch_static_is_remote(const struct fetch *f);

/* May it have PATH? The folder is looked at, the site is not asked. */
bool fetch_static_has(const struct fetch *f, const char *path);

/* The URL of PATH on that site: new. */
char *fetch_static_url(struct fetch *f, const char *path);

/* Stages PATH (SOURCE/NAME) as the raw file name, from the site, on condition,
 * or from the folder. sha256 as in struct fetch_file, for the site. Ends the
 * program if it is nowhere. */
void fetch_static(
    struct fetch *f, const char *path, const char *name, const char *sha256);

#endif
