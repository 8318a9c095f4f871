#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"
#include "base/opt.h"

#ifndef VERSION
#define VERSION "unknown"
#endif

const char *opt_arg;
char **opt_operands;

static const struct opt common[] = {
	{ 'h', "help", NULL, "print this help and exit" },
	{ 'q', "quiet", NULL, "print no warnings" },
	{ 'v', "verbose", NULL, "report more on stderr" },
	{ 'V', "version", NULL, "print the version and exit" },
	{ 0, NULL, NULL, NULL },
};

static struct {
	int argc;
	char **argv;
	const char *what, *operands;
	const struct opt *own;
	bool *given; /* by own: the option was there */
	struct option *longs;
	struct buf shorts;
} cl;

static int
letter(const struct opt *o)
{
	return o->c & ~OPT_NEEDED;
}

static void
add_options(const struct opt *o, size_t *n)
{
	for (; o->c; o++) {
		cl.longs = xrealloc2(cl.longs, *n + 2, sizeof(*cl.longs));
		cl.longs[(*n)++] = (struct option){ o->name,
			o->arg ? required_argument : no_argument, NULL,
			letter(o) };
		if (letter(o) < 256) {
			buf_byte(&cl.shorts, (char)letter(o));
			if (o->arg)
				buf_byte(&cl.shorts, ':');
		}
	}
	cl.longs[*n] = (struct option){ 0 };
}

/* If a standard stream is closed, opens /dev/null in its place, in the wrong
 * direction, so that no later file gets its number and using it still fails. */
static void
occupy_standard(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd ? O_RDONLY : O_WRONLY) < 0)
			exit(EXIT_FAILED);
}

void
opt_init(int argc, char **argv, const char *what, const char *operands,
    const struct opt *opts)
{
	size_t n = 0;

	occupy_standard();
	err_init(argv[0]);
	cl.argc = argc;
	cl.argv = argv;
	cl.what = what;
	cl.operands = operands;
	cl.own = opts;
	buf_byte(&cl.shorts, ':'); /* tells a missing argument apart */
	add_options(opts, &n);
	cl.given = xcalloc(n + 1, sizeof(*cl.given));
	add_options(common, &n);
	buf_view(&cl.shorts);
	opterr = 0;
	day_now();
}

/* Appends "-o FILE", or "--max-age HOURS" if the option has no letter. */
static void
name_option(struct buf *b, const struct opt *o)
{
	if (letter(o) < 256)
		buf_fmt(b, "-%c", letter(o));
	else
		buf_fmt(b, "--%s", o->name);
	if (o->arg)
		buf_fmt(b, " %s", o->arg);
}

static void
print_options(FILE *f, const struct opt *o)
{
	char text[64];

	for (; o->c; o++) {
		if (letter(o) < 256)
			snprintf(text, sizeof(text), "-%c, --%s%s%s", letter(o),
			    o->name, o->arg ? " " : "", o->arg ? o->arg : "");
		else
			snprintf(text, sizeof(text), "    --%s%s%s", o->name,
			    o->arg ? " " : "", o->arg ? o->arg : "");
		fprintf(f, "  %-26s %s\n", text, o->help);
	}
}

static void
print_usage(FILE *f)
{
	struct buf b = { 0 };

	buf_fmt(&b, "usage: %s [options]", tool_name);
	for (const struct opt *o = cl.own; o->c; o++)
		if (o->c & OPT_NEEDED) {
			buf_byte(&b, ' ');
			name_option(&b, o);
		}
	if (*cl.operands)
		buf_fmt(&b, " %s", cl.operands);
	fprintf(f, "%s\n", buf_view(&b).p);
	buf_free(&b);
}

static _Noreturn void
print_help(void)
{
	print_usage(stdout);
	printf("%s\n\n", cl.what);
	print_options(stdout, cl.own);
	print_options(stdout, common);
	printf("\nSee %s(1).\n", tool_name);
	if (fflush(stdout) || ferror(stdout))
		die("write:");
	exit(0);
}

static _Noreturn void
print_version(void)
{
	printf("%s (alternance) %s\n", tool_name, VERSION);
	if (fflush(stdout) || ferror(stdout))
		die("write:");
	exit(0);
}

_Noreturn void
opt_wrong(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	err_say(fmt, ap);
	va_end(ap);
	print_usage(stderr);
	exit(EXIT_USE);
}

/* Bytes that the process has read or written, of proc(5)'s io file; -1 if it
 * is not there. */
static long long
io_of(const char *io, const char *name)
{
	const char *p = strstr(io, name);

	return p ? strtoll(p + strlen(name), NULL, 10) : -1;
}

/* -v: the last line says what the work took. */
static void
report(void)
{
	struct rusage use = { 0 };
	char io[512];
	FILE *f = fopen("/proc/self/io", "re");
	size_t n = f ? fread(io, 1, sizeof(io) - 1, f) : 0;

	io[n] = '\0';
	if (f)
		fclose(f);
	getrusage(RUSAGE_SELF, &use);
	if (!err_fatal && n)
		note("%lld bytes read, %lld written, %ld MB of memory",
		    io_of(io, "rchar:"), io_of(io, "wchar:"),
		    use.ru_maxrss >> 10);
	else if (!err_fatal)
		note("%ld MB of memory", use.ru_maxrss >> 10);
}

static _Noreturn void
refuse_option(int c)
{
	const char *word = cl.argv[optind - 1];

	if (optopt && c == ':')
		opt_wrong("option '%s' needs an argument", word);
	opt_wrong("unknown option '%s'", word);
}

static void
note_given(int c)
{
	for (size_t i = 0; cl.own[i].c; i++)
		cl.given[i] |= letter(&cl.own[i]) == c;
}

/* Names what is missing: "-d DIR, -r DIR and -o FILE are needed". */
static void
need_options(void)
{
	struct buf b = { 0 };
	int n = 0, left = 0;

	for (size_t i = 0; cl.own[i].c; i++)
		left += cl.own[i].c & OPT_NEEDED && !cl.given[i];
	for (size_t i = 0; cl.own[i].c; i++)
		if (cl.own[i].c & OPT_NEEDED && !cl.given[i]) {
			if (n++)
				buf_str(&b, --left > 1 ? ", " : " and ");
			name_option(&b, &cl.own[i]);
		}
	if (n)
		opt_wrong("%s %s needed", buf_view(&b).p, n > 1 ? "are" : "is");
	buf_free(&b);
}

int
opt_next(void)
{
	for (;;) {
		int c =
		    getopt_long(cl.argc, cl.argv, cl.shorts.p, cl.longs, NULL);

		opt_arg = optarg;
		switch (c) {
		case 'h':
			print_help();
		case 'V':
			print_version();
		case 'q':
			opt_quiet = true;
			break;
		case 'v':
			if (!opt_verbose++)
				atexit(report);
			break;
		case ':':
		case '?':
			refuse_option(c);
		case -1:
			need_options();
			opt_operands = cl.argv + optind;
			return -1;
		default:
			note_given(c);
			return c;
		}
	}
}

/* The synopsis of the operands: of several, "begin NAME | done ID", the one
 * whose first word was given. */
static const char *
synopsis(void)
{
	const char *p = cl.operands, *word = cl.argv[optind];
	size_t n = word ? strlen(word) : 0;

	for (; p && n; p = (p = strstr(p, " | ")) ? p + 3 : NULL)
		if (!strncmp(p, word, n) && (!p[n] || p[n] == ' '))
			return p;
	return cl.operands;
}

/* The word of the synopsis for operand n, from 0, without brackets and dots. */
static struct str
operand_name(int n)
{
	const char *p = synopsis();

	for (;; n--) {
		p += strspn(p, " [");
		if (!n)
			return (struct str){ p, strcspn(p, " ].") };
		p += strcspn(p, " ");
	}
}

int
opt_count(int min, int max)
{
	int n = cl.argc - optind;

	if (n < min) {
		struct str name = operand_name(n);

		opt_wrong("%.*s is missing", (int)name.n, name.p);
	}
	if (n > max)
		opt_wrong("operand '%s' is one too many", opt_operands[max]);
	return n;
}

long
opt_number(const char *name, const char *s, long min, long max)
{
	char *end;
	long v;

	errno = 0;
	v = strtol(s, &end, 10);
	if (!errno && end != s && !*end && v >= min && v <= max)
		return v;
	if (max == LONG_MAX)
		opt_wrong("%s takes a whole number of at least %ld, not '%s'",
		    name, min, s);
	opt_wrong("%s takes a whole number from %ld to %ld, not '%s'", name,
	    min, max, s);
}
