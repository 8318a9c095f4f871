/*
 * Prints members of a ZIP archive, one after the other, as the bytes they
 * are: all of them in archive order, or those named in the order given.
 * With -l: a record {"name":...,"size":...} a member, in archive order.
 *
 * What streams is checked as it goes (CRC, sizes): a part of a bad member may
 * be printed before the exit code says so.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/text.h"
#include "format/arc.h"
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
	struct buf name = { 0 };

	for (size_t i = 0; i < arc_count(a); i++) {
		const char *s = arc_name(a, i);

		name.n = 0;
		utf8_put_repaired(&name, s, strlen(s));
		buf_str(&out.buf, "{\"name\":");
		js_put_text(&out.buf, buf_view(&name));
		buf_fmt(&out.buf, ",\"size\":%" PRIu64 "}\n", arc_size(a, i));
		out_record(&out);
	}
	buf_free(&name);
}

static bool
is_directory(const char *name)
{
	size_t n = strlen(name);

	return n && name[n - 1] == '/';
}

static void
check_name(const char *name)
{
	if (arc_name_unsafe(name))
		die_at(name, "unsafe name");
	if (is_directory(name))
		die_at(name, "is a directory");
}

static size_t
find(struct arc *a, const char *name)
{
	for (size_t i = 0; i < arc_count(a); i++)
		if (!strcmp(arc_name(a, i), name))
			return i;
	die_at(name, "no such member");
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

	for (size_t i = 0; i < n; i++) {
		check_name(names[i]);
		at[i] = find(a, names[i]);
	}
	for (size_t i = 0; i < n; i++)
		stream(a, at[i]);
	free(at);
}

static void
stream_all(struct arc *a)
{
	for (size_t i = 0; i < arc_count(a); i++)
		if (arc_name_unsafe(arc_name(a, i)))
			die_at(arc_name(a, i), "unsafe name");
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
