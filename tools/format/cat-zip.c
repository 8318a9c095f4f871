/*
 * cat-zip: print members of a ZIP archive, one after the other, as the bytes
 * they are: all of them in archive order, or those named, in the order given.
 * With -l: a record {"name":...,"size":...} per member, in archive order. No
 * name is unsafe: nothing is written under it.
 *
 * Members are checked while they are printed (CRC, sizes): a part of a damaged
 * member may be printed before the exit code tells.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "format/arc.h"
#include "format/names.h"
#include "json/js.h"

#define BLOCK ((size_t)256 << 10)

static const struct opt opts[] = {
	{ 'l', "list", NULL, "list names and sizes as NDJSON" },
	{ 'o', "output", "FILE", "write to FILE instead of standard output" },
	{ 0 },
};

static struct {
	bool list;
	const char *output, *archive;
} cl;

static struct out out;

static _Noreturn void
die_at(const char *member, const char *why)
{
	die("%s: %s: %s", cl.archive, err_quote(member, strlen(member)), why);
}

static void
list(struct arc *a)
{
	for (size_t i = 0; i < arc_count(a); i++) {
		buf_str(&out.buf, "{\"name\":");
		js_put_text(&out.buf, str_of(arc_name(a, i)));
		buf_fmt(&out.buf, ",\"size\":%" PRIu64 "}\n", arc_size(a, i));
		out_record(&out);
	}
}

static bool
is_directory(const char *name)
{
	size_t n = strlen(name);

	return n && name[n - 1] == '/';
}

/* The member that is called so, in whatever form the name is typed. */
static size_t
find_member(struct arc *a, const char *typed)
{
	char *name = names_member(typed, typed);
	size_t i = 0, n = arc_count(a);

	while (i < n && strcmp(arc_name(a, i), name) != 0)
		i++;
	free(name);
	if (i == n)
		die("%s: no member '%s' (-l lists the members)", cl.archive,
		    err_quote(typed, strlen(typed)));
	if (is_directory(arc_name(a, i)))
		die_at(typed, "is a directory");
	return i;
}

static void
stream(struct arc *a, size_t i)
{
	struct arc_member *m;
	struct err e;
	ssize_t got;

	m = arc_member_open(a, i, &e);
	if (!m)
		die_at(arc_name(a, i), e.msg);
	do {
		buf_reserve(&out.buf, BLOCK);
		got = arc_member_read(m, out.buf.p + out.buf.n, BLOCK, &e);
		if (got < 0)
			die_at(arc_name(a, i), e.msg);
		out.buf.n += (size_t)got;
		out_record(&out);
	} while (got);
	arc_member_close(m);
}

/* Every name is looked at before the first byte is printed. */
static void
stream_named(struct arc *a, char **names, size_t n)
{
	size_t *at = xcalloc(n, sizeof(*at));

	for (size_t i = 0; i < n; i++)
		at[i] = find_member(a, names[i]);
	for (size_t i = 0; i < n; i++)
		stream(a, at[i]);
	free(at);
}

static void
stream_all(struct arc *a)
{
	for (size_t i = 0; i < arc_count(a); i++)
		if (!is_directory(arc_name(a, i)))
			stream(a, i);
}

static void
run(char **names, size_t n)
{
	struct err e;
	struct arc *a = arc_open(cl.archive, &e);

	if (!a)
		die("%s: %s", cl.archive, e.msg);
	out_open(&out, cl.output);
	if (cl.list)
		list(a);
	else if (n)
		stream_named(a, names, n);
	else
		stream_all(a);
	out_close(&out);
	arc_close(a);
}

int
main(int argc, char **argv)
{
	int c, n;

	opt_init(argc, argv, "print members of a ZIP archive",
	    "ARCHIVE [MEMBER...]", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'l')
			cl.list = true;
		else
			cl.output = opt_arg;
	n = opt_count(1, INT_MAX);
	cl.archive = opt_operands[0];
	if (cl.list && n > 1)
		opt_wrong("-l takes no member");
	run(opt_operands + 1, (size_t)n - 1);
	return 0;
}
