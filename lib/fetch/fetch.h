/*
 * What the fetch tools share. A fetch tool asks a source, by the protocol of
 * that source, for what it has, and puts it unmodified into the source's raw
 * directory. All or nothing: files are staged in STATEDIR until fetch_end moves
 * those that differ to their places, one after the other. A tool that fails
 * before that leaves the raw directory unchanged.
 *
 * STATEDIR keeps the validators of what was sent last, so that later requests
 * are conditional. It also keeps the large files of a failed run, complete or
 * partial, to be resumed. It may be removed. Only one run at a time uses it. If
 * it is on another file system than the raw directory, each file is copied
 * before it is moved.
 *
 *	fetch_begin(&f, argc, argv, "bcn", "what it does", NULL);
 *	url = fetch_url(&f, ADDRESS_BCN, "/export?n=%s", t);
 *	fetch_file(&f, &(struct fetch_file){ .name = "X.csv", ... });
 *	fetch_end(&f);
 *
 * Failures end the program with "tool: source: name: URL: why", and with
 * EXIT_RETRY if trying again later may help.
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

/* An answer that will replace a raw file if the run succeeds. */
struct fetch_staged {
	char *name;                  /* below RAWDIR */
	char *url, *etag, *modified; /* where it came from; its validators */
	bool changed;                /* set by fetch_end */
};

struct fetch {
	const char *source;   /* its name in make */
	const char *raw;      /* -r */
	const char *state;    /* -s */
	const char *statics;  /* --static, or NULL */
	const char *upstream; /* -u, or NULL */
	struct db *memory;    /* STATEDIR/http.db */
	struct {
		struct fetch_staged *v;
		size_t n, cap;
	} staged;
	int lock;
	int64_t unchanged; /* number of unchanged files */
};

/* Reads the command line
 *	fetch-X [-w SECONDS] [-u URL] [--static DIR] -r RAWDIR -s STATEDIR
 * then opens STATEDIR and takes its lock, for which -w waits. what: one line
 * for -h. operand: the synopsis of the only operand, "QUESTIONS" or the words
 * to choose from, "a|b"; NULL: none. Returns the operand. source NULL: the
 * operand names the source. */
const char *fetch_begin(struct fetch *f, int argc, char **argv,
    const char *source, const char *what, const char *operand);

/* Like fetch_begin, for a tool with more options: opts begins with
 * FETCH_OPTIONS, and take gets the letters of the others. */
const char *fetch_begin_with(struct fetch *f, int argc, char **argv,
    const char *source, const char *what, const char *operand,
    const struct opt *opts, void (*take)(int c));

/* Publishes the staged files and prints the statistics. */
void fetch_end(struct fetch *f);

/* Returns a new URL: the site's base, then what fmt gives. The base is
 * $variable if that is set; otherwise, with -u, URL and the path of base;
 * otherwise base. Slashes at the end of $variable and URL do not count. */
char *fetch_url(struct fetch *f, const char *variable, const char *base,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Returns a secret: $variable or else the first line of the file
 * $variable_FILE. Dies if there is none, or if it holds control characters. The
 * caller frees it. */
char *fetch_secret(const char *variable);

/* Returns the header field that holds the secret of $variable: $header or else
 * by_default, a blank, and the secret. A name without a colon gets one. The
 * caller frees it; NULL if there is no secret. Dies if $header holds control
 * characters. */
char *fetch_secret_field(
    const char *variable, const char *header, const char *by_default);

/* Prints what fetch_fail says, and goes on. */
void fetch_complain(
    struct fetch *f, const char *name, const char *url, const struct err *e);

/* Ends the program with the message "source: name: URL: e" and the exit code
 * rc. name may be NULL. */
_Noreturn void fetch_fail(struct fetch *f, const char *name, const char *url,
    int rc, const struct err *e);

/* ---- large answers: fetch_file.c ---- */

struct fetch_file {
	const char *name; /* below RAWDIR */
	struct http http; /* the request: site, url, form, fields... */
	struct content content;
	const char *sha256; /* the expected digest; NULL: any */
	/* True if this is the answer waited for. NULL: any answer is. */
	bool (*is_ready)(const struct http_head *head);
	bool ready; /* out: is_ready's result */
};

/* Downloads a file if it has changed (resuming a partial one), checks it and
 * stages it. fetch_try_file returns 0, or EXIT_FAILED or EXIT_RETRY with a
 * message in file->http.e; fetch_file ends the program instead. */
int fetch_try_file(struct fetch *f, struct fetch_file *file);
void fetch_file(struct fetch *f, struct fetch_file *file);

/* ---- small answers, several at a time: fetch_ask.c ---- */

struct fetch_ask {
	struct http http; /* site, fields, secret...; url is set here */
	struct content content;
	const char *name; /* the raw file for the answer; NULL: keep it
			     in STATEDIR only */
	/* Checks the shape of the answer; -1 with a message in e if it is
	 * wrong. NULL: content is check enough. */
	int (*check)(struct str body, struct err *e);
	/* Gets the answer, which is valid while done runs; it may submit more
	 * requests. NULL: the answer is only kept. */
	void (*done)(struct fetch *f, struct fetch_ask *a, struct str body);
	void *arg;

	struct fetch *fetch; /* belongs to fetch_ask.c */
	char *url;
};

/* Queues a copy of *a for url, which it frees; http_run sends it. An answer
 * that has not changed comes from the raw file or from STATEDIR. Failures end
 * the program. */
void fetch_ask(struct fetch *f, const struct fetch_ask *a, char *url);

/* Stages body as the raw file name, for example one put together from several
 * answers. */
void fetch_put(struct fetch *f, const char *name, struct str body);

/* ---- files that are no longer published: fetch_static.c ---- */

/* True if files no longer published come from a site ($STATIC_URL or -u's
 * server), false if they can only be in the directory --static. */
bool fetch_static_is_remote(const struct fetch *f);

/* False if path is certainly not available: checks the --static directory, but
 * does not ask the site. */
bool fetch_static_has(const struct fetch *f, const char *path);

/* Returns the URL of path on that site; the caller frees it. */
char *fetch_static_url(struct fetch *f, const char *path);

/* Stages path (SOURCE/NAME) as the raw file name, from the site, if it has
 * changed, or from the directory. sha256: as in struct fetch_file, for the
 * site. Ends the program if path is nowhere. */
void fetch_static(
    struct fetch *f, const char *path, const char *name, const char *sha256);

#endif
