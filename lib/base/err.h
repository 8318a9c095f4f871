/*
 * Diagnostics and exit codes, the same in every tool.
 *
 * Messages go to stderr as "tool: message", one line of at most 2 KB. A format
 * that ends in a colon gets " strerror(errno)" appended. What would act on a
 * terminal instead of being shown never gets there: control characters of C0
 * become spaces; those of C1, those that change the direction of writing, and
 * bytes that are not UTF-8 become question marks.
 */
#ifndef ERR_H
#define ERR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

enum {
	EXIT_FAILED = 1, /* ran and failed */
	EXIT_USE = 2,    /* wrong command line: nothing was read or written */
	EXIT_GUARD = 3,  /* refused by a guard: nothing was done */
	EXIT_RETRY = 75, /* try again later (EX_TEMPFAIL) */
};

/* What a library function that can fail says of its failure. */
struct err {
	char msg[512];
};

extern const char *tool_name; /* last component of argv[0] */
extern bool opt_quiet;        /* -q: no warning */
extern int opt_verbose;       /* number of -v */
extern bool err_fatal;        /* a message said why the program fails */

/* Called before each message, unless NULL: progress.c wipes its line. */
extern void (*err_before)(void);

/* Remembers argv[0]; a tool calls it first (opt_init does). */
void err_init(const char *argv0);

/* Fills e (which may be NULL) and returns -1, so that a library function can
 * say `return err_set(e, "...")`. */
int err_set(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints the message and exits with EXIT_FAILED. Temporary files opened by
 * out.h and db.h are removed on the way. The message is appended to the file
 * $SUITE_ERRORS as well, if there is one: the pipelines' ledger keeps it. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As die(), with another exit code. */
_Noreturn void die_code(int code, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints a message, whatever the options. */
void err_say(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

/* Prints a message like die() but returns: the tool goes on, and later exits
 * with EXIT_FAILED or EXIT_RETRY. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Prints "tool: warning: message" unless -q was given. */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Prints the message if -v was given. */
void note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Copies at most 80 bytes of p, for quoting a value in a message: control
 * characters and bytes that are not UTF-8 become '?', and "..." stands for what
 * is cut. The result is static; the fourth next call overwrites it. */
const char *err_quote(const char *p, size_t n);

#endif
