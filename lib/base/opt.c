#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/opt.h"

#ifndef VERSION
#define VERSION "unknown"
#endif

const char *opt_arg;
char **opt_operands;

static const struct opt common[] = {
	{ 'h', "help", NULL, "print this help and exit" },
	{ 'q', "quiet", NULL, "no warnings" },
	{ 'v', "verbose", NULL, "say more on stderr" },
	{ 'V', "version", NULL, "print the version and exit" },
	{ 0, NULL, NULL, NULL },
};

static struct {
	int argc;
	char **argv;
	const char *what, *operands;
	const struct opt *own;
	struct option *longs;
	struct buf shorts;
} cl;

static void
add_options(const struct opt *o, size_t *n)
{
	for (; o->c; o++) {
		cl.longs = xrealloc2(cl.longs, *n + 2, sizeof(*cl.longs));
		cl.longs[(*n)++] = (struct option){ o->name,
			o->arg ? required_argument : no_argument, NULL, o->c };
		if (o->c < 256) {
			buf_byte(&cl.shorts, (char)o->c);
			if (o->arg)
				buf_byte(&cl.shorts, ':');
		}
	}
	cl.longs[*n] = (struct option){ 0 };
}

/* A file must not get the number of a standard stream that is closed: what is
 * said there would go into it. Reading or writing one still fails. */
static void
occupy_standard(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd ? O_RDONLY : O_WRONLY) < 0)
			exit(EXIT_FAILED);
}

void
opt_init(
    char **argv, const char *what, const char *operands, const struct opt *opts)
{
	size_t n = 0;

	occupy_standard();
	err_init(argv[0]);
	while (argv[cl.argc])
		cl.argc++;
	cl.argv = argv;
	cl.what = what;
	cl.operands = operands;
	cl.own = opts;
	buf_byte(&cl.shorts, ':'); /* tells a missing argument apart */
	add_options(opts, &n);
	add_options(common, &n);
	buf_view(&cl.shorts);
	opterr = 0;
}

static void
print_options(FILE *f, const struct opt *o)
{
	char text[64];

	for (; o->c; o++) {
		if (o->c < 256)
			snprintf(text, sizeof(text), "-%c, --%s%s%s", o->c,
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
	fprintf(f, "usage: %s [options]%s%s\n", tool_name,
	    *cl.operands ? " " : "", cl.operands);
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

	fprintf(stderr, "%s: ", tool_name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	print_usage(stderr);
	exit(EXIT_USE);
}

static _Noreturn void
refuse(int c)
{
	const char *word = cl.argv[optind - 1];

	if (optopt && c == ':')
		opt_wrong("option '%s' needs an argument", word);
	opt_wrong("unknown option '%s'", word);
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
			opt_verbose++;
			break;
		case ':':
		case '?':
			refuse(c);
		case -1:
			opt_operands = cl.argv + optind;
			return -1;
		default:
			return c;
		}
	}
}

int
opt_count(int min, int max)
{
	int n = cl.argc - optind;

	if (n < min)
		opt_wrong("too few operands");
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
	if (errno || end == s || *end || v < min || v > max)
		opt_wrong("%s takes a whole number from %ld to %ld, not '%s'",
		    name, min, max, s);
	return v;
}
